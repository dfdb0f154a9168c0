"""What a front end gets for its code: tokens of whoever signed in, once, in one world, and nothing for anybody else."""

import asyncio
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from structlog.testing import capture_logs

from luohu_testbed.city import make_world
from luohu_testbed.identity_desk import Identity, problem
from luohu_testbed.issuer import bearer
from luohu_testbed.signed_in import change, code_in, exchange, signed_in
from luohu_testbed.signing_in import CALLBACK, EMPLOYER, PERSON, Visitor, told_in


async def test_a_person_signs_in_and_the_front_end_gets_tokens(identity: Identity, visitor: Visitor) -> None:
    page = await visitor.ask_for_code(PERSON)
    back = told_in(await visitor.type_code(page, PERSON, await code_in(identity)))
    assert (back["state"], back["iss"]) == (visitor.state, "http://identity")
    answer = await exchange(identity, visitor, back["code"])
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    given = answer.json()
    assert (given["token_type"], given["expires_in"], given["scope"]) == ("Bearer", 3600, "openid applicant")

    persona = await identity.claims(await identity.token("huairou-home-not-found"))
    access = await identity.claims(given["access_token"])
    assert lasting(access) == lasting(persona)
    assert (await identity.client.get("/userinfo", headers=bearer(given["access_token"]))).json()["name"] == "何怀山"

    keys = KeySet.import_key_set((await identity.client.get("/.well-known/jwks.json")).json())
    said = jwt.decode(given["id_token"], keys, algorithms=["Ed25519"]).claims
    rules = jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": "http://identity"},
        aud={"essential": True, "value": "luohu-pages"},
        nonce={"essential": True, "value": visitor.nonce},
        exp={"essential": True},
    )
    rules.validate(said)
    assert (said["sub"], said["name"], said["acr"]) == (access["sub"], "何怀山", "L3")
    assert abs(said["auth_time"] - said["iat"]) < 30


async def test_an_id_token_opens_no_service(identity: Identity, visitor: Visitor) -> None:
    given = (await exchange(identity, visitor, await signed_in(identity, visitor))).json()
    problem(await identity.client.get("/userinfo", headers=bearer(given["id_token"])), 401, "token-invalid")


@pytest.mark.parametrize(
    ("account", "persona"),
    [
        pytest.param(EMPLOYER, f"employer:{EMPLOYER}", id="employer"),
        pytest.param(f" employer:{EMPLOYER.lower()} ", f"employer:{EMPLOYER}", id="employer, in other letters"),
        pytest.param("operator:tax", "operator:tax", id="operator"),
        pytest.param("Operator:tax:2", "operator:tax:2", id="second operator"),
        pytest.param("window", "window", id="window"),
        pytest.param("administrator", "administrator", id="administrator"),
        pytest.param("９９０１１６１９７５０５２００１１０", "huairou-home-not-found", id="full-width digits"),
    ],
)
async def test_everybody_gets_the_role_that_their_persona_has(
    identity: Identity, visitor: Visitor, account: str, persona: str
) -> None:
    given = (await exchange(identity, visitor, await signed_in(identity, visitor, account))).json()
    mine = await identity.claims(given["access_token"])
    theirs = await identity.claims(await identity.token(persona))
    assert lasting(mine) == lasting(theirs)


def lasting(claims: dict[str, Any]) -> dict[str, Any]:
    """What two tokens of one person have in common."""
    return {name: value for name, value in claims.items() if name not in ("exp", "iat", "jti")}


async def test_the_world_of_the_request_is_that_of_the_tokens(identity: Identity, visitor: Visitor, world: str) -> None:
    headers = await identity.headers("administrator", world)
    new = {"name": "王伟", "id_number": "990101198506150012", "level": "L1"}
    await identity.client.post("/v1/people", json=new, headers=headers)
    code = await signed_in(identity, visitor, new["id_number"], world=world)
    given = (await exchange(identity, visitor, code)).json()
    claims = await identity.claims(given["access_token"])
    assert (claims["world"], claims["name"], claims["acr"]) == (world, "王伟", "L1")


async def test_a_sign_in_is_of_its_world_alone(identity: Identity, visitor: Visitor, world: str) -> None:
    await make_world(identity.running.runtime, f"{world}-other")
    page = await visitor.ask_for_code("window", world=world)
    code = await code_in(identity, world)
    given = told_in(await visitor.type_code(page, "window", code))["code"]
    problem(await exchange(identity, visitor, given.replace(world, f"{world}-other")), 400, "grant-invalid")
    assert (await exchange(identity, visitor, given)).status_code == 200


async def test_a_code_is_taken_once_and_for_nobody_else(identity: Identity, visitor: Visitor) -> None:
    code = await signed_in(identity, visitor)
    for changed in (
        {"code_verifier": "x" * 43},
        {"code_verifier": "short"},
        {"redirect_uri": CALLBACK + "/"},
        {"code": code[:-1]},
        {"code": "main.nothing"},
        {"code": code.replace("main.", "other.")},
        {"code": code.replace("main.", "nowhere.")},
    ):
        answer = await exchange(identity, visitor, code, **changed)
        assert problem(answer, 400, "grant-invalid")["error"] == "invalid_grant", changed
    answers = await asyncio.gather(*(exchange(identity, visitor, code) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]
    with capture_logs() as logged:
        assert problem(await exchange(identity, visitor, code), 400, "grant-invalid")["error"] == "invalid_grant"
    assert [line["event"] for line in logged] == ["authorization_code_replayed"]


async def test_another_front_end_cannot_use_a_code(identity: Identity, visitor: Visitor) -> None:
    new = {"client_id": "another-front-end", "name": "Another", "redirect_uris": ["https://another.example/back"]}
    headers = await identity.headers("administrator")
    assert (await identity.client.post("/v1/front-ends", json=new, headers=headers)).status_code == 201
    code = await signed_in(identity, visitor)
    problem(await exchange(identity, visitor, code, client_id="another-front-end"), 400, "grant-invalid")
    for unknown in ({"client_id": "nobody"}, {"client_id": "sandbox-tax"}, {"client_secret": "sandbox"}):
        answer = await exchange(identity, visitor, code, **unknown)
        assert problem(answer, 401, "client-invalid")["error"] == "invalid_client"
    for missing in ("code", "redirect_uri", "code_verifier"):
        answer = await exchange(identity, visitor, code, **{missing: None})
        assert problem(answer, 400, "malformed-request")["error"] == "invalid_request"
    assert (await exchange(identity, visitor, code)).status_code == 200


async def test_a_code_is_good_for_a_minute(identity: Identity, visitor: Visitor) -> None:
    code = await signed_in(identity, visitor)
    await change(identity, "UPDATE authorization_code SET expires_at = clock_timestamp() WHERE used_at IS NULL")
    problem(await exchange(identity, visitor, code), 400, "grant-invalid")


async def test_a_code_of_somebody_who_is_gone_gives_nothing(identity: Identity, visitor: Visitor) -> None:
    headers = await identity.headers("administrator")
    people = {"name": "王伟", "id_number": "990101198506150012"}
    await identity.client.post("/v1/people", json=people, headers=headers)
    code = await signed_in(identity, visitor, people["id_number"])
    await change(identity, "DELETE FROM person WHERE id_number = '990101198506150012'")
    problem(await exchange(identity, visitor, code), 400, "grant-invalid")

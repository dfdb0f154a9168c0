"""Who gets a token and what it says: personas and staff in a sandbox, clients with a secret."""

import base64
from datetime import UTC, datetime

import pytest

from luohu_contract.directory import AGENCIES
from luohu_identity.people import seeded
from luohu_testbed.identity_desk import CLIENT, PERSONA, Identity, problem


async def test_a_persona_gets_a_token_that_says_what_the_id_card_says(identity: Identity) -> None:
    somebody = seeded("beijing")[0]
    claims = await identity.claims(await identity.token(str(somebody.persona)))
    assert claims["iss"] == "http://identity"
    assert (claims["aud"], claims["role"], claims["world"]) == ("luohu", "applicant", "main")
    assert (claims["name"], claims["id_number"], claims["acr"]) == (somebody.name, somebody.id_number, somebody.level)
    assert claims["birth_date"].replace("-", "") == somebody.id_number[6:14]
    assert claims["sex"] == ("male" if int(somebody.id_number[16]) % 2 else "female")


async def test_everybody_of_the_seeds_gets_a_token_of_their_own(identity: Identity) -> None:
    people = seeded("beijing")
    subjects = {(await identity.claims(await identity.token(str(one.persona))))["sub"] for one in people}
    assert len(subjects) == len(people) > 3


@pytest.mark.parametrize("agency", [agency.name for agency in AGENCIES])
async def test_every_agency_has_operators_who_stay_the_same(identity: Identity, agency: str) -> None:
    first, again, second = [
        await identity.claims(await identity.token(name))
        for name in (f"operator:{agency}", f"operator:{agency}:1", f"operator:{agency}:2")
    ]
    assert (first["role"], first["agency"], second["agency"]) == ("operator", agency, agency)
    assert first["sub"] == again["sub"] != second["sub"]


@pytest.mark.parametrize("role", ["window", "administrator"])
async def test_the_citys_staff_have_tokens_in_every_world(identity: Identity, role: str) -> None:
    here, there = [await identity.claims(await identity.token(role, world)) for world in ("main", "other")]
    assert (here["role"], here["world"], there["world"]) == (role, "main", "other")
    assert here["sub"] == there["sub"]
    assert "agency" not in here


async def test_a_token_lives_as_long_as_was_asked_for(identity: Identity) -> None:
    answer = await identity.ask(grant_type=PERSONA, persona="window", expires_in="60")
    assert answer.json()["expires_in"] == 60
    assert answer.headers["cache-control"] == "no-store"
    claims = await identity.claims(answer.json()["access_token"])
    assert claims["exp"] - claims["iat"] == 60
    assert abs(claims["iat"] - datetime.now(UTC).timestamp()) < 60, (
        "tokens live in real time, whatever the world's clock"
    )


async def test_the_world_of_the_form_goes_before_that_of_the_header(identity: Identity) -> None:
    form = {"grant_type": PERSONA, "persona": "window"}
    by_header = await identity.client.post("/token", data=form, headers={"Luohu-World": "other"})
    assert (await identity.claims(by_header.json()["access_token"]))["world"] == "other"
    both = await identity.client.post("/token", data={**form, "world": "main"}, headers={"Luohu-World": "other"})
    assert (await identity.claims(both.json()["access_token"]))["world"] == "main"


@pytest.mark.parametrize(
    ("client_id", "role"),
    [
        pytest.param("sandbox-tax", "operator", id="operator"),
        pytest.param("sandbox-window", "window", id="window"),
        pytest.param("sandbox-employer", "employer", id="employer"),
        pytest.param("sandbox-administrator", "administrator", id="administrator"),
    ],
)
async def test_a_sandbox_has_a_client_for_each_role(identity: Identity, client_id: str, role: str) -> None:
    posted = await identity.ask(grant_type=CLIENT, client_id=client_id, client_secret="sandbox")
    basic = await identity.ask((client_id, "sandbox"), grant_type=CLIENT)
    for answer in (posted, basic):
        claims = await identity.claims(answer.json()["access_token"])
        assert (claims["role"], claims["sub"]) == (role, f"client:{client_id}")
        assert claims.get("agency") == ("tax" if role == "operator" else None)


async def test_a_registered_client_gets_in_with_the_secret_that_was_shown_once(identity: Identity) -> None:
    headers = await identity.headers("administrator")
    new = {"client_id": "tax-nightly", "role": "operator", "agency": "tax"}
    made = await identity.client.post("/v1/clients", json=new, headers=headers)
    assert (made.status_code, made.headers["cache-control"]) == (201, "no-store")
    secret = made.json()["client_secret"]
    answer = await identity.ask(("tax-nightly", secret), grant_type=CLIENT)
    assert (await identity.claims(answer.json()["access_token"]))["agency"] == "tax"
    async with identity.running.runtime.everywhere() as connection:
        kept = str((await connection.exec_driver_sql("SELECT * FROM client")).all())
    assert secret not in kept
    problem(await identity.client.post("/v1/clients", json=new, headers=headers), 409, "record-conflict")


@pytest.mark.parametrize(
    "basic",
    [
        pytest.param(("sandbox-tax", "wrong"), id="wrong secret"),
        pytest.param(("sandbox-tax", ""), id="no secret"),
        pytest.param(("nobody", "sandbox"), id="unknown client"),
        pytest.param(("", ""), id="nothing"),
        pytest.param(("居民", "秘密"), id="not ASCII"),
    ],
)
async def test_a_client_that_proves_nothing_gets_nothing(identity: Identity, basic: tuple[str, str]) -> None:
    answer = await identity.ask(basic, grant_type=CLIENT)
    told = problem(answer, 401, "client-invalid")
    assert told["error"] == "invalid_client"
    assert answer.headers["www-authenticate"].startswith("Basic")


@pytest.mark.parametrize(
    ("form", "status", "slug", "error"),
    [
        pytest.param("", 400, "malformed-request", "invalid_request", id="empty"),
        pytest.param("persona=window", 400, "malformed-request", "invalid_request", id="no grant type"),
        pytest.param("grant_type=password", 400, "grant-invalid", "unsupported_grant_type", id="another grant"),
        pytest.param(f"grant_type={PERSONA}", 400, "malformed-request", "invalid_request", id="no persona"),
        pytest.param(f"grant_type={PERSONA}&persona=nobody", 404, "persona-unknown", "invalid_grant", id="nobody"),
        pytest.param(
            f"grant_type={PERSONA}&persona=operator:army",
            404,
            "persona-unknown",
            "invalid_grant",
            id="no such agency",
        ),
        pytest.param(
            f"grant_type={PERSONA}&persona=window:0", 404, "persona-unknown", "invalid_grant", id="clerk number 0"
        ),
        pytest.param(
            f"grant_type={PERSONA}&persona=window&persona=administrator",
            400,
            "malformed-request",
            "invalid_request",
            id="a parameter twice",
        ),
        pytest.param(
            f"grant_type={PERSONA}&persona=window&role=administrator",
            400,
            "malformed-request",
            "invalid_request",
            id="an unknown parameter",
        ),
        pytest.param(
            f"grant_type={PERSONA}&persona=window&world=Main!", 400, "malformed-request", "invalid_request", id="world"
        ),
        pytest.param(
            f"grant_type={PERSONA}&persona=win%00dow", 400, "malformed-request", "invalid_request", id="NUL character"
        ),
        pytest.param(f"grant_type={PERSONA}&persona=%ff", 400, "malformed-request", "invalid_request", id="no UTF-8"),
        pytest.param(
            f"grant_type={PERSONA}&persona={'x' * 501}", 400, "malformed-request", "invalid_request", id="a long value"
        ),
        pytest.param(
            f"grant_type={PERSONA}&persona=" + "x" * 20_000, 400, "malformed-request", "invalid_request", id="long form"
        ),
        *(
            pytest.param(
                f"grant_type={PERSONA}&persona=window&expires_in={lives}",
                400,
                "malformed-request",
                "invalid_request",
                id=f"life of {lives[:12]!r}",
            )
            for lives in ("0", "-1", "86401", "1h", "", "000000001" + "9" * 99, "٣")
        ),
    ],
)
async def test_a_request_that_cannot_be_granted_says_what_would_be(
    identity: Identity, form: str, status: int, slug: str, error: str
) -> None:
    answer = await identity.client.post(
        "/token", content=form.encode(), headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert problem(answer, status, slug)["error"] == error


@pytest.mark.parametrize(
    "credentials",
    [
        pytest.param(b"sandbox-tax", id="no colon"),
        pytest.param(b"a\x00b:c", id="a NUL character"),
        pytest.param(b"a%00b:c", id="an escaped NUL character"),
        pytest.param(b"\xff:\xff", id="no UTF-8"),
        pytest.param(b"a%ed%a0%80:c", id="half a surrogate pair"),
        pytest.param(b"x" * 5000 + b":c", id="long"),
    ],
)
async def test_odd_credentials_are_refused_like_any_other(identity: Identity, credentials: bytes) -> None:
    headers = {"Authorization": "Basic " + base64.b64encode(credentials).decode()}
    answer = await identity.client.post("/token", data={"grant_type": CLIENT}, headers=headers)
    assert answer.status_code in (400, 401), answer.text
    assert answer.json()["error"] in ("invalid_request", "invalid_client")


async def test_json_is_no_form(identity: Identity) -> None:
    answer = await identity.client.post("/token", json={"grant_type": PERSONA, "persona": "window"})
    assert problem(answer, 400, "malformed-request")["error"] == "invalid_request"


@pytest.mark.parametrize("form", [{"grant_type": PERSONA, "persona": "window"}, {"grant_type": CLIENT}])
async def test_there_are_no_tokens_for_a_world_that_is_not_there(identity: Identity, form: dict[str, str]) -> None:
    problem(await identity.ask(("sandbox-tax", "sandbox"), **form, world="nowhere"), 404, "world-unknown")


async def test_an_employer_signs_in_under_its_credit_code(identity: Identity) -> None:
    first, again, other = [
        await identity.claims(await identity.token(name))
        for name in ("employer:91990105MA0LUH014J", "employer:91990105ma0luh014j", "employer:91110000802100433B")
    ]
    assert (first["role"], first["uscc"], first["name"]) == (
        "employer",
        "91990105MA0LUH014J",
        "北京示例科技有限公司",
    )
    assert first["sub"] == again["sub"] != other["sub"]
    assert other["name"] == other["uscc"] == "91110000802100433B"


@pytest.mark.parametrize("uscc", ["", "91990105MA0LUH014K", "91990105MAOLUH014J", "91990105MA0LUH014"])
async def test_a_credit_code_that_cannot_be_one_signs_nobody_in(identity: Identity, uscc: str) -> None:
    answer = await identity.ask(grant_type=PERSONA, persona=f"employer:{uscc}")
    told = problem(answer, 404, "persona-unknown")
    assert "employer:91990105MA0LUH014J" in told["valid"]
    assert "unified social credit code" in told["detail"]


async def test_the_client_of_an_employer_names_its_credit_code(identity: Identity) -> None:
    headers = await identity.headers("administrator")
    new = {"client_id": "personnel-office", "role": "employer", "uscc": "12990108MB0LUH026C"}
    secret = (await identity.client.post("/v1/clients", json=new, headers=headers)).json()["client_secret"]
    answer = await identity.ask(("personnel-office", secret), grant_type=CLIENT)
    claims = await identity.claims(answer.json()["access_token"])
    assert (claims["uscc"], claims["name"]) == ("12990108MB0LUH026C", "北京示例科学研究院")
    for wrong in ({"uscc": None}, {"uscc": "12990108MB0LUH026D"}, {"role": "window"}):
        refused = await identity.client.post("/v1/clients", json={**new, **wrong}, headers=headers)
        problem(refused, 422, "validation-failed")

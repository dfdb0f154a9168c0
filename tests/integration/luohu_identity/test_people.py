"""People are registered in one world, by an administrator, with an id number that can be one."""

from typing import Any

import pytest
from sqlalchemy import text

from luohu_testbed.identity_desk import PERSONA, Identity, problem

SOMEBODY = {"persona": "wang-wei", "name": "王伟", "id_number": "990101198506150012", "mobile": "10000000099"}


async def count(identity: Identity, world: str) -> int:
    async with identity.running.runtime.begin(world) as work:
        return int(await work.scalar(text("SELECT count(*) FROM person")))


async def test_a_registered_person_signs_in_and_sees_themselves(identity: Identity, world: str) -> None:
    administrator = await identity.headers("administrator", world)
    made = await identity.client.post("/v1/people", json=SOMEBODY, headers=administrator)
    assert made.status_code == 201
    body = made.json()
    assert (body["birth_date"], body["sex"], body["level"]) == ("1985-06-15", "male", "L3")
    assert (await identity.client.get(made.headers["location"], headers=administrator)).json() == body
    me = await identity.client.get("/v1/people/me", headers=await identity.headers("wang-wei", world))
    assert me.json() == body


async def test_a_person_without_a_persona_signs_in_by_their_id(identity: Identity, world: str) -> None:
    new = {name: value for name, value in SOMEBODY.items() if name != "persona"}
    made = await identity.client.post("/v1/people", json=new, headers=await identity.headers("administrator", world))
    claims = await identity.claims(await identity.token(made.json()["id"], world))
    assert (claims["sub"], claims["name"]) == (made.json()["id"], "王伟")


async def test_people_of_one_world_do_not_exist_in_another(identity: Identity, world: str) -> None:
    made = await identity.client.post(
        "/v1/people", json=SOMEBODY, headers=await identity.headers("administrator", world)
    )
    elsewhere = await identity.headers("administrator", "other")
    problem(await identity.client.get(made.headers["location"], headers=elsewhere), 404, "not-found")
    answer = await identity.ask(grant_type=PERSONA, persona="wang-wei", world="other")
    problem(answer, 404, "persona-unknown")
    assert (await identity.client.post("/v1/people", json=SOMEBODY, headers=elsewhere)).status_code == 201


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"persona": "another"}, id="the same id number"),
        pytest.param({"id_number": "99010119800101009x", "persona": "wang-wei"}, id="the same persona"),
    ],
)
async def test_nobody_is_registered_twice(identity: Identity, world: str, change: dict[str, str]) -> None:
    headers = await identity.headers("administrator", world)
    await identity.client.post("/v1/people", json=SOMEBODY, headers=headers)
    before = await count(identity, world)
    problem(await identity.client.post("/v1/people", json=SOMEBODY | change, headers=headers), 409, "record-conflict")
    assert await count(identity, world) == before


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        pytest.param({"id_number": "990101198506150013"}, "#/id_number", id="check digit"),
        pytest.param({"id_number": "99010119850230001X"}, "#/id_number", id="30 February"),
        pytest.param({"id_number": "99010519731201045"}, "#/id_number", id="17 characters"),
        pytest.param({"id_number": "990101850615001"}, "#/id_number", id="the old 15 digits"),
        pytest.param({"id_number": "９９０１０１１９８５０６１５００１２"}, "#/id_number", id="full-width digits"),
        pytest.param({"id_number": 990101198506150012}, "#/id_number", id="a number instead of text"),
        pytest.param({"name": ""}, "#/name", id="no name"),
        pytest.param({"name": "王\x00伟"}, "#/name", id="a NUL character"),
        pytest.param({"name": "王" * 61}, "#/name", id="a long name"),
        pytest.param({"mobile": "+86 100"}, "#/mobile", id="mobile number"),
        pytest.param({"level": "L4"}, "#/level", id="a level that does not exist"),
        pytest.param({"persona": "window"}, "#/persona", id="a name of staff"),
        pytest.param({"persona": "operator:tax"}, "#/persona", id="an operator's name"),
        pytest.param({"sex": "male"}, "#/sex", id="a field that follows from the number"),
    ],
)
async def test_what_cannot_be_is_refused_by_field_and_nothing_is_stored(
    identity: Identity, world: str, change: dict[str, Any], pointer: str
) -> None:
    before = await count(identity, world)
    headers = await identity.headers("administrator", world)
    answer = await identity.client.post("/v1/people", json=SOMEBODY | change, headers=headers)
    told = problem(answer, 422, "validation-failed")
    assert [fault["pointer"] for fault in told["errors"]] == [pointer]
    assert str(change.get("id_number", "no number")) not in answer.text
    assert await count(identity, world) == before


@pytest.mark.parametrize("persona", ["window", "huairou-home-not-found"])
@pytest.mark.parametrize("path", ["/v1/people", "/v1/clients", "/v1/keys/rotation"])
async def test_only_an_administrator_looks_after_people_clients_and_keys(
    identity: Identity, persona: str, path: str
) -> None:
    answer = await identity.client.post(path, json={}, headers=await identity.headers(persona))
    assert problem(answer, 403, "role-not-allowed")["roles"] == ["administrator"]


@pytest.mark.parametrize("person_id", ["nobody", "00000000-0000-0000-0000-000000000000", "me2"])
async def test_an_id_that_leads_nowhere_is_not_found(identity: Identity, person_id: str) -> None:
    headers = await identity.headers("administrator")
    problem(await identity.client.get(f"/v1/people/{person_id}", headers=headers), 404, "not-found")


@pytest.mark.parametrize(
    "new",
    [
        pytest.param({"client_id": "x", "role": "window"}, id="a short name"),
        pytest.param({"client_id": "good-name", "role": "applicant"}, id="an applicant"),
        pytest.param({"client_id": "good-name", "role": "operator"}, id="an operator without an agency"),
        pytest.param({"client_id": "good-name", "role": "window", "agency": "tax"}, id="a window with an agency"),
        pytest.param({"client_id": "good-name", "role": "operator", "agency": "police"}, id="no such agency"),
        pytest.param({"client_id": "sandbox-tax", "role": "window"}, id="a name of the sandbox"),
    ],
)
async def test_a_client_that_fits_no_role_is_not_registered(identity: Identity, new: dict[str, str]) -> None:
    headers = await identity.headers("administrator")
    answer = await identity.client.post("/v1/clients", json=new, headers=headers)
    assert answer.status_code in (409, 422), answer.text

"""The people of a population sign in by their numbers."""

from typing import Any

import httpx

from luohu_kit.peer import Peer
from luohu_testbed.identity_desk import PERSONA, Identity, problem

PEOPLE = [
    {"number": 3, "name": "王伟", "id_number": "990101198506150012", "mobile": "10000000003"},
    {"number": 4, "name": "李芳", "id_number": "990101198506150020", "mobile": "10000000004"},
]


async def pour(identity: Identity, world: str, people: list[dict[str, Any]], by: str = "sandbox") -> httpx.Response:
    peer = Peer(identity.running.settings.of(by), identity.client, "identity")
    url = "http://identity/_luohu/people"
    return await peer.send("POST", "/_luohu/people", world=world, body={"people": people}, url=url)


async def test_somebody_of_a_population_signs_in_by_their_number(identity: Identity, world: str) -> None:
    assert (await pour(identity, world, PEOPLE)).json() == {"added": 2}
    claims = await identity.claims(await identity.token("person:4", world))
    assert (claims["name"], claims["id_number"], claims["sex"]) == ("李芳", "990101198506150020", "female")
    assert (claims["role"], claims["acr"]) == ("applicant", "L3")
    assert (await identity.client.get("/v1/people/me", headers=await identity.headers("person:3", world))).json()[
        "mobile"
    ] == "10000000003"


async def test_the_same_people_again_change_nothing(identity: Identity, world: str) -> None:
    await pour(identity, world, PEOPLE)
    assert (await pour(identity, world, PEOPLE)).json() == {"added": 0}


async def test_a_number_that_is_somebody_elses_is_a_conflict(identity: Identity, world: str) -> None:
    await pour(identity, world, PEOPLE)
    other = {**PEOPLE[0], "id_number": "990102199012311235"}
    problem(await pour(identity, world, [other]), 409, "record-conflict")


async def test_unknown_numbers_are_unknown_personas_and_no_list_names_the_known_ones(
    identity: Identity, world: str
) -> None:
    await pour(identity, world, PEOPLE)
    answer = await identity.ask(grant_type=PERSONA, persona="person:5", world=world)
    problem(answer, 404, "persona-unknown")
    assert not [name for name in answer.json()["valid"] if name.startswith("person:")]


async def test_many_tokens_at_once_say_what_each_would(identity: Identity, world: str) -> None:
    await pour(identity, world, PEOPLE)
    peer = Peer(identity.running.settings.of("sandbox"), identity.client, "identity")
    path, wish = "/_luohu/people/tokens", {"first": 3, "count": 1000, "expires_in": 60}
    given = await peer.send("POST", path, world=world, body=wish, url=f"http://identity{path}")
    assert [each["persona"] for each in given.json()["items"]] == ["person:3", "person:4"]
    many = [await identity.claims(each["access_token"]) for each in given.json()["items"]]
    for claims, persona in zip(many, ("person:3", "person:4"), strict=True):
        alone = await identity.claims(await identity.token(persona, world))
        assert claims["exp"] - claims["iat"] == 60
        assert {**claims, "jti": "", "iat": 0, "exp": 0} == {**alone, "jti": "", "iat": 0, "exp": 0}


async def test_only_the_sandbox_registers_populations(identity: Identity, world: str) -> None:
    problem(await pour(identity, world, PEOPLE, by="declaration"), 401, "signature-invalid")

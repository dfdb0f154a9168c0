"""Worlds of three cities side by side in one network: each with its own people, records, beginning and clock."""

from collections.abc import AsyncIterator

import pytest

from luohu_identity.people import seeded
from luohu_seeds.registers import AGENCIES, records
from luohu_testbed.city import City

BEGINS = {
    "beijing-2021": "2021-07-01T09:00:00+08:00",
    "tianjin-2016": "2016-01-04T09:00:00+08:00",
    "shanghai-2017": "2017-03-01T09:00:00+08:00",
}


@pytest.fixture(scope="module")
async def worlds(city: City) -> AsyncIterator[dict[str, str]]:
    """A world of each programme, by its city."""
    made = {}
    for programme in BEGINS:
        answer = await city.client.post("/_luohu/worlds", json={"programme": programme, "clock": {"mode": "frozen"}})
        assert answer.status_code == 201, answer.text
        made[programme.partition("-")[0]] = answer.json()["name"]
    yield made
    await city.client.post("/_luohu/worlds/removal", json={"names": list(made.values())})


async def test_each_begins_when_its_programme_does_and_has_a_clock_of_its_own(
    city: City, worlds: dict[str, str]
) -> None:
    there = {name: (await city.client.get(f"/_luohu/worlds/{world}")).json() for name, world in worlds.items()}
    assert {f"{each['programme']}-{each['year']}": each["now"] for each in there.values()} == BEGINS

    moved = await city.client.post(
        "/_luohu/clock/advance", json={"by": "P1D"}, headers={"Luohu-World": worlds["tianjin"]}
    )
    assert (moved.status_code, moved.json()["now"]) == (200, "2016-01-05T09:00:00+08:00"), moved.text
    still = [
        (await city.client.get(f"/_luohu/worlds/{worlds[name]}")).json()["now"] for name in ("beijing", "shanghai")
    ]
    assert still == [BEGINS["beijing-2021"], BEGINS["shanghai-2017"]]


async def test_registers_hold_the_people_of_their_city_and_nobody_of_another(
    city: City, worlds: dict[str, str]
) -> None:
    for name, world in worlds.items():
        for agency, spec in AGENCIES.items():
            headers = {"Authorization": f"Bearer {await city.token(f'operator:{agency}', world)}"}
            for kind in spec.records:
                path = f"/agencies/{agency}/v1/records?kind={kind.name}&limit=200"
                held = (await city.client.get(path, headers=headers)).json()
                fields = [kind.model.model_validate(each["fields"]) for each in held["items"]]
                assert sorted(map(repr, fields)) == sorted(map(repr, records(name, agency, kind.name))), (
                    name,
                    kind.name,
                )


async def test_people_sign_in_where_they_live_and_nowhere_else(city: City, worlds: dict[str, str]) -> None:
    for name, world in worlds.items():
        somebody = seeded(name)[0]
        form = {"grant_type": "urn:luohu:grant:persona", "persona": somebody.persona}
        given = {
            other: (await city.client.post("/identity/token", data={**form, "world": worlds[other]})).status_code
            for other in worlds
        }
        assert {other for other, status in given.items() if status == 200} == {name}
        unknown = await city.client.post("/identity/token", data={**form, "persona": "nobody", "world": world})
        known = set(unknown.json()["valid"])
        assert {person.persona for person in seeded(name)} <= known
        assert not known & {person.persona for other in worlds if other != name for person in seeded(other)}

"""Worlds over all services: made on all or on none, gone without a trace, reset, kept."""

import asyncio
import shutil
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from luohu_kit.work import WorldAway
from luohu_sandbox.fleet import KEEPERS
from luohu_scoring.policy import FOLDER
from luohu_testbed.problems import slug_of
from luohu_testbed.small_city import SmallCity
from luohu_testbed.waiting import until

POLICIES = Path(__file__).parents[3] / "policies"


@pytest.fixture
def new_town(city: SmallCity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallCity:
    """The city while there is a further programme, of a table, in the year 2030."""
    folder = Path(shutil.copytree(POLICIES, tmp_path / "policies"))
    beijing = (folder / "beijing" / "programme.yaml").read_text(encoding="utf-8")
    own = beijing.replace("city: beijing", "city: new-town").replace("scheme: season", "scheme: table")
    own = own.replace("default_year: 2021", "default_year: 2030")
    (folder / "new-town").mkdir()
    (folder / "new-town" / "programme.yaml").write_text(
        own.replace("{month: 7, day: 1, hour: 9}", "{month: 2, day: 3, hour: 8}"), encoding="utf-8"
    )
    (folder / "new-town" / "2030.yaml").touch()
    monkeypatch.setenv(FOLDER, str(folder))
    return city


async def test_main_is_on_every_service_from_the_start(own_city: SmallCity) -> None:
    city = own_city
    for service in KEEPERS:
        assert await city.worlds_of(service) == {"main"}
    world = (await city.client.get("/_luohu/worlds/main")).json()
    assert (world["programme"], world["year"], world["mode"]) == ("beijing", 2021, "running")
    assert world["now"].startswith("2021-07-01T09:00:")


async def test_a_world_is_made_on_every_service_before_the_answer(own_city: SmallCity) -> None:
    city = own_city
    answer = await city.post("/_luohu/worlds", {"name": "mine", "seed": 7, "clock": {"mode": "frozen"}})
    assert answer.status_code == 201
    assert answer.headers["location"] == "/_luohu/worlds/mine"
    assert answer.json() | {"created_at": ""} == {
        "name": "mine", "programme": "beijing", "year": 2021, "seed": 7, "personas": True, "state": "ready",
        "admission": "handbook",
        "created_at": "", "mode": "frozen", "now": "2021-07-01T09:00:00+08:00",
    }  # fmt: skip
    for service in KEEPERS:
        assert "mine" in await city.worlds_of(service)
    listed = (await city.client.get("/_luohu/worlds")).json()["items"]
    assert [world["name"] for world in listed] == ["main", "mine"]


async def test_a_world_without_a_name_gets_one_that_nobody_has(city: SmallCity) -> None:
    made = [(await city.post("/_luohu/worlds", {})).json()["name"] for _ in range(2)]
    assert made[0] != made[1]
    assert all(name.startswith("w-") for name in made)
    assert (await city.client.post("/_luohu/worlds")).status_code == 201


async def test_a_name_is_given_once_even_to_two_who_ask_at_once(city: SmallCity) -> None:
    answers = await asyncio.gather(*(city.post("/_luohu/worlds", {"name": "wanted"}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert slug_of(refused) == "world-exists"
    assert refused.headers["location"] == "/_luohu/worlds/wanted"


async def test_when_one_service_fails_nothing_is_left_anywhere(own_city: SmallCity) -> None:
    city = own_city
    city.network.detach("tax")
    answer = await city.post("/_luohu/worlds", {"name": "mine"})
    assert (answer.status_code, slug_of(answer)) == (503, "service-unavailable")
    assert list(answer.json()["services"]) == ["tax"]
    assert "tax" in answer.json()["detail"]
    assert (await city.client.get("/_luohu/worlds/mine")).status_code == 404
    for service in set(KEEPERS) - {"tax"}:
        assert await city.worlds_of(service) == {"main"}
    city.network.attach("tax", city.apps["tax"])
    await until(lambda: _made(city, "mine"))


async def _made(city: SmallCity, name: str) -> bool:
    """The keeper clears what a failed making left; then the name is free."""
    return (await city.post("/_luohu/worlds", {"name": name})).status_code == 201


async def test_a_deleted_world_is_gone_from_every_service(own_city: SmallCity) -> None:
    city = own_city
    await city.make("mine")
    await city.hang("tax", "bell", "2022-01-01T00:00:00+08:00", world="mine")
    assert (await city.client.delete("/_luohu/worlds/mine")).status_code == 204
    for service in (*KEEPERS, "sandbox"):
        assert await city.worlds_of(service) == {"main"}
    assert slug_of(await city.client.get("/_luohu/worlds/mine")) == "world-unknown"
    assert slug_of(await city.client.delete("/_luohu/worlds/mine")) == "world-unknown"
    assert slug_of(await city.client.get("/_luohu/clock", headers={"Luohu-World": "mine"})) == "world-unknown"


async def test_several_worlds_are_made_at_once_and_taken_away_at_once(own_city: SmallCity) -> None:
    city = own_city
    wish = {"count": 3, "seed": 7, "clock": {"mode": "frozen"}}
    answer = await city.post("/_luohu/worlds/batch", wish)
    assert answer.status_code == 201, answer.text
    made = answer.json()["items"]
    names = [world["name"] for world in made]
    assert len(set(names)) == 3
    assert {(world["seed"], world["mode"], world["state"]) for world in made} == {(7, "frozen", "ready")}
    for service in KEEPERS:
        assert set(names) < await city.worlds_of(service)
    assert (await city.post("/_luohu/worlds", {"name": names[0]})).status_code == 409

    doomed = [names[0], names[2], "nobody-has-this"]
    assert (await city.post("/_luohu/worlds/removal", {"names": doomed})).status_code == 204
    for service in KEEPERS:
        assert await city.worlds_of(service) == {"main", names[1]}
    listed = (await city.client.get("/_luohu/worlds")).json()["items"]
    assert [world["name"] for world in listed] == ["main", names[1]]


async def test_of_several_worlds_all_are_made_or_none(own_city: SmallCity) -> None:
    city = own_city
    city.network.detach("tax")
    answer = await city.post("/_luohu/worlds/batch", {"count": 2})
    assert (answer.status_code, slug_of(answer)) == (503, "service-unavailable")
    for service in set(KEEPERS) - {"tax"}:
        assert await city.worlds_of(service) == {"main"}
    listed = (await city.client.get("/_luohu/worlds")).json()["items"]
    assert [world["name"] for world in listed] == ["main"]


async def test_several_worlds_with_main_among_them_all_stay(city: SmallCity) -> None:
    name = (await city.post("/_luohu/worlds")).json()["name"]
    answer = await city.post("/_luohu/worlds/removal", {"names": [name, "main"]})
    assert (answer.status_code, slug_of(answer)) == (409, "world-protected")
    assert (await city.client.get(f"/_luohu/worlds/{name}")).status_code == 200


@pytest.mark.parametrize("wish", [{"count": 0}, {"count": 501}, {"count": "many"}, {"count": 2, "name": "mine"}, {}])
async def test_a_batch_that_cannot_be_is_refused(city: SmallCity, wish: dict[str, object]) -> None:
    answer = await city.post("/_luohu/worlds/batch", wish)
    assert (answer.status_code, slug_of(answer)) == (422, "validation-failed")


async def test_main_cannot_be_deleted(city: SmallCity) -> None:
    answer = await city.client.delete("/_luohu/worlds/main")
    assert (answer.status_code, slug_of(answer)) == (409, "world-protected")
    assert "reset" in answer.json()["remedy"]
    put = await city.client.put("/_luohu/worlds/main", json={})  # which services understand, for the sandbox
    assert (put.status_code, put.headers["allow"]) == (405, "DELETE, GET")


async def test_a_reset_world_begins_again_with_the_same_seed(city: SmallCity) -> None:
    await city.make("again", seed=7)
    async with city.runtime("tax").begin("again") as work:
        await work.first_time("a neighbour", [uuid4()])
        await work.commit()
    await city.post("/_luohu/clock/advance", {"by": "P14D"}, world="again")
    answer = await city.post("/_luohu/worlds/again/reset")
    assert (answer.json()["seed"], answer.json()["now"]) == (7, "2021-07-01T09:00:00+08:00")
    clock = (await city.client.get("/_luohu/clock", headers={"Luohu-World": "again"})).json()
    assert (clock["now"], clock["disagreeing"]) == ("2021-07-01T09:00:00+08:00", [])
    async with city.runtime("tax").begin("again") as work:
        assert await work.scalar("SELECT count(*) FROM kit.inbox") == 0


async def test_a_reset_that_one_service_does_not_hear_of_is_finished_when_it_is_back(own_city: SmallCity) -> None:
    city = own_city
    await city.make("mine")
    for service in KEEPERS:
        async with city.runtime(service).begin("mine") as work:
            await work.first_time("a neighbour", [uuid4()])
            await work.commit()
    city.network.detach("tax")
    answer = await city.post("/_luohu/worlds/mine/reset")
    assert (answer.status_code, slug_of(answer)) == (503, "service-unavailable")
    assert list(answer.json()["services"]) == ["tax"]
    assert "by itself" in answer.json()["remedy"]
    with pytest.raises(WorldAway):
        async with city.runtime("identity").begin("mine"):
            pass
    assert slug_of(await city.post("/_luohu/worlds/mine/reset")) == "world-away"
    city.network.attach("tax", city.apps["tax"])
    await until(lambda: _state(city, "mine"), "ready")
    for service in KEEPERS:
        async with city.runtime(service).begin("mine") as work:
            assert await work.scalar("SELECT count(*) FROM kit.inbox") == 0


async def _state(city: SmallCity, name: str) -> object:
    return (await city.client.get(f"/_luohu/worlds/{name}")).json()["state"]


async def test_what_was_asked_on_behalf_of_old_rows_never_meets_new_ones(city: SmallCity) -> None:
    """The race itself, step by step: a service reads its rows, all rows are replaced, then it asks another."""
    await city.make("raced")
    sandbox = city.runtime("sandbox")

    async def ask() -> httpx.Response:
        return await sandbox.peer("tax").send("GET", "/_luohu/worlds/raced/pulse?since=0", world="raced")

    async with sandbox.begin("raced") as work:
        before = work.world.generation
    assert (await ask()).status_code == 200
    await city.post("/_luohu/worlds/raced/reset")
    late = await ask()
    assert (late.status_code, slug_of(late)) == (503, "world-away")
    async with sandbox.begin("raced") as work:
        after = work.world.generation
    assert (await ask()).status_code == 200
    for service in KEEPERS:
        async with city.runtime(service).begin("raced") as work:
            assert work.world.generation == after != before


async def test_a_service_that_comes_back_empty_gets_every_world_again(own_city: SmallCity) -> None:
    city = own_city
    await city.make("mine")
    await city.post("/_luohu/clock/advance", {"by": "P1D"}, world="mine")
    async with city.runtime("tax").everywhere() as connection:
        await connection.execute(text("DELETE FROM kit.world"))
        await connection.commit()
    await until(lambda: city.worlds_of("tax"), {"main", "mine"})
    await until(lambda: _agreed(city))
    clock = (await city.client.get("/_luohu/clock", headers={"Luohu-World": "mine"})).json()
    assert clock["now"] == "2021-07-02T09:00:00+08:00"


async def _agreed(city: SmallCity) -> bool:
    clock = (await city.client.get("/_luohu/clock", headers={"Luohu-World": "mine"})).json()
    return clock["disagreeing"] == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "Mine"}, "#/name"),
        ({"name": "-x"}, "#/name"),
        ({"name": "x" * 41}, "#/name"),
        ({"year": 1900}, "#/year"),
        ({"year": "soon"}, "#/year"),
        ({"seed": -1}, "#/seed"),
        ({"seed": 2**63}, "#/seed"),
        ({"programme": "paris"}, "#/programme"),
        ({"programme": "Beijing"}, "#/programme"),
        ({"programme": "beijing-1999"}, "#/programme"),
        ({"programme": "beijing", "year": 2017}, "#/year"),
        ({"programme": "beijing-2021", "year": 2020}, "#/year"),
        ({"colour": "red"}, "#/colour"),
        ({"clock": {"mode": "sideways"}}, "#/clock/mode"),
        ({"clock": {"at": "2021-07-01T09:00:00"}}, "#/clock/at"),
        ({"clock": {"mode": "scaled"}}, "#/clock"),
        ({"clock": {"mode": "scaled", "rate": 0}}, "#/clock/rate"),
        ({"name": "import"}, "#/name"),
        ([], "#"),
    ],
)
async def test_a_world_that_cannot_be_is_refused_with_the_field(city: SmallCity, body: object, pointer: str) -> None:
    answer = await city.post("/_luohu/worlds", body)
    assert (answer.status_code, slug_of(answer)) == (422, "validation-failed")
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("wish", "programme", "year", "now"),
    [
        ({}, "beijing", 2021, "2021-07-01T09:00:00+08:00"),
        ({"programme": "beijing-2020"}, "beijing", 2020, "2020-07-01T09:00:00+08:00"),
        ({"programme": "beijing", "year": 2018}, "beijing", 2018, "2018-07-01T09:00:00+08:00"),
        ({"programme": "new-town-2030"}, "new-town", 2030, "2030-02-03T08:00:00+08:00"),
        ({"programme": "new-town"}, "new-town", 2030, "2030-02-03T08:00:00+08:00"),
    ],
    ids=str,
)
async def test_a_world_is_of_the_programme_that_is_wished_and_begins_when_that_does(
    new_town: SmallCity, wish: dict[str, object], programme: str, year: int, now: str
) -> None:
    clock = {"clock": {"mode": "frozen"}}
    one = (await new_town.post("/_luohu/worlds", {**wish, **clock})).json()
    [of_a_batch] = (await new_town.post("/_luohu/worlds/batch", {**wish, **clock, "count": 1})).json()["items"]
    for made in (one, of_a_batch, (await new_town.client.get(f"/_luohu/worlds/{one['name']}")).json()):
        assert (made["programme"], made["year"], made["now"]) == (programme, year, now)


async def test_an_unknown_programme_is_told_every_round_that_there_is(new_town: SmallCity) -> None:
    said = (await new_town.post("/_luohu/worlds", {"programme": "new-village"})).json()
    assert said["detail"].startswith("#/programme: new-village is no programme; there are beijing-2018, ")
    assert said["detail"].endswith(", new-town-2030")
    said = (await new_town.post("/_luohu/worlds", {"programme": "new-town", "year": 2031})).json()
    assert said["detail"] == "#/year: new-town has no policy for 2031; there are 2030"


async def test_nobody_is_made_up_for_a_city_whose_people_nobody_has_written_down(new_town: SmallCity) -> None:
    name = (await new_town.post("/_luohu/worlds", {"programme": "new-town"})).json()["name"]
    refused = await new_town.post("/_luohu/population", {"world": name, "size": 1})
    assert (refused.status_code, slug_of(refused)) == (409, "population-impossible")


async def test_a_world_cannot_begin_outside_of_the_calendar(city: SmallCity) -> None:
    wish = {"name": "mine", "clock": {"mode": "frozen", "at": "9999-12-31T23:00:00+00:00"}}
    assert slug_of(await city.post("/_luohu/worlds", wish)) == "clock-out-of-range"


async def test_the_health_of_the_city_names_who_is_away(own_city: SmallCity) -> None:
    city = own_city
    city.network.detach("tax")
    health = (await city.client.get("/_luohu/health")).json()
    away = [service["service"] for service in health["services"] if not service["ready"]]
    assert (health["ready"], away) == (False, ["tax"])
    assert {service["service"] for service in health["services"]} == {*KEEPERS, "gateway", "sandbox"}


async def test_paces_of_an_unknown_agency_are_refused_with_the_known_ones(city: SmallCity) -> None:
    answer = await city.client.put("/_luohu/paces/water", json={"pace": "immediate"})
    assert slug_of(answer) == "agency-unknown"
    assert "tax" in answer.json()["remedy"]


async def test_personas_are_listed_and_found_by_name(city: SmallCity) -> None:
    listed = (await city.client.get("/_luohu/personas")).json()["items"]
    one: httpx.Response = await city.client.get(f"/_luohu/personas/{listed[0]['name']}")
    assert one.json() == listed[0]
    assert slug_of(await city.client.get("/_luohu/personas/nobody")) == "persona-unknown"

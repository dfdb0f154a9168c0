"""Populations at the control plane: made once for a world, carried to every service, gone with the world."""

from collections import Counter
from typing import Any

import httpx
import orjson
import pytest

from luohu_population.takers import Taker, take_down
from luohu_sandbox.population import Round, lines, person
from luohu_sandbox.population.batch import SIZE
from luohu_scoring import load_policy
from luohu_testbed.problems import slug_of
from luohu_testbed.small_city import SmallCity
from luohu_testbed.waiting import until

AROUND = Round.of(load_policy("beijing", 2021))
PATH = "/_luohu/population"


@pytest.fixture(scope="module")
async def takers(city: SmallCity) -> dict[str, Taker]:
    return take_down(city)


@pytest.fixture
async def own_takers(own_city: SmallCity) -> dict[str, Taker]:
    return take_down(own_city)


async def make(city: SmallCity, world: str, wait: int = 30, **wish: Any) -> httpx.Response:
    headers = {"Luohu-World": world, "Prefer": f"wait={wait}"}
    return await city.client.post(PATH, json=wish, headers=headers)


async def get(city: SmallCity, world: str, path: str = "", **query: int) -> httpx.Response:
    return await city.client.get(PATH + path, params=query, headers={"Luohu-World": world})


async def state(city: SmallCity, world: str) -> str:
    return str((await get(city, world)).json()["state"])


async def test_everybody_and_all_their_records_go_to_the_services(
    city: SmallCity, takers: dict[str, Taker], world: str
) -> None:
    made = await make(city, world, seed=5, size=40)
    assert made.status_code == 200, made.text
    people = [person(5, AROUND, index) for index in range(40)]
    expected = Counter((agency, kind) for one in people for agency, kind, _ in one.records)
    for (agency, kind), count in expected.items():
        assert takers[agency].taken(world)[kind] == count, (agency, kind)
        assert made.json()["counts"][agency][kind] == count
    assert takers["identity"].taken(world)["people"] == 40
    employers = len({one.career.employer.number for one in people})
    assert takers["declaration"].taken(world)["employers"] == takers["tax"].taken(world)["taxpayer"] == employers
    shown = (await get(city, world)).json()
    assert (shown["state"], shown["loaded"], shown["seed"], shown["size"], shown["year"]) == ("ready", 40, 5, 40, 2021)


async def test_the_truth_is_streamed_as_it_is_made_anywhere(
    city: SmallCity, takers: dict[str, Taker], world: str
) -> None:
    await make(city, world, seed=5, size=60)
    answer = await get(city, world, "/truth")
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.content == b"".join(lines(5, AROUND, 0, 60))
    some = await get(city, world, "/truth", offset=58, limit=10)
    assert [orjson.loads(line)["person"]["index"] for line in some.content.splitlines()] == [58, 59]


async def test_people_are_listed_with_their_way_to_sign_in(
    city: SmallCity, takers: dict[str, Taker], world: str
) -> None:
    await make(city, world, seed=5, size=30)
    page = (await get(city, world, "/people", offset=28, limit=5)).json()
    assert (page["total"], page["offset"], len(page["items"])) == (30, 28, 2)
    one = person(5, AROUND, 28)
    shown = page["items"][0]
    assert (shown["persona"], shown["token"]) == ("person:28", "luohu token person:28")
    assert (shown["name"], shown["id_number"]) == (one.life.name, one.life.id_number)
    assert shown["planted"] == list(one.planted)
    assert shown["employer"]["unit_code"] == one.career.employer.unit_code


async def test_without_a_seed_the_worlds_own_is_taken(city: SmallCity, takers: dict[str, Taker]) -> None:
    await city.make("of-seed-9", seed=9)
    assert (await make(city, "of-seed-9", size=3)).json()["seed"] == 9


async def test_the_same_wish_again_sends_nothing(city: SmallCity, takers: dict[str, Taker], world: str) -> None:
    first = await make(city, world, seed=5, size=20)
    before = len(takers["identity"].bodies)
    again = await make(city, world, seed=5, size=20)
    assert (again.status_code, again.json()) == (200, first.json())
    assert len(takers["identity"].bodies) == before


async def test_a_world_holds_one_population(city: SmallCity, takers: dict[str, Taker], world: str) -> None:
    await make(city, world, seed=5, size=20)
    for other in ({"seed": 6, "size": 20}, {"seed": 5, "size": 21}):
        refused = await make(city, world, **other)
        assert (refused.status_code, slug_of(refused)) == (409, "population-exists")
        assert (refused.json()["seed"], refused.json()["size"]) == (5, 20)
    assert (await get(city, world)).json()["size"] == 20


@pytest.mark.parametrize(
    "wish", [{"size": 200_001}, {"size": 0}, {"size": 10, "seed": -1}, {"seed": 1}, {"size": 10, "year": 2022}]
)
async def test_a_wish_that_no_city_can_fulfil_is_refused(city: SmallCity, world: str, wish: dict[str, int]) -> None:
    refused = await make(city, world, **wish)
    assert (refused.status_code, slug_of(refused)) == (422, "validation-failed")
    assert slug_of(await get(city, world)) == "population-missing"


async def test_a_world_without_people_says_so(city: SmallCity, world: str) -> None:
    for path in ("", "/people", "/truth"):
        answer = await get(city, world, path)
        assert (answer.status_code, slug_of(answer)) == (404, "population-missing")
    assert slug_of(await get(city, "no-such-world")) == "world-unknown"
    assert slug_of(await make(city, "no-such-world", size=1)) == "world-unknown"


async def test_a_service_that_is_away_for_a_moment_gets_the_batch_again(
    city: SmallCity, takers: dict[str, Taker], world: str
) -> None:
    takers["tax"].answers = [503, 500]
    assert (await make(city, world, seed=5, size=10)).json()["state"] == "ready"
    assert takers["tax"].taken(world)["taxpayer"] > 0


async def test_a_refused_batch_fails_the_population_and_the_same_wish_goes_on_from_there(
    own_city: SmallCity, own_takers: dict[str, Taker]
) -> None:
    city, size = own_city, SIZE + 30
    await city.make("mine")
    own_takers["tax"].answers = [200, 422]
    failed = (await make(city, "mine", seed=5, size=size)).json()
    assert (failed["state"], failed["loaded"]) == ("failed", SIZE)
    assert "tax: HTTP 422" in failed["problem"]
    again = (await make(city, "mine", seed=5, size=size)).json()
    assert (again["state"], again["loaded"], again["problem"]) == ("ready", size, None)
    first = [body["people"][0]["number"] for body in own_takers["identity"].bodies]
    assert first.count(0) == 1, "the first batch was not sent again"
    codes = [each["uscc"] for body in own_takers["tax"].bodies for each in body.get("taxpayer", ())]
    assert len(codes) == len(set(codes)), "employers of the first batch were not sent again"
    assert again["counts"]["identity"] == {"person": size}


async def test_while_people_arrive_nothing_else_is_done_to_the_world(
    own_city: SmallCity, own_takers: dict[str, Taker]
) -> None:
    city = own_city
    await city.make("mine")
    own_takers["tax"].open.clear()
    begun = await make(city, "mine", wait=0, seed=5, size=10)
    assert (begun.status_code, begun.json()["state"]) == (202, "loading")
    await until(lambda: len(own_takers["identity"].bodies))
    for request in (city.client.delete("/_luohu/worlds/mine"), city.post("/_luohu/worlds/mine/reset")):
        refused = await request
        assert (refused.status_code, slug_of(refused)) == (409, "world-busy")
        assert "arrival of its people" in refused.json()["detail"]
    own_takers["tax"].open.set()
    await until(lambda: state(city, "mine"), "ready")
    assert (await city.client.delete("/_luohu/worlds/mine")).status_code == 204


async def test_people_are_gone_with_their_world_and_after_a_reset(
    city: SmallCity, takers: dict[str, Taker], world: str
) -> None:
    await make(city, world, seed=5, size=5)
    assert (await city.post(f"/_luohu/worlds/{world}/reset")).status_code == 200
    assert slug_of(await get(city, world)) == "population-missing"
    assert (await make(city, world, seed=6, size=5)).status_code == 200

"""A world's clock over all services: read, frozen, advanced, scaled, released."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from luohu_kit.clock import ClockMode
from luohu_sandbox import store
from luohu_sandbox.control import control_of
from luohu_sandbox.locks import ADVANCE
from luohu_testbed.problems import slug_of
from luohu_testbed.small_city import SmallCity
from luohu_testbed.waiting import until


async def read(city: SmallCity, world: str) -> dict[str, Any]:
    answer = await city.client.get("/_luohu/clock", headers={"Luohu-World": world})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_two_weeks_pass_at_once_and_what_fired_is_told_in_order(city: SmallCity, world: str) -> None:
    await city.hang("tax", "third", "2021-07-10T12:00:00+08:00", world)
    await city.hang("declaration", "first", "2021-07-02T00:00:00+08:00", world)
    await city.hang("housing-registry", "second", "2021-07-05T00:00:00+08:00", world)
    await city.hang("tax", "beyond", "2021-08-01T00:00:00+08:00", world)
    answer = (await city.post("/_luohu/clock/advance", {"by": "P14D"}, world)).json()
    assert [(event["ref"], event["service"], event["at"], event["what"]) for event in answer["fired"]] == [
        ("first", "declaration", "2021-07-02T00:00:00+08:00", "bell"),
        ("second", "housing-registry", "2021-07-05T00:00:00+08:00", "bell"),
        ("third", "tax", "2021-07-10T12:00:00+08:00", "bell"),
    ]
    assert (answer["now"], answer["settled"], answer["fired_count"]) == ("2021-07-15T09:00:00+08:00", True, 3)
    assert (answer["mode"], answer["next_due"]) == ("frozen", "2021-08-01T00:00:00+08:00")
    clock = await read(city, world)
    assert (clock["now"], clock["disagreeing"]) == ("2021-07-15T09:00:00+08:00", [])


async def test_a_bell_exactly_at_the_target_rings(city: SmallCity, world: str) -> None:
    await city.hang("tax", "now", "2021-08-01T00:00:00+08:00", world)
    answer = (await city.post("/_luohu/clock/advance", {"to": "2021-07-31T16:00:00Z"}, world)).json()
    assert [event["ref"] for event in answer["fired"]] == ["now"]
    assert answer["now"] == "2021-08-01T00:00:00+08:00"


async def test_until_idle_ends_where_nothing_waits_any_more(city: SmallCity, world: str) -> None:
    await city.hang("tax", "a", "2022-02-03T04:05:06+08:00", world)
    answer = (await city.post("/_luohu/clock/advance", {"until": "idle"}, world)).json()
    assert (answer["now"], answer["next_due"]) == ("2022-02-03T04:05:06+08:00", None)


async def test_the_clock_of_one_world_moves_no_other(city: SmallCity, world: str) -> None:
    await city.make("stays")
    await city.hang("tax", "a", "2021-07-02T00:00:00+08:00", "stays")
    await city.post("/_luohu/clock/advance", {"by": "P1M"}, world)
    clock = await read(city, "stays")
    assert (clock["now"], clock["next_due"]) == ("2021-07-01T09:00:00+08:00", "2021-07-02T00:00:00+08:00")


async def test_traffic_in_one_world_holds_up_no_advance_in_another(city: SmallCity, world: str) -> None:
    stop = asyncio.Event()

    async def traffic() -> None:
        while not stop.is_set():
            async with city.runtime("tax").begin("main") as work:
                await work.note_fired("noise", [(work.now, "x")])
                await work.first_time("noise", [uuid4()])
                await work.commit()

    noise = asyncio.create_task(traffic())
    answer = await city.post("/_luohu/clock/advance", {"by": "P1D"}, world)
    stop.set()
    await noise
    assert answer.status_code == 200, answer.text


async def test_a_running_clock_runs_on_after_an_advance(city: SmallCity) -> None:
    before = datetime.fromisoformat((await read(city, "main"))["now"])
    answer = (await city.post("/_luohu/clock/advance", {"by": "P2Y"})).json()
    assert answer["mode"] == "running"
    now = datetime.fromisoformat(answer["now"])
    assert timedelta(0) <= now - before.replace(year=before.year + 2) < timedelta(minutes=1)


async def test_freeze_release_and_scale(own_city: SmallCity) -> None:
    city = own_city
    frozen = (await city.post("/_luohu/clock/freeze")).json()
    assert frozen["mode"] == "frozen"
    assert (await read(city, "main"))["now"] == frozen["now"]
    scaled = (await city.post("/_luohu/clock/scale", {"rate": 1000})).json()
    assert (scaled["mode"], scaled["rate"]) == ("scaled", "1000")
    released = (await city.post("/_luohu/clock/release", {})).json()
    assert (released["mode"], released["rate"]) == ("running", "1")
    assert released["now"] > frozen["now"]


async def test_freezing_at_a_later_instant_does_what_falls_due_before(city: SmallCity, world: str) -> None:
    await city.hang("tax", "a", "2021-07-02T00:00:00+08:00", world)
    await city.post("/_luohu/clock/release", {}, world)
    frozen = (await city.post("/_luohu/clock/freeze", {"at": "2021-07-03T00:00:00+08:00"}, world)).json()
    assert (frozen["mode"], frozen["now"], frozen["next_due"]) == ("frozen", "2021-07-03T00:00:00+08:00", None)


async def test_the_body_may_name_the_world(city: SmallCity, world: str) -> None:
    answer = (await city.post("/_luohu/clock/advance", {"by": "P1D", "world": world})).json()
    assert (answer["world"], answer["now"]) == (world, "2021-07-02T09:00:00+08:00")


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        ({"to": "2021-06-30T00:00:00+08:00"}, "clock-backwards"),
        ({"by": "P9000Y"}, "clock-out-of-range"),
        ({"by": "P100Y"}, "clock-out-of-range"),
        ({"to": "9999-12-31T23:59:59+00:00"}, "clock-out-of-range"),
        ({"by": 14}, "validation-failed"),
        ({"by": "14"}, "validation-failed"),
        ({"by": "-P1D"}, "validation-failed"),
        ({"to": "2021-08-01T00:00:00"}, "validation-failed"),
        ({"until": "the cows come home"}, "validation-failed"),
        ({}, "validation-failed"),
        ({"by": "P1D", "until": "idle"}, "validation-failed"),
        ({"by": "P1D", "faster": True}, "validation-failed"),
    ],
)
async def test_an_advance_that_cannot_be_leaves_the_world_as_it_was(
    city: SmallCity, world: str, body: dict[str, object], slug: str
) -> None:
    answer = await city.post("/_luohu/clock/advance", body, world)
    assert (answer.status_code, slug_of(answer)) == (422, slug)
    assert (await read(city, world))["now"] == "2021-07-01T09:00:00+08:00"


async def test_nothing_is_advanced_while_an_advance_runs(city: SmallCity, world: str) -> None:
    locks = control_of(city.runtime("sandbox")).locks
    async with locks.held(world, ADVANCE):
        for path, body in (("advance", {"by": "P1D"}), ("freeze", {}), ("release", {})):
            answer = await city.post(f"/_luohu/clock/{path}", body, world)
            assert (answer.status_code, slug_of(answer)) == (409, "advance-running")
        assert slug_of(await city.post(f"/_luohu/worlds/{world}/reset")) == "advance-running"
        assert (await city.post("/_luohu/clock/advance", {"by": "PT1S"})).status_code == 200, "another world may move"
    assert (await city.post("/_luohu/clock/advance", {"by": "P1D"}, world)).status_code == 200


async def test_two_advances_at_once_are_one_advance(city: SmallCity, world: str) -> None:
    for day in range(2, 12):
        await city.hang("tax", f"bell {day}", f"2021-07-{day:02}T00:00:00+08:00", world)
    advance = {"to": "2021-07-20T00:00:00+08:00"}
    answers = await asyncio.gather(*(city.post("/_luohu/clock/advance", advance, world) for _ in range(3)))
    done = [answer for answer in answers if answer.status_code == 200]
    assert len(done) == 1
    assert {slug_of(answer) for answer in answers if answer.status_code != 200} == {"advance-running"}
    assert done[0].json()["fired_count"] == 10


async def test_an_advance_names_the_service_that_holds_it_up(impatient_city: SmallCity) -> None:
    city = impatient_city
    world = "mine"
    await city.make(world)
    city.network.detach("tax")
    answer = await city.post("/_luohu/clock/advance", {"by": "P1D"}, world)
    problem = answer.json()
    assert (answer.status_code, slug_of(answer)) == (409, "advance-unsettled")
    assert any(reason.startswith("tax does not") for reason in problem["held_by"])
    assert (problem["settled"], problem["now"]) == (False, "2021-07-01T09:00:00+08:00")
    city.network.attach("tax", city.apps["tax"])
    await until(lambda: _advanced(city, world))


async def _advanced(city: SmallCity, world: str) -> bool:
    return (await city.post("/_luohu/clock/advance", {"by": "P1D"}, world)).status_code == 200


async def test_a_clock_that_not_every_service_takes_is_not_changed(own_city: SmallCity) -> None:
    city = own_city
    world = "mine"
    await city.make(world)
    city.network.detach("tax")
    answer = await city.post("/_luohu/clock/release", {}, world)
    assert (answer.status_code, list(answer.json()["services"])) == (503, ["tax"])
    city.network.attach("tax", city.apps["tax"])
    clock = await read(city, world)
    assert (clock["mode"], clock["disagreeing"]) == ("frozen", [])


async def test_a_clock_that_a_dead_sandbox_left_standing_goes_on(own_city: SmallCity) -> None:
    city = own_city
    rt = city.runtime("sandbox")
    await city.post("/_luohu/clock/freeze")
    world = await store.known(rt, "main")
    await store.note_resume(rt, "main", world.clock.resumed(ClockMode.RUNNING, world.clock.rate, real=world.created_at))
    await until(lambda: _mode(city), "running")


async def _mode(city: SmallCity) -> str:
    return str((await read(city, "main"))["mode"])


async def test_a_world_that_nobody_made_has_no_clock(city: SmallCity) -> None:
    answer = await city.post("/_luohu/clock/advance", {"by": "P1D"}, "nowhere")
    assert (answer.status_code, slug_of(answer)) == (404, "world-unknown")

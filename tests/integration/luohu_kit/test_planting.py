"""Worlds that are planted when somebody first comes to them: nobody can tell them from those that were at once."""

import asyncio
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import text

from luohu_kit.clock import ClockMode, ClockState
from luohu_kit.digest import digest_of
from luohu_kit.duty import DutyRunner
from luohu_kit.kept import WorldTables
from luohu_kit.making import keep_world, put_world
from luohu_kit.migration import KIT
from luohu_kit.planting import TOGETHER, plant
from luohu_kit.runtime import Runtime
from luohu_kit.several import delete_worlds, put_worlds
from luohu_kit.work import UnknownWorld, Work
from luohu_kit.worlds import NewWorld, set_clock
from luohu_testbed.city import frozen

FIRST = "first"  #: the world that the template is made with
LATER = timedelta(days=40)


@pytest.fixture
async def service(runtime: Runtime) -> Runtime:
    """The kit alone, as a service that plants two rows in every world, and knows how already."""

    async def seeder(work: Work) -> None:
        await work.first_time("seeds", [uuid4()])
        await work.note_fired("seed", [(work.now, work.world.programme)])

    assert runtime.ground is not None
    runtime.tables = WorldTables(KIT.metadata.sorted_tables)
    runtime.seeder = seeder
    runtime.ground.plant = partial(plant, runtime)
    await put_world(runtime, FIRST, wish())
    return runtime


def wish(**more: object) -> NewWorld:
    return NewWorld(programme="beijing", year=2021, seed=1, clock=frozen(), **more)  # type: ignore[arg-type]


async def planted(service: Runtime) -> list[str]:
    """Whose rows are there, once for each time that they were planted."""
    async with service.everywhere() as connection:
        found = await connection.execute(text("SELECT world FROM kit.fired WHERE what = 'seed' ORDER BY 1"))
        return list(found.scalars())


async def come_to(service: Runtime, world: str) -> tuple[object, ...]:
    """What somebody finds there."""
    async with service.begin(world) as work:
        row = await work.one("SELECT source, message_id, at, ref FROM kit.inbox, kit.fired")
    return tuple(row or ())


async def test_a_world_is_planted_with_others_like_it_when_somebody_comes_to_one_of_them(service: Runtime) -> None:
    names = [f"w{number:02}" for number in range(TOGETHER + 5)]
    await put_worlds(service, names, wish())
    await put_world(service, "another-year", wish().model_copy(update={"year": 2022}))
    await put_world(service, "empty", wish(personas=False))
    assert await planted(service) == ["another-year", FIRST]
    assert await come_to(service, "w03") == await come_to(service, FIRST)
    there = await planted(service)
    assert len(there) == len(set(there)) == TOGETHER + 2
    assert "w03" in there
    for name in names:
        assert await come_to(service, name) == await come_to(service, FIRST)
    assert await planted(service) == sorted([*names, "another-year", FIRST])


async def test_however_many_come_at_once_each_world_is_planted_once(service: Runtime) -> None:
    names = [f"w{number:02}" for number in range(2 * TOGETHER)]
    await put_worlds(service, names, wish())
    found = await asyncio.gather(*(come_to(service, name) for name in names for _ in range(3)))
    assert set(found) == {await come_to(service, FIRST)}
    assert await planted(service) == sorted([*names, FIRST])


async def test_a_world_that_goes_while_it_is_planted_leaves_no_row(service: Runtime) -> None:
    for turn in range(10):
        service.state.clear()  # it has not heard of any visit
        await put_world(service, FIRST, wish(anew=True))
        names = [f"t{turn}-{number}" for number in range(6)]
        await put_worlds(service, names, wish())
        come = [come_to(service, name) for name in names]
        results = await asyncio.gather(delete_worlds(service, names), *come, return_exceptions=True)
        assert {type(each) for each in results} <= {set, tuple, UnknownWorld}
        assert await planted(service) == [FIRST]
        assert results[0] == set(names)


@pytest.mark.parametrize("touch", ["clock", "keep", "digest"])
async def test_whoever_needs_all_of_a_world_has_it_planted_as_of_its_beginning(service: Runtime, touch: str) -> None:
    await put_world(service, "waiting", wish())
    assert await planted(service) == [FIRST]
    begins = frozen().anchor_world
    if touch == "clock":
        later = ClockState(mode=ClockMode.FROZEN, anchor_real=frozen().anchor_real, anchor_world=begins + LATER)
        await set_clock(service, "waiting", later)
    elif touch == "keep":
        kept = await keep_world(service, "waiting", "a-snapshot")
        assert sum(kept.counts.values()) == 2
    else:
        assert await digest_of(service, "waiting") == await digest_of(service, FIRST)
    assert await planted(service) == [FIRST, "waiting"]
    assert (await come_to(service, "waiting"))[2] == begins


async def test_a_world_that_begins_again_waits_as_well(service: Runtime) -> None:
    await put_world(service, "again", wish())
    await put_world(service, "again", wish(anew=True))
    assert await planted(service) == [FIRST]
    assert await come_to(service, "again") == await come_to(service, FIRST)


async def test_where_somebody_came_worlds_alike_are_planted_when_they_are_made(service: Runtime) -> None:
    await put_worlds(service, ["one", "two"], wish())
    await come_to(service, "one")
    await put_worlds(service, ["three", "four"], wish())
    await put_world(service, "one", wish(anew=True))
    assert await planted(service) == [FIRST, "four", "one", "three", "two"]


async def test_a_world_whose_clock_goes_or_in_which_something_is_due_is_planted_at_once(service: Runtime) -> None:
    going = wish().model_copy(update={"clock": frozen().model_copy(update={"mode": ClockMode.RUNNING})})
    await put_world(service, "template", going)
    await put_world(service, "going", going)
    assert await planted(service) == [FIRST, "going", "template"]

    class Due:
        name = "bell"
        waiting = "SELECT world, min(at) AS due_at FROM kit.fired WHERE what = 'seed' GROUP BY world"

        async def run(self, world: str) -> int:
            return 0

    service.runners = [DutyRunner(service.settings, service.everywhere, service.hub, Due())]
    busy = wish().model_copy(update={"seed": 2})
    await put_world(service, "template-2", busy)
    await put_world(service, "due", busy)
    assert await planted(service) == ["due", FIRST, "going", "template", "template-2"]

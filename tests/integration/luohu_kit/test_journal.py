"""Hops become rows of their world a moment later; the oldest go, and a world that is gone takes its hops along."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from luohu_kit.journal import Hop, Match
from luohu_kit.journal.buffer import Journal
from luohu_kit.journal.reading import Asked, Counting, count, find
from luohu_kit.kept import WorldTables
from luohu_kit.migration import KIT
from luohu_kit.settings import Mode
from luohu_kit.several import delete_worlds
from luohu_kit.work import UnknownWorld
from luohu_testbed.ground import Ground
from luohu_testbed.waiting import until


@pytest.fixture
async def journal(ground: Ground) -> AsyncIterator[Journal]:
    journal = ground.runtime.journal
    running = asyncio.create_task(journal.run())
    await until(lambda: journal.open)
    yield journal
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def hop(number: int = 1, world: str = "main", **facts: object) -> Hop:
    one = Hop(world, "declaration", "tax", "POST", f"/v1/letters/{number}", ("a" * 32,), **facts)  # type: ignore[arg-type]
    one.answered(202, b"{}")
    return one


async def counted(ground: Ground, world: str = "main", **match: object) -> int:
    return (await count(ground.runtime, world, Counting(match=Match(**match)))).count  # type: ignore[arg-type]


async def test_what_was_noted_is_there_for_whoever_reads_at_once(ground: Ground, journal: Journal) -> None:
    journal.note(hop())
    journal.note(hop(world="other"))
    page = await find(ground.runtime, "main", Asked())
    assert [(one.receiver, one.path, one.status) for one in page.hops] == [("tax", "/v1/letters/1", 202)]


async def test_a_hop_without_a_time_of_the_world_gets_the_one_that_the_clock_shows(
    ground: Ground, journal: Journal
) -> None:
    told = datetime(2021, 12, 24, tzinfo=UTC)
    journal.note(hop(1))
    journal.note(hop(2, world_at=told))
    shown = [one.world_at for one in (await find(ground.runtime, "main", Asked())).hops]
    async with ground.runtime.begin("main") as work:
        assert shown == [work.now, told]


async def test_a_reader_who_waits_hears_of_the_next_hop(ground: Ground, journal: Journal) -> None:
    waiting = asyncio.create_task(count(ground.runtime, "main", Counting(above=0, wait=20)))
    journal.note(hop(world="other"))
    await journal.flush()
    assert not waiting.done()
    journal.note(hop())
    assert (await waiting).count == 1


async def test_the_oldest_go_and_it_is_told_how_many(ground: Ground) -> None:
    rt = ground.runtime
    small = Journal(rt.settings.model_copy(update={"journal_hops": 100}), rt.everywhere, rt.hub)
    running = asyncio.create_task(small.run())
    await until(lambda: small.open)
    rt.journal = small
    for number in range(1, 251):
        small.note(hop(number))
        await small.flush()
    page = await find(rt, "main", Asked(limit=1000))
    assert 100 <= len(page.hops) <= 111
    assert page.hops[-1].path == "/v1/letters/250"
    assert page.cut == 250 - len(page.hops)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_world_that_is_gone_has_no_journal(ground: Ground, journal: Journal) -> None:
    journal.note(hop(world="other"))
    await journal.flush()
    ground.runtime.tables = WorldTables(KIT.metadata.sorted_tables)
    await delete_worlds(ground.runtime, ["other"])
    journal.note(hop(world="other"))
    journal.note(hop(world="main"))
    await journal.flush()
    assert await counted(ground) == 1
    async with ground.runtime.everywhere() as connection:
        rows = (await connection.exec_driver_sql("SELECT DISTINCT world FROM kit.journal")).all()
    assert [row[0] for row in rows] == ["main"]
    with pytest.raises(UnknownWorld):
        await counted(ground, "other")


async def test_stars_and_other_signs_of_patterns_in_a_path(ground: Ground, journal: Journal) -> None:
    for target in ("/v1/a_b", "/v1/axb", "/v1/a%b?q=1", "/v1/a"):
        one = hop()
        one.target = target
        journal.note(one)
    assert await counted(ground, path="/v1/a_b") == 1
    assert await counted(ground, path="/v1/a%b") == 1
    assert await counted(ground, path="/v1/a*b") == 3
    assert await counted(ground, path="/v1/a") == 1


async def test_production_keeps_no_journal(ground: Ground) -> None:
    rt = ground.runtime
    settings = rt.settings.model_copy(update={"mode": Mode.PRODUCTION})
    closed = Journal(settings, rt.everywhere, rt.hub)
    running = asyncio.create_task(closed.run())
    ended, _ = await asyncio.wait([running], timeout=0.1)
    assert not ended
    closed.note(hop())
    await closed.flush()
    assert await counted(ground) == 0
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

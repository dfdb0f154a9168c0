"""Requests that wait on purpose: pairs swap places, nobody waits for ever, and a world in a hurry waits for nobody."""

import asyncio

from luohu_kit.faults.waiting import PATIENCE, Waiting

EDGE = ("main", "tax", "declaration")


async def test_the_second_goes_before_the_first() -> None:
    waiting, order = Waiting(), []

    async def send(name: str) -> None:
        await waiting.stand_aside(EDGE)
        order.append(name)
        waiting.passed(EDGE)

    first = asyncio.create_task(send("first"))
    await asyncio.sleep(0)
    await send("second")
    await first
    assert order == ["second", "first"]


async def test_whoever_finds_nobody_goes_all_the_same() -> None:
    async with asyncio.timeout(PATIENCE * 20):
        await Waiting().stand_aside(EDGE)


async def test_another_edge_overtakes_nobody() -> None:
    waiting = Waiting()
    standing = asyncio.create_task(waiting.stand_aside(EDGE))
    await asyncio.sleep(0)
    waiting.passed(("other", *EDGE[1:]))
    await asyncio.sleep(0)
    assert not standing.done()
    await standing


async def test_a_world_in_a_hurry_waits_for_nobody() -> None:
    waiting = Waiting()
    late = asyncio.create_task(waiting.late("main", 30))
    elsewhere = asyncio.create_task(waiting.late("other", 30))
    standing = asyncio.create_task(waiting.stand_aside(EDGE))
    await asyncio.sleep(0)
    waiting.hurry("main")
    async with asyncio.timeout(PATIENCE * 20):
        await asyncio.gather(late, standing)
    assert not elsewhere.done()
    elsewhere.cancel()

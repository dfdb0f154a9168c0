"""Whoever waits for something looks when it rings, and rarely where nothing does: many may wait at a time."""

import asyncio

from luohu_kit.wake import Hub

WORLD, KEY = "main", "item"


class Looking:
    """Sees nothing until it is told to; counts how often it was looked."""

    def __init__(self) -> None:
        self.looks = 0
        self.there: bool | None = None

    async def look(self) -> bool | None:
        self.looks += 1
        return self.there


async def test_looks_that_see_nothing_become_rare() -> None:
    hub, seen = Hub(), Looking()
    assert await hub.until(WORLD, KEY, seen.look, seconds=0.5, poll=0.005) is None
    assert 2 < seen.looks < 40  # a hundred at an even pace


async def test_a_ring_is_answered_at_once_however_rare_the_looks_are() -> None:
    hub, seen = Hub(), Looking()
    waiting = asyncio.create_task(hub.until(WORLD, KEY, seen.look, seconds=60, poll=60))
    await asyncio.sleep(0)
    seen.there = True
    hub.ring_here(WORLD, KEY)
    assert await asyncio.wait_for(waiting, 10)


async def test_everybody_looks_when_rings_of_other_replicas_may_have_been_missed() -> None:
    hub, seen = Hub(), Looking()
    waiting = asyncio.create_task(hub.until(WORLD, KEY, seen.look, seconds=60, poll=60))
    await asyncio.sleep(0)
    seen.there = True
    hub._missed()  # what the line to the database does when it is there again
    assert await asyncio.wait_for(waiting, 10)

"""Requests that leave later than they could: because of a latency, or so that the next one of their edge overtakes."""

import asyncio
from collections import defaultdict
from contextlib import suppress

PATIENCE = 0.5  #: real seconds that one stands aside; then it goes although nobody came

Edge = tuple[str, str, str]  #: world, sender, receiver


class Waiting:
    """Who waits in this process. On each edge at most one stands aside, so that pairs swap places and nobody waits
    twice.
    """

    def __init__(self) -> None:
        self._standing: dict[Edge, asyncio.Event] = {}
        self._hurry: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    async def late(self, world: str, seconds: float) -> None:
        """Wait so long, in real time, unless the world is in a hurry."""
        await _within(self._hurry[world], seconds)

    async def stand_aside(self, edge: Edge) -> None:
        """Wait until another request of the edge was answered, or has found nobody; not when one stands there."""
        if edge in self._standing:
            return
        passed = self._standing[edge] = asyncio.Event()
        try:
            await _within(passed, PATIENCE)
        finally:
            if self._standing.get(edge) is passed:
                del self._standing[edge]

    def passed(self, edge: Edge) -> None:
        """A request of the edge is through: whoever stood aside for it goes on."""
        if (standing := self._standing.pop(edge, None)) is not None:
            standing.set()

    def hurry(self, world: str) -> None:
        """Whoever waits in the world goes on at once: its rows are about to be replaced."""
        if (event := self._hurry.pop(world, None)) is not None:
            event.set()
        for edge in [edge for edge in self._standing if edge[0] == world]:
            self.passed(edge)


async def _within(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()

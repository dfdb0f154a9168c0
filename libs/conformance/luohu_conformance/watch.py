"""Waiting for what the service under test does by itself, under a deadline of real time."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Watch:
    """Wakes those who wait whenever something came in."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()

    def ring(self) -> None:
        """Something came in."""
        for event in self._waiting:
            event.set()

    async def until(self, look: Callable[[], T], patience: float) -> T:
        """What `look` gives as soon as it is true, or at the end of the patience (seconds), whatever it is then."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(patience):
                while not (seen := look()):
                    await event.wait()
                    event.clear()
                return seen
        except TimeoutError:
            return look()
        finally:
            self._waiting.discard(event)

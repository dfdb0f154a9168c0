"""How many questions an agency takes: no more than it can hold due and undecided.

What waits for its time on the world's clock is a row and no burden; what is due and not decided is work that has piled
up. It is counted, in the world that asks, at most once a second, and never beyond the bound.
"""

import asyncio
from collections.abc import Mapping
from typing import ClassVar

MOST_WORLDS = 10_000  #: whose counts are remembered
FRESH = 1.0  #: seconds of real time that a count is believed


class AgencyFull(Exception):
    """The agency takes no further questions for now."""

    headers: ClassVar[Mapping[str, str]] = {"Retry-After": "2"}

    def __init__(self, due: int) -> None:
        super().__init__(f"{due} questions are due here and not decided yet; none of these was stored.")


class Room:
    """What one process believes of the room that the agency has, world by world."""

    def __init__(self, most: int) -> None:
        """most: questions that a world may have due and undecided."""
        self._most = most
        self._until: dict[str, float] = {}  #: on the loop's clock: how long there is room for sure

    def to_count(self, world: str) -> int:
        """How many due questions of a world are to be counted; 0 while there is room for sure."""
        return 0 if self._until.get(world, 0.0) > _real() else self._most

    def counted(self, world: str, due: int) -> None:
        """So many were counted. Raises AgencyFull when it holds as many as it can."""
        if due >= self._most:
            raise AgencyFull(due)
        if due < self._most // 2:
            if len(self._until) > MOST_WORLDS:
                self._until.clear()
            self._until[world] = _real() + FRESH


def _real() -> float:
    return asyncio.get_running_loop().time()

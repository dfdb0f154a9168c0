"""What a commit hands to the dispatcher of its own process: messages that are born under its lease.

A message that was just committed need not be looked for in the database by the process that wrote it. Its row is
written as if it had been claimed already, and the message itself goes to the dispatcher in memory. If the process
dies, the lease ends and another one claims the row as ever; so this saves a round trip and nothing else.
"""

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from luohu_kit.generation import FIRST

HANDED = "handed over"  #: rings the dispatcher's bell
MOST = 10_000  #: messages held in memory; beyond that the database holds them


class Route(NamedTuple):
    """Messages of one route travel together."""

    world: str
    topic: str
    destination: str
    scenario: str | None = None
    released: bool = False  #: they were set aside on purpose, and let go
    generation: str = FIRST  #: of the world, when they were written


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message under lease."""

    id: int
    message_id: UUID
    body: Mapping[str, Any]
    attempts: int
    now: datetime  #: the world's time
    trace: str = ""


class Handover:
    """Messages of this process that wait for a free lane."""

    def __init__(self) -> None:
        self._waiting: dict[Route, deque[tuple[float, Claimed]]] = defaultdict(deque)
        self._count = 0
        self.open = False  #: somebody takes what is put in

    def room_for(self, messages: int) -> bool:
        """Whether so many more may be put in."""
        return self.open and self._count + messages <= MOST

    def put(self, route: Route, message: Claimed, at: float) -> None:
        """A committed message; `at` on the loop's clock."""
        self._waiting[route].append((at, message))
        self._count += 1

    def waiting(self, route: Route) -> int:
        """How many messages of a route wait."""
        return len(self._waiting[route]) if route in self._waiting else 0

    def routes(self) -> list[Route]:
        """Routes with something waiting."""
        return list(self._waiting)

    def forget(self, world: str) -> None:
        """Leave all messages of a world to the database."""
        for route in [route for route in self._waiting if route.world == world]:
            self._count -= len(self._waiting.pop(route))

    def take(self, route: Route, most: int, not_older_than: float) -> list[Claimed]:
        """Up to so many messages of a route. Those put in before the given time are left to the database."""
        waiting = self._waiting[route]
        taken: list[Claimed] = []
        while waiting and len(taken) < most:
            at, message = waiting.popleft()
            self._count -= 1
            if at >= not_older_than:
                taken.append(message)
        if not waiting:
            del self._waiting[route]
        return taken

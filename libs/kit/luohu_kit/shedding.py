"""How much a service lets in: so many requests at work, so many waiting; the next is sent away with 429.

There are three rooms, so that what fills a city never shuts out what drains it: requests of the outside, of the city's
services among themselves, and of readers who wait (`Prefer: wait`, event streams), who hold memory and no work. The
control plane, health and metrics are always let in: they say what is wrong, and put it right.

An ASGI middleware without locks: one process has one loop.
"""

import asyncio
from collections import deque
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from luohu_kit.metrics.meter import Meter
from luohu_kit.problems import Problem, render
from luohu_kit.settings import Settings

OUTSIDE, PEERS, READERS = "outside", "peers", "readers"
_ALWAYS = ("/_luohu/", "/health", "/metrics")


class RoomFull(Exception):
    """As many are inside and waiting as may be."""


class Room:
    """At most `most` inside and `waiting` at its door, first come, first served, each for `patience` seconds."""

    def __init__(self, most: int, waiting: int, patience: float) -> None:
        self._most = most
        self._waiting = waiting
        self._patience = patience
        self._line: deque[asyncio.Future[None]] = deque()
        self.inside = 0

    @property
    def line(self) -> int:
        """How many wait."""
        return len(self._line)

    async def enter(self) -> None:
        """Come in, at once or after a while. Raises RoomFull. Whoever came in leaves again."""
        if self.inside < self._most and not self._line:
            self.inside += 1
            return
        if len(self._line) >= self._waiting:
            raise RoomFull
        turn = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        try:
            async with asyncio.timeout(self._patience):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self.leave()  # the place was given to us just as we went
            else:
                self._line.remove(turn)
            if isinstance(error, TimeoutError):
                raise RoomFull from None
            raise

    def leave(self) -> None:
        """Go, and give the place to whoever waits longest."""
        while self._line:
            turn = self._line.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self.inside -= 1


class Shedding:
    """Middleware of every service and of the gateway."""

    def __init__(self, app: ASGIApp, *, settings: Settings, meter: Meter) -> None:
        self._app = app
        self._meter = meter
        patience = settings.request_wait_seconds
        self._rooms = {
            OUTSIDE: Room(settings.requests_at_once, settings.requests_waiting, patience),
            PEERS: Room(settings.requests_at_once, settings.requests_waiting, patience),
            READERS: Room(settings.readers_waiting, 0, patience),
        }
        meter.rooms = {name: _sizes(room) for name, room in self._rooms.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_ALWAYS):
            await self._app(scope, receive, send)
            return
        name = room_of(scope)
        room = self._rooms[name]
        try:
            await room.enter()
        except RoomFull:
            self._meter.shed(name)
            await render(_busy(), str(scope["path"]).replace("\x00", ""))(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        finally:
            room.leave()


def room_of(scope: Scope) -> str:
    """Which room a request is for. What it says of itself tells where it stands; what is done at once in all rooms
    together is bounded by the connections to the database."""
    peer = False
    for name, value in scope["headers"]:
        if (name == b"prefer" and b"wait" in value) or (name == b"accept" and b"text/event-stream" in value):
            return READERS
        peer = peer or name == b"luohu-from"
    return PEERS if peer else OUTSIDE


def _sizes(room: Room) -> Callable[[], tuple[int, int]]:
    return lambda: (room.inside, room.line)


def _busy() -> Problem:
    return Problem("service-busy", "As many requests are at work and waiting here as are let in.")

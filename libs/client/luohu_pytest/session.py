"""What a process of a test run holds for all its tests: the city, one loop, one set of connections, worlds in store."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal

from luohu_client import City, Patience, World
from luohu_pytest.bridge import Bridge
from luohu_pytest.finding import Place
from luohu_pytest.supply import Supply, Wish
from luohu_transport import Connections

T = TypeVar("T")

PATIENT = Patience(within=60.0)


class Session:
    """The city as the fixtures use it. What they hand out works in any loop."""

    def __init__(self, place: Place, wanted: Mapping[str, tuple[Wish, int]]) -> None:
        """wanted: see `Supply`."""
        self.place = place
        self._portals = start_blocking_portal()
        self._portal: BlockingPortal = self._portals.__enter__()
        transport = self.call(_connections)
        self._inside = City(place.url, transport=transport, patience=PATIENT)
        self._supply = Supply(self._portal, self._inside, wanted)
        self.city = City(
            place.url, transport=Bridge(self.call(_loop), transport)
        )  #: for tests, in whatever loop they run

    def call(self, function: Callable[..., Awaitable[T]], *arguments: Any) -> T:
        """What a coroutine function gives, from code that is none."""
        return self._portal.call(function, *arguments)

    def world(self, wish: Wish) -> World:
        """A fresh world for a test. Raises Problem, Unanswered."""
        made = self._supply.take(wish)
        return self.city.world(made.name, made.state)

    def inside(self, world: World) -> World:
        """The same world, to be asked with `call`."""
        return self._inside.world(world.name)

    def leave(self, world: World) -> None:
        """The world of a test is not needed any more."""
        self._supply.give_back(world)

    def close(self) -> None:
        """Take all worlds away, and end the loop. Raises Problem, Unanswered."""
        try:
            self._supply.close()
        finally:
            self.call(self._inside.aclose)
            self._portals.__exit__(None, None, None)


async def _connections() -> httpx.AsyncBaseTransport:
    return Connections(httpx.Limits(max_connections=None))


async def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()

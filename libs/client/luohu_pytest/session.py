"""What a process of a test run holds for all its tests: the city, one loop, one set of connections, worlds ahead."""

from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from typing import Any, TypeVar

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal

from luohu_client import City, ClientError, Patience, World
from luohu_pytest.bridge import Bridge
from luohu_pytest.finding import Place

T = TypeVar("T")

Wish = Mapping[str, Any]  #: of a world; the keywords of `City.new_world`
MOST_LEAVING = 3  #: worlds that go beside the tests; more of them would only slow the tests down
PATIENT = Patience(within=60.0)


class Session:
    """Makes worlds for tests and takes them away again, both beside the tests where that can be.

    A world for the next test is made while this one runs, and an old one goes while the next one runs.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self._portals = start_blocking_portal()
        self._portal: BlockingPortal = self._portals.__enter__()
        transport = self.call(_connections)
        self._inside = City(place.url, transport=transport, patience=PATIENT)
        self.city = City(place.url, transport=Bridge(self._portal, transport))  #: for tests, in whatever loop they run
        self._ahead: tuple[Wish, Future[World]] | None = None
        self._leaving: list[Future[None]] = []

    def call(self, function: Callable[..., Awaitable[T]], *arguments: Any) -> T:
        """What a coroutine function gives, from code that is none."""
        return self._portal.call(function, *arguments)

    def world(self, wish: Wish, *, following: Wish | None = None) -> World:
        """A fresh world; one for `following` is then begun. Raises Problem, Unanswered."""
        made = self._begun(wish).result()
        if following is not None:
            self._ahead = following, self._make(following)
        return self.city.world(made.name, made.state)

    def journal_of(self, world: World) -> World:
        """The same world, to be asked with `call`."""
        return self._inside.world(world.name)

    def leave(self, world: World) -> None:
        """Take a world away, beside the next test. What goes wrong is raised by `close`: it is no test's fault."""
        on_their_way = [future for future in self._leaving if not future.done()]
        if len(on_their_way) >= MOST_LEAVING:
            wait(on_their_way, return_when=FIRST_COMPLETED)
        self._leaving = [future for future in self._leaving if not (future.done() and future.exception() is None)]
        self._leaving.append(self._portal.start_task_soon(self._inside.world(world.name).delete))

    def close(self) -> None:
        """Wait for worlds that are leaving, then end the loop. Raises Problem, Unanswered."""
        try:
            if self._ahead is not None:
                self.leave(self._ahead[1].result())
            for future in self._leaving:
                future.result()
        finally:
            with suppress(ClientError, httpx.HTTPError):
                self.call(self._inside.aclose)
            self._portals.__exit__(None, None, None)

    def _begun(self, wish: Wish) -> "Future[World]":
        ahead, self._ahead = self._ahead, None
        if ahead is None:
            return self._make(wish)
        if ahead[0] == wish:
            return ahead[1]
        self.leave(ahead[1].result())
        return self._make(wish)

    def _make(self, wish: Wish) -> "Future[World]":
        return self._portal.start_task_soon(lambda: self._inside.new_world(**wish))


async def _connections() -> httpx.AsyncBaseTransport:
    return httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=None, max_keepalive_connections=20))

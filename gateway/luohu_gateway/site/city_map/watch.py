"""One look at the traffic of a world, shared by all who watch it; it ends when the last of them leaves."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from luohu_gateway.site.city_map.state import State, state_of
from luohu_gateway.site.wire import Away, Refused, Wire

MOST = 40  #: who watch at one gateway, over all worlds
WAIT = "PT10S"  #: how long the journal is asked to wait for traffic
PAUSE = 0.1  #: seconds between two looks at traffic
STATE = 2.0  #: seconds between two looks at health, queues and faults
STATE_AFTER = 0.4  #: the same after traffic
AWAY = 1.0  #: seconds until a control plane that is away is asked again


class TooManyWatch(Exception):
    """There are as many as this gateway serves at once."""


@dataclass(eq=False)
class Watcher:
    """One browser that looks on, and what it has not been told yet. However slow it is, that stays small."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)  #: by edge: count, failed, faults
    state: State | None = None
    over: bool = False
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    def saw(self, edges: list[dict[str, Any]]) -> None:
        """Something went over these edges."""
        for edge in edges:
            count = self.counts.setdefault(f"{edge['from']}->{edge['to']}", Counter())
            count.update({name: edge[name] for name in ("count", "failed", "faults")})
        self.bell.set()

    def stands(self, state: State) -> None:
        """The world stands so."""
        self.state = state
        self.bell.set()

    def end(self) -> None:
        """There is nothing more to see."""
        self.over = True
        self.bell.set()

    async def news(self, seconds: float) -> tuple[dict[str, Counter[str]], State | None]:
        """What is new, as soon as something is, or nothing when the time is up."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.bell.wait()
        self.bell.clear()
        counts, self.counts = self.counts, {}
        state, self.state = self.state, None
        return counts, state


class Watch:
    """The look at one world."""

    def __init__(self, ask: Wire) -> None:
        self._ask = ask
        self.state: State | None = None
        self._look_again = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.watchers: set[Watcher] = set()

    def begin(self) -> None:
        """Look, until `end`."""
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    async def end(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def join(self, watcher: Watcher) -> None:
        """From now on this one is told, of the state at once."""
        self.watchers.add(watcher)
        if self.state is not None:
            watcher.stands(self.state)

    def look_again(self) -> None:
        """Something was changed by hand: see it now."""
        self._look_again.set()

    async def _run(self) -> None:
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._follow_traffic())
                both.create_task(self._follow_state())
        except* Refused:
            pass  # the world is gone
        finally:
            for watcher in self.watchers:
                watcher.end()

    async def _follow_traffic(self) -> None:
        after: dict[str, int] = {}
        while True:
            try:
                told = (await self._ask.post("/_luohu/journal/tally", {"after": after, "wait": WAIT})).data
            except Away:
                await asyncio.sleep(AWAY)
                continue
            after = told["after"]
            if told["edges"]:
                for watcher in self.watchers:
                    watcher.saw(told["edges"])
                self._look_again.set()
            await asyncio.sleep(PAUSE)

    async def _follow_state(self) -> None:
        while True:
            self._look_again.clear()
            state = await state_of(self._ask)
            if state != self.state:
                self.state = state
                for watcher in self.watchers:
                    watcher.stands(state)
            await asyncio.sleep(STATE_AFTER)
            with suppress(TimeoutError):
                async with asyncio.timeout(STATE):
                    await self._look_again.wait()


class Watches:
    """All looks of one gateway."""

    def __init__(self) -> None:
        self._by_world: dict[str, Watch] = {}

    @property
    def count(self) -> int:
        """Who watch."""
        return sum(len(watch.watchers) for watch in self._by_world.values())

    @property
    def worlds(self) -> frozenset[str]:
        """Worlds that are looked at."""
        return frozenset(self._by_world)

    def state(self, world: str) -> State | None:
        """How a world stands that somebody watches, as seen a moment ago."""
        watch = self._by_world.get(world)
        return watch.state if watch else None

    def look_again(self, world: str) -> None:
        """Something was changed in a world: who watches it sees it now."""
        if watch := self._by_world.get(world):
            watch.look_again()

    @asynccontextmanager
    async def watching(self, world: str, ask: Wire) -> AsyncIterator[Watcher]:
        """A watcher of a world, while somebody looks. ask: the API without anybody's token. Raises TooManyWatch."""
        if self.count >= MOST:
            raise TooManyWatch
        watch = self._by_world.setdefault(world, Watch(ask))
        watcher = Watcher()
        watch.join(watcher)
        watch.begin()
        try:
            yield watcher
        finally:
            watch.watchers.discard(watcher)
            if not watch.watchers and self._by_world.get(world) is watch:
                del self._by_world[world]
                await watch.end()

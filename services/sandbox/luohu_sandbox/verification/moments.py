"""One moment of a world on every service: every door is held, every service keeps its snapshot, every door opens.

Nobody is inside of the world then, and what is on its way between two services is still in the outbox that it left
from; whoever comes waits for some milliseconds. What is read afterwards is that moment, however long it takes.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

import httpx

from luohu_contract.model import Wire
from luohu_kit.door import Door
from luohu_kit.invariants import moment as keeping
from luohu_kit.invariants.check import Found
from luohu_kit.invariants.routes import STATE, Invariants, MomentView, Rows
from luohu_kit.runtime import Runtime
from luohu_sandbox import store
from luohu_sandbox.advance import ServicesFailed
from luohu_sandbox.fleet import KEEPERS, SANDBOX, Fleet
from luohu_sandbox.locks import WorldLocks
from luohu_sandbox.records import State

T = TypeVar("T", bound=Wire)

_SECONDS = 900.0  #: that one check may take in a large world


@dataclass(frozen=True, slots=True)
class Moment:
    """A world as every service keeps it."""

    world: str
    kept: Mapping[str, MomentView]  #: by service

    def holders(self, view: str) -> list[str]:
        """The services that give this view."""
        return [name for name, kept in self.kept.items() if view in kept.views]


class Moments:
    """Keeps moments and reads them."""

    def __init__(self, rt: Runtime, fleet: Fleet, locks: WorldLocks) -> None:
        self._rt = rt
        self._fleet = fleet
        self._locks = locks

    @asynccontextmanager
    async def kept(self, world: str) -> AsyncIterator[Moment]:
        """A moment that is given back at the end of the block.

        Raises UnknownWorld, WorldBusy, AdvanceRunning; ServicesFailed, with every door open again.
        """
        kept: dict[str, MomentView] = {}
        try:
            async with self._locks.held(world, "a verification"):
                await store.known(self._rt, world)
                await store.mark(self._rt, world, State.READY, doors_turned=True)
                try:
                    await self._fleet.turn(world, Door.HELD)
                    await self._begin(world, kept)
                finally:
                    await asyncio.shield(self._open(world))
            yield Moment(world, kept)
        finally:
            await asyncio.shield(self._give_back(world, kept))

    async def found(self, moment: Moment, service: str) -> AsyncGenerator[Found, None]:
        """What every check finds on a service, as it comes. Raises ServicesFailed."""
        at = moment.kept[service].moment
        if service == SANDBOX:
            async with aclosing(self._own.found(self._rt, moment.world, at)) as own:
                async for each in own:
                    yield each
            return
        path = f"/_luohu/worlds/{moment.world}/moments/{at}/checks"
        url = self._rt.settings.addresses_of(service)[0] + path
        headers = self._rt.peer(service).headers(moment.world, "GET", path)
        number = 0
        try:
            async with self._rt.http.stream("GET", url, headers=headers, timeout=_SECONDS) as answer:
                if not answer.is_success:
                    await answer.aread()
                    raise ServicesFailed({service: f"HTTP {answer.status_code}: {answer.text[:300]}"})
                async for line in answer.aiter_lines():
                    number += 1
                    yield Found.model_validate_json(line)
        except httpx.TransportError as error:
            raise ServicesFailed({service: f"no answer ({type(error).__name__})"}) from error
        if number != len(moment.kept[service].checks):
            raise ServicesFailed({service: "its checks broke off"})

    async def rows(self, moment: Moment, service: str, view: str, about: str, after: str | None) -> Rows:
        """A page of a view. Raises ServicesFailed."""
        at = moment.kept[service].moment
        if service == SANDBOX:
            return await self._own.rows(self._rt, moment.world, at, view, about, after)
        further = "" if after is None else f"&after={after}"
        return await self._ask(service, moment.world, f"/{at}/rows/{view}?about={about}{further}", Rows)

    @property
    def _own(self) -> Invariants:
        own: Invariants = self._rt.state[STATE]
        return own

    async def _begin(self, world: str, kept: dict[str, MomentView]) -> None:
        async def begin(service: str) -> None:
            if service == SANDBOX:
                kept[service] = await self._own.begin(self._rt, world)
            else:
                kept[service] = await self._ask(service, world, "", MomentView, method="POST")

        outcomes = await asyncio.gather(*(begin(name) for name in (*KEEPERS, SANDBOX)), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome

    async def _open(self, world: str) -> None:
        """Open every door; those of services that are away just now, the keeper opens."""
        with suppress(ServicesFailed):
            await self._fleet.turn(world, Door.OPEN)
            await store.mark(self._rt, world, State.READY)

    async def _give_back(self, world: str, kept: Mapping[str, MomentView]) -> None:
        """A moment that cannot be given back ends by itself."""

        async def give_back(service: str, at: str) -> None:
            if service == SANDBOX:
                await keeping.end(self._rt, at)
                return
            path = f"/_luohu/worlds/{world}/moments/{at}"
            with suppress(httpx.TransportError):
                await self._rt.peer(service).send("DELETE", path, world=world)

        await asyncio.gather(*(give_back(service, view.moment) for service, view in kept.items()))

    async def _ask(self, service: str, world: str, path: str, answer: type[T], *, method: str = "GET") -> T:
        path = f"/_luohu/worlds/{world}/moments{path}"
        try:
            given = await self._rt.peer(service).send(method, path, world=world, timeout=_SECONDS)
        except httpx.TransportError as error:
            raise ServicesFailed({service: f"no answer ({type(error).__name__})"}) from error
        if not given.is_success:
            raise ServicesFailed({service: f"HTTP {given.status_code}: {given.text[:300]}"})
        return answer.model_validate_json(given.content)

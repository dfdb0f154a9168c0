"""All services that keep worlds, told and asked at once: worlds made, kept, taken away, clocks set, pulses felt."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar, cast

import httpx
from pydantic import ValidationError

from luohu_contract.directory import SERVICES, Role
from luohu_contract.model import Wire
from luohu_kit import kept_rows
from luohu_kit.clock import ClockState
from luohu_kit.door import Door
from luohu_kit.kept_rows import KeptWish, RowsWish
from luohu_kit.making import forget_kept, keep_world, turn_door
from luohu_kit.peer import encode
from luohu_kit.problems import MEDIA_TYPE
from luohu_kit.pulse import Pulse, pulse
from luohu_kit.queues import Queues, queues
from luohu_kit.runtime import Runtime
from luohu_kit.several import Doomed, NewWorlds
from luohu_kit.tick import TickWanted, tick
from luohu_kit.worlds import DoorTurn, Health, KeptView, NewWorld
from luohu_sandbox.advance import Beat, ServicesFailed
from luohu_sandbox.shelf import SnapshotUnknown, SnapshotVersion
from luohu_sandbox.world_file import FileDamaged

A = TypeVar("A")
B = TypeVar("B")

KEEPERS = tuple(s.name for s in SERVICES if s.role in (Role.CORE, Role.AGENCY))  #: services that keep worlds
OTHERS = tuple(s.name for s in SERVICES if s.role is not Role.CONTROL)  #: everybody but the sandbox itself
SANDBOX = "sandbox"  #: which keeps something of each world as well
HEALTH_SECONDS = 2.0
PULSE_SECONDS = 5.0
TICK_SECONDS = 1.0  #: a service that has not come to rest by then is asked again
REFUSALS: dict[str, type[Exception]] = {
    "snapshot-unknown": SnapshotUnknown,
    "snapshot-version": SnapshotVersion,
    "export-damaged": FileDamaged,
}
NO_EVENTS = 2**62 - 1  #: later than every sequence number


class _NotTold(Exception):
    """Why one service could not be told."""

    def __init__(self, why: str, slug: str = "") -> None:
        super().__init__(why)
        self.slug = slug


class Fleet:
    """Every other service, as the sandbox reaches it."""

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt

    async def put(self, world: str, new: NewWorld, services: Sequence[str] = KEEPERS) -> None:
        """Make the world on these services. One that has it already keeps what it has."""
        body = encode(new)
        await self._all(services, lambda name: self._tell(name, "PUT", f"/_luohu/worlds/{world}", world, body))

    async def remove(self, world: str, services: Sequence[str] = KEEPERS) -> None:
        """Take the world away from these services; one that does not have it is content."""
        await self._all(services, lambda name: self._tell(name, "DELETE", f"/_luohu/worlds/{world}", world))

    async def put_several(self, worlds: Sequence[str], new: NewWorld) -> None:
        """Make fresh worlds that are all alike on every service."""
        wish = encode(NewWorlds(names=tuple(worlds), new=new))
        await self._all(KEEPERS, lambda name: self._tell(name, "POST", "/_luohu/worlds", worlds[0], wish))

    async def remove_several(self, worlds: Sequence[str]) -> None:
        """Take worlds away from every service, wherever they are."""
        doomed = encode(Doomed(names=tuple(worlds)))
        await self._all(KEEPERS, lambda name: self._tell(name, "POST", "/_luohu/worlds/removal", worlds[0], doomed))

    async def set_clock(self, world: str, clock: ClockState, services: Sequence[str] = KEEPERS) -> None:
        """Give the world this clock on these services."""
        path, body = f"/_luohu/worlds/{world}/clock", encode(clock)
        await self._all(services, lambda name: self._tell(name, "PUT", path, world, body))

    async def turn(self, world: str, door: Door, kept: str | None = None) -> None:
        """Turn the world's door on every service, the sandbox too, if they keep what is named.

        Raises SnapshotUnknown or SnapshotVersion when one does not.
        """
        path, turn = f"/_luohu/worlds/{world}/door", DoorTurn(door=door, kept=kept)
        others = self._all(KEEPERS, lambda name: self._tell(name, "PUT", path, world, turn))
        await both(others, turn_door(self._rt, world, door, kept))

    async def keep(self, world: str, under: str) -> Mapping[str, KeptView]:
        """Let every service, the sandbox too, keep the world under a name; what each has kept."""
        path = f"/_luohu/worlds/{world}/kept/{under}"
        others = self._all(KEEPERS, lambda name: self._tell(name, "PUT", path, world))
        answers, own = await both(others, keep_world(self._rt, world, under))
        views = {name: KeptView.model_validate_json(answer.content) for name, answer in answers.items()}
        return {**views, SANDBOX: KeptView(revision=own.revision, rows=sum(own.counts.values()))}

    async def forget(self, world: str, under: str) -> None:
        """Let every service, the sandbox too, forget what it has kept under a name."""
        path = f"/_luohu/worlds/{world}/kept/{under}"
        others = self._all(KEEPERS, lambda name: self._tell(name, "DELETE", path, world))
        await both(others, forget_kept(self._rt, world, under))

    @asynccontextmanager
    async def kept_lines(self, name: str, world: str, under: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """The rows that a service has kept (see `luohu_kit.kept_rows`), in pieces. Raises ServicesFailed."""
        if name == SANDBOX:
            yield kept_rows.lines(self._rt, world, under)
            return
        path = f"/_luohu/worlds/{world}/kept/{under}/rows"
        headers = self._rt.peer(name).headers(world, "GET", path)
        url = self._rt.settings.addresses_of(name)[0] + path
        try:
            async with self._rt.http.stream("GET", url, headers=headers) as answer:
                if not answer.is_success:
                    await answer.aread()
                    raise _refused(answer)
                yield answer.aiter_bytes()
        except httpx.TransportError as error:
            raise ServicesFailed({name: f"no answer ({type(error).__name__})"}) from error
        except _NotTold as error:
            raise ServicesFailed({name: str(error)}) from error

    async def expect(self, name: str, world: str, under: str, wish: KeptWish) -> None:
        """Announce rows to a service. Raises SnapshotVersion, FileDamaged."""
        if name == SANDBOX:
            await kept_rows.expect(self._rt, world, under, wish)
            return
        path = f"/_luohu/worlds/{world}/kept/{under}"
        await self._all((name,), lambda name: self._tell(name, "POST", path, world, wish))

    async def add(self, name: str, world: str, under: str, wish: RowsWish) -> None:
        """Bring some rows to a service. Raises FileDamaged."""
        if name == SANDBOX:
            await kept_rows.add(self._rt, world, under, wish)
            return
        path = f"/_luohu/worlds/{world}/kept/{under}/rows"
        await self._all((name,), lambda name: self._tell(name, "POST", path, world, wish))

    async def pulses(self, world: str, since: Mapping[str, int]) -> Sequence[Beat]:
        """The pulse of the world on every service, in the order of the directory, the sandbox last: its bots work."""
        names = (*KEEPERS, SANDBOX)
        return await asyncio.gather(*(self._pulse(name, world, since.get(name, NO_EVENTS)) for name in names))

    async def queues(self, world: str) -> Mapping[str, Queues]:
        """What lies in the queues of the world on every service that answers. Raises UnknownWorld."""
        names = (*KEEPERS, SANDBOX)
        found = await asyncio.gather(*(self._queues(name, world) for name in names))
        return {name: one for name, one in zip(names, found, strict=True) if one is not None}

    async def _queues(self, name: str, world: str) -> Queues | None:
        if name == SANDBOX:
            return await queues(self._rt, world)
        path = f"/_luohu/worlds/{world}/queues"
        try:
            answer = await self._rt.peer(name).send("GET", path, world=world, timeout=HEALTH_SECONDS)
        except httpx.TransportError:
            return None
        return Queues.model_validate_json(answer.content) if answer.is_success else None

    async def tick(
        self, world: str, clock: ClockState, services: Sequence[str], since: Mapping[str, int]
    ) -> Sequence[Beat]:
        """Set the world's clock on these services and let each come to rest; their pulses, in order."""
        return await asyncio.gather(*(self._tick(name, world, clock, since.get(name, NO_EVENTS)) for name in services))

    async def health(self, services: Sequence[str] = OTHERS) -> Sequence[Health]:
        """How these services are, by their own word."""
        return await asyncio.gather(*(self.health_of(name) for name in services))

    async def health_of(self, name: str) -> Health:
        """How one service is; one that does not answer is not ready, and has no version."""
        url = self._rt.settings.url_of(name) + "/health"
        try:
            answer = await self._rt.http.get(url, timeout=HEALTH_SECONDS)
            return Health.model_validate_json(answer.content)
        except httpx.TransportError as error:
            return Health(service=name, version="", ready=False, detail=f"does not answer ({type(error).__name__})")
        except ValidationError:
            return Health(service=name, version="", ready=False, detail="answers something else than its health")

    async def _all(
        self, services: Sequence[str], tell: Callable[[str], Awaitable[httpx.Response]]
    ) -> Mapping[str, httpx.Response]:
        told = await asyncio.gather(*(tell(name) for name in services), return_exceptions=True)
        answers: dict[str, httpx.Response] = {}
        failed: dict[str, _NotTold] = {}
        for name, outcome in zip(services, told, strict=True):
            if isinstance(outcome, _NotTold):
                failed[name] = outcome
            elif isinstance(outcome, BaseException):
                raise outcome
            else:
                answers[name] = outcome
        for name, error in failed.items():
            if refusal := REFUSALS.get(error.slug):
                raise refusal(f"{name}: {error}")
        if failed:
            raise ServicesFailed({name: str(error) for name, error in failed.items()})
        return answers

    async def _tell(
        self, name: str, method: str, path: str, world: str, body: Wire | bytes | None = None
    ) -> httpx.Response:
        try:
            answer = await self._rt.peer(name).send(method, path, world=world, body=body)
        except httpx.TransportError as error:
            raise _NotTold(f"no answer ({type(error).__name__})") from error
        if not answer.is_success:
            raise _refused(answer)
        return answer

    async def _pulse(self, name: str, world: str, since: int) -> Beat:
        if name == SANDBOX:
            return Beat(name, await pulse(self._rt, world, since))
        return await self._beat(name, "GET", f"/_luohu/worlds/{world}/pulse?since={since}", world)

    async def _tick(self, name: str, world: str, clock: ClockState, since: int) -> Beat:
        wanted = TickWanted(clock=clock, since=since, patience=TICK_SECONDS)
        if name == SANDBOX:
            return Beat(name, await tick(self._rt, world, wanted))
        return await self._beat(name, "POST", f"/_luohu/worlds/{world}/tick", world, wanted)

    async def _beat(self, name: str, method: str, path: str, world: str, body: TickWanted | None = None) -> Beat:
        try:
            answer = await self._rt.peer(name).send(method, path, world=world, body=body, timeout=PULSE_SECONDS)
        except httpx.TransportError as error:
            return Beat(name, None, type(error).__name__)
        if not answer.is_success:
            return Beat(name, None, f"HTTP {answer.status_code}")
        return Beat(name, Pulse.model_validate_json(answer.content))


async def both(others: Awaitable[A], own: Awaitable[B]) -> tuple[A, B]:
    """Both to their ends, whatever becomes of one; then what they gave, or the first that failed."""
    first, second = await asyncio.gather(others, own, return_exceptions=True)
    for outcome in (first, second):
        if isinstance(outcome, BaseException):
            raise outcome
    return cast("tuple[A, B]", (first, second))


def _refused(answer: httpx.Response) -> _NotTold:
    """What a service said in its refusal."""
    if answer.headers.get("content-type", "").startswith(MEDIA_TYPE):
        problem = answer.json()
        return _NotTold(problem["detail"], problem["type"].rsplit("/", 1)[-1])
    return _NotTold(f"HTTP {answer.status_code}: {answer.text[:300]}")

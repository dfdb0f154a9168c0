"""Worlds over the whole city: made on every service or on none, brought back, taken away without a trace."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import structlog

from luohu_kit.admission import Admission
from luohu_kit.clock import ClockMode, ClockState, machine_now
from luohu_kit.door import Door
from luohu_kit.generation import new_generation
from luohu_kit.making import put_world
from luohu_kit.runtime import Runtime
from luohu_kit.several import delete_worlds
from luohu_kit.worlds import NewWorld
from luohu_sandbox import shelf, store
from luohu_sandbox.advance import ServicesFailed
from luohu_sandbox.clocks import within_range
from luohu_sandbox.fleet import Fleet, both
from luohu_sandbox.locks import WorldLocks
from luohu_sandbox.records import State
from luohu_scoring.programmes import Programme, chosen

log = structlog.get_logger()

MAIN = "main"
SEED = 1


class WorldExists(Exception):
    """The name is taken."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a world {name} already.")
        self.headers = {"Location": f"/_luohu/worlds/{name}"}


class WorldProtected(Exception):
    """`main` is always there."""

    def __init__(self) -> None:
        super().__init__("The world main cannot be deleted: services stand on it.")
        self.remedy = "POST /_luohu/worlds/main/reset makes its records new."


def generated_name() -> str:
    """A name that nobody has."""
    return f"w-{secrets.token_hex(6)}"


class ReturnUnfinished(ServicesFailed):
    """A world could not be brought back on all services; it is away until they have taken it."""

    remedy = (
        "The world answers 503 world-away until GET /_luohu/health shows these services ready; then the sandbox brings"
        " it back by itself. There is no need to ask again."
    )

    def __init__(self, world: str, services: Mapping[str, str]) -> None:
        super().__init__(services)
        self.world = world


@dataclass(frozen=True, slots=True)
class Rows:
    """What a world is made of when it is not made of seeds."""

    first: ClockState  #: the clock to which a reset brings it
    bring: Callable[[], Awaitable[None]]  #: lets every service keep its rows


class Worlds:
    """What can be done with whole worlds."""

    def __init__(self, rt: Runtime, fleet: Fleet, locks: WorldLocks) -> None:
        self._rt = rt
        self._fleet = fleet
        self._locks = locks

    async def create(self, name: str, new: NewWorld, rows: Rows | None = None) -> store.Known:
        """Make a world on every service, of its seeds or of rows that are brought.

        Raises WorldExists; ProgrammeUnknown, PolicyMissing for what comes from a city that has more of them;
        ServicesFailed, and whatever the bringing raises, with nothing left behind.
        """
        chosen(new.programme, new.year)
        new = new.in_generation(new_generation())
        async with self._locks.held(name, "its making"):
            if not await store.claim(self._rt, name, new, first=rows.first if rows else None):
                raise WorldExists(name)
            try:
                if rows is not None:
                    await rows.bring()
                    await put_world(self._rt, name, new.model_copy(update={"anew": True}))
                await self._fleet.put(name, new)
                if new.kept is not None:
                    await self._fleet.forget(name, new.kept)
            except BaseException:
                await self._undo(name)
                raise
            made = await store.ready(self._rt, name)
        log.info("world_created", world=name)
        return made

    async def delete(self, name: str) -> None:
        """Take a world away. Raises WorldProtected, UnknownWorld, or ServicesFailed: then it is gone from view, and
        goes from the services that failed when they are back.
        """
        if name == MAIN:
            raise WorldProtected
        async with self._locks.held(name, "its deletion"):
            await store.shown(self._rt, name)
            await store.mark(self._rt, name, State.LEAVING)
            await self._fleet.remove(name)
            await delete_worlds(self._rt, [name])
        log.info("world_deleted", world=name)

    async def reset(self, name: str) -> store.Known:
        """The world as it was when it was made: the same seed, new records, the clock at its beginning.

        One round over the services. Raises UnknownWorld, and ReturnUnfinished: then the world is away until the reset
        is finished.
        """
        async with self._locks.held(name, "its reset"):
            fresh = await self._replace(await store.begin_reset(self._rt, name), None)
        log.info("world_reset", world=name)
        return fresh

    async def restore(self, name: str, snapshot: str) -> store.Known:
        """The world as a snapshot has it, its clock included.

        Two rounds: shut where every service can bring it back, then brought back. Raises UnknownWorld; ServicesFailed,
        SnapshotUnknown, SnapshotVersion, and then the world is as it was; ReturnUnfinished as `reset` does.
        """
        async with self._locks.held(name, "its return to a snapshot"):
            world = await store.known(self._rt, name)
            back = await self._bring_back(world, await shelf.found(self._rt, name, snapshot))
        log.info("world_restored", world=name, snapshot=snapshot)
        return back

    async def _bring_back(self, world: store.Known, snapshot: shelf.Snapshot) -> store.Known:
        """Nothing is given up anywhere before every service has said that it keeps the snapshot."""
        name = world.name
        await store.mark(self._rt, name, State.RETURNING, snapshot=snapshot.name)
        try:
            await self._fleet.turn(name, Door.SHUT, snapshot.name)
        except BaseException:
            await asyncio.shield(self._as_it_was(name))
            raise
        return await self._replace(world, snapshot)

    async def _replace(self, world: store.Known, snapshot: shelf.Snapshot | None) -> store.Known:
        """Give every service the world anew, and this one too, in the next generation: whatever is late of the old rows
        is refused by the new, so nobody waits for anybody. Raises ReturnUnfinished: then the keeper finishes it.
        """
        name = world.name
        clock = world.first if snapshot is None else ClockState.of(snapshot.clock)
        new = world.as_new(clock.model_copy(update={"anchor_real": machine_now()})).in_generation(new_generation())
        new = new.model_copy(update={"anew": True, "kept": snapshot.name if snapshot else None})
        try:
            await both(self._fleet.put(name, new), put_world(self._rt, name, new))
        except ServicesFailed as error:
            await asyncio.shield(self._shut(name))
            raise ReturnUnfinished(name, error.services) from error
        return await store.ready(self._rt, name)

    async def _shut(self, name: str) -> None:
        """Let nobody into the world where it is new while it is old elsewhere."""
        with suppress(ServicesFailed):
            await self._fleet.turn(name, Door.SHUT)

    async def _as_it_was(self, name: str) -> None:
        """Open every door that was shut; those of services that are away just now, the keeper opens."""
        await store.mark(self._rt, name, State.READY, doors_turned=True)
        with suppress(ServicesFailed):
            await self._fleet.turn(name, Door.OPEN)
            await store.mark(self._rt, name, State.READY)

    async def finish(self, name: str) -> None:
        """End an operation that was cut off in the middle: half made, half gone, half brought back, or shut."""
        async with self._locks.held(name, "its clearing", patience=0.5):
            for world in await store.unfinished(self._rt):
                if world.name == name:
                    await self._finish(world)

    async def _finish(self, world: store.Known) -> None:
        if world.state is State.RETURNING:
            await self._fleet.turn(world.name, Door.SHUT, world.snapshot)
            to = await shelf.found(self._rt, world.name, world.snapshot) if world.snapshot else None
            await self._replace(world, to)
        elif world.state is not State.READY:
            await self._undo(world.name)
        elif world.doors_turned:
            await self._as_it_was(world.name)

    async def _undo(self, name: str) -> None:
        """Gone from the services that answer, then from the list; the keeper finishes what cannot be done now."""
        with suppress(ServicesFailed):
            await self._fleet.remove(name)
            await delete_worlds(self._rt, [name])
            return
        await store.mark(self._rt, name, State.LEAVING)


def settings_for(
    programme: Programme,
    year: int,
    *,
    seed: int = SEED,
    mode: ClockMode = ClockMode.RUNNING,
    at: datetime | None = None,
    rate: Decimal | None = None,
    personas: bool = True,
    admission: Admission = Admission.HANDBOOK,
) -> NewWorld:
    """The settings of a new world of a city's year; what is left out is as in `main`. Raises ClockOutOfRange."""
    begins = within_range(at or programme.beginning(year))
    clock = ClockState(mode=mode, anchor_real=machine_now(), anchor_world=begins, rate=rate or Decimal(1))
    return NewWorld(programme=programme.city, year=year, seed=seed, clock=clock, personas=personas, admission=admission)

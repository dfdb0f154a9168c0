"""Snapshots: a world kept by all services at one moment, in the middle of whatever it is doing.

The moment is when every door is held: nobody is inside of the world anywhere, whoever comes waits, and what is on its
way between two services is still in the outbox that it left from. So the world need not be at rest, and nobody who
uses it notices more than a delay.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import structlog

from luohu_kit.clock import Clock, machine_now
from luohu_kit.door import Door
from luohu_kit.runtime import Runtime
from luohu_kit.worlds import KeptView
from luohu_sandbox import shelf, store
from luohu_sandbox.advance import ServicesFailed
from luohu_sandbox.fleet import Fleet
from luohu_sandbox.locks import WorldLocks
from luohu_sandbox.records import State
from luohu_sandbox.store import Known

log = structlog.get_logger()


def generated_name() -> str:
    """A name that no snapshot has."""
    return f"s-{secrets.token_hex(6)}"


@dataclass(frozen=True, slots=True)
class Moment:
    """A world as every service keeps it under a name."""

    world: Known
    name: str
    clock: Clock  #: shows at its anchor what the world's clock showed
    kept: Mapping[str, KeptView]  #: by service

    @property
    def rows(self) -> int:
        """Over all services."""
        return sum(view.rows for view in self.kept.values())


class Snapshots:
    """What can be done with the snapshots of worlds."""

    def __init__(self, rt: Runtime, fleet: Fleet, locks: WorldLocks) -> None:
        self._rt = rt
        self._fleet = fleet
        self._locks = locks

    async def take(self, world: str, name: str) -> shelf.Snapshot:
        """Keep the world as it is, its clock included.

        Raises UnknownWorld, SnapshotExists, or ServicesFailed with nothing kept.
        """
        async with self._locks.held(world, "a snapshot"):
            await store.known(self._rt, world)
            if any(other.name == name for other in await shelf.listed(self._rt, world)):
                raise shelf.SnapshotExists(world, name)
            moment = await self._keep(world, name)
            taken = await shelf.put(self._rt, world, name, moment.clock, moment.rows)
            await self._open(world)
        log.info("snapshot_taken", world=world, snapshot=name, rows=taken.rows)
        return taken

    @asynccontextmanager
    async def kept_for_a_while(self, world: str) -> AsyncIterator[Moment]:
        """A moment of the world that is kept inside of the block and on no list. Raises as `take` does."""
        name = f"x-{secrets.token_hex(6)}"
        async with self._locks.held(world, "an export"):
            await store.known(self._rt, world)
            moment = await self._keep(world, name)
            await self._open(world)
        try:
            yield moment
        finally:
            await asyncio.shield(self._forget(world, name))

    async def _keep(self, world: str, name: str) -> Moment:
        """Hold every door and keep; the doors stay held, unless something fails."""
        await store.mark(self._rt, world, State.READY, doors_turned=True, snapshot=name)
        try:
            await self._fleet.turn(world, Door.HELD)
            known = await store.known(self._rt, world)
            clock = known.clock.resumed(known.clock.mode, known.clock.rate, real=machine_now())
            return Moment(known, name, clock, await self._fleet.keep(world, name))
        except BaseException:
            await asyncio.shield(self._leave(world, name))
            raise

    async def _open(self, world: str) -> None:
        """Open every door; those of services that are away just now, the keeper opens."""
        with suppress(ServicesFailed):
            await self._fleet.turn(world, Door.OPEN)
            await store.mark(self._rt, world, State.READY)

    async def _leave(self, world: str, name: str) -> None:
        await self._open(world)
        await self._forget(world, name)

    async def _forget(self, world: str, name: str) -> None:
        """What a service that is away goes on keeping goes with the world."""
        with suppress(ServicesFailed):
            await self._fleet.forget(world, name)

    async def remove(self, world: str, name: str) -> None:
        """Forget a snapshot. Raises UnknownWorld, SnapshotUnknown, ServicesFailed: then it is there until it is
        deleted again.
        """
        async with self._locks.held(world, "the deletion of a snapshot"):
            await store.shown(self._rt, world)
            await shelf.found(self._rt, world, name)
            await self._fleet.forget(world, name)
            await shelf.remove(self._rt, world, name)

    async def listed(self, world: str) -> list[shelf.Snapshot]:
        """The snapshots of a world, the oldest first. Raises UnknownWorld."""
        await store.shown(self._rt, world)
        return await shelf.listed(self._rt, world)

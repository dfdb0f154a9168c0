"""Snapshots: a world kept by all services at one moment, in the middle of whatever it is doing.

The moment is when every door is held: nobody is inside of the world anywhere, whoever comes waits, and what is on its
way between two services is still in the outbox that it left from. So the world need not be at rest, and nobody who
uses it notices more than a delay.
"""

import asyncio
import secrets
from contextlib import suppress

import structlog

from luohu_kit.clock import machine_now
from luohu_kit.door import Door
from luohu_kit.making import forget_kept, keep_world
from luohu_kit.runtime import Runtime
from luohu_sandbox import shelf, store
from luohu_sandbox.advance import ServicesFailed
from luohu_sandbox.fleet import Fleet
from luohu_sandbox.locks import WorldLocks
from luohu_sandbox.records import State

log = structlog.get_logger()


def generated_name() -> str:
    """A name that no snapshot has."""
    return f"s-{secrets.token_hex(6)}"


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
            taken = await self._take(world, name)
        log.info("snapshot_taken", world=world, snapshot=name, rows=taken.rows)
        return taken

    async def _take(self, world: str, name: str) -> shelf.Snapshot:
        await store.mark(self._rt, world, State.READY, doors_turned=True, snapshot=name)
        try:
            await self._fleet.turn(world, Door.HELD)
            now = machine_now()
            clock = (await store.known(self._rt, world)).clock
            rows, own = await asyncio.gather(self._fleet.keep(world, name), keep_world(self._rt, world, name))
        except BaseException:
            await asyncio.shield(self._leave(world, name))
            raise
        shown = clock.resumed(clock.mode, clock.rate, real=now)
        taken = await shelf.put(self._rt, world, name, shown, rows + sum(own.counts.values()))
        await self._open(world)
        return taken

    async def _open(self, world: str) -> None:
        """Open every door; those of services that are away just now, the keeper opens."""
        with suppress(ServicesFailed):
            await self._fleet.turn(world, Door.OPEN)
            await store.mark(self._rt, world, State.READY)

    async def _leave(self, world: str, name: str) -> None:
        await self._open(world)
        with suppress(ServicesFailed):
            await self._forget(world, name)

    async def _forget(self, world: str, name: str) -> None:
        await asyncio.gather(self._fleet.forget(world, name), forget_kept(self._rt, world, name))

    async def remove(self, world: str, name: str) -> None:
        """Forget a snapshot. Raises UnknownWorld, SnapshotUnknown, ServicesFailed: then it is there until it is
        deleted again.
        """
        async with self._locks.held(world, "the deletion of a snapshot"):
            await store.shown(self._rt, world)
            await shelf.found(self._rt, world, name)
            await self._forget(world, name)
            await shelf.remove(self._rt, world, name)

    async def listed(self, world: str) -> list[shelf.Snapshot]:
        """The snapshots of a world, the oldest first. Raises UnknownWorld."""
        await store.shown(self._rt, world)
        return await shelf.listed(self._rt, world)

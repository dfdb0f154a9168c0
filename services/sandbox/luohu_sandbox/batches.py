"""Many worlds at once over the whole city: what a suite takes that wants a fresh world for each of its tests."""

from collections.abc import Sequence
from contextlib import suppress

import structlog

from luohu_kit.generation import new_generation
from luohu_kit.runtime import Runtime
from luohu_kit.several import delete_worlds
from luohu_kit.worlds import NewWorld
from luohu_sandbox import store
from luohu_sandbox.advance import ServicesFailed
from luohu_sandbox.fleet import Fleet
from luohu_sandbox.locks import WorldLocks
from luohu_sandbox.records import State
from luohu_sandbox.worlds import MAIN, WorldProtected, generated_name

log = structlog.get_logger()


class Batches:
    """Worlds by the dozen."""

    def __init__(self, rt: Runtime, fleet: Fleet, locks: WorldLocks) -> None:
        self._rt = rt
        self._fleet = fleet
        self._locks = locks

    async def create(self, count: int, new: NewWorld) -> Sequence[store.Known]:
        """Make so many worlds that are all alike, under generated names, on every service or on none.

        Raises ServicesFailed with nothing left behind.
        """
        names = [generated_name() for _ in range(count)]
        new = new.in_generation(new_generation())
        async with self._locks.all_held(names, "its making"):
            await store.claim_several(self._rt, names, new)
            try:
                await self._fleet.put_several(names, new)
            except BaseException:
                await self._undo(names)
                raise
            await store.mark_several(self._rt, names, State.READY)
        log.info("worlds_created", worlds=count)
        return await store.those(self._rt, names)

    async def delete(self, names: Sequence[str]) -> None:
        """Take worlds away; names that no world has are passed over.

        Raises WorldProtected, and then nothing is taken away; ServicesFailed: then they are gone from view, and go from
        the services that failed when these are back.
        """
        if MAIN in names:
            raise WorldProtected
        there = [world.name for world in await store.those(self._rt, names)]
        if not there:
            return
        async with self._locks.all_held(there, "its deletion"):
            await store.mark_several(self._rt, there, State.LEAVING)
            await self._fleet.remove_several(there)
            await delete_worlds(self._rt, there)
        log.info("worlds_deleted", worlds=len(there))

    async def _undo(self, names: Sequence[str]) -> None:
        """Gone from the services that answer; the keeper finishes what cannot be done now."""
        with suppress(ServicesFailed):
            await self._fleet.remove_several(names)
            await delete_worlds(self._rt, names)
            return
        await store.mark_several(self._rt, names, State.LEAVING)

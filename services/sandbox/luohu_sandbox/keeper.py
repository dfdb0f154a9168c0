"""Keeps the city whole: `main` on every service from the start, every world on a service that comes back empty, and
nothing left half done by a sandbox that died.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from contextlib import suppress

import structlog

from luohu_kit.clock import ClockState
from luohu_kit.generation import new_generation
from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld
from luohu_sandbox import store
from luohu_sandbox.advance import ServicesFailed
from luohu_sandbox.clocks import Clocks
from luohu_sandbox.fleet import KEEPERS, Fleet
from luohu_sandbox.locks import AdvanceRunning, WorldBusy, WorldLocks
from luohu_sandbox.records import State
from luohu_sandbox.worlds import MAIN, Worlds, settings_for
from luohu_scoring.programmes import chosen

log = structlog.get_logger()

FIRST_TRY = 0.02  #: seconds until a service that is not there yet is tried again
SLOWEST_TRY = 0.5
ROUND = 2.0  #: seconds between two looks at a service that has everything


class Keeper:
    """The sandbox's worker."""

    def __init__(self, rt: Runtime, fleet: Fleet, locks: WorldLocks) -> None:
        self._rt = rt
        self._fleet = fleet
        self._locks = locks
        self._worlds = Worlds(rt, fleet, locks)
        self._clocks = Clocks(rt, fleet, locks)

    async def run(self) -> None:
        """Until cancelled."""
        main = settings_for(*chosen(self._rt.settings.programme)).in_generation(new_generation())
        await store.claim(self._rt, MAIN, main, State.READY)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_supplied())
            group.create_task(self._finish())

    async def _keep_supplied(self) -> None:
        """See to it that every service has every world, again whenever one says that it has none."""
        needy = set(KEEPERS)
        while True:
            pause = FIRST_TRY
            while needy := await self._supply(needy):
                await asyncio.sleep(pause)
                pause = min(pause * 1.5, SLOWEST_TRY)
            log.info("services_supplied")
            while not needy:
                await asyncio.sleep(ROUND)
                needy = {health.service for health in await self._fleet.health(KEEPERS) if not health.ready}

    async def _supply(self, needy: set[str]) -> set[str]:
        """Give services the worlds that they lack, `main` first; those that did not take them all."""
        worlds = sorted(await store.everything(self._rt), key=lambda world: world.name != MAIN)
        failed: set[str] = set()
        for world in worlds:
            if world.state is State.READY:
                failed |= await self._supply_world(world.name, sorted(needy - failed))
        return failed

    async def _supply_world(self, name: str, services: Sequence[str]) -> set[str]:
        """One world, with the clock that it has just now; passed over when it is gone, or while it is being changed."""
        failed: set[str] = set()
        with suppress(UnknownWorld, WorldBusy, AdvanceRunning):
            async with self._locks.held(name, "its repair"):
                world = await store.known(self._rt, name)
                clock = ClockState.of(world.clock)
                new = world.as_new(clock).in_generation(world.generation)
                failed |= await self._failing(self._fleet.put(name, new, services))
                there = [service for service in services if service not in failed]
                failed |= await self._failing(self._fleet.set_clock(name, clock, there))
        return failed

    async def _failing(self, told: Awaitable[None]) -> set[str]:
        """The services that could not be told."""
        try:
            await told
        except ServicesFailed as error:
            log.debug("services_not_supplied", services=error.services)
            return set(error.services)
        return set()

    async def _finish(self) -> None:
        """End what was cut off: half-made worlds go, those on their way back arrive, doors are opened, clocks that an
        advance left standing run on.
        """
        while True:
            for world in await store.unfinished(self._rt):
                with suppress(UnknownWorld, WorldBusy, AdvanceRunning, ServicesFailed):
                    if world.state is not State.READY or world.doors_turned:
                        await self._worlds.finish(world.name)
                    else:
                        await self._clocks.recover(world.name)
            await asyncio.sleep(ROUND)

"""One world over all services: what a run of its clock moves."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from luohu_kit.clock import ClockMode, ClockState, machine_now
from luohu_kit.runtime import Runtime
from luohu_kit.worlds import set_clock
from luohu_sandbox.advance import Beat
from luohu_sandbox.bots.tasks import workplaces
from luohu_sandbox.fleet import KEEPERS, SANDBOX, Fleet


def standing(instant: datetime) -> ClockState:
    """A clock that stands still at an instant of the world's time."""
    return ClockState(mode=ClockMode.FROZEN, anchor_real=machine_now(), anchor_world=instant)


class WorldCity:
    """One world over all services and the sandbox itself: what a run of its clock moves (see `advance.City`)."""

    def __init__(self, rt: Runtime, fleet: Fleet, world: str) -> None:
        self._rt = rt
        self._fleet = fleet
        self._world = world
        self._shown: datetime | None = None  #: at which the sandbox's own clock stands

    async def pulses(self, since: Mapping[str, int]) -> Sequence[Beat]:
        """See `advance.City`."""
        return await self._fleet.pulses(self._world, since)

    async def tick(self, instant: datetime, services: Sequence[str], since: Mapping[str, int]) -> Sequence[Beat]:
        """See `advance.City`."""
        clock = standing(instant)
        if SANDBOX in services:
            # Bots work at agencies that nobody may have told the time yet; what these do then is asked for afterwards.
            await self._fleet.tick(self._world, clock, await workplaces(self._rt, self._world, instant), since)
        told = self._fleet.tick(self._world, clock, services, since)
        if SANDBOX in services:
            return await told
        beats, _ = await asyncio.gather(told, self._show(instant))
        return beats

    async def stand_at(self, instant: datetime, services: Sequence[str] | None = None) -> None:
        """See `advance.City`. The sandbox's own clock moves with them, so a reader sees how far it has come."""
        clock = standing(instant)
        await asyncio.gather(
            self._fleet.set_clock(self._world, clock, KEEPERS if services is None else services),
            self._show(instant),
        )

    async def _show(self, instant: datetime) -> None:
        """The sandbox's own clock moves with the others, so that a reader sees how far it has come, and a sandbox that
        died goes on from there.
        """
        if instant != self._shown:
            await set_clock(self._rt, self._world, standing(instant))
            self._shown = instant

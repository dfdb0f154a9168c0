"""A world's clock over the whole city: read, stood still, moved, scaled, let go."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import structlog

from luohu_contract.duration import Duration
from luohu_kit.clock import BEIJING, Clock, ClockMode, ClockState, machine_now
from luohu_kit.runtime import Runtime
from luohu_kit.worlds import set_clock
from luohu_sandbox import store
from luohu_sandbox.advance import EXACT, Beat, Run, ServicesFailed, earliest
from luohu_sandbox.fleet import Fleet
from luohu_sandbox.locks import ADVANCE, WorldLocks
from luohu_sandbox.world_city import WorldCity

log = structlog.get_logger()

FIRST = datetime(1990, 1, 1, tzinfo=UTC)
LAST = datetime(2100, 1, 1, tzinfo=UTC)  #: months are counted to 2099
TOLERANCE = timedelta(seconds=5)


class ClockBackwards(Exception):
    """The wished instant lies before the world's time."""

    def __init__(self, world: str, now: datetime, wished: datetime) -> None:
        super().__init__(
            f"The world {world} shows {now.isoformat()}; {wished.astimezone(BEIJING).isoformat()} lies before that."
        )
        self.extensions = {"now": now.isoformat()}


class ClockOutOfRange(Exception):
    """The wished instant lies where no world goes."""

    def __init__(self, wished: str) -> None:
        super().__init__(f"{wished} lies outside of {FIRST.date()} to {LAST.date()}, between which worlds live.")


def within_range(instant: datetime) -> datetime:
    """The instant in Beijing's zone. Raises ClockOutOfRange."""
    if not FIRST <= instant <= LAST:
        raise ClockOutOfRange(instant.isoformat())
    return instant.astimezone(BEIJING)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a world's clock shows."""

    world: str
    mode: ClockMode
    now: datetime
    rate: Decimal
    next_due: datetime | None  #: the earliest thing that waits on the clock, over all services that answer
    disagreeing: tuple[str, ...]  #: services that show another time, or none


@dataclass(frozen=True, slots=True)
class Target:
    """Where an advance goes: so far, to an instant, or until nothing waits any more. Exactly one is given."""

    by: Duration | None = None
    to: datetime | None = None
    idle: bool = False
    grain: Duration = EXACT  #: what falls due within so long is done at one stop

    def after(self, now: datetime) -> datetime | None:
        """The instant to reach; None for idle. Raises ClockOutOfRange."""
        if self.by is not None:
            try:
                return within_range(self.by.after(now))
            except ValueError as error:
                raise ClockOutOfRange(str(error)) from error
        return None if self.to is None else within_range(self.to)


class Clocks:
    """What can be done with the clock of a world."""

    def __init__(self, rt: Runtime, fleet: Fleet, locks: WorldLocks) -> None:
        self._rt = rt
        self._fleet = fleet
        self._locks = locks

    async def read(self, name: str) -> Reading:
        """The clock now. Raises UnknownWorld."""
        world = await store.known(self._rt, name)
        beats = await self._fleet.pulses(name, {})
        return _reading(name, world.clock, beats)

    async def advance(self, name: str, target: Target, *, end_in: ClockMode | None = None) -> tuple[Reading, Run]:
        """Move the clock to the target, stopping wherever something is due; then go on in the mode that it was in.

        end_in: another mode to end in. Raises ClockBackwards, ClockOutOfRange, AdvanceRunning, WorldBusy,
        ServicesFailed, and Unsettled: then the world goes on from the time that it had reached.
        """
        async with self._locks.held(name, ADVANCE):
            world = await store.known(self._rt, name)
            now = world.clock.at(machine_now())
            instant = target.after(now)
            if instant is not None and instant < now:
                raise ClockBackwards(name, now, instant)
            run = Run(WorldCity(self._rt, self._fleet, name), now, self._rt.settings.settle_seconds)
            async with self._paused(name, run, world.clock, end_in) as resumed:
                await run.go(instant, horizon=LAST, grain=target.grain)
            # A clock that stands shows what the run saw last.
            frozen = resumed[0].mode is ClockMode.FROZEN
            beats = run.beats if frozen else await self._fleet.pulses(name, {})
        log.info("clock_advanced", world=name, now=run.now.isoformat(), fired=run.count)
        return _reading(name, resumed[0], beats), run

    @asynccontextmanager
    async def _paused(self, name: str, run: Run, before: Clock, end_in: ClockMode | None) -> AsyncIterator[list[Clock]]:
        """The clock goes on afterwards from where the run left it, whatever became of it; also after a crash."""
        mode = end_in or before.mode
        resumed: list[Clock] = []
        await store.note_resume(self._rt, name, Clock(mode, before.anchor_real, before.anchor_world, before.rate))
        try:
            yield resumed
        except BaseException:
            # What went wrong first is what the caller hears; a clock that is not resumed now is resumed by the keeper.
            with suppress(ServicesFailed):
                await asyncio.shield(self._resume(name, Clock(mode, machine_now(), run.now, before.rate)))
            raise
        resumed.append(Clock(mode, machine_now(), run.now, before.rate))
        if mode is ClockMode.FROZEN:  # all stand there already
            await store.note_resume(self._rt, name, None)
        else:
            await asyncio.shield(self._resume(name, resumed[0]))

    async def _resume(self, name: str, clock: Clock) -> None:
        await self.give(name, clock)
        await store.note_resume(self._rt, name, None)

    async def change(self, name: str, mode: ClockMode, rate: Decimal = Decimal(1)) -> Reading:
        """Stand the clock still, scale it or let it run, from what it shows now."""
        async with self._locks.held(name, "a change of its clock"):
            world = await store.known(self._rt, name)
            clock = world.clock.resumed(mode, rate, real=machine_now())
            try:
                await self.give(name, clock)
            except ServicesFailed:
                # All services show the same time, or the change did not happen.
                await self._put_back(name, world.clock)
                raise
            beats = await self._fleet.pulses(name, {})
        return _reading(name, clock, beats)

    async def stand(self, name: str, instant: datetime) -> bool:
        """Stand the clock still at an instant, if nothing falls due on the way there; whether it does stand there.

        An advance does the same with more questions asked. Raises as `change` does.
        """
        async with self._locks.held(name, "a change of its clock"):
            await store.known(self._rt, name)
            due = earliest(await self._fleet.pulses(name, {}))
            if due is not None and due <= instant:
                return False
            await self.give(name, Clock(ClockMode.FROZEN, machine_now(), instant))
        return True

    async def _put_back(self, name: str, clock: Clock) -> None:
        try:
            await self.give(name, clock)
        except ServicesFailed as error:
            log.warning("clock_not_put_back", world=name, services=error.services)

    async def give(self, name: str, clock: Clock) -> None:
        """Set the clock on every service, then here: the sandbox shows what all of them have taken."""
        state = ClockState.of(clock)
        await self._fleet.set_clock(name, state)
        await set_clock(self._rt, name, state)

    async def recover(self, name: str) -> None:
        """Let a clock go on that an advance left standing when the sandbox died, or when services were away."""
        async with self._locks.held(name, "the end of an advance", patience=0):
            world = await store.known(self._rt, name)
            if world.resume is None:
                return
            mode, rate = world.resume
            now = world.clock.at(machine_now())
            await self._resume(name, Clock(mode, machine_now(), now, rate))
        log.info("clock_recovered", world=name, now=now.isoformat())


def _reading(name: str, clock: Clock, beats: Sequence[Beat]) -> Reading:
    now = clock.at(machine_now())
    due = earliest(beats)
    # A running clock moves while the services are asked.
    tolerance = TOLERANCE if clock.mode is not ClockMode.FROZEN else timedelta(0)
    allowed = tolerance * max(1.0, float(clock.rate))
    disagreeing = tuple(b.service for b in beats if b.pulse is None or abs(b.pulse.now - now) > allowed)
    return Reading(name, clock.mode, now, clock.rate, due.astimezone(BEIJING) if due else None, disagreeing)

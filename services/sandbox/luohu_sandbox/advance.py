"""Moving a world's clock is a discrete-event run over all services: pause, settle, go to the next due time, settle.

At a due time only those are asked whom it concerns: the services with something due, then, as long as messages arrive
anywhere, their receivers. A message carries its sender's time (see the kit's `causality`), so nobody else has to be
told the time on the way. The whole city is set and asked at the beginning and at the end.

Written against the protocol `City` alone, so that the order of things can be tested without a network.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from luohu_contract.duration import Duration
from luohu_kit.pulse import Pulse

FIRST_LOOK = 0.002  #: seconds between two looks while the city settles, at first
SLOWEST_LOOK = 0.05  #: and at last
EXACT = Duration()  #: a grain that gathers nothing: every due time is a stop of its own
KEPT = 10_000  #: fired events that an answer lists; all are counted


@dataclass(frozen=True, slots=True)
class Beat:
    """One service's pulse, or why there was none."""

    service: str
    pulse: Pulse | None
    why: str = ""

    @property
    def next_due(self) -> datetime | None:
        return self.pulse.next_due if self.pulse else None

    @property
    def awaited(self) -> bool:
        """Whether something waits here besides the dates of the year, which would come anyhow."""
        return self.next_due is not None and self.pulse is not None and self.pulse.awaited

    @property
    def holding(self) -> list[str]:
        """What still moves here, in words; empty at rest.

        Rows say it all: a message is one until its receiver has it, a duty until it is done. Who is busy just now is
        not asked, because they may be busy with another world.
        """
        pulse = self.pulse
        if pulse is None:
            return [f"{self.service} does not answer: {self.why}"]
        held = [
            f"{self.service}->{to}: {count} undelivered" + (", with a fault on the edge" if to in pulse.faulty else "")
            for to, count in sorted(pulse.edges.items())
        ]
        if pulse.due:
            held.append(f"{self.service}: {pulse.due} kinds of work are due")
        return held


class ServicesFailed(Exception):
    """One or more services could not be told; `services` says which and why."""

    def __init__(self, services: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {why}" for name, why in services.items()))
        self.services = dict(services)


class City(Protocol):
    """All services, as far as they keep one world."""

    async def tick(self, instant: datetime, services: Sequence[str], since: Mapping[str, int]) -> Sequence[Beat]:
        """Set the clocks of these services to stand still at an instant, and let each do what is due.

        A beat of each, in their order, with the events that fired after the given numbers; at rest or not.
        """

    async def pulses(self, since: Mapping[str, int]) -> Sequence[Beat]:
        """A beat of every service, always in the same order, with the events that fired after the given numbers.

        A service that `since` does not name tells no events, only how far it has come.
        """

    async def stand_at(self, instant: datetime, services: Sequence[str] | None = None) -> None:
        """Set the clocks of these services (all of them by default) to stand still at an instant of the world's time.

        Raises ServicesFailed when one does not take it.
        """


@dataclass(frozen=True, slots=True)
class FiredEvent:
    """Something that waited on the clock and fired during a run."""

    at: datetime
    service: str
    what: str
    ref: str


class Unsettled(Exception):
    """The city did not come to rest within the limit. `reached` is the world's time at which it was left."""

    def __init__(self, reached: datetime, held_by: Sequence[str], seconds: float) -> None:
        held = "; ".join(held_by) or "messages kept passing between the services"
        super().__init__(
            f"The city did not come to rest within {seconds:g} s at {reached.isoformat()}. What holds it up: {held}."
        )
        self.reached = reached
        self.held_by = tuple(held_by)
        self.remedy = "Look at what holds it up (an outage, a service that is away), then advance again."
        self.extensions = {"now": reached.isoformat(), "held_by": list(held_by), "settled": False}


@dataclass(slots=True)
class Run:
    """One run of a world's clock. `now` and `fired` are good at any moment, also after a failure."""

    city: City
    now: datetime
    seconds: float  #: real time that the city may take to come to rest, at each stop
    fired: list[FiredEvent] = field(default_factory=list)
    count: int = 0  #: of fired events, those beyond `KEPT` too
    _since: dict[str, int] = field(default_factory=dict)
    _beats: dict[str, Beat] = field(default_factory=dict)  #: what is known of each service

    async def go(self, target: datetime | None, *, horizon: datetime | None = None, grain: Duration = EXACT) -> None:
        """Stand still at `now`, then stop at every due time up to the target, in order; end at the target, settled.

        Without a target, end where nothing waits any more but the dates of the year, or nothing that is due before the
        horizon. grain: of the world's time; what falls due within it is done at one stop, at its end. Raises Unsettled.
        """
        last = target or horizon
        self._collect(await self.city.pulses({}))
        await self._stand(None)
        await self.settle()
        while await self._go_on(target, last, grain):
            # Whom nobody asked on the way may have been reached all the same: the whole city is asked at the end.
            await self._stand(None)
            await self.settle()

    async def _go_on(self, target: datetime | None, last: datetime | None, grain: Duration) -> bool:
        """Stop at what is known to be due; whether there was anything, or a way to the target still to go."""
        went = False
        while (due := earliest(self._beats.values())) is not None and (last is None or due <= last):
            if target is None and not any(beat.awaited for beat in self._beats.values()):
                break
            together = grain.after(due)
            await self._stop_at(max(min(together, last or together), self.now))
            went = True
        if target is not None and target > self.now:
            self.now = target
            went = True
        return went

    async def _stop_at(self, instant: datetime) -> None:
        """Let everything happen that is due at an instant, and all that follows from it at the same instant."""
        self.now = instant
        loop = asyncio.get_running_loop()
        end = loop.time() + self.seconds
        asked = {name for name, beat in self._beats.items() if beat.next_due is not None and beat.next_due <= instant}
        while asked:
            before = {name: self._arrived(name) for name in asked}
            beats = await self.city.tick(instant, sorted(asked), self._since)
            self._collect(beats)
            restless = {beat.service for beat in beats if beat.holding}
            if restless and loop.time() > end:
                raise Unsettled(self.now, [reason for beat in beats for reason in beat.holding], self.seconds)
            if any(beat.pulse is None for beat in beats):
                await asyncio.sleep(SLOWEST_LOOK)
            asked = restless | {to for name in asked for to in self._reached(name, before[name])}

    @property
    def beats(self) -> Sequence[Beat]:
        """What was seen last of each service."""
        return tuple(self._beats.values())

    def _arrived(self, service: str) -> Mapping[str, int]:
        beat = self._beats.get(service)
        return beat.pulse.arrived if beat and beat.pulse else {}

    def _reached(self, service: str, before: Mapping[str, int]) -> set[str]:
        """Whom messages of a service have reached since the count `before`."""
        now = self._arrived(service)
        return {to for to, count in now.items() if count != before.get(to, 0) and to in self._beats}

    async def _stand(self, services: Sequence[str] | None) -> None:
        """Set clocks to `now`, patiently: a service that is being restarted is back within the limit."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self.seconds
        while True:
            try:
                await self.city.stand_at(self.now, services)
            except ServicesFailed as error:
                if loop.time() > end:
                    held = [f"{name} does not take its clock: {why}" for name, why in error.services.items()]
                    raise Unsettled(self.now, held, self.seconds) from error
            else:
                return
            await asyncio.sleep(SLOWEST_LOOK)

    async def settle(self) -> Sequence[Beat]:
        """Look until every service was at rest twice in a row with nothing done in between; those beats.

        Twice, because one round is not one instant: what leaves a service just before it is looked at may reach
        another just after.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + self.seconds
        pause = FIRST_LOOK
        before: list[tuple[str, int]] | None = None
        while True:
            beats = await self.city.pulses(self._since)
            fresh = self._collect(beats)
            held = [reason for beat in beats for reason in beat.holding]
            marks = None if held or fresh else [(b.service, b.pulse.activity) for b in beats if b.pulse]
            if marks is not None and marks == before:
                return beats
            second_look = marks is not None and before is None
            if loop.time() > end and not second_look:
                raise Unsettled(self.now, held, self.seconds)
            pause = FIRST_LOOK if marks is not None else min(pause * 1.5, SLOWEST_LOOK)
            before = marks
            await asyncio.sleep(pause)

    def _collect(self, beats: Sequence[Beat]) -> int:
        """Keep what fired since the last look, in order of its time; how much that was."""
        new = [
            FiredEvent(event.at, beat.service, event.what, event.ref)
            for beat in beats
            if beat.pulse
            for event in beat.pulse.fired
        ]
        for beat in beats:
            self._beats[beat.service] = beat
            if beat.pulse:
                last = beat.pulse.fired[-1].seq if beat.pulse.fired else beat.pulse.fired_seq
                self._since.setdefault(beat.service, last)
                if beat.pulse.fired:
                    self._since[beat.service] = last
        new.sort(key=lambda event: event.at)
        self.fired += new[: max(0, KEPT - len(self.fired))]
        self.count += len(new)
        return len(new)


def earliest(beats: Iterable[Beat]) -> datetime | None:
    """The next due time over all services."""
    return min((beat.next_due for beat in beats if beat.next_due is not None), default=None)

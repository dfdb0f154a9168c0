"""Moving a world's clock is a discrete-event run over all services: pause, settle, go to the next due time, settle.

Written against the protocol `City` alone, so that the order of things can be tested without a network.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from luohu_kit.worlds import Pulse

FIRST_LOOK = 0.002  #: seconds between two looks while the city settles, at first
SLOWEST_LOOK = 0.05  #: and at last
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
        held = [f"{self.service}->{to}: {count} undelivered" for to, count in sorted(pulse.edges.items())]
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

    async def go(self, target: datetime | None, *, horizon: datetime | None = None) -> None:
        """Stand still at `now`, then stop at every due time up to the target, in order; end at the target, settled.

        Without a target, end where nothing waits any more but the dates of the year, or nothing that is due before the
        horizon. Raises Unsettled.
        """
        last = target or horizon
        self._collect(await self.city.pulses({}))
        await self._stand(None)
        beats = await self.settle()
        while (due := earliest(beats)) is not None and (last is None or due <= last):
            if target is None and not any(beat.awaited for beat in beats):
                break
            beats = await self._stop_at(max(due, self.now), beats)
        if target is not None and target > self.now:
            await self._stop_at(target, beats)

    async def _stop_at(self, instant: datetime, beats: Sequence[Beat]) -> Sequence[Beat]:
        # Those with nothing due go first: by the time that the others' work reaches them, they show the new time.
        waiting = [beat.service for beat in beats if beat.next_due is None or beat.next_due > instant]
        firing = [beat.service for beat in beats if beat.service not in waiting]
        self.now = instant
        for services in (waiting, firing):
            if services:
                await self._stand(services)
        return await self.settle()

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
            if beat.pulse:
                last = beat.pulse.fired[-1].seq if beat.pulse.fired else beat.pulse.fired_seq
                self._since.setdefault(beat.service, last)
                if beat.pulse.fired:
                    self._since[beat.service] = last
        new.sort(key=lambda event: event.at)
        self.fired += new[: max(0, KEPT - len(self.fired))]
        self.count += len(new)
        return len(new)


def earliest(beats: Sequence[Beat]) -> datetime | None:
    """The next due time over all services."""
    return min((beat.next_due for beat in beats if beat.next_due is not None), default=None)

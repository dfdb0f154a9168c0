"""The world's clock: running (real time plus an offset), scaled, or frozen. Domain time comes only from here.

The reading is plain arithmetic on one row, the same in Python and in SQL (`kit.world_now`), so that all services that
hold the same row read the same time. Instants are shown in Beijing's zone.
"""

from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

from pydantic import AwareDatetime, Field

from luohu_contract.model import Wire

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


class ClockMode(StrEnum):
    RUNNING = "running"
    SCALED = "scaled"
    FROZEN = "frozen"


def machine_now() -> datetime:
    """The machine's time: for transport, signatures and the anchors of clocks only."""
    return datetime.now(UTC)


_last: ContextVar[tuple[str, datetime] | None] = ContextVar("luohu_last_reading", default=None)


def last_reading() -> tuple[str, datetime] | None:
    """The world that was entered last by what runs here, and its time then: for notes, never for decisions."""
    return _last.get()


def note_reading(world: str, now: datetime) -> None:
    """A unit of work began."""
    _last.set((world, now))


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that showed `anchor_world` when the machine's clock showed `anchor_real`."""

    mode: ClockMode
    anchor_real: datetime
    anchor_world: datetime
    rate: Decimal = Decimal(1)

    def at(self, real: datetime) -> datetime:
        """The world's time at an instant of real time."""
        if self.mode is ClockMode.FROZEN:
            return self.anchor_world.astimezone(BEIJING)
        elapsed = real - self.anchor_real
        if self.mode is ClockMode.SCALED:
            elapsed = elapsed * float(self.rate)
        return (self.anchor_world + elapsed).astimezone(BEIJING)

    def real_delay(self, due: datetime, real: datetime) -> timedelta | None:
        """Real time until the world reaches `due`; None when it never will by itself (frozen)."""
        ahead = due - self.at(real)
        if ahead <= timedelta(0):
            return timedelta(0)
        if self.mode is ClockMode.FROZEN or self.rate <= 0:
            return None
        return ahead / float(self.rate) if self.mode is ClockMode.SCALED else ahead

    def frozen_at(self, instant: datetime) -> "Clock":
        """This clock, standing still at an instant of the world's time."""
        return replace(self, mode=ClockMode.FROZEN, anchor_world=instant)

    def resumed(self, mode: ClockMode, rate: Decimal, *, real: datetime) -> "Clock":
        """This clock going on from what it shows now."""
        return Clock(mode, real, self.at(real), rate)


class ClockState(Wire):
    """A clock on the wire, as the sandbox gives it to every service."""

    mode: ClockMode
    anchor_real: AwareDatetime
    anchor_world: AwareDatetime
    rate: Decimal = Field(default=Decimal(1), gt=0, le=Decimal(10_000_000))

    @classmethod
    def of(cls, clock: Clock) -> "ClockState":
        return cls(mode=clock.mode, anchor_real=clock.anchor_real, anchor_world=clock.anchor_world, rate=clock.rate)

    def clock(self) -> Clock:
        return Clock(self.mode, self.anchor_real, self.anchor_world, self.rate)

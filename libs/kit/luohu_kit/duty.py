"""Duties: work that waits on the world's clock. One runner for each duty of a service, over all worlds.

A duty says in SQL what waits (the earliest due time of each world), and does one batch for one world at a time. The
runner wakes on a commit that rang the duty's name, when something becomes due, and by the poll as the net.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from time import time_ns
from typing import Any, Protocol

import structlog
from sqlalchemy import TextClause, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from luohu_kit import spans
from luohu_kit.clock import Clock, ClockMode
from luohu_kit.net import Net
from luohu_kit.settings import Settings
from luohu_kit.spans import Kind, Span
from luohu_kit.trace import Cause, caused_by
from luohu_kit.transaction import sql
from luohu_kit.wake import Hub
from luohu_kit.work import BeginEverywhere, UnknownWorld

log = structlog.get_logger()

_HELD = 0.02  #: seconds between two looks at rows that another replica holds
_FEW = 100  #: a runner that did fewer has most likely done all that there was
_MOMENT = 0.05  #: seconds without a wake-up before it looks at everything that waits all the same
_LOOK_AFTER = 0.25  #: seconds after which it looks in any case


class Duty(Protocol):
    """Work on the world's clock.

    A duty that only follows the calendar says so by an attribute `calendar = True`: the world is idle all the same.
    One that does not wait for what it begins has a second SQL like `waiting`, `under_way`: the world is not at rest
    before that has ended.
    One that answers questions has an SQL like `waiting` without the world, `questions`: `SELECT due_at` of each that is
    not answered yet. It is counted for whoever asks how long the queue is (see `queues`).
    """

    name: str
    #: SQL over all worlds: `SELECT world, min(due_at) AS due_at FROM ... WHERE ... GROUP BY world`
    waiting: str

    async def run(self, world: str) -> int:
        """Do one batch of what is due now in that world, in a unit of work of its own; how many were done."""


def follows_calendar(duty: Duty) -> bool:
    """Whether what waits is a date of the year, which comes whether anybody waits for it or not."""
    return bool(getattr(duty, "calendar", False))


def due_sql(waiting: str) -> str:
    """The duty's waiting rows with the clocks that they wait on."""
    # The duty writes this SQL, never a client.
    return (
        "SELECT d.world, d.due_at, w.mode, w.anchor_real, w.anchor_world, w.rate, clock_timestamp() AS real"  # noqa: S608
        f" FROM ({waiting}) AS d JOIN kit.world w ON w.name = d.world AND w.door = 'open'"
    )


async def due_in(connection: AsyncConnection, world: str, runners: Sequence["DutyRunner"], now: datetime) -> list[str]:
    """The duties that have something to do in one world now, on a connection over all worlds."""
    if not runners:
        return []
    statement = _due_in(tuple((runner.duty.name, runner.duty.waiting) for runner in runners))
    return list((await connection.execute(statement, {"world": world, "now": now})).scalars())


@cache
def _due_in(duties: tuple[tuple[str, str], ...]) -> TextClause:
    return text(
        " UNION ALL ".join(
            f"SELECT '{name}' FROM ({waiting}) AS d WHERE d.world = :world AND d.due_at <= :now"  # noqa: S608 - ours
            for name, waiting in duties
        )
    )


class DutyRunner:
    """Runs one duty until cancelled."""

    def __init__(self, settings: Settings, everywhere: BeginEverywhere, hub: Hub, duty: Duty) -> None:
        self._settings = settings
        self._everywhere = everywhere
        self._bell = hub.bell(duty.name)
        self._net = Net(settings.poll_seconds)
        self.duty = duty
        self.busy = False
        self.done = 0  #: by this process

    async def run(self) -> None:
        """Do what is due, then wait for the next: a wake-up, a due time, or the poll."""
        worlds: set[str] = set()
        while True:
            try:
                due, pause = await self._turn(worlds)
            except (SQLAlchemyError, OSError, TimeoutError) as error:
                log.warning("duty_interrupted", duty=self.duty.name, error=type(error).__name__)
                due, pause = set(), self._settings.poll_seconds
            worlds = due or await self._bell.wait(pause)
            if worlds:
                self._net.caught()

    async def _turn(self, worlds: set[str]) -> tuple[set[str], float]:
        """Serve these worlds and whoever rings meanwhile; then what is due, or how long nothing is."""
        done = await self._serve(worlds)
        if 0 < done < _FEW:
            # The look at everything that waits can itself wait for a moment without a wake-up.
            loop = asyncio.get_running_loop()
            end = loop.time() + _LOOK_AFTER
            while loop.time() < end and (rung := await self._bell.wait(_MOMENT)):
                await self._serve(rung)
        due, pause = await self._look()
        if due and worlds and not done:
            # Somebody else holds what is due: leave them the time to finish.
            return set(), _HELD
        return due, pause

    async def _serve(self, worlds: set[str]) -> int:
        """One batch for each world; how much was done."""
        self.busy = True
        try:
            done = sum([await self._batch(world) for world in sorted(worlds)])
            self.done += done
            return done
        finally:
            self.busy = False

    async def _batch(self, world: str) -> int:
        cause = Cause.new()
        began = time_ns()
        try:
            with caused_by(cause):
                done = await self.duty.run(world)
        except UnknownWorld:
            log.info("duty_world_gone", duty=self.duty.name, world=world)
            return 0
        if done and spans.listeners:
            facts: dict[str, str | int] = {"luohu.world": world, "luohu.done": done}
            own, name = spans.root_of(cause.trace), f"duty {self.duty.name}"
            spans.tell(Span(self._settings.service, Kind.INTERNAL, name, cause.trace, own, facts=facts, began=began))
        return done

    async def _look(self) -> tuple[set[str], float]:
        """Worlds with something due, and the real seconds until the next becomes due."""
        async with self._everywhere() as connection:
            rows = (await connection.execute(sql(due_sql(self.duty.waiting)))).all()
        due: set[str] = set()
        pause = timedelta(seconds=self._net.pause())
        for row in rows:
            delay = clock_of(row).real_delay(row.due_at, row.real)
            if delay is not None and delay <= timedelta(0):
                due.add(row.world)
            elif delay is not None:
                pause = min(pause, delay)
        return due, max(pause.total_seconds(), 0.001)


def clock_of(row: Any) -> Clock:
    """The clock in a row of `kit.world`."""
    return Clock(ClockMode(row.mode), row.anchor_real, row.anchor_world, row.rate)

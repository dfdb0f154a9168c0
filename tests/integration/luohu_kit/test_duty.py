"""Duties run when their time has come on the world's clock: woken by a commit, by the clock, by the poll."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from luohu_kit.clock import Clock, ClockMode, ClockState, machine_now
from luohu_kit.duty import DutyRunner
from luohu_kit.runtime import Runtime
from luohu_kit.tick import TickWanted, tick
from luohu_kit.wake import Hub
from luohu_kit.worlds import set_clock
from luohu_testbed.city import NOON, frozen
from luohu_testbed.waiting import until


@dataclass
class Alarms:
    """A duty over a table of its own: rings each alarm once its time has come."""

    runtime: Runtime
    name: str = "alarms"
    waiting: str = "SELECT world, min(due_at) AS due_at FROM alarm GROUP BY world"
    rung: list[tuple[str, str]] = field(default_factory=list)
    crash_once: bool = False

    async def run(self, world: str) -> int:
        if self.crash_once:
            self.crash_once = False
            raise RuntimeError("a duty that crashes")
        async with self.runtime.begin(world) as work:
            rows = await work.rows(
                "DELETE FROM alarm WHERE world = :world AND due_at <= :now RETURNING label",
                {"world": world, "now": work.now},
            )
            await work.commit()
        self.rung += [(world, row.label) for row in rows]
        return len(rows)


@pytest.fixture
async def alarms(runtime: Runtime) -> Alarms:
    async with runtime.everywhere() as connection:
        await connection.execute(text("CREATE TABLE alarm (world text, label text, due_at timestamptz)"))
        await connection.execute(text("GRANT ALL ON alarm TO luohu_service"))
        await connection.commit()
    return Alarms(runtime)


@asynccontextmanager
async def running(alarms: Alarms) -> AsyncIterator[DutyRunner]:
    rt = alarms.runtime
    runner = DutyRunner(rt.settings, rt.everywhere, rt.hub, alarms)
    rt.runners = [runner]
    task = asyncio.create_task(runner.run())
    try:
        yield runner
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def set_alarm(alarms: Alarms, ahead: timedelta, *, world: str = "main") -> str:
    label = uuid4().hex
    async with alarms.runtime.begin(world) as work:
        await work.execute(
            "INSERT INTO alarm VALUES (:world, :label, :due)",
            {"world": world, "label": label, "due": work.now + ahead},
        )
        work.wake("alarms")
        await work.commit()
    return label


async def test_what_is_due_now_runs_at_the_wake_up_and_not_at_the_poll(alarms: Alarms) -> None:
    alarms.runtime.settings = alarms.runtime.settings.model_copy(update={"poll_seconds": 3600.0})
    async with running(alarms):
        label = await set_alarm(alarms, timedelta(0))
        await until(lambda: alarms.rung, [("main", label)])


async def test_a_frozen_world_keeps_its_alarms_while_another_rings(alarms: Alarms) -> None:
    async with running(alarms):
        await set_alarm(alarms, timedelta(days=14))
        label = await set_alarm(alarms, timedelta(0), world="other")
        await until(lambda: alarms.rung, [("other", label)])
    assert len(alarms.rung) == 1


async def test_setting_the_clock_two_weeks_ahead_rings_what_waited(alarms: Alarms) -> None:
    async with running(alarms):
        label = await set_alarm(alarms, timedelta(days=14))
        await set_clock(alarms.runtime, "main", frozen(NOON + timedelta(days=14)))
        await until(lambda: alarms.rung, [("main", label)])


async def test_a_scaled_clock_brings_the_time_by_itself(alarms: Alarms) -> None:
    scaled = Clock(ClockMode.FROZEN, machine_now(), NOON).resumed(ClockMode.SCALED, 86_400 * 20, real=machine_now())
    await set_clock(alarms.runtime, "main", ClockState.of(scaled))
    async with running(alarms):
        label = await set_alarm(alarms, timedelta(days=2))
        await until(lambda: alarms.rung, [("main", label)])


async def test_python_and_sql_read_the_same_time(runtime: Runtime) -> None:
    scaled = Clock(ClockMode.SCALED, machine_now() - timedelta(days=3), NOON, 1000)
    await set_clock(runtime, "main", ClockState.of(scaled))
    async with runtime.begin("main") as work:
        row = await work.one(
            "SELECT kit.world_now(w) AS world, clock_timestamp() AS real FROM kit.world w WHERE name = 'main'"
        )
    assert row is not None
    assert abs(scaled.at(row.real) - row.world) < timedelta(seconds=1)


async def test_a_tick_sets_the_clock_and_answers_when_everything_due_is_done(alarms: Alarms) -> None:
    first = await set_alarm(alarms, timedelta(days=1))
    await set_alarm(alarms, timedelta(days=3))
    clock = frozen(NOON + timedelta(days=2))
    async with running(alarms):
        rung = await tick(alarms.runtime, "main", TickWanted(clock=clock, since=0))
    assert (alarms.rung, rung.at_rest) == ([("main", first)], True)
    assert (rung.now, rung.next_due) == (clock.anchor_world, NOON + timedelta(days=3))


async def test_a_tick_that_nobody_answers_says_what_is_due(alarms: Alarms) -> None:
    await set_alarm(alarms, timedelta(days=1))
    alarms.runtime.runners = [DutyRunner(alarms.runtime.settings, alarms.runtime.everywhere, Hub(), alarms)]
    wanted = TickWanted(clock=frozen(NOON + timedelta(days=2)), since=0, patience=0.05)
    left = await tick(alarms.runtime, "main", wanted)
    assert (left.at_rest, left.due) == (False, 1)

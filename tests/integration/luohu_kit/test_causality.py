"""No message arrives before it was sent: a receiver whose clock stands still is brought to the sender's time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from luohu_kit import causality
from luohu_kit.clock import ClockMode, ClockState, machine_now
from luohu_kit.runtime import Runtime
from luohu_kit.worlds import set_clock
from luohu_testbed.city import NOON

LATER = NOON + timedelta(days=14)


@pytest.fixture(autouse=True)
def nothing_heard() -> Iterator[None]:
    """What one test heard is no matter of the next."""
    token = causality.not_before.set(None)
    yield
    causality.not_before.reset(token)


async def shown(rt: Runtime, world: str = "main", *, keep: bool = True) -> datetime:
    """The time of a unit of work."""
    async with rt.begin(world) as work:
        if keep:
            await work.commit()
        return work.now


async def test_a_clock_that_stands_still_is_brought_to_the_senders_time(runtime: Runtime) -> None:
    causality.heard(LATER.isoformat())
    assert await shown(runtime) == LATER
    causality.not_before.set(None)
    assert await shown(runtime) == LATER, "it stays there"
    assert await shown(runtime, "other") == NOON, "and no other world moves"


async def test_a_clock_is_never_brought_back(runtime: Runtime) -> None:
    causality.heard((NOON - timedelta(days=1)).isoformat())
    assert await shown(runtime) == NOON


async def test_work_that_is_given_up_leaves_the_clock_where_it_was(runtime: Runtime) -> None:
    causality.heard(LATER.isoformat())
    assert await shown(runtime, keep=False) == LATER
    causality.not_before.set(None)
    assert await shown(runtime) == NOON


async def test_a_clock_that_runs_is_its_own_master(runtime: Runtime) -> None:
    running = ClockState(mode=ClockMode.RUNNING, anchor_real=machine_now(), anchor_world=NOON)
    await set_clock(runtime, "main", running)
    causality.heard(LATER.isoformat())
    assert await shown(runtime) < LATER


@pytest.mark.parametrize("nonsense", [None, "", "tomorrow", "2021-08-01T00:00:00", "\u0000"])
async def test_what_is_no_instant_tells_nothing(runtime: Runtime, nonsense: str | None) -> None:
    causality.heard(nonsense)
    assert await shown(runtime) == NOON

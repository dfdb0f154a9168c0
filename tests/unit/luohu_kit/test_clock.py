"""The world's clock: plain arithmetic on one row."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_kit.clock import Clock, ClockMode, ClockState

REAL = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WORLD = datetime(2021, 7, 1, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds of aware ones
spans = st.timedeltas(timedelta(0), timedelta(days=4000))


@pytest.mark.parametrize(
    ("mode", "rate", "expected"),
    [
        pytest.param(ClockMode.RUNNING, Decimal(1), WORLD + HOUR, id="running: an hour is an hour"),
        pytest.param(ClockMode.SCALED, Decimal(24), WORLD + 24 * HOUR, id="scaled by 24: an hour is a day"),
        pytest.param(ClockMode.FROZEN, Decimal(1), WORLD, id="frozen: nothing moves"),
    ],
)
def test_an_hour_of_real_time(mode: ClockMode, rate: Decimal, expected: datetime) -> None:
    assert Clock(mode, REAL, WORLD, rate).at(REAL + HOUR) == expected


def test_instants_are_shown_in_beijings_zone() -> None:
    assert Clock(ClockMode.FROZEN, REAL, WORLD).at(REAL).isoformat() == "2021-07-01T09:00:00+08:00"


def test_a_frozen_world_never_reaches_what_lies_ahead_by_itself() -> None:
    clock = Clock(ClockMode.FROZEN, REAL, WORLD)
    assert clock.real_delay(WORLD + HOUR, REAL) is None
    assert clock.real_delay(WORLD, REAL) == timedelta(0)


@given(real=instants, anchor=instants, world=instants, ahead=spans, rate=st.integers(1, 100_000))
def test_waiting_the_real_delay_brings_the_world_to_the_due_time(
    real: datetime, anchor: datetime, world: datetime, ahead: timedelta, rate: int
) -> None:
    clock = Clock(ClockMode.SCALED, real, world, Decimal(rate))
    delay = clock.real_delay(world + ahead, real)
    assert delay is not None
    # Real time is counted in microseconds, so the world may be short by what it goes in one.
    assert abs(clock.at(real + delay) - (world + ahead)) <= timedelta(microseconds=rate + 1000)


@given(real=instants, world=instants, later=st.timedeltas(timedelta(0), timedelta(days=300)))
def test_a_clock_that_resumes_shows_no_jump(real: datetime, world: datetime, later: timedelta) -> None:
    frozen = Clock(ClockMode.FROZEN, real, world)
    resumed = frozen.resumed(ClockMode.RUNNING, Decimal(1), real=real + later)
    assert resumed.at(real + later) == world


def test_a_clock_crosses_the_wire_unchanged() -> None:
    clock = Clock(ClockMode.SCALED, REAL, WORLD, Decimal("3600.5"))
    assert ClockState.model_validate_json(ClockState.of(clock).model_dump_json()).clock() == clock

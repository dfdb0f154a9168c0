"""Working days are Mondays to Fridays: laws that hold from whatever instant they are counted."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_declaration.domain.casework.working_days import working_days_after
from luohu_kit.clock import BEIJING

FIRST = datetime(2016, 1, 1, tzinfo=BEIJING)
STARTS = st.integers(0, 15 * 366 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
DAYS = st.integers(0, 80)


@given(STARTS, DAYS)
def test_so_many_weekdays_lie_wholly_before_the_instant_that_follows(start: datetime, days: int) -> None:
    end = working_days_after(start, days)
    between = [start.date() + timedelta(days=n) for n in range(1, (end.date() - start.date()).days)]
    assert sum(day.weekday() < 5 for day in between) == days


@given(STARTS, DAYS.filter(bool))
def test_the_last_day_that_is_counted_is_never_one_of_a_weekend(start: datetime, days: int) -> None:
    end = working_days_after(start, days)
    assert (end - timedelta(days=1)).weekday() < 5
    assert (end.hour, end.minute, end.utcoffset()) == (0, 0, timedelta(hours=8))


@given(STARTS, STARTS, DAYS, DAYS)
def test_who_starts_later_or_waits_longer_is_never_done_earlier(
    one: datetime, other: datetime, few: int, more: int
) -> None:
    early, late = sorted((one, other))
    less, most = sorted((few, more))
    assert working_days_after(early, less) <= working_days_after(late, most)


@pytest.mark.parametrize(
    ("start", "days", "possible"),
    [
        ("2016-03-04T17:59", 3, "2016-03-10"),  # a Friday; Monday, Tuesday, Wednesday
        ("2016-03-05T00:00", 1, "2016-03-08"),  # a Saturday; Monday
        ("2016-03-07T09:00", 0, "2016-03-08"),
        ("2016-03-07T00:00", 5, "2016-03-15"),  # a Monday: its own day does not count
    ],
)
def test_days_are_counted_as_a_calendar_shows_them(start: str, days: int, possible: str) -> None:
    at = datetime.fromisoformat(start).replace(tzinfo=BEIJING)
    assert working_days_after(at, days) == datetime.fromisoformat(possible).replace(tzinfo=BEIJING)

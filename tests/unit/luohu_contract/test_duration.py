"""Durations: read strictly, written back the same, and added on the calendar."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from luohu_contract.duration import Duration, DurationOutOfRange
from luohu_contract.model import Wire

BEIJING = timezone(timedelta(hours=8))

durations = st.builds(
    Duration,
    months=st.integers(0, 1200),
    days=st.integers(0, 40_000),
    time=st.timedeltas(timedelta(0), timedelta(hours=100_000)),
)
instants = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(BEIJING))  # noqa: DTZ001 - bounds


class Body(Wire):
    by: Duration


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("P14D", Duration(days=14)),
        ("P2W", Duration(days=14)),
        ("P1M", Duration(months=1)),
        ("P2Y", Duration(months=24)),
        ("P1Y6M", Duration(months=18)),
        ("PT2H", Duration(time=timedelta(hours=2))),
        ("PT1M", Duration(time=timedelta(minutes=1))),
        ("P1DT12H", Duration(days=1, time=timedelta(hours=12))),
        ("PT0.25S", Duration(time=timedelta(milliseconds=250))),
        ("PT0,5S", Duration(time=timedelta(milliseconds=500))),
        ("PT0S", Duration()),
    ],
)
def test_a_duration_is_read_as_iso_8601_means_it(text: str, meant: Duration) -> None:
    assert Duration.parse(text) == meant


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "P1DT", "14", "14D", "P14", "-P1D", "P-1D", "P1.5D", "p1d", "P1D ", " P1D", "P1H", "PT1D", "P1D2W",
     "P1M1Y", "PT1.1234567S", "P99999Y", "P１D", "P1D\n", "PT1H1H", "P1D\x00"],
)  # fmt: skip
def test_anything_else_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="P14D"):
        Duration.parse(text)


@pytest.mark.parametrize("bare", [14, 14.0, True, None, "14", ["P1D"]])
def test_a_bare_number_is_no_duration_on_the_wire(bare: object) -> None:
    with pytest.raises(ValidationError):
        Body.model_validate({"by": bare})


def test_the_wire_carries_the_text() -> None:
    assert Body.model_validate_json('{"by": "P1DT12H"}').model_dump_json() == '{"by":"P1DT12H"}'


@pytest.mark.parametrize(
    ("start", "text", "end"),
    [
        ("2021-01-31T09:00:00+08:00", "P1M", "2021-02-28T09:00:00+08:00"),
        ("2020-01-31T09:00:00+08:00", "P1M", "2020-02-29T09:00:00+08:00"),
        ("2020-02-29T09:00:00+08:00", "P2Y", "2022-02-28T09:00:00+08:00"),
        ("2020-12-15T00:00:00+08:00", "P1M", "2021-01-15T00:00:00+08:00"),
        ("2020-11-30T00:00:00+08:00", "P13M", "2021-12-30T00:00:00+08:00"),
        ("2021-01-31T23:30:00+08:00", "P1M1DT1H", "2021-03-02T00:30:00+08:00"),
        ("2021-07-01T09:00:00+08:00", "P14D", "2021-07-15T09:00:00+08:00"),
    ],
)
def test_calendar_steps_are_calendar_steps(start: str, text: str, end: str) -> None:
    assert Duration.parse(text).after(datetime.fromisoformat(start)) == datetime.fromisoformat(end)


def test_a_duration_beyond_the_calendar_is_told_so() -> None:
    with pytest.raises(DurationOutOfRange, match="outside of the calendar"):
        Duration.parse("P9999Y").after(datetime(2021, 7, 1, tzinfo=UTC))


@given(durations)
def test_what_is_written_is_read_back(duration: Duration) -> None:
    assert Duration.parse(str(duration)) == duration


@given(durations, instants)
def test_time_never_goes_backwards_and_stands_still_only_for_nothing(duration: Duration, start: datetime) -> None:
    end = duration.after(start)
    assert end.utcoffset() == start.utcoffset()
    assert (end > start) == bool(duration)


@given(st.integers(0, 600), instants)
def test_months_land_in_the_month_that_they_name(months: int, start: datetime) -> None:
    end = Duration(months=months).after(start)
    assert end.year * 12 + end.month == start.year * 12 + start.month + months
    assert end.day <= start.day
    assert end.time() == start.time()


@given(st.timedeltas(timedelta(0), timedelta(days=30)), instants)
def test_time_alone_is_plain_addition(time: timedelta, start: datetime) -> None:
    assert Duration(time=time).after(start) == start + time

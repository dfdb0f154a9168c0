"""How long the reconciler waits before it looks again."""

from datetime import timedelta

import pytest

from luohu_declaration.api.waiting import iso
from luohu_declaration.usecases.reconcile import pause_after

LOOKS = {1: 30, 2: 60, 3: 120, 7: 1920, 8: 3600, 9: 3600, 10_000: 3600}


@pytest.mark.parametrize(("checks", "seconds"), LOOKS.items(), ids=str)
def test_the_pause_doubles_from_half_a_minute_to_an_hour(checks: int, seconds: int) -> None:
    assert pause_after(checks) == timedelta(seconds=seconds)


LENGTHS = {
    "PT0S": timedelta(0),
    "PT59S": timedelta(seconds=59, milliseconds=900),
    "PT1H1M1S": timedelta(hours=1, minutes=1, seconds=1),
    "P14D": timedelta(days=14),
    "P14DT2H": timedelta(days=14, hours=2),
}


@pytest.mark.parametrize(("written", "length"), LENGTHS.items(), ids=LENGTHS)
def test_ages_are_written_in_iso_8601(written: str, length: timedelta) -> None:
    assert iso(length) == written


def test_an_age_is_never_negative() -> None:
    assert iso(timedelta(seconds=-5)) == "PT0S"

"""The retry decision, as a table. Delays double from 50 ms to 5 s; jitter takes up to half away."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_kit.retry import LONGEST, GiveUp, after_failure

MS = timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("attempt", "status", "expected"),
    [
        pytest.param(1, None, 50 * MS, id="no answer, first time"),
        pytest.param(2, None, 100 * MS, id="no answer, second time: 50 x 2"),
        pytest.param(4, 503, 400 * MS, id="unavailable, fourth time: 50 x 8"),
        pytest.param(8, 500, 5000 * MS, id="crash: 50 x 128 is cut to 5 s"),
        pytest.param(9999, 429, 5000 * MS, id="too many, after ages"),
        pytest.param(1, 408, 50 * MS, id="request timed out"),
        pytest.param(1, 425, 50 * MS, id="too early"),
        pytest.param(1, 401, 50 * MS, id="a signature that was refused says nothing about the message"),
        pytest.param(3, 403, 200 * MS, id="nor does a secret that is being replaced"),
    ],
)
def test_what_may_pass_is_tried_again(attempt: int, status: int | None, expected: timedelta) -> None:
    assert after_failure(attempt, status, jitter=1.0) == expected


@pytest.mark.parametrize("status", [301, 400, 404, 409, 410, 413, 422])
def test_a_refusal_is_never_tried_again(status: int) -> None:
    assert isinstance(after_failure(1, status, jitter=0.5), GiveUp)


def test_what_the_receiver_asks_for_is_honoured_up_to_an_hour() -> None:
    assert after_failure(1, 503, jitter=0, retry_after=timedelta(seconds=30)) == timedelta(seconds=30)
    assert after_failure(1, 503, jitter=0, retry_after=timedelta(days=3)) == timedelta(hours=1)


@given(attempt=st.integers(1, 10_000), jitter=st.floats(0, 1))
def test_a_delay_lies_between_half_and_the_whole_of_the_doubled_time(attempt: int, jitter: float) -> None:
    delay = after_failure(attempt, None, jitter=jitter)
    assert isinstance(delay, timedelta)
    assert 25 * MS <= delay <= LONGEST


def test_attempts_are_counted_from_one() -> None:
    with pytest.raises(ValueError, match="from 1"):
        after_failure(0, None, jitter=0)

"""When a request is sent again, and after how long."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from luohu_client.retry import Patience, retry_after, worth_repeating

IN_USE = {"type": "/problems/idempotency-key-in-use"}


def test_pauses_double_up_to_the_longest_and_are_spread() -> None:
    patience = Patience(first=0.1, longest=1.0)
    assert [patience.pause(n, None, 1.0) for n in (1, 2, 3, 4, 5, 60)] == [0.1, 0.2, 0.4, 0.8, 1.0, 1.0]
    assert patience.pause(1, None, 0.0) == 0.05


def test_retry_after_is_honoured_where_it_asks_for_more() -> None:
    patience = Patience(first=0.1, longest=1.0)
    assert patience.pause(1, 7.0, 0.3) == 7.0
    assert patience.pause(5, 0.0, 1.0) == 1.0


@pytest.mark.parametrize(
    ("status", "body", "once", "repeatable"),
    [
        (200, None, False, False),
        (429, None, True, True),
        (503, None, True, True),
        (502, None, False, True),
        (504, None, False, True),
        (500, None, False, False),
        (409, IN_USE, True, True),
        (409, {"type": "/problems/item-locked"}, False, False),
        (422, None, False, False),
    ],
)
def test_only_what_is_no_answer_is_asked_again(status: int, body: object, once: bool, repeatable: bool) -> None:
    answer = httpx.Response(status, json=body)
    assert worth_repeating(answer, repeatable=False) is once
    assert worth_repeating(answer, repeatable=True) is repeatable


def test_retry_after_is_read_as_a_number_and_as_a_date() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    assert retry_after(httpx.Response(503)) is None
    assert retry_after(httpx.Response(503, headers={"Retry-After": "12"})) == 12.0
    assert retry_after(httpx.Response(503, headers={"Retry-After": "soon"})) is None
    assert 3590 < (retry_after(httpx.Response(503, headers={"Retry-After": soon})) or 0) <= 3600
    assert retry_after(httpx.Response(503, headers={"Retry-After": "Thu, 01 Jan 2015 00:00:00 GMT"})) == 0.0

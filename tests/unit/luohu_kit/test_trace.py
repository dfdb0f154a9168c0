"""A cause is read from headers that may be anything, and told on in headers that are always well formed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_kit.trace import Cause, caused_by, current

TRACE = "0af7651916cd43dd8448eb211c80319c"


def test_a_trace_goes_on_and_every_hop_is_a_span_of_its_own() -> None:
    cause = Cause.read(f"00-{TRACE}-b7ad6b7169203331-01", "verdict-twice")
    assert cause == Cause(TRACE, "verdict-twice")
    first, second = cause.headers(), cause.headers()
    assert first["Luohu-Scenario"] == "verdict-twice"
    assert Cause.read(first["traceparent"], "").trace == TRACE
    assert first["traceparent"] != second["traceparent"]


@pytest.mark.parametrize("given", ["", "00", f"00-{'0' * 32}-b7ad6b7169203331-01", f"00-{TRACE}-{'0' * 16}-01", TRACE])
def test_what_is_no_trace_begins_a_new_one(given: str) -> None:
    cause = Cause.read(given, "")
    assert cause.trace not in (TRACE, "0" * 32)
    assert len(cause.trace) == 32


@given(traceparent=st.text(max_size=80), scenario=st.text(max_size=80))
def test_whatever_comes_what_goes_out_is_a_header(traceparent: str, scenario: str) -> None:
    for value in Cause.read(traceparent, scenario).headers().values():
        assert value.isascii()
        assert value.isprintable()


def test_a_cause_ends_with_its_block() -> None:
    with caused_by(Cause(TRACE)):
        assert current() == Cause(TRACE)
    assert current() is None

"""What a fault does to the n-th request is decided by its seed alone, and a fault that cannot be done is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from luohu_contract.duration import Duration
from luohu_kit.faults.fault import Fault, chance, plan_for

EDGE = "tax->declaration"
NOW = datetime(2021, 7, 5, 4, 0, tzinfo=UTC)
SEEDS = st.integers(0, 2**63 - 1)
NUMBERS = st.integers(1, 500)


def fault(**told: Any) -> Fault:
    return Fault.model_validate_json(orjson.dumps(told))


def plan(one: Fault, number: int = 1, *, now: datetime = NOW, message: bool = True, released: bool = False) -> Any:
    return plan_for(one, EDGE, number, now=now, made_at=NOW, message=message, released=released)


def test_the_same_seed_touches_the_same_requests_on_every_machine() -> None:
    touched = [n for n in range(1, 31) if fault(status=500, probability="0.3", seed=7).touches(EDGE, n)]
    assert touched == [3, 4, 8, 11, 12, 18, 19, 26, 28, 30]
    assert chance(7, EDGE, 1) == 10805037867423298485


@given(seed=SEEDS, number=NUMBERS)
def test_a_probability_of_one_touches_all(seed: int, number: int) -> None:
    assert fault(status=500, seed=seed).touches(EDGE, number)


@given(seed=SEEDS, low=st.integers(1, 99), more=st.integers(0, 50), number=NUMBERS)
def test_what_a_small_chance_touches_a_greater_one_touches_too(seed: int, low: int, more: int, number: int) -> None:
    smaller = fault(status=500, seed=seed, probability=str(low / 100))
    greater = fault(status=500, seed=seed, probability=str(min(low + more, 100) / 100))
    assert not smaller.touches(EDGE, number) or greater.touches(EDGE, number)


@given(seed=SEEDS)
def test_a_half_is_about_half(seed: int) -> None:
    half = fault(status=500, seed=seed, probability="0.5")
    assert 380 <= sum(half.touches(EDGE, number) for number in range(1, 1001)) <= 620


@given(first=st.integers(0, 20), failing=st.integers(1, 20), number=st.integers(1, 60))
def test_the_first_pass_then_so_many_fail_then_all_pass(first: int, failing: int, number: int) -> None:
    one = fault(succeed_first=first, fail_first=failing)
    assert one.touches(EDGE, number) == (first < number <= first + failing)


@given(
    begins=st.integers(-100, 100),
    length=st.integers(1, 100),
    at=st.integers(-150, 250),
    number=NUMBERS,
    released=st.booleans(),
)
def test_nothing_gets_through_in_an_outage_and_everything_outside(
    begins: int, length: int, at: int, number: int, released: bool
) -> None:
    start, end = NOW + timedelta(hours=begins), NOW + timedelta(hours=begins + length)
    one = fault(outage={"from": start.isoformat(), "to": end.isoformat()})
    seen = plan(one, number, now=NOW + timedelta(hours=at), released=released)
    assert (seen is not None) == (begins <= at < begins + length)
    assert seen is None or (seen.out and seen.until == end and seen.name == "outage")


def test_an_outage_without_ends_lasts_from_when_it_was_put() -> None:
    one = fault(outage={})
    assert plan(one, now=NOW).until is None
    assert plan(one, now=NOW + timedelta(days=900)).out
    assert plan(one, now=NOW - timedelta(seconds=1)) is None


def test_a_message_is_set_aside_once_and_a_request_that_somebody_waits_for_never() -> None:
    one = fault(hold="P14D")
    assert plan(one).until == NOW + timedelta(days=14)
    assert plan(one, released=True) is None
    assert plan(one, message=False) is None
    both = fault(hold="P14D", unsigned=True)
    assert (plan(both, released=True).name, plan(both).name) == ("unsigned", "hold, unsigned")


@given(seed=SEEDS, number=NUMBERS, probability=st.integers(1, 100), duplicate=st.integers(1, 10))
def test_a_fault_survives_its_way_through_the_row(seed: int, number: int, probability: int, duplicate: int) -> None:
    one = fault(duplicate=duplicate, seed=seed, probability=str(probability / 100), ttl="P1M", outage={"to": NOW})
    again = Fault.model_validate_json(one.model_dump_json(by_alias=True, exclude_none=True))
    assert again == one
    assert plan(again, number) == plan(one, number)


def test_counting_alone_means_unavailable() -> None:
    assert fault(fail_first=2).status == 503
    assert fault(succeed_first=1).status == 503
    assert fault(fail_first=2, drop="answer").status is None


@pytest.mark.parametrize(
    ("told", "where", "says"),
    [
        ({}, (), "does something"),
        ({"probability": 0.5}, (), "does something"),
        ({"status": 200}, ("status",), "refused the message for good"),
        ({"status": 404}, ("status",), "a fault loses nothing"),
        ({"status": 500, "drop": "request"}, (), "exclude one another"),
        ({"unsigned": True, "corrupt_signature": True}, (), "exclude one another"),
        ({"status": 500, "duplicate": 2}, (), "exclude one another"),
        ({"drop": "everything"}, ("drop",), "'request' or 'answer'"),
        ({"latency": "PT31S"}, ("latency",), "at most PT30S"),
        ({"latency": 5}, ("latency",), "string"),
        ({"hold": "PT0S"}, ("hold",), "more than nothing"),
        ({"hold": "P11Y"}, ("hold",), "at most ten years"),
        ({"status": 500, "probability": 0}, ("probability",), "greater than 0"),
        ({"status": 500, "probability": 1.5}, ("probability",), "less than or equal to 1"),
        ({"retry_after": "PT1S", "unsigned": True}, (), "goes with a `status`"),
        ({"duplicate": 11}, ("duplicate",), "less than or equal to 10"),
        ({"outage": {"from": "2021-08-01T00:00:00+08:00", "to": "2021-07-01T00:00:00+08:00"}}, ("outage",), "later"),
        ({"outage": {"from": "2021-08-01T00:00:00"}}, ("outage", "from"), "timezone"),
        ({"status": 500, "sometimes": True}, ("sometimes",), "not permitted"),
    ],
)
def test_what_cannot_be_done_is_refused(told: dict[str, Any], where: tuple[str, ...], says: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fault(**told)
    first = refused.value.errors()[0]
    assert first["loc"][: len(where)] == where
    assert says in first["msg"]


@pytest.mark.parametrize(
    ("match", "fits"),
    [
        ({}, True),
        ({"topic": "verdicts"}, True),
        ({"topic": "evidence-requests"}, False),
        ({"method": "GET"}, False),
        ({"path_prefix": "/v1/ver"}, True),
        ({"path_prefix": "/v1/questions"}, False),
    ],
)
def test_a_fault_looks_only_at_what_it_names(match: dict[str, str], fits: bool) -> None:
    assert fault(status=500, match=match).match.fits("POST", "/v1/verdicts", "verdicts") is fits


def test_a_length_is_kept_on_the_calendar() -> None:
    assert plan(fault(hold="P1M")).until == Duration(months=1).after(NOW)

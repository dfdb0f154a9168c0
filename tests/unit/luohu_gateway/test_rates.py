"""How many requests one caller may make, and what they are told."""

import pytest

from luohu_gateway.rates import GENEROUS, HOUSEHOLD, MOST, Line, Rates
from luohu_kit.problems import Problem
from luohu_kit.settings import Mode, Settings

SECRETS = {"declaration->tax": ["whsec_" + "A" * 43 + "="]}


def rates(quota: int | None, mode: Mode = Mode.SANDBOX) -> Rates:
    return Rates(Settings(mode=mode, peer_secrets=SECRETS, audit_key="k" * 32, requests_per_minute=quota))


def bearer(token: str) -> list[tuple[bytes, bytes]]:
    return [(b"authorization", f"Bearer {token}".encode())]


def test_a_sandbox_has_no_limit_and_production_a_generous_one() -> None:
    assert rates(None).quota == 0
    assert rates(None).taken([], "1.1.1.1", 0.0) == []
    assert rates(None, Mode.PRODUCTION).quota == GENEROUS
    assert rates(0, Mode.PRODUCTION).taken([], "1.1.1.1", 0.0) == []


@pytest.mark.parametrize("quota", [1, 7, 60, 1_200])
def test_a_caller_may_make_so_many_at_once_and_then_as_many_as_time_gives_back(quota: int) -> None:
    line = Line(quota)
    assert [line.take(b"a", 100.0).allowed for _ in range(quota + 1)] == [True] * quota + [False]
    refused = line.take(b"a", 100.0)
    assert refused.left == 0
    assert refused.wait == pytest.approx(60 / quota)
    assert not line.take(b"a", 100.0 + refused.wait * 0.9).allowed
    assert line.take(b"a", 100.0 + refused.wait * 1.001).allowed
    assert line.take(b"b", 100.0).allowed
    assert [line.take(b"a", 400.0).allowed for _ in range(quota + 1)] == [True] * quota + [False]


def test_callers_are_told_what_is_left_and_when_to_come_again() -> None:
    limit = rates(2)
    told = [dict(limit.taken(bearer("a"), "1.1.1.1", 5.0)) for _ in range(2)]
    assert told[0][b"ratelimit-policy"] == b'"caller";q=2;w=60'
    assert [one[b"ratelimit"] for one in told] == [b'"caller";r=1;t=30', b'"caller";r=0;t=60']
    with pytest.raises(Problem) as refused:
        limit.taken(bearer("a"), "1.1.1.1", 5.0)
    assert refused.value.slug == "too-many-requests"
    assert refused.value.headers["Retry-After"] == "30"
    assert limit.taken(bearer("b"), "1.1.1.1", 5.0)


def test_made_up_tokens_do_not_help() -> None:
    limit = rates(2)
    for number in range(2 * HOUSEHOLD):
        limit.taken(bearer(str(number)), "1.1.1.1", 5.0)
    with pytest.raises(Problem):
        limit.taken(bearer("another"), "1.1.1.1", 5.0)
    assert limit.taken(bearer("another"), "2.2.2.2", 5.0)


def test_no_more_callers_are_remembered_than_there_is_room_for() -> None:
    line = Line(1)
    for number in range(MOST + 10):
        line.take(str(number).encode(), 1.0)
    assert line.take(b"0", 1.0).allowed
    assert not line.take(str(MOST + 9).encode(), 1.0).allowed

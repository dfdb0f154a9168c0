"""A step of a story that moves the clock may take long, and may be cut off."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx
import pytest

from luohu_cli.door import Door, Refused
from luohu_cli.story import Story

BACKWARDS = {"type": "/problems/clock-backwards", "status": 409, "detail": "The clock shows a later time."}
THERE = "2021-08-01T00:00:07+08:00"
Answers = list[httpx.Response | Exception]


class Town(httpx.BaseTransport):
    """The clock of a city: `advances` are the answers to an advance, one after the other."""

    def __init__(self) -> None:
        self.advances: Answers = []
        self.wishes: list[dict[str, Any]] = []
        self.patience: list[float] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            now = THERE if self.wishes else "2021-07-18T00:00:00+08:00"
            return httpx.Response(200, json={"now": now})
        self.wishes.append(httpx.Response(200, content=request.content).json())
        self.patience.append(request.extensions["timeout"]["read"])
        answer = self.advances.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def advance(town: Town) -> Iterator[Callable[[Mapping[str, str]], str]]:
    with Door("http://gateway", transport=town, sleep=lambda _: None) as door:
        story = Story(door, {"name": "somebody"}, "here")
        yield lambda wish: next(iter(story.go_on([{"advance": wish}]))).detail


def arrived() -> httpx.Response:
    return httpx.Response(200, json={"now": THERE})


def test_it_waits_longer_for_the_clock_than_for_anything_else(
    town: Town, advance: Callable[[Mapping[str, str]], str]
) -> None:
    town.advances = [arrived()]
    assert advance({"to": "2021-08-01T00:00:00+08:00"}) == f"it shows {THERE}"
    assert town.wishes == [{"world": "here", "to": "2021-08-01T00:00:00+08:00"}]
    assert town.patience[0] >= 600


def test_a_length_is_not_gone_twice_when_an_answer_is_lost(
    town: Town, advance: Callable[[Mapping[str, str]], str]
) -> None:
    town.advances = [httpx.ReadError("cut off"), arrived()]
    advance({"by": "P14D"})
    assert [wish["to"] for wish in town.wishes] == ["2021-08-01T00:00:00+08:00"] * 2


def test_a_clock_that_came_there_before_the_answer_was_lost_is_there(
    town: Town, advance: Callable[[Mapping[str, str]], str]
) -> None:
    town.advances = [httpx.ReadError("cut off"), httpx.Response(409, json=BACKWARDS)]
    assert advance({"to": "2021-08-01T00:00:00+08:00"}) == f"it shows {THERE}"


def test_a_clock_that_is_past_it_from_the_first_is_refused(
    town: Town, advance: Callable[[Mapping[str, str]], str]
) -> None:
    town.advances = [httpx.Response(409, json=BACKWARDS)]
    with pytest.raises(Refused):
        advance({"to": "2021-07-01T00:00:00+08:00"})

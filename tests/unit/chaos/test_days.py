"""Days go by in a run of chaos when everybody waits, and whatever holds the clock up only delays them."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from chaos.cases import days
from luohu_client import Problem
from luohu_client.clock import Clock
from luohu_client.line import Line
from luohu_client.problem import Unanswered

FIRST = datetime(2017, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)


class Standing(Clock):
    """A clock that stands, and is held up by what is in `trouble`, one attempt after the other."""

    def __init__(self, *trouble: Exception) -> None:
        super().__init__(Line("http://nobody"), "w")
        self.shows = FIRST
        self.trouble = list(trouble)

    async def now(self) -> datetime:
        return self.shows

    async def advance(self, by: Any = None, **how: Any) -> Any:
        if self.trouble:
            raise self.trouble.pop(0)
        self.shows += by


def problem(status: int, slug: str) -> Problem:
    request = httpx.Request("POST", "http://nobody/_luohu/clock/advance")
    return Problem(httpx.Response(status, json={"type": f"/problems/{slug}"}, request=request))


async def live(clock: Standing, told: list[Exception | None], *lives: tuple[int, ...]) -> list[datetime]:
    """Everybody waits for one day after the other; what the clock showed as each came, in order."""
    came: list[datetime] = []
    world = days.Days(clock, told.append)

    async def one(waits: tuple[int, ...]) -> None:
        with world.lived():
            for each in waits:
                await world.come(FIRST + each * DAY)
                came.append(clock.shows)

    going = asyncio.create_task(world.go_by())
    async with asyncio.TaskGroup() as living:
        for each in lives:
            living.create_task(one(each))
    going.cancel()
    return came


async def test_the_clock_comes_to_the_earliest_day_when_everybody_waits() -> None:
    came = await live(Standing(), [], (3, 5), (9,), (3,))
    assert came == [FIRST + each * DAY for each in (3, 3, 5, 9)]


async def test_an_advance_that_does_not_settle_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "PAUSE", 0.0)
    told: list[Exception | None] = []
    trouble = (problem(409, "advance-unsettled"), Unanswered("nobody"))
    assert await live(Standing(*trouble), told, (3,)) == [FIRST + 3 * DAY]
    assert told == [*trouble, None]


async def test_a_clock_that_never_moves_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "PATIENCE", -1.0)
    world = days.Days(Standing(problem(409, "advance-unsettled")), lambda error: None)
    with world.lived():
        waiting = asyncio.create_task(world.come(FIRST + DAY))
        with pytest.raises(RuntimeError, match="advance-unsettled"):
            await world.go_by()
        waiting.cancel()

"""What `Retry-After` asks for, and for whom it holds; who comes into a room, and when."""

import asyncio
from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest

from luohu_kit.clock import machine_now
from luohu_kit.parcel import retry_after
from luohu_kit.shedding import Room, RoomFull
from luohu_kit.slowing import Slowed


def answer(value: str | None) -> httpx.Response:
    return httpx.Response(429, headers={} if value is None else {"Retry-After": value})


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("7", 7),
        (" 120 ", 120),
        ("99999999999999999999", 9_999_999),
        ("soon", None),
        ("-1", None),
        (None, None),
    ],
)
def test_seconds_are_read_and_nonsense_is_not(value: str | None, seconds: int | None) -> None:
    assert retry_after(answer(value)) == (None if seconds is None else timedelta(seconds=seconds))


def test_a_date_is_so_far_away_as_it_is_and_one_that_is_over_is_now() -> None:
    then = machine_now() + timedelta(seconds=90)
    wait = retry_after(answer(format_datetime(then, usegmt=True)))
    assert wait is not None
    assert timedelta(seconds=60) < wait <= timedelta(seconds=90)
    assert retry_after(answer("Sun, 06 Nov 1994 08:49:37 GMT")) == timedelta(0)


def test_only_the_way_that_was_asked_about_is_slowed_and_a_shorter_wish_changes_nothing() -> None:
    slowed = Slowed()
    slowed.ask(("main", "tax"), timedelta(seconds=10), now=100.0, jitter=0.0)
    slowed.ask(("main", "tax"), timedelta(seconds=1), now=101.0, jitter=1.0)
    slowed.ask(("other", "tax"), timedelta(days=9), now=100.0, jitter=0.0)
    assert set(slowed.ways(109.0)) == {("main", "tax"), ("other", "tax")}
    assert slowed.soonest(109.0) == 1.0
    assert set(slowed.ways(110.0)) == {("other", "tax")}
    slowed.forget("other")
    assert not slowed.ways(110.0)
    assert slowed.soonest(110.0) is None


async def test_a_room_is_first_come_first_served_and_whoever_gives_up_takes_no_place_along() -> None:
    room = Room(most=1, waiting=2, patience=30)
    await room.enter()
    came: list[str] = []

    async def visit(name: str) -> None:
        await room.enter()
        came.append(name)

    first, second = asyncio.create_task(visit("first")), asyncio.create_task(visit("second"))
    await asyncio.sleep(0)
    with pytest.raises(RoomFull):
        await room.enter()
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    assert room.line == 1
    room.leave()
    await second
    assert (came, room.inside, room.line) == (["second"], 1, 0)
    room.leave()
    assert room.inside == 0


async def test_whoever_is_cancelled_just_as_a_place_is_given_to_them_passes_it_on() -> None:
    room = Room(most=1, waiting=2, patience=30)
    await room.enter()
    waiting = [asyncio.create_task(room.enter()) for _ in range(2)]
    await asyncio.sleep(0)
    room.leave()
    waiting[0].cancel()
    await asyncio.gather(waiting[0], return_exceptions=True)
    await asyncio.wait_for(waiting[1], 10)
    assert (room.inside, room.line) == (1, 0)


async def test_whoever_waited_for_too_long_is_sent_away() -> None:
    room = Room(most=1, waiting=1, patience=0.01)
    await room.enter()
    with pytest.raises(RoomFull):
        await room.enter()
    assert (room.inside, room.line) == (1, 0)

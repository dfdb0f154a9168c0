"""Polling instead of sleeping: look until it is so, under a deadline, and say what was seen last."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

FIRST, LONGEST = 0.01, 0.1  #: seconds between two looks: looking takes time from what is waited for
LOOK = 0.02  #: seconds between two looks from outside


async def until(
    look: Callable[[], Any] | Callable[[], Awaitable[Any]],
    wanted: Any = True,
    *,
    at_least: bool = False,
    within: float = 30.0,
) -> Any:
    """What `look` gives once it equals (or reaches) what is wanted; AssertionError with the last sight otherwise."""
    loop = asyncio.get_running_loop()
    end = loop.time() + within
    pause = FIRST
    while True:
        seen = look()
        if inspect.isawaitable(seen):
            seen = await seen
        if (seen >= wanted) if at_least else (seen == wanted):
            return seen
        if loop.time() > end:
            raise AssertionError(f"waited {within} s for {wanted!r}; the last thing seen was {seen!r}")
        await asyncio.sleep(pause)
        pause = min(pause * 1.3, LONGEST)


def until_seen(look: Callable[[], Any], wanted: Any = True, *, within: float = 60.0) -> None:
    """The same for processes, which are looked at from outside of any loop. One that is away gives no answer yet."""
    end = time.monotonic() + within
    while True:
        try:
            seen = look()
        except httpx.TransportError as error:
            seen = repr(error)
        if seen == wanted:
            return
        assert time.monotonic() < end, f"waited {within} s for {wanted!r}; the last thing seen was {seen!r}"
        time.sleep(LOOK)

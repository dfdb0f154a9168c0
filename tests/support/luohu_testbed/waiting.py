"""Polling instead of sleeping: look until it is so, under a deadline, and say what was seen last."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

FIRST, LONGEST = 0.01, 0.1  #: seconds between two looks: looking takes time from what is waited for


async def until(
    look: Callable[[], Any] | Callable[[], Awaitable[Any]],
    wanted: Any = True,
    *,
    at_least: bool = False,
    within: float = 10.0,
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

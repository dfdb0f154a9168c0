"""Many people side by side: so many at a time, the next one when somebody is through."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


async def each(many: Iterable[T], act: Callable[[T], Awaitable[object]], side_by_side: int) -> None:
    """Act on every one. The first failure ends all, and is raised."""
    waiting = iter(many)

    async def lane() -> None:
        for one in waiting:
            await act(one)

    async with asyncio.TaskGroup() as group:
        for _ in range(side_by_side):
            group.create_task(lane())

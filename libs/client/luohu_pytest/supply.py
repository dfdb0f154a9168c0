"""Worlds for the tests of one process: made by the dozen before they are wanted, taken away by the dozen afterwards.

A world costs a tenth that way. One batch is on its way while the tests use up the one before.
"""

import math
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from anyio.from_thread import BlockingPortal

from luohu_client import City, World

BATCH = 20  #: worlds in one request, at most
LOW = 10  #: worlds in store below which the next batch is begun: it is there when they are used up

Wish = Mapping[str, Any]  #: of worlds that are all alike; the keywords of `City.new_worlds`


@dataclass(slots=True)
class Stock:
    """Worlds of one wish."""

    wish: Wish
    wanted: int  #: more of them, by tests that are still to come
    there: deque[World] = field(default_factory=deque)
    coming: "Future[list[World]] | None" = None


class Supply:
    """Hands out fresh worlds, each once. The city is one whose connections live in the portal's loop."""

    def __init__(self, portal: BlockingPortal, city: City, wanted: Mapping[str, tuple[Wish, int]]) -> None:
        """wanted: for each wish, under its key, how many worlds this process will ask for, as far as is known."""
        self._portal = portal
        self._city = city
        self._stocks = {key: Stock(wish, count) for key, (wish, count) in wanted.items()}
        self._used: list[str] = []
        self._leaving: list[Future[None]] = []

    def take(self, wish: Wish) -> World:
        """A fresh world. Raises Problem, Unanswered."""
        stock = self._stocks.setdefault(key_of(wish), Stock(wish, 1))
        if not stock.there:
            coming, stock.coming = stock.coming or self._begin(stock), None
            stock.there.extend(coming.result())
        world = stock.there.popleft()
        stock.wanted = max(0, stock.wanted - 1)
        if stock.coming is None and len(stock.there) < min(LOW, stock.wanted):
            stock.coming = self._begin(stock)
        return world

    def give_back(self, world: World) -> None:
        """A world that is not needed any more. What goes wrong with it is raised by `close`: it is no test's fault."""
        self._used.append(world.name)
        if len(self._used) >= BATCH:
            self._remove()

    def close(self) -> None:
        """Take every world away that was made, used or not. Raises Problem, Unanswered."""
        for stock in self._stocks.values():
            coming = stock.coming.result() if stock.coming else []
            self._used += [world.name for world in (*stock.there, *coming)]
        self._remove()
        for future in self._leaving:
            future.result()

    def _begin(self, stock: Stock) -> "Future[list[World]]":
        count = min(BATCH, max(1, stock.wanted - len(stock.there)))
        return self._portal.start_task_soon(lambda: self._city.new_worlds(count, **stock.wish))

    def _remove(self) -> None:
        if self._used:
            self._leaving.append(self._portal.start_task_soon(self._city.remove_worlds, self._used))
            self._used = []


def key_of(wish: Wish) -> str:
    """The same for worlds that are alike."""
    return repr(sorted(wish.items()))


def share_of(count: int, workers: int) -> int:
    """How many of some tests one of several workers will run, about."""
    return math.ceil(count / max(1, workers))

"""Advances of clocks that were begun from a page: they may take minutes, and a page shows how far they are."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.requests import Request

from luohu_contract.duration import Duration
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.wire import Away, Refused, Wire

SOON = 1.0  #: seconds that a page waits for an advance before it shows how far it is
KEPT = 50  #: worlds whose last advance is remembered
FIRED = 200  #: events that a page lists


@dataclass
class Advance:
    """One advance, under way or over."""

    wish: dict[str, Any]
    began: datetime  #: the world's time
    target: datetime | None = None  #: where it is to end, where that can be said
    fired: list[Any] = field(default_factory=list)  #: what fired, in order; the first ones
    count: int = 0  #: of all that fired
    now: str = ""  #: where it ended
    problem: Shown = NONE
    held_by: list[str] = field(default_factory=list)  #: what holds it up, where it could not come to rest
    task: "asyncio.Task[None] | None" = None

    @property
    def over(self) -> bool:
        return self.task is None or self.task.done()

    async def run(self, ask: Wire) -> None:
        """Do it; what comes of it is kept here."""
        try:
            told = (await ask.post("/_luohu/clock/advance", self.wish)).data
        except Refused as refused:
            self.problem = Shown.of(refused)
            self.held_by = list(refused.problem.get("held_by") or ())
        except Away as away:
            self.problem = Shown(title=away.service, detail=str(away))
        else:
            self.fired, self.count, self.now = told["fired"][:FIRED], told["fired_count"], told["now"]

    def part_of_the_way(self, now: datetime) -> int | None:
        """How far it is, in hundredths; None where nobody knows how far it goes. now: the world's time."""
        if self.target is None:
            return None
        whole = (self.target - self.began).total_seconds()
        return max(0, min(100, int(100 * (now - self.began).total_seconds() / whole))) if whole > 0 else 100


def target_of(wish: Mapping[str, Any], began: datetime) -> datetime | None:
    """Where a wish leads; None for `until` idle, and for what the API will refuse."""
    try:
        if by := wish.get("by"):
            return Duration.parse(by).after(began)
        to = datetime.fromisoformat(wish.get("to", ""))
    except ValueError:
        return None
    return to if to.tzinfo else None


class Advances:
    """The last advance of each world."""

    def __init__(self) -> None:
        self._last: OrderedDict[str, Advance] = OrderedDict()

    def last(self, world: str) -> Advance | None:
        """The one that was begun last, if any was."""
        return self._last.get(world)

    async def begin(self, world: str, ask: Wire, wish: dict[str, Any], began: datetime) -> Advance:
        """Begin one, and wait a moment for its end. While one is under way, that one goes on, and no other begins."""
        last = self._last.get(world)
        if last is None or last.over:
            last = Advance(wish, began, target_of(wish, began))
            last.task = asyncio.create_task(last.run(ask))
            self._last[world] = last
            self._last.move_to_end(world)
            while len(self._last) > KEPT:
                self._last.popitem(last=False)
        if last.task is not None:
            await asyncio.wait((last.task,), timeout=SOON)
        return last


def advances_of(request: Request) -> Advances:
    """Those of this gateway."""
    state = request.app.state
    if not hasattr(state, "advances"):
        state.advances = Advances()
    found: Advances = state.advances
    return found

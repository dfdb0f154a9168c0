"""The days for which cases wait: the world's clock is moved when nobody has anything to do before."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from luohu_client import Problem
from luohu_client.clock import Clock
from luohu_client.problem import Unanswered

LEAST = timedelta(seconds=1)  #: an advance that was not settled had its day already, and has to be settled all the same
GRAIN = "PT1H"
PAUSE, PATIENCE = 0.2, 600.0  #: seconds of real time between two attempts, and for all of them


class Days:
    """The clock of a world, as those who live in it wait for it."""

    def __init__(self, clock: Clock, told: Callable[[Exception | None], None]) -> None:
        """told: hears of every advance: that it has settled, or why it has not."""
        self._clock = clock
        self._told = told
        self._living = 0
        self._waiting: list[tuple[datetime, asyncio.Event]] = []
        self._everybody_waits = asyncio.Event()

    @contextmanager
    def lived(self) -> Iterator[None]:
        """Around a life: nobody's day comes while somebody who lives has something to do."""
        self._living += 1
        try:
            yield
        finally:
            self._living -= 1
            self._look()

    async def come(self, day: datetime) -> None:
        """Wait until the clock shows a day, and all that was due until then is done."""
        came = asyncio.Event()
        self._waiting.append((day, came))
        self._look()
        await came.wait()

    async def go_by(self) -> None:
        """Move the clock to the earliest day whenever everybody waits. Raises RuntimeError when it does not settle."""
        while True:
            await self._everybody_waits.wait()
            day = min(day for day, _ in self._waiting)
            await self._moved(day)
            for each in [each for each in self._waiting if each[0] <= day]:
                self._waiting.remove(each)
                each[1].set()
            self._look()

    def _look(self) -> None:
        if self._waiting and len(self._waiting) == self._living:
            self._everybody_waits.set()
        else:
            self._everybody_waits.clear()

    async def _moved(self, day: datetime) -> None:
        """Services are killed meanwhile: then the advance says who holds it up, or nobody answers, and it is asked for
        again. Whoever has come so far comes a second further then, and is settled.
        """
        end = asyncio.get_running_loop().time() + PATIENCE
        while True:
            try:
                await self._clock.advance(by=max(day - await self._clock.now(), LEAST), grain=GRAIN)
            except (Problem, Unanswered) as error:
                self._told(error)
                if asyncio.get_running_loop().time() > end:
                    raise RuntimeError(f"the clock does not come to {day.isoformat()}: {error}") from error
                await asyncio.sleep(PAUSE)
            else:
                self._told(None)
                return

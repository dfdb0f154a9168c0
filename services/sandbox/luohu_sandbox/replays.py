"""A replay: a world made from the log of another one, in which the same is asked at the same times, and compared.

Its clock stands still, and is moved to the time of each input; the city comes to rest before the next one. What the
log has as a move of the clock is made as it was made, unless somebody asked something in the middle of it: then it is
made in parts.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import IO, Any

import orjson

from luohu_contract.model import Wire
from luohu_kit.clock import ClockMode, machine_now
from luohu_kit.journal.hop import CONTROL
from luohu_kit.runtime import Runtime
from luohu_sandbox import store
from luohu_sandbox.advance import ServicesFailed, Unsettled
from luohu_sandbox.again import ADVANCE, Answer, Asker
from luohu_sandbox.clocks import Clocks
from luohu_sandbox.digests import Digests, differences
from luohu_sandbox.fleet import Fleet
from luohu_sandbox.importing import spooled
from luohu_sandbox.locks import WorldBusy
from luohu_sandbox.log_file import Ending, Header, Input, LogVersion, proven, read
from luohu_sandbox.packed import line
from luohu_sandbox.peopling import Peopling
from luohu_sandbox.rest import at_rest
from luohu_sandbox.worlds import Worlds, generated_name

#: Refusals that come of two things at once, and change nothing: here one thing comes after the other.
_OF_THE_MOMENT = frozenset({"advance-running", "world-busy", "world-away", "idempotency-key-in-use"})
_NOT_REPEATED = frozenset({f"{CONTROL}clock/release", f"{CONTROL}clock/scale"})
_FREEZE = f"{CONTROL}clock/freeze"
_POPULATION = f"{CONTROL}population"
_PEOPLED = 600.0  #: seconds of real time that a population may take to move in
_PIECE = 256 * 1024


class Unlike(Wire):
    """Something that came out differently."""

    number: int | None = None  #: of the input, from 1
    what: str  #: the request, or the service and the table
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Replays:
    """Makes worlds of logs."""

    rt: Runtime
    fleet: Fleet
    worlds: Worlds
    clocks: Clocks
    peopling: Peopling
    digests: Digests

    async def run(self, pieces: AsyncIterator[bytes], name: str | None) -> AsyncGenerator[bytes, None]:
        """Replay a log: lines of JSON about how it goes, the first one when the world is made.

        Raises FileTooLarge, LogDamaged, LogVersion, WorldExists, ServicesFailed before the first line: then there is
        nothing of it.
        """
        async with spooled(pieces) as file:
            header, lines = await asyncio.to_thread(proven, _pieces(file))
            if header.version != version("luohu"):
                raise LogVersion(f"The log was written by luohu {header.version}; this is {version('luohu')}.")
            world = name or generated_name()
            clock = header.settings.clock.model_copy(update={"mode": ClockMode.FROZEN, "anchor_real": machine_now()})
            await self.worlds.create(world, header.settings.model_copy(update={"clock": clock}))
            yield line({"world": world, "of": header.world, "inputs": lines, "reports": header.reports})
            run = _Run(self, header, world, Asker(self.rt, header.world, world))
            try:
                async for told in run.told(read(_pieces(file))):
                    yield line(told)
            except (ServicesFailed, Unsettled, WorldBusy) as error:
                yield line({"failed": str(error)})


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece


@dataclass(slots=True)
class _Run:
    """One replay on its way."""

    city: Replays
    header: Header
    world: str
    asker: Asker
    moving: Input | None = None  #: a move of the clock that is held back while others ask in its middle
    parted: bool = False  #: somebody did
    unlike: int = 0  #: what came out differently

    async def told(self, parts: Iterator[Any]) -> AsyncIterator[dict[str, Any]]:
        """What is said of the replay, line by line."""
        number = 0
        while (part := await asyncio.to_thread(next, parts, None)) is not None:
            if isinstance(part, Input):
                number += 1
                for unlike in await self._input(number, part):
                    yield self._said(unlike)
                yield {"done": number}
            elif isinstance(part, Ending):
                for unlike in await self._ending(part):
                    yield self._said(unlike)
        yield {"equal": not self.unlike, "differences": self.unlike}

    def _said(self, unlike: Unlike) -> dict[str, Any]:
        self.unlike += 1
        return {"unlike": unlike.model_dump(mode="json", exclude_none=True)}

    async def _input(self, number: int, one: Input) -> list[Unlike]:
        if self.moving is not None and self.moving.ended_before(one):
            found = await self._move(number - 1)
        else:
            found = []
        if one.problem in _OF_THE_MOMENT or (one.path in _NOT_REPEATED and _succeeded(one)):
            return found
        if one.path == ADVANCE and one.now is not None and self.moving is None:
            self.moving, self.parted = one, False
            return found
        if one.path == _FREEZE and _succeeded(one) and not one.content.strip(b" {}\n"):
            return found
        return [*found, *await self._ask(number, one)]

    async def _ask(self, number: int, one: Input) -> list[Unlike]:
        """Ask it again, at its time, and wait for all that follows from it."""
        if self.moving is not None:
            self.parted = True
        found = await self._stand_at(number, one.at)
        answer = await self.asker.ask(one)
        if one.path == _POPULATION and _succeeded(one):
            await self.city.peopling.settled(self.world, _PEOPLED)
        if not one.reads:
            await at_rest(self.city.fleet, self.world, self.city.rt.settings.settle_seconds)
        return [*found, *_compared(number, one, answer)]

    async def _move(self, number: int) -> list[Unlike]:
        """Make the move of the clock that was held back."""
        one, self.moving = self.moving, None
        assert one is not None and one.now is not None  # noqa: S101, PT018 - narrows the types
        found = await self._stand_at(number, one.at) if not self.parted else []
        if self.parted:
            return [*found, *await self._stand_at(number, one.now, grain=_grain(one))]
        return [*found, *_compared(number, one, await self.asker.ask(one))]

    async def _stand_at(self, number: int, instant: datetime, grain: str | None = None) -> list[Unlike]:
        """Bring the clock to an instant, unless it shows a later one."""
        shown = (await store.known(self.city.rt, self.world)).clock.at(machine_now())
        if instant <= shown or await self.city.clocks.stand(self.world, instant):
            return []
        grain = grain or (_grain(self.moving) if self.moving is not None else None)
        answer = await self.asker.move(instant.isoformat(), grain)
        if answer.status == 200:
            return []
        what = f"the clock, on its way to {instant.isoformat()}"
        return [Unlike(number=number, what=what, then="came to rest", now=_words(answer))]

    async def _ending(self, ending: Ending) -> list[Unlike]:
        found = await self._move(0) if self.moving is not None else []
        found += await self._stand_at(0, ending.ended)
        digest = await self.city.digests.of(self.world, times=self.header.stood)
        for each in differences(ending.digest, digest):
            then, now = each.rows
            rows = f"{now} rows" if then != now else "other rows" if each.plain else "rows that refer to others"
            found.append(Unlike(what=f"{each.service}: {each.table}", then=f"{then} rows", now=rows))
        return found


def _succeeded(one: Input) -> bool:
    return one.status is not None and one.status < 300


def _grain(one: Input) -> str | None:
    """Of a move of the clock: what was done together."""
    wish = orjson.loads(one.content or b"null") or {}
    return wish.get("grain")


def _compared(number: int, one: Input, answer: Answer) -> list[Unlike]:
    """Whether it was answered as then. What broke off then, by no fault, cannot be compared with anything."""
    if one.status is None or (one.status >= 500 and one.fault is None):
        return []
    same_problem = one.problem == answer.problem or not one.problem or one.status == 401
    if one.status == answer.status and same_problem:
        return []
    if "prefer" in one.headers and one.status < 300 and answer.status is not None and answer.status < 300:
        return []  # the status tells how long somebody waited, in real time
    then = _words(Answer(one.status, one.problem or ""))
    return [Unlike(number=number, what=f"{one.method} {one.to}{one.path}", then=then, now=_words(answer))]


def _words(answer: Answer) -> str:
    return " ".join(str(part) for part in (answer.status or "no answer", answer.problem) if part)

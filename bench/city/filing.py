"""Everybody opens a declaration with all their forms and has everything verified; some wait for the result."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.city import crowd
from bench.city.door import Door, Refused
from bench.city.gauge import Gauge
from bench.city.person import Json, Paper, Person
from bench.city.phases import Step
from luohu_client.pdf import page

WAITERS = 1000  #: people who wait for their results, at most: one in so many, spread over the whole phase
WAITERS_AT_ONCE = 8
FEWEST_BETWEEN = 10  #: people of whom one waits, at least: those who do cost more
SLICES = 10
SMALLEST_SLICE = 100  #: declarations
READINGS = 3  #: items that the city files by itself: insurance, conduct, tax penalties
OPEN = "/v1/declarations"
EXISTS = 409
_WAIT = "wait=30"


@dataclass(frozen=True, slots=True)
class Slice:
    """Declarations that were filed one after another, and what all processes spent meanwhile."""

    upto: int
    declarations: int
    cpu: Mapping[str, float]  #: seconds by process

    @property
    def ms(self) -> float:
        """Milliseconds of CPU for each declaration, of all processes together."""
        return sum(self.cpu.values()) * 1000 / self.declarations


@dataclass
class Filing:
    """Everybody's filing, and what it shows."""

    door: Door
    gauge: Gauge
    people: Sequence[Person]
    loops: list[float] = field(default_factory=list)  #: seconds from a request until the waiting read answers
    slices: list[Slice] = field(default_factory=list)
    _filed: int = 0
    _waiting: int = 0  #: of those who wait

    async def run(self, side_by_side: int, step: Step) -> None:
        """Until everybody has filed, and those who wait have been answered. Raises Refused."""
        every = max(FEWEST_BETWEEN, len(self.people) // WAITERS)
        size = max(SMALLEST_SLICE, len(self.people) // SLICES)
        before = self.gauge.spent()
        async with asyncio.TaskGroup() as waiting:

            async def one(numbered: tuple[int, Person]) -> None:
                nonlocal before
                number, person = numbered
                if number % every == 0 and not person.later and self._waiting < WAITERS_AT_ONCE:
                    # Beside the lanes: whoever waits computes nothing, and would only hold somebody else up.
                    self._waiting += 1
                    waiting.create_task(self._wait_for(person))
                else:
                    await self._file(person)
                self._filed += 1
                step(1)
                if self._filed % size == 0 or self._filed == len(self.people):
                    now = self.gauge.spent()
                    self._note(before, now)
                    before = now

            await crowd.each(enumerate(self.people), one, side_by_side)

    def _note(self, before: Mapping[str, float], now: Mapping[str, float]) -> None:
        last = self.slices[-1].upto if self.slices else 0
        cpu = {name: seconds - before.get(name, 0.0) for name, seconds in now.items()}
        self.slices.append(Slice(self._filed, self._filed - last, cpu))

    async def _file(self, person: Person) -> None:
        opened = await self._open(person)
        if person.later:
            uploaded = {paper.name: await upload(self.door, person, paper) for paper in person.papers}
            told = await self.door.ask("POST", f"{person.path}/items", person.token, person.filing(uploaded))
            person.filed(told.body["filed"], len(opened["items"]) - READINGS)

    async def _wait_for(self, person: Person) -> None:
        """File, and wait for the answer that says that nothing is under review any more."""
        began = time.monotonic()
        seen = await self._open(person, Prefer=_WAIT)
        while any(item["status"] == "pending" for item in seen["items"]):
            seen = (await self.door.ask("GET", person.path, person.token, Prefer=_WAIT)).body
        self.loops.append(time.monotonic() - began)
        self._waiting -= 1

    async def _open(self, person: Person, **headers: str) -> Json:
        """The declaration, opened; it may be there already when the city asked for time after it had opened it."""
        try:
            opened: Json = (await self.door.ask("POST", OPEN, person.token, person.opening, **headers)).body
        except Refused as refused:
            if refused.status != EXISTS:
                raise
            [there] = (await self.door.ask("GET", OPEN, person.token)).body["items"]
            opened = (await self.door.ask("GET", there["links"]["self"], person.token)).body
            captcha = await self.door.ask("GET", f"{there['links']['self']}/captcha", person.token)
            opened["captcha"] = captcha.body
        person.opened(opened)
        return opened


async def upload(door: Door, person: Person, paper: Paper) -> str:
    """Upload a paper; its id. Raises Refused."""
    told = await door.ask("POST", f"{person.path}/evidence", person.token, page(paper.lines), kind="application/pdf")
    return str(told.body["id"])

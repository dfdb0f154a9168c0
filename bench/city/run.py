"""One run: the people arrive, live their year, and the city is looked at."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bench.city import closing, preparing
from bench.city.door import Door
from bench.city.filing import Filing
from bench.city.gauge import Gauge
from bench.city.offices import Offices, staff
from bench.city.outcome import FILE, VERDICTS, Outcome
from bench.city.person import Person
from bench.city.phases import Phases
from luohu_cli import verifying
from luohu_client import City, Patience, World

SIDE_BY_SIDE = 16  #: requests of people that are on their way at the same time


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be run."""

    people: int
    seed: int
    side_by_side: int = SIDE_BY_SIDE


async def run(gateway: str, data_dir: Path, wish: Wish, console: Console) -> Outcome:
    """Run it in a city that is up, in a world of its own, which stays. Raises whatever goes wrong."""
    gauge = Gauge(data_dir)
    disk = gauge.disk()
    async with City(gateway, patience=Patience(within=90.0)) as city, gauge.watching():
        world = await preparing.new_world(city, wish.seed)
        await staff(world)
        async with Door(gateway) as door:
            with Phases(console, gauge) as phases:
                people = await _prepared(world, wish, phases)
                year = Year(world, door, gauge, people, wish.side_by_side, await world.window().sign_in())
                await year.live(phases)
                with phases.phase("verify", 1, of_the_year=False) as step:
                    report = await asyncio.to_thread(verifying.verify, gateway, world.name, Console(quiet=True))
                    step(1)
    return Outcome(
        people=wish.people,
        seed=wish.seed,
        verifications=year.verifications,
        rechecks=year.rechecks,
        reviews=sum(len(person.reviews) for person in people),
        submitted=sum(person.submits for person in people),
        published=year.published,
        phases=phases.done,
        loops=year.filing.loops,
        slices=year.filing.slices,
        peaks=gauge.peaks,
        services_peak=gauge.services_peak,
        disk={name: size - disk.get(name, 0) for name, size in gauge.disk().items()},
        requests=door.requests,
        sent_away=door.sent_away,
        checks=report.checks,
        violated=report.of(verifying.INVARIANT),
    )


async def _prepared(world: World, wish: Wish, phases: Phases) -> Sequence[Person]:
    with phases.phase("people", wish.people, of_the_year=False) as step:
        await preparing.arrive(world, wish.people, step)
    with phases.phase("truth", wish.people, of_the_year=False) as step:
        people = await preparing.everybody(world, step)
    with phases.phase("tokens", wish.people, of_the_year=False) as step:
        await preparing.sign_in(world, people, step)
    return people


class Year:
    """The year of some people in one world."""

    published: closing.Published

    def __init__(
        self, world: World, door: Door, gauge: Gauge, people: Sequence[Person], side_by_side: int, clerk: str
    ) -> None:
        """clerk: a token of the district window."""
        self.filing = Filing(door, gauge, people)
        self.verifications = 0  #: verdicts that were taken
        self.rechecks = 0
        self._world = world
        self._door = door
        self._gauge = gauge
        self._people = people
        self._lanes = side_by_side
        self._offices = Offices(door, clerk)
        self._clerk = clerk

    async def live(self, phases: Phases) -> None:
        """Phase after phase. Raises Refused, StillWaiting, Problem."""
        before = await asyncio.to_thread(self._gauge.verdicts)
        with phases.phase(FILE, len(self._people)) as step:
            await self.filing.run(self._lanes, step)
        with phases.phase(VERDICTS, left := await self._offices.questions()) as step:
            await self._offices.at_rest(step, left)
        with phases.phase("window", sum(len(person.reviews) for person in self._people)) as step:
            await self._offices.review(self._people, step)
        self.rechecks = sum(len(person.disputed) for person in self._people)
        with phases.phase("rechecks", self.rechecks) as step:
            await closing.dispute(self._door, self._people, self._lanes, step)
            await self._offices.at_rest(lambda number: None, self.rechecks)
        submitting = [person for person in self._people if person.submits]
        with phases.phase("submission", len(submitting)) as step:
            await closing.submit(self._door, submitting, self._lanes, step)
        with phases.phase("stages and list", closing.STAGES) as step:
            await closing.to_the_list(self._world, step)
        self.published = await closing.published(self._door, self._world, self._clerk)
        self.verifications = await asyncio.to_thread(self._gauge.verdicts) - before

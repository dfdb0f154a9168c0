"""One run: a world with its people, the torment, the judgement."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from chaos.judgement import drained, healed, judged
from chaos.ledger import Verdict
from chaos.people import People
from chaos.torment import AGENCIES, Tormentor
from chaos.town import Town
from luohu_client import City, Patience, World

SIDE_BY_SIDE = 24
ASKED_OF_EACH = 60  #: verifications that one person asks for, about
BOT = {"bot": {"decides": "uphold", "takes": "PT1S"}}
_COLUMNS = (TextColumn("{task.description:<14}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
_PATIENCE = Patience(within=90.0)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done."""

    seed: int
    verifications: int
    kills: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, and what became of it."""

    verdict: Verdict
    asked: int
    unsure: int
    torments: Counter[str]
    refused: dict[str, int]
    checks: int
    seconds: float  #: from the first request to the last answer, torment included

    @property
    def rate(self) -> float:
        """Verifications a second under torment."""
        return self.asked / self.seconds


async def run(
    gateway: str, data_dir: Path, wish: Wish, console: Console, told: Callable[[str], None] = lambda torment: None
) -> Outcome:
    """Run it in a city that is up. The world stays if something was found, and is deleted if nothing was.

    told: hears of every torment.
    """
    async with City(gateway, patience=_PATIENCE) as city:
        world = await city.new_world(clock="running", personas=False, admission="open", seed=wish.seed)
        with Progress(*_COLUMNS, console=console) as bars:
            people = await _people(world, wish, bars)
            tormentor = Tormentor(Town(data_dir), world, wish.seed, wish.kills, told)
            seconds = await _lived(people, tormentor, bars)
            await healed(city)
            report = await drained(city, world.name, Console(quiet=True))
            looked = bars.add_task("looked at", total=len(people.persons))
            verdict = await judged(people, report, lambda number: bars.advance(looked, number))
        if verdict.clean:
            await world.delete()
    return Outcome(
        verdict,
        people.ledger.asked,
        people.ledger.unsure,
        tormentor.counts,
        people.refused,
        report.checks,
        seconds,
    )


async def _people(world: World, wish: Wish, bars: Progress) -> People:
    size = max(SIDE_BY_SIDE, wish.verifications // ASKED_OF_EACH)
    bar = bars.add_task("people", total=size)
    await world.people(size)
    for agency in AGENCIES:
        await world.paces.put(agency, BOT, question_kind="recheck")
    async with httpx.AsyncClient(base_url=world.url, timeout=600, trust_env=False) as client:
        told = await client.get("/_luohu/population/truth", headers={"Luohu-World": world.name})
        told.raise_for_status()
    bars.update(bar, completed=size)
    return People(world, [json.loads(line) for line in told.text.splitlines()], wish.seed, wish.verifications)


async def _lived(people: People, tormentor: Tormentor, bars: Progress) -> float:
    """Both to their ends; how long it took."""
    asked = bars.add_task("verifications", total=people.wanted)
    kills = bars.add_task("kills", total=tormentor.kills)

    async def shown() -> None:
        while True:
            bars.update(asked, completed=min(people.ledger.asked, people.wanted))
            bars.update(kills, completed=tormentor.killed)
            await asyncio.sleep(0.1)

    showing = asyncio.create_task(shown())
    began = time.monotonic()
    try:
        async with asyncio.TaskGroup() as both:
            both.create_task(people.live(SIDE_BY_SIDE))
            both.create_task(tormentor.run(lambda: people.progress))
    finally:
        await tormentor.heal()
        showing.cancel()
        bars.update(asked, completed=min(people.ledger.asked, people.wanted))
        bars.update(kills, completed=tormentor.killed)
    return time.monotonic() - began

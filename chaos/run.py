"""One run: a world with its people, the torment, the judgement."""

import asyncio
import json
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from chaos.cases.judgement import judged as cases_judged
from chaos.cases.people import CasePeople
from chaos.judgement import drained, healed, judged
from chaos.living import Living
from chaos.outcome import Cost, Outcome, Wish
from chaos.people import People
from chaos.progress import Progress
from chaos.spent import Spent, on_disk
from chaos.torment import AGENCIES, CASE_AGENCIES, Tormentor
from chaos.town import Town
from chaos.verdict import Verdict
from luohu_client import City, Patience, World

SIDE_BY_SIDE, FEWEST = 48, 16  #: people who live at the same time, where there are so many; people of the smallest run
ASKED_OF_EACH = 12  #: verifications that one person asks for, about
ASKED_OF_CASE = 6  #: the fewest, about, in a case; a person has one, and it ends
BOT = {"bot": {"decides": "uphold", "takes": "PT1S"}}
_PATIENCE = Patience(within=90.0)


async def run(
    gateway: str,
    data_dir: Path,
    wish: Wish,
    console: Console,
    told: Callable[[str], None] = lambda torment: None,
    *,
    leave: bool = False,
) -> Outcome:
    """Run it in a city that is up. The world stays if something was found, and is deleted if nothing was.

    told: hears of every torment. leave: the world stays in any case, for the city is taken away.
    """
    town = Town(data_dir)
    spent = Spent(town)
    disk, memory = on_disk(data_dir), spent.memory()
    async with City(gateway, patience=_PATIENCE) as city, spent.watched():
        world = await city.new_world(
            programme=wish.programme, clock="running", personas=False, admission="open", seed=wish.seed
        )
        with Progress(console) as progress:
            truths = await _truths(world, wish, progress)
            kind = _kind_of(truths)
            for agency in kind.agencies:
                await world.paces.put(agency, BOT, question_kind="recheck")
            people = kind.people(world, truths, wish.seed, wish.verifications)
            tormentor = Tormentor(town, world, wish.seed, wish.kills, told, spent.look, kind.agencies)
            began = time.monotonic()
            await _lived(people, tormentor, progress)
            lived = time.monotonic() - began
            await healed(city)
            report = await drained(city, world.name, Console(quiet=True))
            with progress.counting("looked at", len(people.persons)) as seen:
                verdict = await kind.judged(people, report, seen)
        cost = Cost(spent.seconds(), on_disk(data_dir) - disk, spent.memory() - memory)
        if verdict.clean and not leave:
            await world.delete()
    return Outcome.of(wish, verdict, people, tormentor, checks=report.checks, seconds=lived, cost=cost)


@dataclass(frozen=True, slots=True)
class Kind:
    """How the people of a city live: they declare, or employers hand in cases for them."""

    people: Callable[..., Living]
    judged: Callable[..., Awaitable[Verdict]]
    agencies: Sequence[str]


def _kind_of(truths: Sequence[Mapping[str, Any]]) -> Kind:
    """By what is true of them."""
    if any("case" in each for each in truths):
        return Kind(CasePeople, cases_judged, CASE_AGENCIES)
    return Kind(People, judged, AGENCIES)


async def _truths(world: World, wish: Wish, progress: Progress) -> list[Mapping[str, Any]]:
    size = max(FEWEST, wish.verifications // (ASKED_OF_CASE if wish.programme else ASKED_OF_EACH))
    with progress.counting("people", size) as seen:
        await world.people(size)
        seen(size)
    truths: list[Mapping[str, Any]] = []
    async with (
        httpx.AsyncClient(base_url=world.url, timeout=600, trust_env=False) as client,
        client.stream("GET", "/_luohu/population/truth", headers={"Luohu-World": world.name}) as told,
    ):
        told.raise_for_status()
        async for line in told.aiter_lines():
            truths.append(json.loads(line))
    return truths


async def _lived(people: Living, tormentor: Tormentor, progress: Progress) -> None:
    """Both to their ends, or until somebody presses Ctrl-C: what was done until then is judged all the same. Whoever
    presses it once more ends everything.
    """
    loop = asyncio.get_running_loop()
    try:
        with progress.following(people, tormentor):
            async with asyncio.TaskGroup() as both:
                both.create_task(people.live(SIDE_BY_SIDE))
                torment = both.create_task(tormentor.run(lambda: people.progress))

                def enough() -> None:
                    people.have_asked_enough()
                    torment.cancel()
                    loop.remove_signal_handler(signal.SIGINT)

                loop.add_signal_handler(signal.SIGINT, enough)
    finally:
        loop.remove_signal_handler(signal.SIGINT)
        await tormentor.heal()

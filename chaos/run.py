"""One run: a world with its people, the torment, the judgement."""

import asyncio
import json
import signal
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from rich.console import Console

from chaos.judgement import drained, healed, judged
from chaos.outcome import Cost, Outcome, Wish
from chaos.people import People
from chaos.progress import Progress
from chaos.spent import Spent, on_disk
from chaos.torment import AGENCIES, Tormentor
from chaos.town import Town
from luohu_client import City, Patience, World

SIDE_BY_SIDE, FEWEST = 48, 16  #: people who live at the same time, where there are so many; people of the smallest run
ASKED_OF_EACH = 12  #: verifications that one person asks for, about
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
        world = await city.new_world(clock="running", personas=False, admission="open", seed=wish.seed)
        with Progress(console) as progress:
            people = await _people(world, wish, progress)
            tormentor = Tormentor(town, world, wish.seed, wish.kills, told, spent.look)
            began = time.monotonic()
            await _lived(people, tormentor, progress)
            lived = time.monotonic() - began
            await healed(city)
            report = await drained(city, world.name, Console(quiet=True))
            with progress.counting("looked at", len(people.persons)) as seen:
                verdict = await judged(people, report, seen)
        cost = Cost(spent.seconds(), on_disk(data_dir) - disk, spent.memory() - memory)
        if verdict.clean and not leave:
            await world.delete()
    return Outcome.of(wish, verdict, people, tormentor, checks=report.checks, seconds=lived, cost=cost)


async def _people(world: World, wish: Wish, progress: Progress) -> People:
    size = max(FEWEST, wish.verifications // ASKED_OF_EACH)
    with progress.counting("people", size) as seen:
        await world.people(size)
        seen(size)
    for agency in AGENCIES:
        await world.paces.put(agency, BOT, question_kind="recheck")
    truths = []
    async with (
        httpx.AsyncClient(base_url=world.url, timeout=600, trust_env=False) as client,
        client.stream("GET", "/_luohu/population/truth", headers={"Luohu-World": world.name}) as told,
    ):
        told.raise_for_status()
        async for line in told.aiter_lines():
            truths.append(json.loads(line))
    return People(world, truths, wish.seed, wish.verifications)


async def _lived(people: People, tormentor: Tormentor, progress: Progress) -> None:
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

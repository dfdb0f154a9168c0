"""`make bench-peers`: the same job done by luohu, by two queues, in SQL alone and over HTTP alone, in turns."""

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bench.peers import ground, table, town
from bench.peers.echo import Echo
from bench.peers.floor import BATCH, LANES, Floor
from bench.peers.queue import PYTHON, Queue
from bench.peers.server import Server
from bench.peers.turn import Contestant, Turn, take
from bench.trial import Trial
from luohu_client import City

JOBS, QUEUED, ROUNDS = 4000, 500, 5


def main() -> int:
    told = _told()
    if not PYTHON.exists():
        print("the queues are not installed; make bench-peers does it", file=sys.stderr)
        return 2
    with Trial() as trial:
        trial.up()
        rounds = asyncio.run(_rounds(trial, told.jobs, min(told.queued, told.jobs), told.rounds))
    found = table.lines(rounds)
    width = max(Console(stderr=True).width, table.WIDTH)
    Console(stderr=True, width=width).print(table.drawn(found, len(rounds)))
    print(json.dumps({"jobs": told.jobs, "queued": told.queued, "lines": table.plain(found)}, indent=1))
    return 0


async def _rounds(trial: Trial, jobs: int, queued: int, rounds: int) -> list[Mapping[str, Turn]]:
    await ground.must_be_durable(trial)
    async with City(trial.gateway) as city:
        here = await town.found(trial, city, jobs)
        questions = await here.questions()
        register = {"AGENCY_DATABASE": ground.url(trial, "tax"), "AGENCY_WORLD": here.world.name}
        async with Server("bench.peers.agency", register) as agency, Server("bench.peers.echo") as echo:
            contestants: Sequence[Contestant] = (
                here,
                Floor(trial, here),
                Queue(
                    trial, agency, questions[:queued], "Procrastinate", "on_procrastinate", workers=2, concurrency=10
                ),
                Queue(trial, agency, questions[:queued], "DBOS", "on_dbos", workers=1, concurrency=40),
                Echo(echo, questions, "HTTP, one by one", batch=1, lanes=32),
                Echo(echo, questions, "HTTP, in batches", batch=BATCH, lanes=LANES),
            )
            return await _all_turns(trial, contestants, rounds)


async def _all_turns(trial: Trial, contestants: Sequence[Contestant], rounds: int) -> list[Mapping[str, Turn]]:
    """All take their turns in each round; the first round warms up and does not count."""
    columns = (TextColumn("{task.description:<40}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    done: list[Mapping[str, Turn]] = []
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
        bar = bars.add_task("", total=(rounds + 1) * len(contestants))
        for number in range(rounds + 1):
            turns: dict[str, Turn] = {}
            for contestant in contestants:
                bars.update(bar, description=f"round {number} of {rounds}: {contestant.name}")
                turns[contestant.name] = turn = await take(trial, contestant)
                console.print(f"round {number}: {contestant.name}: {turn.rate:,.0f} a second, {turn.cpu_ms}")
                bars.advance(bar)
            done.append(turns)
    return done[1:]


def _told() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=JOBS, help="verifications of a turn of luohu, SQL and HTTP")
    parser.add_argument("--queued", type=int, default=QUEUED, help="verifications of a turn of a queue")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="that count, after one that warms up")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

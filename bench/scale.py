"""`make bench-scale`: the same load on 1, 2 and 4 processes of every service behind the gateway.

People of a population each file everything that a register judges, in one request that has it verified, through the
gateway with their own tokens; it is over when every question has its verdict. The same people, the same forms, a new
city for each number. On a machine of few cores this shows what sharing costs, not what it gains: the processes take the
same cores from one another. What a declaration costs in processor time is what carries over to more machines.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from bench import cpu, memory
from bench.crowd import Filing, everything_of, file_all, signed_in
from bench.overload import at_rest
from bench.trial import Trial
from luohu_client import City
from luohu_contract.directory import AGENCIES
from luohu_kit.settings import Settings

REPLICAS = (1, 2, 4)
PEOPLE, SIDE_BY_SIDE, SEED = 600, 16, 7
WARM = 3  #: one for so many file before anybody is counted: every process has its connections and its statements then
REST = 5.0  #: seconds in which it is seen what the city computes when nobody asks it anything
SETTLED = 2.0  #: seconds in which the journal and the audit of the last ones are written


@dataclass(frozen=True, slots=True)
class Round:
    """The figures of one number of replicas."""

    replicas: int
    processes: int
    declarations_a_second: float
    verifications_a_second: float
    cpu_ms: Mapping[str, float]  #: for each declaration, rest taken off: all, and by service with all its replicas
    rest_ms_a_second: float  #: processor time of a city that does nothing
    services_mib: float  #: memory, shared pages counted once

    @property
    def agencies_ms(self) -> float:
        return round(sum(self.cpu_ms.get(agency.name, 0.0) for agency in AGENCIES), 2)


def measure(replicas: int, people: int, bars: Progress, bar: TaskID) -> Round:
    """One city, from its start to its end."""
    with Trial() as trial:
        trial.up(replicas)
        settings = Settings(port_base=trial.port_base, replicas=replicas)
        filings = asyncio.run(_prepared(trial, settings, people))
        rest = _spent_in(trial, REST)
        before, began = cpu.used(trial), time.monotonic()
        asyncio.run(_filed(trial, settings, filings, lambda: bars.advance(bar)))
        took = time.monotonic() - began
        time.sleep(SETTLED)
        counted = time.monotonic() - began
        spent = {name: max(0.0, each - rest[name] * counted) for name, each in _since(trial, before).items()}
        told = memory.measure(trial)
    return Round(
        replicas,
        int(str(told["processes"])),
        round(people / took, 1),
        round(sum(len(filing.forms) for filing in filings) / took, 1),
        cpu.each(spent, people),
        round(sum(rest.values()) * 1000, 1),
        float(str(told["services_pss_mib"])),
    )


async def _prepared(trial: Trial, settings: Settings, people: int) -> Sequence[Filing]:
    """So many people who are signed in and have filed nothing, in a city that is warm and at rest."""
    async with City(trial.gateway) as city:
        world = await city.new_world(clock="running", personas=False, admission="open", seed=SEED)
        await world.people(people + people // WARM)
        filings = await signed_in(trial.gateway, world.name, await everything_of(world))
    await _filed(trial, settings, filings[people:], lambda: None)
    await asyncio.sleep(SETTLED)
    return filings[:people]


async def _filed(trial: Trial, settings: Settings, filings: Sequence[Filing], told: Callable[[], None]) -> None:
    """Everybody has filed, and every question has its verdict."""
    await file_all(trial.gateway, filings, SIDE_BY_SIDE, told)
    await at_rest(settings)


def _spent_in(trial: Trial, seconds: float) -> dict[str, float]:
    """Processor time in each of so many seconds, by service."""
    before = cpu.used(trial)
    time.sleep(seconds)
    return {name: spent / seconds for name, spent in _since(trial, before).items()}


def _since(trial: Trial, before: Mapping[str, float]) -> dict[str, float]:
    return {name: seconds - before.get(name, 0.0) for name, seconds in cpu.used(trial).items()}


def report(rounds: Sequence[Round], console: Console) -> None:
    """The rounds side by side, and what they say."""
    table = Table(title="the same load on more processes; ms of processor time for each declaration, rest taken off")
    for heading in ("of each", "proc.", "decl/s", "ver/s", "all", "decl.", "agen.", "gatew.", "PG", "MiB", "rest/s"):
        table.add_column(heading, justify="right")
    for one in rounds:
        ms = [one.cpu_ms.get(name, 0.0) for name in ("all", "declaration")]
        ms += [one.agencies_ms, one.cpu_ms.get("gateway", 0.0), one.cpu_ms.get("postgres", 0.0)]
        counted = (one.replicas, one.processes, one.declarations_a_second, one.verifications_a_second)
        table.add_row(*map(str, (*counted, *ms, round(one.services_mib), round(one.rest_ms_a_second))))
    console.print(table)
    least, most = rounds[0].cpu_ms["all"], rounds[-1].cpu_ms["all"]
    console.print(
        f"{os.cpu_count()} cores, which all processes and this load generator share: the figures show what sharing"
        f" costs, not a speed-up. {rounds[-1].replicas} of each instead of {rounds[0].replicas}:"
        f" {most / least - 1:+.0%} processor time for each declaration."
    )


def main() -> int:
    asked = argparse.ArgumentParser(prog="make bench-scale", description=__doc__)
    asked.add_argument("--people", type=int, default=PEOPLE)
    asked.add_argument("--replicas", type=int, nargs="+", default=REPLICAS)
    asked.add_argument("--json", action="store_true", help="the figures alone, as JSON")
    told = asked.parse_args()
    rounds = []
    columns = (TextColumn("{task.description:<26}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        for number in told.replicas:
            bar = bars.add_task(f"{number} of each: declarations", total=told.people)
            rounds.append(measure(number, told.people, bars, bar))
    if told.json:
        shown = [{name: getattr(one, name) for name in Round.__slots__} for one in rounds]
        print(json.dumps({"cores": os.cpu_count(), "people": told.people, "rounds": shown}, indent=1))
    else:
        report(rounds, Console())
    return 0


if __name__ == "__main__":
    sys.exit(main())

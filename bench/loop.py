"""`make bench-loop`: from the POST of 在线审核 until a waiting read answers `valid`, idle and at half the load.

Through the gateway, every service a process of its own, everything durable. First the person alone. Then people of a
population who have their items verified one after another show what the city sustains. Then half of that arrives
steadily, from another process, beside the person who is measured and who asks now and then.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from bench import crowd
from bench.latency import MEDIAN_MS, P99_MS, WARM, Person, somebody, spread
from bench.trial import Trial

CROWD = 64  #: people of the load: enough that somebody is free at half of it
AT_WORK = 16  #: of them at work at once, where it is found what the city sustains
SEED = 7
EVERY = 0.2  #: seconds between two items of the person who is measured beside the load
BUSY = 0.25  #: load of the machine for each core from which on a figure is marked
RAMP = 2.0  #: seconds of the load before the first item is counted
COLUMNS = (
    TextColumn("{task.description:<26}"),
    BarColumn(),
    MofNCompleteColumn(),
    TimeElapsedColumn(),
    TimeRemainingColumn(),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """How much is measured."""

    items: int  #: of the person alone
    seconds: float  #: in which it is found what the city sustains
    beside: float  #: seconds of half of that


def measure(trial: Trial, wish: Wish, bars: Progress) -> dict[str, object]:
    """The figures of all three parts, in milliseconds."""
    before = os.getloadavg()[0]
    trial.up()
    with somebody(trial.gateway) as person, ProcessPoolExecutor(1, mp_context=get_context("spawn")) as aside:
        idle = [person.once() for _ in bars.track(range(WARM + wish.items), description="alone")][WARM:]
        preparing = bars.add_task("people who have an item", total=None)
        people = asyncio.run(crowd.gather(trial.gateway, CROWD, SEED))
        bars.update(preparing, total=CROWD, completed=CROWD)
        full = aside.submit(crowd.as_they_come, trial.gateway, people[:AT_WORK], wish.seconds)
        sustained = _shown(bars, "what the city sustains", full, wish.seconds)
        rate = max(1.0, sustained.a_second / 2 - 1 / EVERY)  # the person who is measured is a part of the half
        half = aside.submit(crowd.each_second, trial.gateway, people, wish.beside, rate)
        loaded = list(_beside(bars, person, half, wish.beside))
        carried = half.result()
    return {
        "idle": spread(idle),
        "at_half_load": spread(loaded),
        "sustained_a_second": round(sustained.a_second, 1),
        "beside_a_second": round(carried.a_second + len(loaded) / wish.beside, 1),
        "late_arrivals": carried.late,
        "promise_median_ms": MEDIAN_MS,
        "promise_p99_ms": P99_MS,
        "machine_load_before": round(before, 2),
        "machine_was_busy": before > BUSY * (os.cpu_count() or 1),
    }


def _beside(bars: Progress, person: Person, load: "Future[crowd.Carried]", seconds: float) -> Iterator[float]:
    """One item now and then while the load lasts; what each took."""
    bar = bars.add_task("beside half of it (s)", total=int(seconds))
    began = time.monotonic()
    time.sleep(RAMP)  # the load comes first, whatever the process needs to start
    while not load.done() and (passed := time.monotonic() - began) < seconds:
        yield person.once()
        bars.update(bar, completed=int(passed))
        time.sleep(max(0.0, EVERY - (time.monotonic() - began - passed)))
    bars.update(bar, completed=int(seconds))


def _shown(bars: Progress, what: str, load: "Future[crowd.Carried]", seconds: float) -> crowd.Carried:
    """Wait for a load, with a bar of its seconds."""
    bar = bars.add_task(f"{what} (s)", total=int(seconds))
    began = time.monotonic()
    while not load.done():
        time.sleep(0.2)
        bars.update(bar, completed=min(int(seconds), int(time.monotonic() - began)))
    return load.result()


def report(figures: dict[str, object], console: Console) -> None:
    """The figures as a table, the promise beside them."""
    table = Table(title="from the POST of 在线审核 until a waiting read answers valid, in ms")
    for heading in ("", "items", "fastest", "median", "90 %", "99 %", "promised", "kept"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, label in (("idle", "idle"), ("at_half_load", "at half load")):
        told = figures[name]
        assert isinstance(told, dict)  # noqa: S101 - narrows the type
        kept = told["median_ms"] <= MEDIAN_MS and told["p99_ms"] <= P99_MS
        shown = [str(told[each]) for each in ("items", "fastest_ms", "median_ms", "p90_ms", "p99_ms")]
        table.add_row(label, *shown, f"{MEDIAN_MS}, {P99_MS}", "yes" if kept else "no")
    console.print(table)
    console.print(
        f"sustained, {AT_WORK} people one item after another: {figures['sustained_a_second']} a second\n"
        f"at half load, with the measured: {figures['beside_a_second']} a second, {figures['late_arrivals']} late"
    )
    if figures["machine_was_busy"]:
        console.print(f"the machine was busy before it began: load {figures['machine_load_before']}", style="bold")


def main() -> int:
    asked = argparse.ArgumentParser(prog="make bench-loop", description=__doc__)
    asked.add_argument("--items", type=int, default=500, help="of the person alone")
    asked.add_argument("--seconds", type=float, default=15.0, help="to find what the city sustains")
    asked.add_argument("--beside", type=float, default=60.0, help="seconds of half of it")
    asked.add_argument("--json", action="store_true", help="the figures alone, as JSON")
    told = asked.parse_args()
    bars = Progress(*COLUMNS, console=Console(stderr=True))
    with Trial() as trial, bars:
        figures = measure(trial, Wish(told.items, told.seconds, told.beside), bars)
    if told.json:
        print(json.dumps(figures, indent=1))
    else:
        report(figures, Console())
    return 0


if __name__ == "__main__":
    sys.exit(main())

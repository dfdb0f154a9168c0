"""One turn: so many jobs, done from the release until the last item has moved, and what everybody computed for it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import psutil

from bench import cpu
from bench.peers import ground
from bench.trial import Trial

LOOK = 0.02  #: seconds between two looks at what is left
PATIENCE = 120.0  #: seconds that all jobs of a turn may take


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn took."""

    jobs: int
    seconds: float
    cpu_ms: Mapping[str, float]  #: for each job, by process; `all` is their sum

    @property
    def rate(self) -> float:
        """Jobs a second."""
        return self.jobs / self.seconds


class Contestant(Protocol):
    """A way to do the job."""

    name: str
    services: Sequence[str]  #: of the city, whose computing counts

    async def prepare(self) -> int:
        """Make as many jobs as are returned, durable, with nobody at work on them."""

    def processes(self) -> Mapping[str, psutil.Process]:
        """Processes beside the city, whose computing counts; they live until `finish`."""

    async def run(self) -> None:
        """Release them; come back when the last item has moved."""

    async def rest(self) -> None:
        """Wait for what is still being written down: it is computed for these jobs as well."""

    async def finish(self) -> None:
        """See that every job was done, once, and clear up."""


async def take(trial: Trial, contestant: Contestant) -> Turn:
    """One turn of a contestant."""
    jobs = await contestant.prepare()
    await ground.checkpoint(trial)  # nobody pays for what was written before
    processes = contestant.processes()
    before = _used(trial, contestant.services, processes)
    began = time.perf_counter()
    await contestant.run()
    seconds = time.perf_counter() - began
    await contestant.rest()
    after = _used(trial, contestant.services, processes)
    await contestant.finish()
    return Turn(jobs, seconds, _each(before, after, jobs))


def _each(before: Mapping[str, float], after: Mapping[str, float], jobs: int) -> dict[str, float]:
    """Milliseconds for each job, the largest first, behind their sum."""
    spent = {name: (after[name] - before.get(name, 0.0)) * 1000 / jobs for name in after}
    parts = {name: round(ms, 3) for name, ms in sorted(spent.items(), key=lambda pair: -pair[1])}
    return {"all": round(sum(spent.values()), 3), **parts}


async def until(done: Callable[[], Awaitable[bool]], what: str) -> None:
    """Look again and again until it is so. Raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while not await done():
        if time.monotonic() > end:
            raise TimeoutError(f"after {PATIENCE:.0f} s: {what}")
        await asyncio.sleep(LOOK)


def _used(trial: Trial, services: Sequence[str], processes: Mapping[str, psutil.Process]) -> dict[str, float]:
    city = cpu.used(trial)
    used = {name: city[name] for name in (*services, "postgres")}
    for name, process in processes.items():
        times = process.cpu_times()
        used[name] = times.user + times.system
    return used

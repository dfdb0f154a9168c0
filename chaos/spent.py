"""What a run costs: CPU time of every process that ever belonged to it, memory, disk.

A process that is killed takes its figures with it, so they are read again and again, and last before each kill.
"""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from chaos.town import Town

PEOPLE = "people"  #: this process
EVERY = 2.0  #: seconds between two looks
_NOT_THERE = (psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied)


@dataclass
class Spent:
    """Adds up what the processes of a town have computed."""

    town: Town
    _seconds: dict[tuple[str, int, float], float] = field(default_factory=dict)  #: by name, process and its start
    _known: dict[int, psutil.Process] = field(default_factory=dict)
    _before: Counter[str] = field(default_factory=Counter)

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Count what is computed from here on; look again and again until the end of the block."""
        self.look()
        self._before = self._so_far()
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()

    def look(self) -> None:
        """Read the figures of everybody who is there."""
        there = {}
        for process, name in self._everybody():
            try:
                times = process.cpu_times()
                key = (name, process.pid, process.create_time())
            except _NOT_THERE:
                continue
            there[process.pid] = process
            self._seconds[key] = times.user + times.system
        self._known = there

    def seconds(self) -> Counter[str]:
        """Seconds of CPU so far, user and system, of each service with all its restarts, PostgreSQL and the people."""
        self.look()
        return self._so_far() - self._before

    def _so_far(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for (name, _, _), seconds in self._seconds.items():
            found[name] += seconds  # type: ignore[assignment]  # a Counter of seconds
        return found

    def memory(self) -> int:
        """Bytes that all processes of the city take, pages that they share counted once (PSS)."""
        total = 0
        for process, name in self._everybody():
            if name == PEOPLE:
                continue
            try:
                total += process.memory_full_info().pss
            except _NOT_THERE:
                continue
        return total

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            self.look()

    def _everybody(self) -> Iterator[tuple[psutil.Process, str]]:
        for pid, name in {os.getpid(): PEOPLE, **self.town.everybody()}.items():
            known = self._known.get(pid)
            try:
                yield (known if known is not None and known.is_running() else psutil.Process(pid)), name
            except _NOT_THERE:
                continue


def on_disk(folder: Path) -> int:
    """Bytes of all files below a folder."""
    total = 0
    for where, _, files in os.walk(folder):
        for name in files:
            try:
                total += os.lstat(os.path.join(where, name)).st_size
            except FileNotFoundError:
                continue
    return total

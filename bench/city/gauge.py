"""What the processes of a city spend and hold: CPU by phase, memory at its peak, bytes on disk."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

from bench import cpu
from chaos.spent import on_disk
from luohu_cli import state
from luohu_cli.metrics import look_at_all
from luohu_kit.settings import Settings

GENERATOR = "generator"  #: this process: the people, the clerks
POSTGRES = "postgres"
EVERY = 5.0  #: seconds between two looks at the memory


class Gauge:
    """The processes of one running city."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.peaks: dict[str, int] = {}  #: bytes, PSS: a page that several processes share is counted once in all
        self.services_peak = 0  #: of the sum of all services at one moment, bytes

    def spent(self) -> dict[str, float]:
        """Seconds of CPU so far, by process."""
        return {**cpu.used_in(self.data_dir), GENERATOR: time.process_time()}

    def since(self, before: Mapping[str, float]) -> dict[str, float]:
        """Seconds of CPU since a reading."""
        return {name: seconds - before.get(name, 0.0) for name, seconds in self.spent().items()}

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Look at the services' memory again and again; at PostgreSQL's, a hundred processes, in the end."""
        looking = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
            self._look()
            self.peaks |= dict(self._beside())

    async def _watch(self) -> None:
        while True:
            await asyncio.to_thread(self._look)
            await asyncio.sleep(EVERY)

    def _look(self) -> None:
        held = dict(self._services())
        for name, size in held.items():
            self.peaks[name] = max(self.peaks.get(name, 0), size)
        self.services_peak = max(self.services_peak, sum(held.values()))

    def _services(self) -> Iterator[tuple[str, int]]:
        running = self._running()
        for process in running.processes:
            yield process.services[0], _pss([process.pid])
        yield "supervisor", _pss([running.pid])

    def _beside(self) -> Iterator[tuple[str, int]]:
        postgres = psutil.Process(self._running().postgres_pid)
        yield POSTGRES, _pss([postgres.pid, *(child.pid for child in postgres.children(recursive=True))])
        yield GENERATOR, _pss([os.getpid()])

    def verdicts(self) -> int:
        """How many the declaration service has taken so far, of all worlds."""
        looks = look_at_all(Settings(port_base=self._running().port_base))
        return int(sum(look.total("luohu_verdict_seconds_count") for look in looks if look.service == "declaration"))

    def disk(self) -> dict[str, int]:
        """Bytes of PostgreSQL's tables and indexes, and of its log (WAL), which it recycles."""
        clusters = {found.parent for found in self.data_dir.glob("**/pg_wal")}
        return {
            "database": sum(on_disk(cluster / "base") for cluster in clusters),
            "write_ahead_log": sum(on_disk(cluster / "pg_wal") for cluster in clusters),
        }

    def _running(self) -> state.City:
        running = state.running(self.data_dir)
        if running is None:
            raise RuntimeError("no city runs")
        return running


def _pss(pids: Sequence[int]) -> int:
    total = 0
    for pid in pids:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_bytes()
        except OSError:  # it has ended
            continue
        total += sum(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith(b"Pss:"))
    return total

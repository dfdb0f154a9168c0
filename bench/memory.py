"""What a city at rest holds in memory. Promise: all services together under 1 GiB.

The services are forks of the supervisor and share its pages. The sum of RSS counts such a page once for each process;
the sum of PSS counts it once in all, and is what the machine is really short of.
"""

import time
from collections.abc import Iterable
from pathlib import Path

import psutil

from bench.trial import Trial
from luohu_cli import state

REST_SECONDS = 3.0  #: after the start, so that what starts has ended


def measure(trial: Trial) -> dict[str, object]:
    """MiB of the services, of the supervisor and of PostgreSQL."""
    trial.up()
    time.sleep(REST_SECONDS)
    running = state.running(trial.data_dir)
    if running is None:
        raise RuntimeError("no city runs")
    services = {
        f"{process.services[0]}.{process.replica}" if process.replica else process.services[0]: process.pid
        for process in running.processes
    }
    postgres = psutil.Process(running.postgres_pid)
    database = [postgres.pid, *(child.pid for child in postgres.children(recursive=True))]
    return {
        "processes": len(services),
        "services_pss_mib": _sum(services.values(), "Pss"),
        "services_rss_mib": _sum(services.values(), "Rss"),
        "each_service_pss_mib": {name: _sum([pid], "Pss") for name, pid in services.items()},
        "supervisor_pss_mib": _sum([running.pid], "Pss"),
        "postgres_pss_mib": _sum(database, "Pss"),
        "postgres_processes": len(database),
        "promise_services_mib": 1024,
    }


def _sum(pids: Iterable[int], name: str) -> float:
    return round(sum(_kib(pid, name) for pid in pids) / 1024, 1)


def _kib(pid: int, name: str) -> int:
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except FileNotFoundError:  # a backend of PostgreSQL that has ended meanwhile
        return 0
    for line in told.splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise RuntimeError(f"process {pid} tells no {name}")

"""What processes of a city have computed: CPU time, which other work on the machine lengthens far less than a wait."""

from collections import defaultdict
from pathlib import Path

import psutil

from bench.trial import Trial
from luohu_cli import state


def used(trial: Trial) -> dict[str, float]:
    """Seconds of CPU so far, user and system, of each service with all its replicas, and of PostgreSQL as a whole."""
    return used_in(trial.data_dir)


def used_in(data_dir: Path) -> dict[str, float]:
    """The same of the city that keeps its data there."""
    running = state.running(data_dir)
    if running is None:
        raise RuntimeError("no city runs")
    seconds: dict[str, float] = defaultdict(float)
    for process in running.processes:
        seconds[process.services[0]] += _seconds(psutil.Process(process.pid))
    postgres = psutil.Process(running.postgres_pid)
    there = [postgres, *postgres.children(recursive=True)]
    gone = postgres.cpu_times()
    seconds["postgres"] = sum(map(_seconds, there)) + gone.children_user + gone.children_system
    return seconds


def each(spent: dict[str, float], times: int) -> dict[str, float]:
    """Milliseconds for each of so many times, the largest first, and their sum."""
    ms = {name: seconds * 1000 / times for name, seconds in spent.items()}
    shown = {name: round(one, 2) for name, one in sorted(ms.items(), key=lambda pair: -pair[1]) if one >= 0.01}
    return {"all": round(sum(ms.values()), 1), **shown}


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)

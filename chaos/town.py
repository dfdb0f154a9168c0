"""A real city for a run: started with `luohu up` on a data folder and ports of its own; its processes by name."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil

from luohu_cli import state

POSTGRESQL, SUPERVISOR = "postgresql", "supervisor"


class Town:
    """The processes of a running city."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir

    @property
    def names(self) -> list[str]:
        """Everybody who can be tormented."""
        return [*self._pids(), POSTGRESQL]

    def pids(self, name: str) -> Sequence[int]:
        """The processes of a service, or PostgreSQL with its children; none while it waits to be started again."""
        pid = self._pids().get(name, 0)
        if name == POSTGRESQL:
            return [pid, *children(pid)] if pid else []
        return [pid] if pid else []

    def main_pid(self, name: str) -> int:
        """The one to be killed; 0 while there is none."""
        return self._pids().get(name, 0)

    def everybody(self) -> dict[int, str]:
        """Every process of the city and whose it is: the supervisor's, a service's, PostgreSQL's with its children."""
        city = state.read(self._data_dir)
        supervisor = {city.pid: SUPERVISOR} if city is not None else {}
        return {**supervisor, **{pid: name for name in self.names for pid in self.pids(name)}}

    def _pids(self) -> dict[str, int]:
        city = state.read(self._data_dir)
        if city is None:
            return {}
        services = {name: process.pid for process in city.processes for name in process.services}
        return {**services, POSTGRESQL: city.postgres_pid}


def children(pid: int) -> Iterator[int]:
    """The children of a process, as the kernel tells them."""
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return
    yield from map(int, told.split())


def lives(pid: int) -> bool:
    """Whether a process is there and can be killed; 0 is none, and one that is dead already cannot."""
    try:
        return bool(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def signalled(pids: Sequence[int], number: int) -> int:
    """Send a signal to each that is still there; how many there were."""
    sent = 0
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue
        sent += 1
    return sent

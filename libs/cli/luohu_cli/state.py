"""What a running city has written about itself: one small file in the data folder, and a lock held while it lives.

The lock is the truth about whether a city runs: the kernel frees it with its holder, however that died. The file only
says what the holder last knew.
"""

import fcntl
import json
import os
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any


class Phase(StrEnum):
    """How far the supervisor is."""

    STARTING = "starting"  #: ports, PostgreSQL, modules
    MIGRATING = "migrating"  #: databases and their tables
    RUNNING = "running"  #: every service has been started
    STOPPING = "stopping"
    FAILED = "failed"  #: `error` says why; the supervisor is gone


@dataclass(frozen=True, slots=True)
class Process:
    """One supervised process: a service, or the whole city with `--single`."""

    pid: int  #: 0 while it waits to be started again
    services: tuple[str, ...]
    started_at: float  #: unix seconds
    restarts: int = 0
    replica: int = 0  #: which one, counted from 1; 0 where there is one only


@dataclass(frozen=True, slots=True)
class City:
    """A city as its supervisor knows it."""

    pid: int  #: of the supervisor
    phase: Phase
    host: str
    port_base: int
    single: bool
    started_at: float  #: unix seconds
    database_url: str  #: template with {database}, without a password
    postgres_pid: int = 0  #: 0 with a database server of the user's own
    error: str = ""
    processes: tuple[Process, ...] = field(default=())

    def but(self, **changes: Any) -> "City":
        """The same city with other values."""
        return replace(self, **changes)


def folder(data_dir: Path) -> Path:
    """Where the state of a running city lives."""
    return data_dir / "run"


def write(data_dir: Path, city: City) -> None:
    """Replace the state file in one step: a reader sees the old one or the new one."""
    target = folder(data_dir) / "city.json"
    fresh = target.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(city), indent=1) + "\n")
    fresh.replace(target)


def read(data_dir: Path) -> City | None:
    """The last state written, or None when there is none or it cannot be read."""
    try:
        raw = json.loads((folder(data_dir) / "city.json").read_text())
        raw["processes"] = tuple(Process(**each | {"services": tuple(each["services"])}) for each in raw["processes"])
        return City(**raw | {"phase": Phase(raw["phase"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def forget(data_dir: Path) -> None:
    """Remove the state of a city that has stopped."""
    (folder(data_dir) / "city.json").unlink(missing_ok=True)


def hold(data_dir: Path) -> int | None:
    """Take the lock of the running city: a descriptor to keep open, or None when another process holds it."""
    descriptor = os.open(folder(data_dir) / "city.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def is_held(data_dir: Path) -> bool:
    """Whether a supervisor is alive for this data folder."""
    try:
        descriptor = hold(data_dir)
    except OSError:
        return False
    if descriptor is None:
        return True
    os.close(descriptor)
    return False


def running(data_dir: Path) -> City | None:
    """The city that runs on a data folder, or None."""
    return read(data_dir) if is_held(data_dir) else None

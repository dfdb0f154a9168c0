"""A city of a test run's own: started by the first process that needs it, shared by the others, stopped by the last.

Two locks in its folder say who is there, and the kernel frees them however a process ends: `turn` is held while
somebody starts or stops it, `users` is shared by everybody who uses it.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import gettempdir

from luohu_pytest.ports import LOOPBACK, free_range

PREFIX = "luohu-pytest"
KEPT = "kept"  #: a file that says: leave this city up
PATIENCE = 180  #: seconds; a start takes a few


class CityNotStarted(Exception):
    """No city could be started here; the text says why."""


@dataclass(frozen=True, slots=True)
class SharedCity:
    """The city of one test run."""

    folder: Path
    url: str
    _users: int  #: descriptor of the lock

    @property
    def stopped_by(self) -> str:
        """The command that stops it, where it was kept."""
        return f"LUOHU_DATA_DIR={self.folder / 'city'} luohu down"

    def leave(self, *, keep: bool = False) -> bool:
        """Do not use it any more; True when it was stopped, because nobody else does. keep: it stays up."""
        with _turn(self.folder):
            if keep:
                (self.folder / KEPT).touch()
            os.close(self._users)
            return _stop_if_unused(self.folder)


def join(run: str) -> SharedCity:
    """The city of a test run, started if it is not up yet. run: what all processes of the run share, and no other.

    Raises CityNotStarted.
    """
    mine = Path(gettempdir()) / f"{PREFIX}-{os.getuid()}-{run}"
    _tidy_up(mine)
    while True:
        mine.mkdir(mode=0o700, exist_ok=True)
        if mine.stat().st_uid != os.getuid():
            raise CityNotStarted(f"{mine} belongs to somebody else")
        with suppress(FileNotFoundError), _turn(mine):  # gone again: the last of the others has just left
            return _joined(mine)


def _joined(folder: Path) -> SharedCity:
    users = os.open(folder / "users", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(users, fcntl.LOCK_SH)
        told = folder / "url"
        if not told.exists():
            told.write_text(_start(folder))
        return SharedCity(folder, told.read_text(), users)
    except BaseException:
        os.close(users)
        raise


def _start(folder: Path) -> str:
    base = free_range()
    (folder / "port").write_text(str(base))
    try:
        done = _luohu(folder, "up", "--no-demo")
    except subprocess.TimeoutExpired:
        raise CityNotStarted(f"the city was not up after {PATIENCE} s; see {folder / 'city' / 'logs'}") from None
    if done.returncode != 0:
        raise CityNotStarted(f"`luohu up` failed: {(done.stderr or done.stdout).strip()}")
    return f"http://{LOOPBACK}:{base}"


def _luohu(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    if find_spec("luohu_cli") is not None:
        command = [sys.executable, "-m", "luohu_cli"]
    elif program := shutil.which("luohu"):
        command = [program]
    else:
        raise CityNotStarted("the command line of luohu is not installed here: give --luohu-url of a city that runs")
    settings = {"LUOHU_DATA_DIR": str(folder / "city"), "LUOHU_PORT_BASE": (folder / "port").read_text()}
    environment: Mapping[str, str] = {**os.environ, **settings}
    return subprocess.run(  # noqa: S603 - ourselves
        [*command, *words], capture_output=True, text=True, env=environment, timeout=PATIENCE, check=False
    )


def _stop_if_unused(folder: Path) -> bool:
    if (folder / KEPT).exists():
        return False
    users = os.open(folder / "users", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(users)  # whoever comes now waits for the turn
    if (folder / "port").exists():
        _luohu(folder, "down")
    shutil.rmtree(folder, ignore_errors=True)
    return True


def _tidy_up(mine: Path) -> None:
    """Stop the cities of runs that were killed: nobody holds their lock any more, and nobody wanted to keep them."""
    for folder in mine.parent.glob(f"{PREFIX}-{os.getuid()}-*"):
        with suppress(OSError, CityNotStarted):  # gone meanwhile, or somebody is at it
            if folder != mine and folder.stat().st_uid == os.getuid():
                with _turn(folder, wait=False):
                    _stop_if_unused(folder)


@contextmanager
def _turn(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Alone with the folder. Raises FileNotFoundError when it is gone, BlockingIOError instead of waiting."""
    while True:
        held = os.open(folder / "turn", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            if os.fstat(held).st_ino != (folder / "turn").stat().st_ino:
                continue  # the folder was taken away and made again while we waited
            yield
            return
        finally:
            os.close(held)

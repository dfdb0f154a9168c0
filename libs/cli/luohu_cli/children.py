"""Forking: a child that dies with its parent, writes to its own log, and never returns into the parent's code."""

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

SIGNALS = frozenset({signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP})  #: the supervisor waits for these
LOG_BYTES = 10 * 1024 * 1024  #: a log that grows beyond this is put aside, once; the older one is dropped
_PR_SET_PDEATHSIG = 1


def spawn(work: Callable[[], None], log: Path, *, close: Iterable[int] = ()) -> int:
    """Fork a child that runs `work` and exits: 0, the status of a SystemExit, or 1 after an exception. Its pid.

    The child's output goes to `log`; the descriptors of `close` are closed in it. It is killed when the parent dies.
    """
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        _die_with(parent)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        _write_to(log)
        for descriptor in close:
            with contextlib.suppress(OSError):
                os.close(descriptor)
        work()
        status = 0
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _die_with(parent: int) -> None:
    """Be killed as soon as the parent is gone, so that a killed supervisor leaves nothing on its ports."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it died before the kernel was asked
        os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _write_to(log: Path) -> None:
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)


def bound(log: Path, limit: int = LOG_BYTES) -> bool:
    """Put a log that has grown beyond the limit aside as `<name>.1`. True when it was.

    The writer keeps its descriptor (opened to append), so the content is copied and the file cut, not renamed.
    """
    try:
        if log.stat().st_size <= limit:
            return False
        with log.open("rb+") as source, log.with_name(log.name + ".1").open("wb") as aside:
            while block := source.read(1 << 20):
                aside.write(block)
            source.truncate(0)
    except FileNotFoundError:
        return False
    return True

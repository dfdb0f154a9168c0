"""A city of real processes on real sockets, as `luohu up` starts it, in a folder and on ports of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import httpx

from luohu_cli import state
from luohu_cli.commands.conform import OFFSET as CONFORM
from luohu_cli.door import Door
from luohu_pytest.ports import free_range


class RealCity:
    """The command line on a data folder and a port range of its own."""

    def __init__(self, data_dir: Path, port_base: int | None = None) -> None:
        self.data_dir = data_dir
        self.port_base = free_range(CONFORM) if port_base is None else port_base
        self._dead: set[int] = set()

    @property
    def environment(self) -> Mapping[str, str]:
        """What the command line is told."""
        return os.environ | {"LUOHU_DATA_DIR": str(self.data_dir), "LUOHU_PORT_BASE": str(self.port_base)}

    def __call__(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "-c", "from luohu_cli.app import main; main()", *words],
            capture_output=True,
            text=True,
            env={**self.environment, **more},
            timeout=180,
            check=False,
        )

    @property
    def url(self) -> str:
        """The gateway."""
        return f"http://127.0.0.1:{self.port_base}"

    @property
    def conformance_kit(self) -> str:
        """Where `luohu conform` listens, which agencies must be told to post verdicts to."""
        return f"http://127.0.0.1:{self.port_base + CONFORM}"

    def pids(self) -> dict[str, int]:
        """The process of each service; 0 while it waits to be started again."""
        city = state.read(self.data_dir)
        assert city is not None
        return {name: process.pid for process in city.processes for name in process.services}

    def kill(self, service: str) -> None:
        """`kill -9` of a service, or of PostgreSQL; one that is just being started again is waited for.

        A process killed a moment ago is still the one that the supervisor has on record until it has noticed: it is
        not killed a second time, its successor is waited for.
        """
        until_now = time.monotonic() + 30
        while not self._killed(self._pid(service)):
            assert time.monotonic() < until_now, f"{service} does not come back"
            time.sleep(0.02)

    def _killed(self, pid: int) -> bool:
        if pid == 0 or pid in self._dead:
            return False
        self._dead.add(pid)
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:  # it ended by itself in this very moment
            return False
        return True

    def _pid(self, service: str) -> int:
        city = state.read(self.data_dir)
        assert city is not None
        return city.postgres_pid if service == "postgresql" else self.pids()[service]

    def door(self) -> Door:
        """A patient client at the gateway."""
        return Door(self.url)

    def new_world(self) -> str:
        """A fresh world with all personas; its name."""
        name = f"test-{uuid4().hex[:12]}"
        answer = httpx.post(f"{self.url}/_luohu/worlds", json={"name": name}, timeout=60, trust_env=False)
        assert answer.status_code == 201, answer.text
        return name

"""Small servers beside the city: a module of ours with an app, in a process of its own, on uvicorn as the services."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Mapping
from pathlib import Path

import psutil
import uvicorn

from bench.peers.turn import until

ROOT = Path(__file__).parents[2]
PORT = "PEER_PORT"


def serve(app: object) -> None:
    """Serve an app on the port of the environment, until the process is ended."""
    port = int(os.environ[PORT])
    uvicorn.run(app, port=port, loop="uvloop", http="httptools", log_level="warning", access_log=False)  # type: ignore[arg-type]


class Server:
    """One of them. Use as a context."""

    def __init__(self, module: str, environment: Mapping[str, str] | None = None) -> None:
        """environment: what the module is told."""
        self._module = module
        self._environment = dict(environment or {})
        self._process: Process | None = None
        self.url = ""

    async def __aenter__(self) -> "Server":
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        environment = os.environ | self._environment | {PORT: str(port)}
        command = [sys.executable, "-m", self._module]
        self._process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdin=DEVNULL)
        try:
            await until(lambda: _listens(port), f"{self._module} does not listen")
        except BaseException:
            await ended(self._process)
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await ended(self.started)

    @property
    def started(self) -> Process:
        """Its process. RuntimeError outside of the context."""
        if self._process is None:
            raise RuntimeError(f"{self._module} was not started")
        return self._process

    @property
    def process(self) -> psutil.Process:
        """For its computing."""
        return psutil.Process(self.started.pid)


async def ended(process: Process) -> None:
    """End a process, and wait until it has."""
    if process.returncode is None:
        process.terminate()
    await process.wait()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])

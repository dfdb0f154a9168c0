"""A queue: its program in worker processes of its own, with the peers' environment, beside the agency that it asks."""

import asyncio
import os
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import asyncpg
import psutil

from bench.peers import ground
from bench.peers.server import ROOT, Server, ended
from bench.peers.turn import until
from bench.trial import Trial

PYTHON = ROOT / ".venv-peers/bin/python"  #: with the dependencies of requirements/peers.txt
ENDING = 0.5  #: seconds that a worker may need to mark its last jobs as done
START = 60.0  #: seconds that a program may take to be ready
_PENDING = "SELECT EXISTS (SELECT FROM item WHERE status = 'pending')"
_DONE = "SELECT (SELECT count(*) FROM question WHERE verdict IS NOT NULL), (SELECT count(*) FROM item_event)"


class Queue:
    """A contestant: so many worker processes, each with so many jobs at once."""

    services: Sequence[str] = ()

    def __init__(
        self,
        trial: Trial,
        agency: Server,
        questions: Sequence[Any],
        name: str,
        program: str,
        *,
        workers: int,
        concurrency: int,
    ) -> None:
        self.name = name
        self._trial = trial
        self._agency = agency
        self._questions = questions
        self._program = f"bench.peers.programs.{program}"
        self._workers = workers
        self._environment = os.environ | {
            "PEER_DATABASE": ground.url(trial, ground.DATABASE),
            "PEER_AGENCY": agency.url + "/verifications",
            "PEER_CONCURRENCY": str(concurrency),
        }
        self._processes: list[Process] = []
        self._connection: asyncpg.Connection | None = None

    async def prepare(self) -> int:
        """Items, questions and jobs, and workers who are ready to begin."""
        await ground.make_anew(self._trial, self._questions)
        self._connection = await ground.connect(self._trial, ground.DATABASE)
        enqueuing = await self._start("defer")
        if await enqueuing.wait():
            raise RuntimeError(f"{self.name}: no jobs could be made")
        await self._looking.execute("ANALYZE")  # as autovacuum would have done by and by
        self._processes = [await self._start("work", number) for number in range(self._workers)]
        for process in self._processes:
            assert process.stdout is not None  # noqa: S101 - narrows the type
            if await asyncio.wait_for(process.stdout.readline(), START) != b"ready\n":
                raise RuntimeError(f"{self.name}: a worker did not start")
        return len(self._questions)

    def processes(self) -> Mapping[str, psutil.Process]:
        """The workers and the agency."""
        workers = {f"worker {n}": psutil.Process(each.pid) for n, each in enumerate(self._processes, 1)}
        return {**workers, "agency": self._agency.process}

    async def run(self) -> None:
        """Say go to the workers."""
        for process in self._processes:
            self._say(process, b"go\n")
        await until(self._all_moved, "some items wait")

    async def rest(self) -> None:
        """The last jobs are marked as done."""
        await asyncio.sleep(ENDING)

    async def finish(self) -> None:
        """The workers end; every question has its verdict, and every item one event."""
        for process in self._processes:
            self._say(process, b"end\n")
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), START)
            await ended(process)
        done = tuple(await self._looking.fetchrow(_DONE))
        await self._looking.close()
        if done != (len(self._questions),) * 2:
            raise RuntimeError(f"{self.name}: {done} verdicts and events, not {len(self._questions)} of each")

    async def _start(self, what: str, number: int = 0) -> Process:
        command = [str(PYTHON), "-c", f"from {self._program} import main; main()", what]
        environment = self._environment | {"PEER_NUMBER": str(number)}
        return await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdin=PIPE, stdout=PIPE)

    async def _all_moved(self) -> bool:
        if any(process.returncode for process in self._processes):
            raise RuntimeError(f"{self.name}: a worker failed")
        return not await self._looking.fetchval(_PENDING)

    @property
    def _looking(self) -> asyncpg.Connection:
        if self._connection is None:
            raise RuntimeError(f"{self.name} is not prepared")
        return self._connection

    @staticmethod
    def _say(process: Process, words: bytes) -> None:
        assert process.stdin is not None  # noqa: S101 - narrows the type
        with suppress(ConnectionError):
            process.stdin.write(words)

"""luohu itself: the declaration service and the tax authority of a real city, each a process, through the real loop.

Everybody of a population files one tax item and sends it to verification, while a fault on the edge sets every
question aside: they lie in the outbox of the declaration service. That is kept as a snapshot, which is brought back
for each turn. Taking the fault away lets all of them go at once.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
import httpx
import psutil

from bench.peers import ground
from bench.peers.turn import until
from bench.trial import Trial, tell
from luohu_client import City, World, forms

EDGE = "/_luohu/faults/declaration->tax"
ASKED = "asked"  #: the snapshot
AT_ONCE = 16  #: people who file side by side
SEALED = 2.0  #: seconds after which all that was done is sealed
SEED = 7
_HELD = "SELECT count(*) FROM kit.outbox WHERE world = $1 AND held_until IS NOT NULL"
_OPEN = "SELECT EXISTS (SELECT FROM question WHERE world = $1 AND state = 'open')"
_MOVED = "SELECT count(*) FROM item WHERE world = $1 AND status IN ('valid', 'invalid')"
#: The snapshot remembers when they were asked: the reconciler would ask after every one of them.
_FRESH = "UPDATE question SET next_check_real = clock_timestamp() + interval '1 hour' WHERE world = $1"
_OUTBOX = "SELECT EXISTS (SELECT FROM kit.outbox WHERE world = $1)"


class Town:
    """A contestant; `found` makes it."""

    name = "luohu"
    services: Sequence[str] = ("declaration", "tax")

    def __init__(self, trial: Trial, world: World, jobs: int, databases: Mapping[str, asyncpg.Connection]) -> None:
        self.world = world
        self.jobs = jobs
        self.databases = databases  #: of the two services
        self._trial = trial

    async def prepare(self) -> int:
        """Bring back the world in which all questions are asked and none has left."""
        await self.world.restore(ASKED)
        await self.databases["declaration"].execute(_FRESH, self.world.name)
        for connection in self.databases.values():
            await connection.execute(
                "VACUUM ANALYZE"
            )  # as autovacuum would do by and by, where rows come and go slowly
        await until(self._all_held, "not all questions are held back")
        return self.jobs

    def processes(self) -> Mapping[str, psutil.Process]:
        """None beside the city."""
        return {}

    async def run(self) -> None:
        """Take the fault away."""
        await _control(self._trial, self.world, "DELETE", EDGE)
        await until(self._all_answered, "some questions are open")

    async def rest(self) -> None:
        """Both outboxes are empty, and the audit is sealed."""
        for connection in self.databases.values():
            await until(lambda it=connection: self._is_empty(it), "an outbox is not empty")  # type: ignore[misc]
        await asyncio.sleep(SEALED)

    async def finish(self) -> None:
        """Every item has its verdict."""
        moved = await self.databases["declaration"].fetchval(_MOVED, self.world.name)
        if moved != self.jobs:
            raise RuntimeError(f"{moved} items of {self.jobs} have moved")

    async def questions(self) -> list[Any]:
        """All questions, as they travel."""
        rows = await self.databases["declaration"].fetch("SELECT body FROM question WHERE world = $1", self.world.name)
        return [json.loads(row["body"]) for row in rows]

    async def _all_held(self) -> bool:
        return bool(await self.databases["declaration"].fetchval(_HELD, self.world.name) == self.jobs)

    async def _all_answered(self) -> bool:
        return not await self.databases["declaration"].fetchval(_OPEN, self.world.name)

    async def _is_empty(self, connection: asyncpg.Connection) -> bool:
        return not await connection.fetchval(_OUTBOX, self.world.name)


async def found(trial: Trial, city: City, jobs: int) -> Town:
    """A world in which so many people have each asked for one verification that has not left yet."""
    world = await city.new_world(clock="running", personas=False, admission="open", seed=SEED)
    tell(f"peers: {jobs} people arrive")
    await world.people(jobs, seed=SEED)
    await _control(trial, world, "PUT", EDGE, {"hold": "P1D"})
    tell("peers: everybody signs in and files a tax item")
    lanes = asyncio.Semaphore(AT_ONCE)

    async def file(number: int) -> None:
        async with lanes:
            applicant = await world.applicant(f"person:{number}")
            await applicant.open_declaration([forms.tax()], verify=True)

    await asyncio.gather(*(file(number) for number in range(jobs)))
    databases = {name: await ground.connect(trial, name) for name in Town.services}
    town = Town(trial, world, jobs, databases)
    await until(town._all_held, "not all questions are held back")
    await world.snapshot(ASKED)
    return town


async def _control(trial: Trial, world: World, method: str, path: str, body: object = None) -> None:
    async with httpx.AsyncClient(base_url=trial.gateway, timeout=60, trust_env=False) as http:
        answer = await http.request(method, path, json=body, headers={"Luohu-World": world.name})
        answer.raise_for_status()

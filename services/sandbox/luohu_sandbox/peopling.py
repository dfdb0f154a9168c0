"""Puts a world's people into its registers: a batch at a time, the next one being made while one is taken in.

Every batch can be sent again, so whatever is cut off goes on from the last batch that all services had taken.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from contextlib import suppress

import httpx
import structlog

from luohu_kit.journal import of_world
from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld
from luohu_sandbox import census
from luohu_sandbox.census import Counts, Population
from luohu_sandbox.locks import AdvanceRunning, WorldBusy, WorldLocks
from luohu_sandbox.population.batch import PATHS, RECORDS, SIZE, Batch, batch, employers_up_to
from luohu_sandbox.records import PopulationState

log = structlog.get_logger()

AT_ONCE = 4  #: worlds that are peopled side by side
ON_THEIR_WAY = 2  #: batches of one world that its services work on while the next one is made
ROUND = 2.0  #: seconds between two looks for what another process left
AGAIN_IN = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0)  #: seconds until a service that did not take a batch gets it again


class NotTaken(Exception):
    """A service did not take a batch."""

    def __init__(self, service: str, why: str, *, final: bool) -> None:
        super().__init__(f"{service}: {why}")
        self.final = final  #: it said no, and would say so again


class Peopling:
    """The sandbox's second worker."""

    def __init__(self, rt: Runtime, locks: WorldLocks) -> None:
        self._rt = rt
        self._locks = locks
        self._asked = asyncio.Event()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._at_work: dict[str, asyncio.Task[None]] = {}

    async def make(self, world: str, seed: int | None, size: int) -> Population:
        """Say who is to live in a world; they are on their way when this returns. Raises as `census.claim`."""
        of_world(world)
        wanted = await census.claim(self._rt, world, seed, size)
        self._asked.set()
        return wanted

    async def settled(self, world: str, seconds: float) -> Population:
        """The population when it is whole or has failed, or as it stands after so many seconds."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while True:
            held = await census.found(self._rt, world)
            if held.state is not PopulationState.LOADING or loop.time() >= end:
                return held
            await asyncio.sleep(0.05)

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._asked.clear()
                for world in await census.unfinished(self._rt):
                    if world not in self._at_work:
                        self._at_work[world] = group.create_task(self._people(world))
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._asked.wait(), ROUND)

    async def _people(self, world: str) -> None:
        try:
            async with self._room, self._locks.held(world, "the arrival of its people"):
                held = await census.found(self._rt, world)
                if held.state is PopulationState.LOADING:
                    await self._load(held)
        except (UnknownWorld, census.PopulationMissing, WorldBusy, AdvanceRunning) as error:
            log.debug("population_waits", world=world, why=str(error))
        except Exception as error:
            log.exception("population_failed", world=world)
            with suppress(UnknownWorld):
                await census.note(self._rt, world, state=PopulationState.FAILED, problem=str(_first(error))[:2000])
        finally:
            del self._at_work[world]

    async def _load(self, held: Population) -> None:
        """Batch after batch, some of them on their way at once; what all services have taken is noted in order."""
        crowd = held.crowd()
        seen = await asyncio.to_thread(employers_up_to, crowd, held.loaded)
        counts: Counts = held.counts
        on_their_way: deque[tuple[Batch, asyncio.Task[None]]] = deque()

        async def arrive() -> None:
            nonlocal counts
            arrived, task = on_their_way.popleft()
            await task
            counts = _added(counts, arrived.counts)
            await census.note(self._rt, held.world, loaded=arrived.upto, counts=counts)

        try:
            for first in range(held.loaded, held.size, SIZE):
                upto = min(first + SIZE, held.size)
                made = await asyncio.to_thread(batch, crowd, first, upto, seen)
                while len(on_their_way) >= ON_THEIR_WAY:
                    await arrive()
                on_their_way.append((made, asyncio.create_task(self._everywhere(held.world, made))))
            while on_their_way:
                await arrive()
        finally:
            await _called_off([task for _, task in on_their_way])
        await census.note(self._rt, held.world, state=PopulationState.READY)
        log.info("population_ready", world=held.world, people=held.size)

    async def _everywhere(self, world: str, made: Batch) -> None:
        async with asyncio.TaskGroup() as group:
            for service, body in made.bodies.items():
                group.create_task(self._give(world, service, body))

    async def _give(self, world: str, service: str, body: bytes) -> None:
        """Hand a batch over; a service that is away gets it again. Raises NotTaken."""
        for again_in in (*AGAIN_IN, None):
            try:
                await self._once(world, service, body)
                return
            except NotTaken as error:
                if error.final or again_in is None:
                    raise
                await asyncio.sleep(again_in)

    async def _once(self, world: str, service: str, body: bytes) -> None:
        path = PATHS.get(service, RECORDS)
        try:
            answer = await self._rt.peer(service).send("POST", path, world=world, body=body, timeout=60)
        except httpx.TransportError as error:
            raise NotTaken(service, f"no answer ({type(error).__name__})", final=False) from error
        if not answer.is_success:
            raise NotTaken(service, f"HTTP {answer.status_code}: {answer.text[:500]}", final=answer.status_code < 500)


def _added(counts: Counts, more: Counts) -> dict[str, Mapping[str, int]]:
    """The sums, by service and kind."""
    return {
        service: dict(Counter(counts.get(service, {})) + Counter(more.get(service, {}))) for service in {*counts, *more}
    }


async def _called_off(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _first(error: BaseException) -> BaseException:
    """What went wrong first, in a group of tasks that fell together."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error

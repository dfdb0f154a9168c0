"""Worlds over the whole city: made on every service or on none, taken away without a trace, reset."""

import secrets
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from typing import Literal

import structlog

from luohu_kit.admission import Admission
from luohu_kit.clock import BEIJING, ClockMode, ClockState, machine_now
from luohu_kit.migration import KIT
from luohu_kit.runtime import Runtime
from luohu_kit.worlds import NewWorld, delete_world, set_clock
from luohu_sandbox import census, store
from luohu_sandbox.advance import ServicesFailed
from luohu_sandbox.clocks import within_range
from luohu_sandbox.fleet import Fleet
from luohu_sandbox.locks import WorldLocks
from luohu_sandbox.records import HISTORIES, State

log = structlog.get_logger()

MAIN = "main"
PROGRAMME: Literal["beijing"] = "beijing"
YEAR = 2021
SEED = 1
START = (7, 1, 9)  #: month, day and hour at which a world begins: the declaration stage of 2021 is open


class WorldExists(Exception):
    """The name is taken."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a world {name} already.")
        self.headers = {"Location": f"/_luohu/worlds/{name}"}


class WorldProtected(Exception):
    """`main` is always there."""

    def __init__(self) -> None:
        super().__init__("The world main cannot be deleted: services stand on it.")
        self.remedy = "POST /_luohu/worlds/main/reset makes its records new."


def beginning(year: int) -> datetime:
    """The instant at which a world of this round begins, unless somebody says otherwise."""
    month, day, hour = START
    return datetime(year, month, day, hour, tzinfo=BEIJING)


def generated_name() -> str:
    """A name that nobody has."""
    return f"w-{secrets.token_hex(6)}"


class Worlds:
    """What can be done with whole worlds."""

    def __init__(self, rt: Runtime, fleet: Fleet, locks: WorldLocks) -> None:
        self._rt = rt
        self._fleet = fleet
        self._locks = locks

    async def create(self, name: str, new: NewWorld) -> store.Known:
        """Make a world on every service. Raises WorldExists, or ServicesFailed with nothing left behind."""
        async with self._locks.held(name, "its making"):
            if not await store.claim(self._rt, name, new):
                raise WorldExists(name)
            try:
                await self._fleet.put(name, new)
            except BaseException:
                await self._undo(name)
                raise
            await store.mark(self._rt, name, State.READY)
        log.info("world_created", world=name)
        return await store.known(self._rt, name)

    async def delete(self, name: str) -> None:
        """Take a world away. Raises WorldProtected, UnknownWorld, or ServicesFailed: then it is gone from view, and
        goes from the services that failed when they are back.
        """
        if name == MAIN:
            raise WorldProtected
        async with self._locks.held(name, "its deletion"):
            await store.known(self._rt, name)
            await store.mark(self._rt, name, State.LEAVING)
            await self._fleet.remove(name)
            await delete_world(self._rt, name, (KIT, *HISTORIES))
        log.info("world_deleted", world=name)

    async def reset(self, name: str) -> store.Known:
        """The world as it was when it was made: the same seed, new records, the clock at its beginning.

        Raises UnknownWorld, or ServicesFailed: then the world is where the services that answered have it, and
        another reset makes it whole.
        """
        async with self._locks.held(name, "its reset"):
            world = await store.known(self._rt, name)
            clock = world.first.model_copy(update={"anchor_real": machine_now()})
            # Everywhere gone before it is anywhere new, so that no late message of the old world finds the new one.
            await self._fleet.remove(name)
            await self._fleet.put(name, world.as_new(clock))
            await census.forget(self._rt, name)
            await set_clock(self._rt, name, clock)
        log.info("world_reset", world=name)
        return await store.known(self._rt, name)

    async def finish(self, name: str) -> None:
        """Take away what an operation left that was cut off in the middle: half made, or half gone."""
        async with self._locks.held(name, "its clearing", patience=0):
            if any(w.name == name and w.state is not State.READY for w in await store.unfinished(self._rt)):
                await self._undo(name)

    async def _undo(self, name: str) -> None:
        """Gone from the services that answer, then from the list; the keeper finishes what cannot be done now."""
        with suppress(ServicesFailed):
            await self._fleet.remove(name)
            await delete_world(self._rt, name, (KIT, *HISTORIES))
            return
        await store.mark(self._rt, name, State.LEAVING)


def settings_for(
    *,
    programme: str = PROGRAMME,
    year: int = YEAR,
    seed: int = SEED,
    mode: ClockMode = ClockMode.RUNNING,
    at: datetime | None = None,
    rate: Decimal | None = None,
    personas: bool = True,
    admission: Admission = Admission.HANDBOOK,
) -> NewWorld:
    """A new world's settings; what is left out is as in `main`. Raises ClockOutOfRange."""
    begins = within_range(at or beginning(year))
    clock = ClockState(mode=mode, anchor_real=machine_now(), anchor_world=begins, rate=rate or Decimal(1))
    return NewWorld(programme=programme, year=year, seed=seed, clock=clock, personas=personas, admission=admission)

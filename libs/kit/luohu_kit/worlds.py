"""Worlds on one service: made with their seeds, taken away without a trace, their clocks set."""

from collections.abc import Awaitable, Callable, Sequence
from importlib.metadata import version
from typing import Any

from pydantic import Field
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from luohu_contract.model import Wire
from luohu_kit.admission import Admission
from luohu_kit.clock import ClockState
from luohu_kit.duty import clock_of
from luohu_kit.migration import History
from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld, Work, World


class NewWorld(Wire):
    """What a service is told of a world."""

    programme: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")
    year: int = Field(ge=2000, le=2099)
    seed: int = Field(ge=0, lt=2**63)
    clock: ClockState
    personas: bool = True  #: load the seeds that ship with the service
    admission: Admission = Admission.HANDBOOK  #: what is demanded before anything is filed


class Health(Wire):
    """One service's own view of itself."""

    service: str
    version: str
    ready: bool  #: the database answers and the world `main` is there
    lag_seconds: float | None = None  #: age of the oldest live message in the outbox
    detail: str = ""


Seeder = Callable[[Work], Awaitable[None]]

_PUT = text(
    "INSERT INTO kit.world (name, programme, year, seed, admission, mode, anchor_real, anchor_world, rate)"
    " VALUES (:name, :programme, :year, :seed, :admission, :mode, :anchor_real, :anchor_world, :rate)"
    " ON CONFLICT (name) DO NOTHING RETURNING name"
)
_SET_CLOCK = text(
    "UPDATE kit.world SET mode = :mode, anchor_real = :anchor_real, anchor_world = :anchor_world, rate = :rate"
    " WHERE name = :name RETURNING name"
)


async def put_world(rt: Runtime, name: str, new: NewWorld) -> bool:
    """Make a world with its clock and seeds in one transaction; False when it was there already."""
    values = {"name": name, "programme": new.programme, "year": new.year, "seed": new.seed, "admission": new.admission}
    async with rt.everywhere() as connection:
        made = (await connection.execute(_PUT, {**values, **new.clock.model_dump()})).first()
        if made is None:
            return False
        if new.personas and rt.seeder is not None:
            await connection.execute(text("SET LOCAL ROLE luohu_service"))
            await connection.execute(text("SELECT set_config('luohu.world', :name, true)"), {"name": name})
            await rt.seeder(await _enter(connection, rt, name))
        await connection.commit()
    wake_duties(rt, name)
    return True


async def _enter(connection: Any, rt: Runtime, name: str) -> Work:
    """A unit of work on a transaction that is open already, for the making of a world."""
    row = (
        await connection.execute(
            text("SELECT *, clock_timestamp() AS real FROM kit.world WHERE name = :n"), {"n": name}
        )
    ).one()
    clock = clock_of(row)
    world = World(row.name, row.programme, row.year, row.seed, clock, Admission(row.admission))
    assert rt.ground is not None  # noqa: S101 - narrows the type
    return Work(connection, world, clock.at(row.real), rt.ground)


async def delete_world(rt: Runtime, name: str, histories: Sequence[History]) -> bool:
    """Take a world away: not one row of it stays. False when there was none."""
    doomed = [
        table
        for history in reversed(histories)
        for table in reversed(history.metadata.sorted_tables)
        if "world" in table.columns
    ]
    async with rt.everywhere() as connection:
        gone = await connection.execute(text("DELETE FROM kit.world WHERE name = :name"), {"name": name})
        await connection.execute(text("SELECT set_config('luohu.deleting', 'yes', true)"))
        for table in doomed:
            await connection.execute(table.delete().where(table.c.world == name))
        await connection.commit()
    await rt.journal.forget(name)
    del rt.hub.commits[name]
    rt.hub.arrived.pop(name, None)
    return bool(gone.rowcount)


async def set_clock(rt: Runtime, name: str, clock: ClockState, *, wake: bool = True) -> None:
    """Give a world another clock, then wake every duty to look at it; or leave that to the caller."""
    await rt.journal.flush()  # what was noted under the old clock is written under it
    async with rt.everywhere() as connection:
        found = (await connection.execute(_SET_CLOCK, {"name": name, **clock.model_dump()})).first()
        if found is None:
            raise UnknownWorld(name)
        await connection.commit()
    if wake:
        wake_duties(rt, name)


def wake_duties(rt: Runtime, name: str) -> None:
    """Let every duty look at the world."""
    rt.hub.after_commit(name, [(runner.duty.name, name) for runner in rt.runners])


async def health(rt: Runtime) -> Health:
    """Whether this service can work."""
    told = {"service": rt.settings.service, "version": version("luohu")}
    if rt.ground is None:
        return Health(**told, ready=True)
    try:
        async with rt.everywhere() as connection:
            row = (
                await connection.execute(
                    text(
                        "SELECT EXISTS (SELECT 1 FROM kit.world WHERE name = 'main') AS main, (SELECT extract(epoch"
                        " FROM clock_timestamp() - min(written_at)) FROM kit.outbox"
                        " WHERE dead_at IS NULL AND held_until IS NULL) AS lag"
                    )
                )
            ).one()
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        return Health(**told, ready=False, detail=f"the database does not answer: {type(error).__name__}")
    lag = None if row.lag is None else round(float(row.lag), 3)
    return Health(**told, ready=row.main, lag_seconds=lag, detail="" if row.main else "waits for the world main")

"""A moment of a world on one service: a snapshot of PostgreSQL that stays readable while the city goes on.

The moment is taken while the door of the world is held everywhere, so that of every message either the outbox of its
sender or its receiver has a trace; then the door opens, and whoever looks takes the time that it needs. A snapshot is
exported: another process of the same service can read at the same moment.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from luohu_kit.admission import Admission
from luohu_kit.clock import Clock, ClockMode
from luohu_kit.planting import plant
from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld, Work, World

LONGEST = 1800.0  #: seconds that a moment is kept
_MOMENTS = "moments"
_INTO = text("SELECT set_config('luohu.world', :world, true)")
_WORLD = text("SELECT *, clock_timestamp() AS real FROM kit.world WHERE name = :world")
_EXPORT = text("SELECT pg_export_snapshot()")
#: It says nothing for as long as others read its moment: PostgreSQL is not to take it for somebody who was frozen.
_KEEPS_STILL = text("SET LOCAL idle_in_transaction_session_timeout TO 0")


class MomentGone(Exception):
    """The moment is not kept any more: it was given back, its time was over, or the service was started again."""

    def __init__(self, moment: str) -> None:
        super().__init__(f"The moment {moment} of the world is not kept any more. Begin again.")


async def begin(rt: Runtime, world: str) -> str:
    """Keep this moment of a world; its name. Raises UnknownWorld."""
    await plant(rt, world)
    connection = await _reader(rt)
    try:
        await connection.execute(_KEEPS_STILL)
        if (await connection.execute(_WORLD, {"world": world})).first() is None:
            raise UnknownWorld(world)
        moment = str((await connection.execute(_EXPORT)).scalar_one())
    except BaseException:
        await connection.close()
        raise
    _kept(rt)[moment] = asyncio.create_task(_keep(rt, moment, connection), name=f"moment {moment}")
    return moment


async def end(rt: Runtime, moment: str) -> None:
    """Give a moment back; one that is not kept here is given back already."""
    keeping = _kept(rt).get(moment)
    if keeping is not None:
        keeping.cancel()
        await asyncio.wait([keeping])


@asynccontextmanager
async def at(rt: Runtime, world: str, moment: str) -> AsyncIterator[Work]:
    """A unit of work that reads the world as it was at the moment. Raises MomentGone, UnknownWorld."""
    assert rt.ground is not None  # noqa: S101 - narrows the type: only services with a database have moments
    connection = await _reader(rt)
    try:
        try:
            # The name is checked by the route: SET takes no parameters.
            await connection.execute(text(f"SET TRANSACTION SNAPSHOT '{moment}'"))
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            raise MomentGone(moment) from error
        await connection.execute(_INTO, {"world": world})
        row = (await connection.execute(_WORLD, {"world": world})).one_or_none()
        if row is None:
            raise UnknownWorld(world)
        clock = Clock(ClockMode(row.mode), row.anchor_real, row.anchor_world, row.rate)
        there = World(row.name, row.programme, row.year, row.seed, clock, Admission(row.admission))
        yield Work(connection, there, clock.at(row.real), rt.ground)
    finally:
        await connection.close()


async def _reader(rt: Runtime) -> AsyncConnection:
    assert rt.engine is not None  # noqa: S101 - as above
    connection = await rt.engine.connect()
    return await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


async def _keep(rt: Runtime, moment: str, connection: AsyncConnection) -> None:
    try:
        await asyncio.sleep(LONGEST)
    finally:
        _kept(rt).pop(moment, None)
        await asyncio.shield(connection.close())


def _kept(rt: Runtime) -> dict[str, "asyncio.Task[None]"]:
    moments: dict[str, asyncio.Task[None]] = rt.state.setdefault(_MOMENTS, {})
    return moments

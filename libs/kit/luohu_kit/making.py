"""Worlds on one service: made, begun again, brought back to what was kept, taken away without a trace; their doors.

A world's rows change as a whole only while nobody is inside: whoever begins a unit of work holds a lock that is shared
(`kit.enter`), and whoever replaces a world or turns its door holds it alone, for one short transaction.
"""

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from luohu_kit import kept, templates
from luohu_kit.door import Door
from luohu_kit.duty import due_in
from luohu_kit.kept import Kept, Scope
from luohu_kit.revision import revision_of
from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld
from luohu_kit.worlds import NewWorld, wake_duties

_ROWS_AT_FAULT = ("22", "23")  #: classes of PostgreSQL's errors: a value is none, a promise is broken
LANDING = 3.0  #: seconds that requests on their way may take to come back

_MAKE = text(
    "INSERT INTO kit.world (name, programme, year, seed, admission, mode, anchor_real, anchor_world, rate)"
    " VALUES (:name, :programme, :year, :seed, :admission, :mode, :anchor_real, :anchor_world, :rate)"
    " ON CONFLICT (name) DO NOTHING RETURNING name"
)
_ALONE = text(
    "SELECT set_config('lock_timeout', '5s', true),"
    " pg_advisory_xact_lock(hashtextextended('luohu.inside.' || :name, 0))"
)
_REMOVE = text("DELETE FROM kit.world WHERE name = :name")
_TURN = text(
    "UPDATE kit.world AS w SET door = :door FROM kit.world AS before"
    " WHERE w.name = :name AND before.name = w.name RETURNING before.door AS before"
)
_SEND_AGAIN = text("UPDATE kit.outbox SET not_before = clock_timestamp() WHERE world = :name AND dead_at IS NULL")


class NotKept(Exception):
    """Nothing is kept under the name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Nothing is kept here under the name {name!r}.")


class OtherRevision(Exception):
    """What is kept comes from another revision of the service."""

    def __init__(self, name: str, of: str, here: str) -> None:
        super().__init__(f"{name!r} was kept by {of}; this is {here}.")


class RowsUnusable(Exception):
    """Rows that came from outside do not fit the tables of this service."""


class StillOnTheWay(Exception):
    """Messages of the world are on their way, and do not come back."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Messages of the world {name!r} are still on their way to receivers that do not answer.")


async def put_world(rt: Runtime, name: str, new: NewWorld) -> bool:
    """Make a world with its clock and its rows in one transaction; False when it was there already.

    A world that is made anew is replaced. Raises NotKept, OtherRevision, RowsUnusable.
    """
    async with rt.everywhere() as connection:
        if new.anew:
            if new.kept is None:
                await rt.journal.forget(name)
            await _alone(connection, name)
            await rt.tables.clear(connection, [name], Scope.LIFE if new.kept is None else Scope.PARTS)
            await connection.execute(_REMOVE, {"name": name})
        values = new.model_dump(include={"programme", "year", "seed", "admission"}) | new.clock.model_dump()
        if (await connection.execute(_MAKE, {"name": name, **values})).first() is None:
            return False
        await rt.journal.begins(connection, [name])
        if new.kept is not None:
            await _load(connection, rt, name, new.kept)
        elif new.personas and rt.seeder is not None:
            await templates.fill(connection, rt, rt.seeder, [name], new)
        due = await due_in(connection, name, rt.runners, new.clock.anchor_world)
        _resume(rt, name)
        await connection.commit()
    if new.anew:
        await rt.faults.reload()  # those of the world are gone, or those that were kept are back
    # Nothing else has begun here: what falls due later is seen by the net that the duties have for it.
    rt.hub.after_commit(name, [(duty, name) for duty in due] + ([("outbox", name)] if new.kept else []))
    return True


async def turn_door(rt: Runtime, name: str, door: Door, wanted: str | None = None) -> None:
    """Open, hold or shut the door of a world, once nobody is inside. Shut: nothing of it is on its way any more.

    A door that was only held has stopped nobody's messages, so nothing is sent again when it opens. wanted: what must
    be kept here for this. A world that is not there counts as shut. Raises UnknownWorld; NotKept and
    OtherRevision, with nothing changed; StillOnTheWay, with the door shut.
    """
    async with rt.everywhere() as connection:
        await _alone(connection, name)
        found = (await connection.execute(_TURN, {"name": name, "door": door.value})).first()
        if found is None and door is not Door.SHUT:
            raise UnknownWorld(name)
        if wanted is not None:
            await _good(connection, rt, name, wanted)
        if door is not Door.SHUT and found is not None and found.before == Door.SHUT:
            await connection.execute(_SEND_AGAIN, {"name": name})
            _resume(rt, name)
        await connection.commit()
    if door is Door.OPEN:
        wake_duties(rt, name)
    elif door is Door.SHUT and rt.dispatcher is not None and not await rt.dispatcher.stop(name, LANDING):
        raise StillOnTheWay(name)


async def keep_world(rt: Runtime, name: str, under: str) -> Kept:
    """Keep the rows of a world under a name. Its door is best held: then all services keep the same moment."""
    async with rt.everywhere() as connection:
        made = await rt.tables.keep(connection, name, name, under, await revision_of(connection, rt))
        await connection.commit()
    return made


async def forget_kept(rt: Runtime, name: str, under: str) -> None:
    """Remove what is kept of a world under a name."""
    async with rt.everywhere() as connection:
        await kept.forget(connection, name, under)
        await connection.commit()


async def _alone(connection: AsyncConnection, name: str) -> None:
    """Wait until nobody is inside of the world; nobody enters until the transaction ends."""
    await connection.execute(_ALONE, {"name": name})


async def _load(connection: AsyncConnection, rt: Runtime, name: str, under: str) -> None:
    try:
        whole = await rt.tables.load(connection, await _good(connection, rt, name, under), name, under, [name])
    except DBAPIError as error:
        if str(getattr(error.orig, "sqlstate", "") or "")[:2] not in _ROWS_AT_FAULT:
            raise
        raise RowsUnusable(f"PostgreSQL does not take the rows: {error.orig}") from error
    if not whole:
        raise RowsUnusable("There are more or fewer rows than were announced.")


async def _good(connection: AsyncConnection, rt: Runtime, name: str, under: str) -> Kept:
    found = await kept.find(connection, name, under)
    if found is None:
        raise NotKept(under)
    here = await revision_of(connection, rt)
    if found.revision != here:
        raise OtherRevision(under, found.revision, here)
    return found


def _resume(rt: Runtime, name: str) -> None:
    """Let the dispatcher send again. While the world is still held alone: what it hands over later must not be lost."""
    if rt.dispatcher is not None:
        rt.dispatcher.resume(name)

"""Worlds on one service: made, begun again, brought back to what was kept, taken away without a trace; their doors.

A world's rows change as a whole only while nobody is inside: whoever begins a unit of work holds a lock that is shared
(`kit.enter`), and whoever replaces a world or turns its door holds it alone, for one short transaction. Rows that
replace others are of another generation (see `generation`), so services need not be replaced at one moment.
"""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from luohu_kit import kept
from luohu_kit.audit.noting import note_brought_back
from luohu_kit.door import Door
from luohu_kit.duty import due_in
from luohu_kit.kept import Kept, Scope
from luohu_kit.planting import can_wait, plant, seed
from luohu_kit.revision import revision_of
from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld
from luohu_kit.worlds import NewWorld, wake_duties

_ROWS_AT_FAULT = ("22", "23")  #: classes of PostgreSQL's errors: a value is none, a promise is broken

_SETTINGS = ("programme", "year", "seed", "admission", "generation", "mode", "anchor_real", "anchor_world", "rate")
_MAKE_EACH = (
    f"INSERT INTO kit.world (name, planted, {', '.join(_SETTINGS)})"  # noqa: S608 - names of our own columns
    f" SELECT each.name, :planted, {', '.join(f':{one}' for one in _SETTINGS)}"
    " FROM unnest(CAST(:names AS text[])) AS each(name) ON CONFLICT (name)"
)
_MAKE = text(f"{_MAKE_EACH} DO NOTHING RETURNING name")
_MAKE_ANEW = text(
    f"{_MAKE_EACH} DO UPDATE SET door = 'open',"
    f" {', '.join(f'{one} = excluded.{one}' for one in ('planted', *_SETTINGS))}"
    " RETURNING name"
)
#: Locks are taken in one order, so that two who want some of the same worlds do not wait for one another.
_ALONE = text(
    "SELECT set_config('lock_timeout', '5s', true), set_config('luohu.deleting', 'yes', true),"
    " count(pg_advisory_xact_lock(hashtextextended('luohu.inside.' || each.name, 0)))"
    " FROM (SELECT name FROM unnest(CAST(:names AS text[])) AS n(name) ORDER BY name) AS each"
)
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


async def put_world(rt: Runtime, name: str, new: NewWorld) -> bool:
    """Make a world with its clock and its rows in one transaction; False when it was there already.

    A world that is made anew is replaced. Raises NotKept, OtherRevision, RowsUnusable, and then nothing has changed.
    """
    if new.anew:
        await _call_back(rt, name)
    try:
        async with rt.everywhere() as connection:
            due = await _put(connection, rt, name, new)
            if due is None:
                return False
            _resume(rt, name)
            await connection.commit()
    except BaseException:
        _resume(rt, name)
        raise
    if new.anew:
        rt.faults.forget(name)
    if new.kept is not None:
        await rt.faults.reload()  # those that were kept are back
    # Nothing else has begun here: what falls due later is seen by the net that the duties have for it.
    rt.hub.after_commit(name, [(duty, name) for duty in due] + ([("outbox", name)] if new.kept else []))
    return True


async def make_rows(
    connection: AsyncConnection, names: Sequence[str], new: NewWorld, *, planted: bool = True
) -> list[str]:
    """The rows of worlds in the list of worlds, on a transaction over all worlds; the names of those that were made.

    planted: whether their seeds are put into them in the same transaction.
    """
    values = new.model_dump(include=set(_SETTINGS)) | new.clock.model_dump() | {"planted": planted}
    found = await connection.execute(_MAKE_ANEW if new.anew else _MAKE, {"names": sorted(set(names)), **values})
    return sorted(row.name for row in found)


async def hold_alone(connection: AsyncConnection, names: Sequence[str]) -> None:
    """Wait until nobody is inside of these worlds; nobody enters until the transaction ends, and all their rows may be
    removed in it.
    """
    await connection.execute(_ALONE, {"names": list(names)})


async def _put(connection: AsyncConnection, rt: Runtime, name: str, new: NewWorld) -> Sequence[str] | None:
    """The rows of a world, and the duties that are due in it at once; None when it was there already."""
    if new.anew:
        if new.kept is None:
            await rt.journal.forget(name)
        await hold_alone(connection, [name])
        await rt.tables.clear(connection, [name], Scope.LIFE if new.kept is None else Scope.PARTS)
    waits = can_wait(rt, new)
    if not await make_rows(connection, [name], new, planted=not waits):
        return None
    await rt.journal.begins(connection, [name])
    if new.kept is not None:
        await _load(connection, rt, name, new.kept)
        await note_brought_back(connection, name, new.kept)
        return await due_in(connection, name, rt.runners, new.clock.anchor_world)
    return await seed(connection, rt, [name], new, waits=waits)


async def turn_door(rt: Runtime, name: str, door: Door, wanted: str | None = None) -> None:
    """Open, hold or shut the door of a world, once nobody is inside. Shut: nothing of it is sent from here any more.

    A door that was only held has stopped nobody's messages, so nothing is sent again when it opens. wanted: what must
    be kept here for this. A world that is not there counts as shut. Raises UnknownWorld; NotKept and OtherRevision,
    with nothing changed.
    """
    async with rt.everywhere() as connection:
        await hold_alone(connection, [name])
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
    elif door is Door.SHUT:
        await _call_back(rt, name)


async def keep_world(rt: Runtime, name: str, under: str) -> Kept:
    """Keep the rows of a world under a name. Its door is best held: then all services keep the same moment."""
    await plant(rt, name)
    async with rt.everywhere() as connection:
        made = await rt.tables.keep(connection, name, name, under, await revision_of(connection, rt))
        await connection.commit()
    return made


async def forget_kept(rt: Runtime, name: str, under: str) -> None:
    """Remove what is kept of a world under a name."""
    async with rt.everywhere() as connection:
        await kept.forget(connection, name, under)
        await connection.commit()


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


async def _call_back(rt: Runtime, name: str) -> None:
    """Let the dispatcher send nothing more."""
    if rt.dispatcher is not None:
        await rt.dispatcher.stop(name)


def _resume(rt: Runtime, name: str) -> None:
    """Let the dispatcher send again. While the world is still held alone: what it hands over later must not be lost."""
    if rt.dispatcher is not None:
        rt.dispatcher.resume(name)

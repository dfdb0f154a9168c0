"""Worlds are planted when somebody first comes to them: until then they are a line in the list of worlds.

Most tests come to two or three services of the city, and a world is made on all of them. Worlds that are all alike are
planted together, some at a time: whoever comes to one of them mostly comes to the others as well. So from then on, such
worlds are planted here when they are made, and nobody waits. Nobody is inside of a world that is not planted, its clock
stands still, and nothing in its seeds is due; so nobody can tell the difference.
"""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from luohu_kit import templates
from luohu_kit.clock import ClockMode, ClockState
from luohu_kit.duty import due_in
from luohu_kit.runtime import Runtime
from luohu_kit.worlds import NewWorld

TOGETHER = 20  #: worlds that are planted in one transaction, at most

#: As whoever enters it (`kit.enter`): nobody removes or replaces the world meanwhile.
_COME_IN = text("SELECT pg_advisory_xact_lock_shared(hashtextextended('luohu.inside.' || CAST(:name AS text), 0))")
_HOLD = text("SELECT * FROM kit.world WHERE name = :name AND NOT planted FOR UPDATE")
#: Nobody is waited for: who plants or removes another of them just now does not need us.
_HOLD_OTHERS = text(
    "SELECT name FROM kit.world WHERE NOT planted AND door = 'open' AND mode = :mode AND name <> :name"
    " AND (programme, year, seed, admission, anchor_world) = (:programme, :year, :seed, :admission, :anchor_world)"
    " AND pg_try_advisory_xact_lock_shared(hashtextextended('luohu.inside.' || name, 0))"
    " LIMIT :most FOR UPDATE SKIP LOCKED"
)
_PLANTED = text("UPDATE kit.world SET planted = true WHERE name = ANY(CAST(:names AS text[]))")


def can_wait(rt: Runtime, new: NewWorld) -> bool:
    """Whether a new world need not be planted before somebody comes to it."""
    if rt.ground is None or rt.ground.plant is None or rt.seeder is None:
        return False
    stands_still = new.clock.mode is ClockMode.FROZEN
    return stands_still and new.personas and new.kept is None and templates.can_wait(rt, new)


async def seed(
    connection: AsyncConnection, rt: Runtime, names: Sequence[str], new: NewWorld, *, waits: bool
) -> Sequence[str]:
    """Put into new worlds of one wish what they begin with, unless they wait for it; the duties that are due in each.

    It runs on the transaction over all worlds that makes them. waits: what `can_wait` said.
    """
    if waits:
        return []
    if new.personas and rt.seeder is not None:
        return await templates.fill(connection, rt, rt.seeder, names, new)
    return await due_in(connection, names[0], rt.runners, new.clock.anchor_world)


async def plant(rt: Runtime, name: str) -> None:
    """Plant a world that is not, and others like it. When this returns it is planted, or there is none."""
    if rt.seeder is None:
        return
    async with rt.everywhere() as connection:
        await connection.execute(_COME_IN, {"name": name})
        row = (await connection.execute(_HOLD, {"name": name})).one_or_none()
        if row is None:
            return
        clock = ClockState(mode=row.mode, anchor_real=row.anchor_real, anchor_world=row.anchor_world, rate=row.rate)
        alike = {"programme": row.programme, "year": row.year, "seed": row.seed, "admission": row.admission}
        new = NewWorld(**alike, clock=clock, generation=row.generation)
        values = {**alike, "name": name, "mode": row.mode, "anchor_world": row.anchor_world, "most": TOGETHER - 1}
        others = (await connection.execute(_HOLD_OTHERS, values)).scalars()
        names = [name, *others]
        due = await templates.fill(connection, rt, rt.seeder, names, new)
        await connection.execute(_PLANTED, {"names": names})
        await connection.commit()
    templates.note_visit(rt, new)
    for each in names:
        rt.hub.after_commit(each, [(duty, each) for duty in due])

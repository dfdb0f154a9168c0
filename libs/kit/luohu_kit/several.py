"""Several worlds at once on one service: fresh ones that are all alike, and worlds that are taken away.

A world for each test of a large suite costs little this way: one transaction and one request for each service, however
many worlds there are in it.
"""

import asyncio
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field
from sqlalchemy import text

from luohu_contract.model import Wire
from luohu_kit.kept import Scope
from luohu_kit.making import hold_alone, make_rows
from luohu_kit.planting import can_wait, seed
from luohu_kit.runtime import Runtime
from luohu_kit.worlds import NewWorld

MOST = 500  #: worlds in one request

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]

_REMOVE = text("DELETE FROM kit.world WHERE name = ANY(CAST(:names AS text[])) RETURNING name")


class NewWorlds(Wire):
    """Fresh worlds that are all alike."""

    names: tuple[Name, ...] = Field(min_length=1, max_length=MOST)
    new: NewWorld


class Doomed(Wire):
    """Worlds to be taken away."""

    names: tuple[Name, ...] = Field(min_length=1, max_length=MOST)


async def put_worlds(rt: Runtime, names: Sequence[str], new: NewWorld) -> set[str]:
    """Make fresh worlds in one transaction; the names of those that were not there before.

    new: of each of them; neither `anew` nor with anything kept (that is `making.put_world`, for one).
    """
    waits = can_wait(rt, new)
    async with rt.everywhere() as connection:
        made = await make_rows(connection, names, new, planted=not waits)
        if not made:
            return set()
        await rt.journal.begins(connection, made)
        # They are all alike: what is due in one is due in each.
        due = await seed(connection, rt, made, new, waits=waits)
        if rt.dispatcher is not None:
            for name in made:
                rt.dispatcher.resume(name)
        await connection.commit()
    for name in made:
        rt.hub.after_commit(name, [(duty, name) for duty in due])
    return set(made)


async def delete_worlds(rt: Runtime, names: Sequence[str]) -> set[str]:
    """Take worlds away: not one row of them stays. The names of those that were there."""
    doomed = sorted(set(names))
    async with rt.everywhere() as connection:
        await hold_alone(connection, doomed)
        gone = {row.name for row in await connection.execute(_REMOVE, {"names": doomed})}
        await rt.tables.clear(connection, doomed, Scope.ALL)
        await connection.commit()
    if rt.dispatcher is not None:
        await asyncio.gather(*(rt.dispatcher.stop(name) for name in doomed))
        for name in doomed:
            rt.dispatcher.resume(name)
    for name in doomed:
        await rt.journal.forget(name)
        rt.faults.forget(name)
        del rt.hub.commits[name]
        rt.hub.arrived.pop(name, None)
    return gone

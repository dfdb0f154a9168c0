"""Templates: the seeds of a world are planted once, kept, and every further world of the same wish is a copy.

A template is kept without a world of its own. A process plants each of its templates anew when it first wants it, so
that seeds which have changed meanwhile are never served from an old one.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import cast

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from luohu_kit import kept
from luohu_kit.db import SERVICE_ROLE
from luohu_kit.duty import due_in
from luohu_kit.kept import Kept
from luohu_kit.revision import revision_of
from luohu_kit.runtime import Runtime
from luohu_kit.work import OWNER_ROLE, Work, World
from luohu_kit.worlds import NewWorld, Seeder

NOBODY = ""  #: the world that templates are kept in: no world has an empty name
MOST = 16  #: templates of one process; the one that was wanted longest ago goes

_KEY = "templates"
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended('luohu.templates', 0))")
_AS_SERVICE = text(f"SET LOCAL ROLE {SERVICE_ROLE}")
_AS_OWNER = text(f"SET LOCAL ROLE {OWNER_ROLE}")
_ENTER = text("SELECT set_config('luohu.world', :name, true)")


@dataclass(slots=True)
class Template:
    """The seeds of a wish, as they are kept."""

    kept: Kept
    due: Sequence[str]  #: duties that have something to do in a world of them at its beginning
    visited: bool = False  #: somebody came to a world of it that was not planted: here such worlds are used


async def fill(
    connection: AsyncConnection, rt: Runtime, seeder: Seeder, names: Sequence[str], new: NewWorld
) -> Sequence[str]:
    """Put the seeds into new worlds that have no rows yet, on a transaction over all worlds; the duties that are due
    in each of them at once.
    """
    mine = _mine(rt)
    template = name_of(new)
    if template in mine:
        mine.move_to_end(template)
        if await rt.tables.load(connection, mine[template].kept, NOBODY, template, names):
            return mine[template].due
    first, *others = names
    await connection.execute(_ONE_AT_A_TIME)
    await _plant(connection, rt, seeder, first, new)
    made = await rt.tables.keep(connection, first, NOBODY, template, await revision_of(connection, rt))
    due = await due_in(connection, first, rt.runners, new.clock.anchor_world)
    mine[template] = Template(made, due)
    if others:
        await rt.tables.load(connection, made, NOBODY, template, others)
    if len(mine) > MOST:
        await kept.forget(connection, NOBODY, mine.popitem(last=False)[0])
    return due


def can_wait(rt: Runtime, new: NewWorld) -> bool:
    """Whether the seeds of a wish can be put into a world at any later time, and may never be wanted."""
    template = _mine(rt).get(name_of(new))
    return template is not None and not template.due and not template.visited


def note_visit(rt: Runtime, new: NewWorld) -> None:
    """Somebody came to a world of this wish."""
    if template := _mine(rt).get(name_of(new)):
        template.visited = True


def name_of(new: NewWorld) -> str:
    """The template for a wish: all that seeds can depend on."""
    begins = new.clock.anchor_world.astimezone(UTC).isoformat()
    wish = f"{new.programme}/{new.year}/{new.seed}/{new.admission}/{begins}"
    return hashlib.sha256(wish.encode()).hexdigest()[:24]


def _mine(rt: Runtime) -> "OrderedDict[str, Template]":
    return cast("OrderedDict[str, Template]", rt.state.setdefault(_KEY, OrderedDict()))


async def _plant(connection: AsyncConnection, rt: Runtime, seeder: Seeder, name: str, new: NewWorld) -> None:
    """Load the seeds, as the service, at the instant at which the world begins."""
    assert rt.ground is not None  # noqa: S101 - narrows the type
    clock = new.clock.clock()
    world = World(name, new.programme, new.year, new.seed, clock, new.admission, new.generation)
    await connection.execute(_AS_SERVICE)
    await connection.execute(_ENTER, {"name": name})
    await seeder(Work(connection, world, clock.at(clock.anchor_real), rt.ground))
    await connection.execute(_AS_OWNER)

"""Worlds kept as they are, and brought back: all rows of all tables, each way in one statement.

A kept world is a copy in `kit.kept_row`, a row for each row, every column as PostgreSQL writes it. One statement reads
all tables, so it sees them at one instant; one statement writes them, so foreign keys are checked when everything is
there. Which tables there are, their own metadata say: one whose `info` has `snapshot: False` is neither kept nor
brought back, and one with `reset: False` outlives a reset.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import Column, Table, TextClause, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
_NAME = _DIALECT.identifier_preparer

_FIND = text("SELECT revision, counts FROM kit.kept WHERE world = :owner AND name = :name FOR KEY SHARE")
_NOTE = text(
    "INSERT INTO kit.kept (world, name, revision, counts) VALUES (:owner, :name, :revision, CAST(:counts AS jsonb))"
)
_FORGET = text(
    "WITH rows AS (DELETE FROM kit.kept_row WHERE world = :owner AND kept = :name)"
    " DELETE FROM kit.kept WHERE world = :owner AND name = :name"
)
_LOADING = text("SELECT set_config('luohu.loading', 'yes', true)")


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept: by which revision of the service, and how many rows of which tables."""

    revision: str
    counts: Mapping[str, int]


class Scope(StrEnum):
    """How much of a world is removed."""

    PARTS = "parts"  #: what a kept world has: the world is brought back to it
    LIFE = "life"  #: all that it has lived through: the world begins again, what was kept of it stays
    ALL = "all"  #: not one row stays


class WorldTables:
    """All tables of one service that hold rows of worlds, a table that others refer to before them."""

    def __init__(self, tables: Iterable[Table] = ()) -> None:
        every = [table for table in tables if "world" in table.columns]
        self.parts: Mapping[str, Table] = {str(t.fullname): t for t in every if t.info.get("snapshot", True)}
        life = [table for table in every if table.info.get("reset", True)]
        chosen = {Scope.PARTS: self.parts.values(), Scope.LIFE: life, Scope.ALL: every}
        self._clears = {scope: _for_each(reversed(list(doomed)), _clear) for scope, doomed in chosen.items()}
        self._keep = _for_each(self.parts.values(), _keep)
        self._loads: dict[frozenset[str], TextClause] = {}

    async def clear(self, connection: AsyncConnection, worlds: Sequence[str], scope: Scope) -> None:
        """Remove the rows of these worlds, on a transaction that holds them alone (see `making.hold_alone`)."""
        await connection.execute(self._clears[scope], {"worlds": list(worlds)})

    async def keep(self, connection: AsyncConnection, world: str, owner: str, name: str, revision: str) -> Kept:
        """Keep all rows of a world under a name of the owner; what had the name before is forgotten."""
        await forget(connection, owner, name)
        values = {"world": world, "owner": owner, "kept": name}
        found = (await connection.execute(self._keep, values)).one()
        made = Kept(revision, {part: count for part, count in zip(self.parts, found, strict=True) if count})
        await note(connection, owner, name, made)
        return made

    async def load(self, connection: AsyncConnection, what: Kept, owner: str, name: str, worlds: Sequence[str]) -> bool:
        """Put what is kept into each of these worlds, which have no rows; False when it is not kept any more, and
        nothing was put.
        """
        chosen = frozenset(what.counts)
        if chosen not in self._loads:
            self._loads[chosen] = _for_each([self.parts[part] for part in self.parts if part in chosen], _load)
        values = {"worlds": list(worlds), "owner": owner, "kept": name}
        await connection.execute(_LOADING)  # what was audited brings its entries with it
        counts = (await connection.execute(self._loads[chosen], values)).one()
        return sum(counts) == sum(what.counts.values()) * len(worlds)


async def find(connection: AsyncConnection, owner: str, name: str) -> Kept | None:
    """What is kept under a name of the owner; it cannot be forgotten until the transaction ends."""
    row = (await connection.execute(_FIND, {"owner": owner, "name": name})).one_or_none()
    return None if row is None else Kept(row.revision, row.counts)


async def note(connection: AsyncConnection, owner: str, name: str, made: Kept) -> None:
    """Say what is kept under a name."""
    counts = orjson.dumps(dict(made.counts)).decode()
    values = {"owner": owner, "name": name, "revision": made.revision, "counts": counts}
    await connection.execute(_NOTE, values)


async def forget(connection: AsyncConnection, owner: str, name: str) -> None:
    """Remove what is kept under a name, if anything is."""
    await connection.execute(_FORGET, {"owner": owner, "name": name})


def cells_of(table: Table) -> list[Column[Any]]:
    """The columns that are kept, in the order of the cells: all but the world and what PostgreSQL computes or knows."""
    return [
        column
        for column in table.columns
        if column.name != "world" and column.computed is None and column.info.get("kept", True)
    ]


def type_of(column: Column[Any]) -> str:
    """A column's type as PostgreSQL calls it."""
    return column.type.compile(dialect=_DIALECT)


def _for_each(tables: Iterable[Table], part: Callable[[Table], str]) -> TextClause:
    """One statement of a part for each table; it gives how many rows each has touched."""
    parts = [part(table) for table in tables]
    steps = ", ".join(f"s{number} AS ({sql})" for number, sql in enumerate(parts))
    counts = ", ".join(f"(SELECT count(*) FROM s{number}) AS n{number}" for number in range(len(parts)))  # noqa: S608 - ours
    return text(f"WITH {steps} SELECT {counts}" if parts else "SELECT 0")


def _clear(table: Table) -> str:
    name = _NAME.format_table(table)
    return f"DELETE FROM {name} WHERE world = ANY(CAST(:worlds AS text[])) RETURNING 1"  # noqa: S608 - ours


def _keep(table: Table) -> str:
    cells = ", ".join(f"CAST({_NAME.format_column(column)} AS text)" for column in cells_of(table))
    keys = ", ".join(_NAME.format_column(key) for key in table.primary_key.columns if key.name != "world") or "world"
    return (
        "INSERT INTO kit.kept_row (world, kept, part, n, cells)"  # noqa: S608 - names of our own tables
        f" SELECT CAST(:owner AS text), CAST(:kept AS text), '{table.fullname}', row_number() OVER (ORDER BY {keys}),"
        f" ARRAY[{cells}] FROM {_NAME.format_table(table)} WHERE world = CAST(:world AS text) RETURNING 1"
    )


def _load(table: Table) -> str:
    columns = cells_of(table)
    names = ", ".join(_NAME.format_column(column) for column in columns)
    values = ", ".join(f"CAST(cells[{number}] AS {type_of(column)})" for number, column in enumerate(columns, 1))
    # Rows keep the numbers that they have: OVERRIDING SYSTEM VALUE.
    return (
        f"INSERT INTO {_NAME.format_table(table)} (world, {names}) OVERRIDING SYSTEM VALUE"  # noqa: S608 - as above
        f" SELECT each.world, {values} FROM unnest(CAST(:worlds AS text[])) AS each(world), kit.kept_row AS k"
        f" WHERE k.world = CAST(:owner AS text) AND kept = CAST(:kept AS text) AND part = '{table.fullname}'"
        " RETURNING 1"
    )

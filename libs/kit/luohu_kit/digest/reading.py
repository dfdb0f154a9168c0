"""Reads what a digest sums up: the rows of a world that two runs of the same story have in common."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, TextClause, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from luohu_kit.digest.colours import Sums, sums
from luohu_kit.kept import cells_of
from luohu_kit.planting import plant
from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld

_AT_ONCE = 1000
_NAME = postgresql.dialect().identifier_preparer  # type: ignore[no-untyped-call]
_THERE = text("SELECT 1 FROM kit.world WHERE name = :world")


async def digest_of(rt: Runtime, world: str, *, times: bool = True) -> Sums:
    """The digest of what this service has of a world. times: whether instants of the world count.

    Raises UnknownWorld.
    """
    await plant(rt, world)
    async with rt.everywhere() as connection:
        if (await connection.execute(_THERE, {"world": world})).first() is None:
            raise UnknownWorld(world)
        rows = [row async for row in _rows(connection, world, counted(rt.tables.parts.values()))]
    return await asyncio.to_thread(sums, rows, times=times)


def counted(tables: Iterable[Table]) -> list[Table]:
    """The tables that a digest sees."""
    return [table for table in tables if table.info.get("digest", True)]


async def _rows(connection: AsyncConnection, world: str, tables: Iterable[Table]) -> AsyncIterator[tuple[str, str]]:
    for table in tables:
        async with connection.stream(_statement(table), {"world": world}) as result:
            async for batch in result.partitions(_AT_ONCE):
                for cells in batch:
                    yield table.fullname, "\x1f".join("\x1e" if cell is None else cell for cell in cells)


def _statement(table: Table) -> TextClause:
    columns = [_cell(column) for column in cells_of(table) if _counts(column)]
    names = ", ".join(columns) or "''"
    return text(f"SELECT {names} FROM {_NAME.format_table(table)} WHERE world = :world")  # noqa: S608 - names of our own


def _cell(column: Column[Any]) -> str:
    name = _NAME.format_column(column)
    if isinstance(column.type, LargeBinary):
        return f"encode(sha256({name}), 'hex')"
    return f"CAST({name} AS text)"


def _counts(column: Column[Any]) -> bool:
    """Numbers that count rows and real times are those of one run."""
    return column.identity is None and column.info.get("digest", True) and not _by_the_machine(column)


def _by_the_machine(column: Column[Any]) -> bool:
    """Whether a column holds real time, as its default tells."""
    default = getattr(column.server_default, "arg", None)
    return default is not None and "clock_timestamp()" in str(default)

"""The rows of kept worlds on their way out of a service and into one, as text.

Out: for each part a line `{"part": ..., "columns": [...], "rows": n}`, then n lines, each an array of cells: text as
PostgreSQL writes it, or null. In: the same rows, some at a time, for a world that does not exist yet; what they mean
is checked when the world is made of them, all at once or not at all.

Secrets of webhooks do not leave: in their place stands LEFT_OUT, and a cell that comes in with it gets a secret that
nobody was told. Whoever needs one asks for a new one.
"""

import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence

import orjson
from pydantic import ConfigDict, Field
from sqlalchemy import Column, Table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from luohu_contract.model import Wire
from luohu_contract.signing import new_secret
from luohu_kit import kept
from luohu_kit.kept import Kept, WorldTables, cells_of
from luohu_kit.making import NotKept, OtherRevision, RowsUnusable
from luohu_kit.revision import revision_of
from luohu_kit.runtime import Runtime

AT_ONCE = 500  #: rows fetched from PostgreSQL at once
LARGEST = 2**53  #: number of a row that is taken from outside: beyond, the numbers of a table might run out
LEFT_OUT = "whsec_left-out"  #: in the place of a secret, also of one in an answer that was kept
_SECRET = re.compile(rb"whsec_[A-Za-z0-9+/=_-]+")
AHEAD = 1000  #: numbers skipped, for whoever draws one at the same moment

_ROWS = text("SELECT cells FROM kit.kept_row WHERE world = :world AND kept = :kept AND part = :part ORDER BY n")
_ADD = text(
    "INSERT INTO kit.kept_row (world, kept, part, n, cells)"
    " SELECT :world, :kept, :part, :first + r.n, ARRAY(SELECT json_array_elements_text(r.cells))"
    " FROM json_array_elements(CAST(:rows AS json)) WITH ORDINALITY AS r(cells, n)"
)


class KeptWish(Wire):
    """What will be kept: by which revision, and which parts with which columns and how many rows."""

    revision: str
    counts: dict[str, int]
    columns: dict[str, tuple[str, ...]]


class RowsWish(Wire):
    """Some rows of one part. Cells are taken as they are, blanks and all, however long."""

    model_config = ConfigDict(str_strip_whitespace=False, str_max_length=None)

    part: str
    first: int = Field(ge=0)  #: rows of this part that came before
    rows: tuple[tuple[str | None, ...], ...]


async def lines(rt: Runtime, world: str, name: str) -> AsyncGenerator[bytes, None]:
    """All rows that are kept under a name, a line each. Raises NotKept before the first line."""
    async with rt.everywhere() as connection:
        found = await kept.find(connection, world, name)
        if found is None:
            raise NotKept(name)
        for part, table in rt.tables.parts.items():
            if part in found.counts:
                columns = [column.name for column in cells_of(table)]
                yield _line({"part": part, "columns": columns, "rows": found.counts[part]})
                async for some in _some(connection, world, name, part):
                    yield some


async def _some(connection: AsyncConnection, world: str, name: str, part: str) -> AsyncIterator[bytes]:
    async with connection.stream(_ROWS, {"world": world, "kept": name, "part": part}) as result:
        async for batch in result.scalars().partitions(AT_ONCE):
            yield _SECRET.sub(LEFT_OUT.encode(), b"".join(_line(cells) for cells in batch))


def _line(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)


async def expect(rt: Runtime, world: str, name: str, wish: KeptWish) -> None:
    """Make room for rows that will come. Raises OtherRevision, and RowsUnusable when the tables are others."""
    async with rt.everywhere() as connection:
        here = await revision_of(connection, rt)
        if wish.revision != here:
            raise OtherRevision(name, wish.revision, here)
        _same_tables(rt.tables, wish.counts, wish.columns)
        await kept.forget(connection, world, name)
        await kept.note(connection, world, name, Kept(here, wish.counts))
        await connection.commit()


def _same_tables(tables: WorldTables, counts: Mapping[str, int], columns: Mapping[str, Sequence[str]]) -> None:
    for part in counts.keys() | columns.keys():
        if part not in tables.parts or part not in counts or part not in columns:
            raise RowsUnusable(f"There is no table {part[:60]!r} here.")
        if [column.name for column in cells_of(tables.parts[part])] != list(columns[part]):
            raise RowsUnusable(f"The table {part} has other columns here.")


async def add(rt: Runtime, world: str, name: str, wish: RowsWish) -> None:
    """Take some rows in. Raises RowsUnusable."""
    table = rt.tables.parts.get(wish.part)
    if table is None:
        raise RowsUnusable(f"There is no table {wish.part[:60]!r} here.")
    width = len(cells_of(table))
    if any(len(cells) != width for cells in wish.rows):
        raise RowsUnusable(f"A row of {wish.part} has more or fewer than its {width} cells.")
    values = {"world": world, "kept": name, "part": wish.part, "first": wish.first}
    async with rt.everywhere() as connection:
        await connection.execute(_ADD, {**values, "rows": orjson.dumps(_with_secrets(wish.rows)).decode()})
        for place, column in enumerate(cells_of(table)):
            if column.identity is not None:
                await _step_over(connection, table, column, [cells[place] for cells in wish.rows])
        await connection.commit()


def _with_secrets(rows: Sequence[Sequence[str | None]]) -> list[list[str | None]]:
    """The rows with fresh secrets where they had been left out."""
    return [[new_secret() if cell == LEFT_OUT else cell for cell in cells] for cells in rows]


async def _step_over(
    connection: AsyncConnection, table: Table, column: Column[int], numbers: Sequence[str | None]
) -> None:
    """See to it that numbers which rows bring along are not drawn again. Raises RowsUnusable."""
    try:
        highest = max((int(number or "") for number in numbers), default=0)
    except ValueError:
        raise RowsUnusable(f"A number of {table.fullname} is no number.") from None
    if not highest < LARGEST:
        raise RowsUnusable(f"A number of {table.fullname} is larger than any that is drawn.")
    await connection.execute(
        text(
            "SELECT setval(s.id, :next)"
            " FROM (SELECT CAST(pg_get_serial_sequence(:table, :column) AS regclass) AS id) AS s"
            " WHERE coalesce(pg_sequence_last_value(s.id), 0) < :highest"
        ),
        {"table": table.fullname, "column": column.name, "highest": highest, "next": highest + AHEAD},
    )

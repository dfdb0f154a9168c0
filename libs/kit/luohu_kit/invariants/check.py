"""A check, and what it finds. SQL finds rows of the world of the transaction, as every statement does."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import TextClause, text

from luohu_contract.model import Wire
from luohu_kit.work import Work

AT_ONCE = 1000  #: rows fetched together
MOST_FINDINGS = 200  #: rows of one check that are named; the others are counted


class Kind(StrEnum):
    """What it means that a check finds a row."""

    INVARIANT = "invariant"  #: a promise is broken
    WAITING = "waiting"  #: nothing is wrong: somebody or something is waited for, and this is the list


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that a check has found."""

    id: str
    what: str  #: what is wrong with it, or what it waits for


class Finding(Wire):
    """The same for whoever reads it: where the row is, and what to do."""

    id: str
    wrong: str


class Found(Wire):
    """What one check has found in one service."""

    check: str
    service: str
    kind: Kind
    promise: str
    table: str
    remedy: str
    count: int  #: rows that were found
    findings: tuple[Finding, ...]  #: the first of them


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant of one service.

    promise: the sentence that must be true. table: where the rows lie. remedy: what to do about one that is wrong.
    find: the rows for which it is not true, in a unit of work that only reads.
    """

    name: str
    promise: str
    table: str
    remedy: str
    find: Callable[[Work], AsyncIterator[Wrong]]
    kind: Kind = Kind.INVARIANT

    async def found(self, work: Work, service: str) -> Found:
        """Run it: all are counted, the first are named; memory does not grow with either."""
        named: list[Finding] = []
        count = 0
        async for wrong in self.find(work):
            count += 1
            if len(named) < MOST_FINDINGS:
                named.append(Finding(id=wrong.id, wrong=wrong.what))
        return Found(
            check=self.name,
            service=service,
            kind=self.kind,
            promise=self.promise,
            table=self.table,
            remedy=self.remedy,
            count=count,
            findings=tuple(named),
        )


@dataclass(frozen=True, slots=True)
class View:
    """Rows of one service that another's are compared with, in the order of their first column, an id.

    sql: takes `:about` (whom the rows are about), `:after` (the id that the page before ended with) and `:limit`.
    """

    name: str
    sql: str

    async def page(self, work: Work, about: str, after: str | None, limit: int) -> list[list[Any]]:
        """One page, as JSON has it."""
        values = {"about": about, "after": after or "00000000-0000-0000-0000-000000000000", "limit": limit}
        return [[_plain(cell) for cell in row] for row in await work.rows(self.sql, values)]


def _plain(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, bool | int) else str(cell)


def by_sql(sql: str, values: Mapping[str, Any] | None = None) -> Callable[[Work], AsyncIterator[Wrong]]:
    """A rule in SQL: a row for each row that is wrong, its `id` and `wrong`, a sentence about it."""
    statement = text(sql)

    async def find(work: Work) -> AsyncIterator[Wrong]:
        async for row in stream(work, statement, values):
            yield Wrong(str(row.id), row.wrong)

    return find


async def stream(work: Work, statement: TextClause, values: Mapping[str, Any] | None = None) -> AsyncIterator[Any]:
    """The rows of a query, some at a time."""
    async with work.connection.stream(statement, dict(values or {})) as result:
        async for batch in result.partitions(AT_ONCE):
            for row in batch:
                yield row

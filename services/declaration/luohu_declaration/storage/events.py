"""The append-only list of what happened to each item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, TextClause, func, select, text

from luohu_declaration.domain.item import Move
from luohu_declaration.domain.receive import Noted
from luohu_declaration.domain.states import Status
from luohu_declaration.storage import fan_out
from luohu_declaration.storage.recordset import encoded, recordset
from luohu_declaration.storage.tables import item_event
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

APPLICANT = "applicant"
WINDOW = "window"

_COLUMNS = {
    "item_id": "uuid",
    "declaration_id": "uuid",
    "at": "timestamptz",
    "event": "text",
    "from_status": "text",
    "to_status": "text",
    "detail": "jsonb",
    "actor": "text",
}
_ADDED = (
    f"INSERT INTO item_event ({', '.join(_COLUMNS)})"  # noqa: S608 - our own names
    f" SELECT * FROM {recordset(_COLUMNS, of='events', name='e')}"
)
_TOLD = ("item", "'declaration_id', a.declaration_id, 'item_id', a.item_id", fan_out.OF_DECLARATION)
_ADD = fan_out.telling(_ADDED, *_TOLD)


def with_events(doing: str, beside: str = "", telling: str = "") -> TextClause:
    """A statement that changes items and adds their events in one round trip, for `add_with`.

    doing: the change, which gives back the ids of the items. beside: another change, of other tables, that goes with
    it. telling: an aggregate of the rows that it gives back, for the column `beside` of the result.
    """
    parts = [f"done AS ({doing})", f"added AS ({_ADDED} RETURNING *)"]
    parts.append(f"told AS ({fan_out.messages(*_TOLD)} RETURNING 1)")
    counts = ["(SELECT count(*) FROM done) AS done", "(SELECT count(*) FROM told) AS told"]
    if beside:
        parts.append(f"beside AS ({beside})")
    if telling:
        counts.append(f"(SELECT {telling} FROM beside) AS beside")  # noqa: S608 - our own names
    return text(f"WITH {', '.join(parts)} SELECT {', '.join(counts)}")


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of an item's history."""

    seq: int
    item_id: UUID
    at: datetime
    event: str
    from_status: Status | None
    to_status: Status
    detail: Mapping[str, Any]
    actor: str


def of_move(item_id: UUID, declaration_id: UUID, move: Move, at: datetime, actor: str) -> dict[str, Any]:
    """The event row of a move."""
    return {
        "item_id": item_id,
        "declaration_id": declaration_id,
        "at": at,
        "event": move.event.value,
        "from_status": move.before.status.value if move.before else None,
        "to_status": move.after.status.value,
        "detail": dict(move.detail),
        "actor": actor,
    }


def of_note(noted: Noted, at: datetime, actor: str) -> dict[str, Any]:
    """The event row of a delivery that changed nothing."""
    return {
        "item_id": noted.question.item_id,
        "declaration_id": noted.question.declaration_id,
        "at": at,
        "event": noted.note.value,
        "from_status": noted.status.value,
        "to_status": noted.status.value,
        "detail": dict(noted.detail),
        "actor": actor,
    }


async def add(work: Work, rows: Sequence[Mapping[str, Any]]) -> None:
    """Append event rows, in order; tell subscribers, and wake whoever watches the items and their declarations."""
    if rows:
        told = await work.execute(_ADD, _values(rows))
        _wake(work, rows, told.rowcount)


async def add_with(
    work: Work, statement: TextClause, values: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]
) -> Row[Any]:
    """The same together with a change of the items, of `with_events`; `done` is how many items were changed."""
    found = (await work.rows(statement, {**values, **_values(rows)}))[0]
    _wake(work, rows, found.told)
    return found


def _values(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {**encoded(rows, of="events"), **fan_out.cause()}


def _wake(work: Work, rows: Sequence[Mapping[str, Any]], told: int) -> None:
    fan_out.wake(work, told)
    work.wake("watch", *dict.fromkeys(str(row[key]) for row in rows for key in ("item_id", "declaration_id")))


async def of_item(work: Work, item_id: UUID, after: int = 0, most: int | None = None) -> list[Happened]:
    """What happened to an item after a number, in order, the first so many; also to one that is gone."""
    return await _happened(work, item_event.c.item_id == item_id, after, most)


async def of_declaration(work: Work, declaration_id: UUID, after: int = 0, most: int | None = None) -> list[Happened]:
    """What happened to all items of a declaration, in the same way."""
    return await _happened(work, item_event.c.declaration_id == declaration_id, after, most)


async def last_of_declaration(work: Work, declaration_id: UUID | None) -> int:
    """The number of the last thing that happened to an item of a declaration; 0 where nothing did."""
    wanted = select(func.max(item_event.c.seq)).where(item_event.c.declaration_id == declaration_id)
    return int(await work.scalar(wanted) or 0)


async def declaration_of(work: Work, item_id: UUID) -> UUID | None:
    """The declaration that an item belongs or belonged to."""
    statement = select(item_event.c.declaration_id).where(item_event.c.item_id == item_id).limit(1)
    found: UUID | None = await work.scalar(statement)
    return found


async def _happened(work: Work, which: ColumnElement[bool], after: int, most: int | None) -> list[Happened]:
    statement = select(item_event).where(which, item_event.c.seq > after).order_by(item_event.c.seq).limit(most)
    return [
        Happened(
            row.seq,
            row.item_id,
            row.at.astimezone(BEIJING),
            row.event,
            row.from_status,
            row.to_status,
            row.detail,
            row.actor,
        )
        for row in await work.rows(statement)
    ]

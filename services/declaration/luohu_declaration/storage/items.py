"""Items: read as values, written as moves. Every move writes the item's new standing and one event."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, delete, select, text, update

from luohu_contract.item import ItemKind
from luohu_contract.message import Part
from luohu_declaration.domain.item import Item, Move, PartResult, Standing
from luohu_declaration.domain.states import LOCKED, Status
from luohu_declaration.storage import declarations, events, questions
from luohu_declaration.storage.recordset import among, encoded, listed, recordset
from luohu_declaration.storage.tables import item
from luohu_kit.clock import BEIJING
from luohu_kit.lookup import to_write
from luohu_kit.work import Work

Moved = tuple[UUID, UUID, Move]  #: of an item, its declaration, what happened to it

_COLUMNS = [column for column in item.c if column.name != "world"]
ALL = ", ".join(f"i.{column.name}" for column in _COLUMNS)
_OF_DECLARATION = text(
    f"SELECT {ALL} FROM item i WHERE i.declaration_id = :of ORDER BY i.filed_at, i.id"  # noqa: S608 - our own names
)
_RESULTS = TypeAdapter(dict[Part, PartResult])

_STANDING = {
    "attempt": "integer",
    "status": "text",
    "since": "timestamptz",
    "reason": "text",
    "part": "text",
    "results": "jsonb",
    "evidence_requested": "text",
}
_ENTERED = {
    "id": "uuid",
    "declaration_id": "uuid",
    "kind": "text",
    "version": "integer",
    "entered": "jsonb",
    "spouse_id": "uuid",
    "filed_at": "timestamptz",
}


_FILING = (
    f"INSERT INTO item ({', '.join(_ENTERED | _STANDING)})"  # noqa: S608 - our own names
    f" SELECT {', '.join(_ENTERED | _STANDING)} FROM {recordset(_ENTERED | _STANDING)} RETURNING id"
)
_FILE, _FILE_AND_ASK = events.with_events(_FILING), events.with_events(_FILING, questions.ASK)
_FOUND, _IS_FOUND = to_write("item", "r.id")
#: Compare and set: each row moves from the status that is expected. The values are those of `changes`.
MOVING = (
    f"UPDATE item SET version = item.version + 1, {', '.join(f'{name} = r.{name}' for name in _STANDING)}"  # noqa: S608
    f" FROM {recordset({'id': 'uuid', 'expected': 'text', **_STANDING})}{_FOUND}"
    f" WHERE {_IS_FOUND} AND item.status = r.expected RETURNING item.id"
)
_MOVE, _MOVE_AND_ASK = events.with_events(MOVING), events.with_events(MOVING, questions.ASK)


class LostUpdate(RuntimeError):
    """An item changed under a move although its declaration was held: a fault of this service, never of a client."""


async def of_declaration(work: Work, declaration_id: UUID) -> list[Item]:
    """The items of a declaration, in the order in which they were filed."""
    return [item_of(row) for row in await work.rows(_OF_DECLARATION, {"of": declaration_id})]


async def of_declarations(work: Work, ids: Collection[UUID]) -> dict[UUID, list[Item]]:
    """The items of many declarations, each in the order in which they were filed."""
    statement = select(*_COLUMNS).where(among(item.c.declaration_id)).order_by(item.c.filed_at, item.c.id)
    found: dict[UUID, list[Item]] = {each: [] for each in ids}
    for row in await work.rows(statement, listed(ids)):
        found[row.declaration_id].append(item_of(row))
    return found


async def drafts_of(work: Work, ids: Collection[UUID], kind: ItemKind) -> list[Item]:
    """The items of a kind that these declarations filed and never sent."""
    statement = select(*_COLUMNS).where(
        among(item.c.declaration_id), item.c.kind == kind, item.c.status == Status.DRAFT
    )
    return [item_of(row) for row in await work.rows(statement.order_by(item.c.id), listed(ids))]


_WITH_SPOUSE = text(
    f"SELECT {ALL} FROM item w JOIN declaration d ON d.id = w.declaration_id"  # noqa: S608 - our own names
    " JOIN item i ON i.id = w.id OR i.id = w.spouse_id"
    f" WHERE w.id = :of AND {declarations.MINE}"
)
#: Whether somebody other than the applicant is at work on an item: SQL over `item i`.
REVIEWED = f"i.status = ANY ('{{{','.join(sorted(LOCKED))}}}') AND i.evidence_requested IS NULL"
_ITEM_REVIEWED = text(f"SELECT EXISTS (SELECT FROM item i WHERE i.id = :of AND {REVIEWED})")  # noqa: S608
_DECLARATION_REVIEWED = text(f"SELECT EXISTS (SELECT FROM item i WHERE i.declaration_id = :of AND {REVIEWED})")  # noqa: S608


async def get_with_spouse(work: Work, item_id: UUID, applicant: str | None) -> list[Item]:
    """An item, and the spouse record that it stands on; nothing when there is none, or none of that applicant's."""
    return [item_of(row) for row in await work.rows(_WITH_SPOUSE, {"of": item_id, "applicant": applicant})]


async def under_review(work: Work, *, item_id: UUID | None = None, declaration_id: UUID | None = None) -> bool:
    """Whether somebody other than the applicant is at work on the item, or on any item of the declaration."""
    if item_id is not None:
        return bool(await work.scalar(_ITEM_REVIEWED, {"of": item_id}))
    return bool(await work.scalar(_DECLARATION_REVIEWED, {"of": declaration_id}))


async def file(
    work: Work, new: Sequence[Item], moves: Sequence[Moved], actor: str, beside: Mapping[str, Any] | None = None
) -> None:
    """Keep new items as they are after their moves, the first of which filed them.

    beside: `questions.to_keep` of what is asked about them.
    """
    rows = [
        {
            "id": item.id,
            "declaration_id": item.declaration_id,
            "kind": item.kind,
            "version": item.version,
            "entered": dict(item.entered),
            "spouse_id": item.spouse_id,
            "filed_at": item.filed_at,
            **_standing_values(item.standing),
        }
        for item in new
    ]
    statement = _FILE_AND_ASK if beside else _FILE
    await events.add_with(work, statement, {**encoded(rows), **(beside or {})}, happened(work, moves, actor))


async def edit(work: Work, edited: Item, move: Move, actor: str) -> None:
    """Keep other entered values; `edited` has the new version."""
    await work.execute(
        update(item)
        .where(item.c.id == edited.id)
        .values(
            version=edited.version,
            entered=dict(edited.entered),
            spouse_id=edited.spouse_id,
            **_standing_values(edited.standing),
        )
    )
    await events.add(work, [events.of_move(edited.id, edited.declaration_id, move, work.now, actor)])


async def remove(work: Work, gone: Item, move: Move, actor: str) -> None:
    """Take an item away; its events stay."""
    await events.add(work, [events.of_move(gone.id, gone.declaration_id, move, work.now, actor)])
    await work.execute(delete(item).where(item.c.id == gone.id))


async def move(work: Work, moves: Sequence[Moved], actor: str, beside: Mapping[str, Any] | None = None) -> None:
    """Write moves of items in order; beside: as for `file`.

    Several moves of one item are one change of its row and an event each.
    """
    if not moves:
        return
    rows = changes(moves)
    statement = _MOVE_AND_ASK if beside else _MOVE
    values = {**encoded(rows), **(beside or {})}
    done = await events.add_with(work, statement, values, happened(work, moves, actor))
    assert_moved(done.done, rows)


def changes(moves: Sequence[Moved]) -> list[dict[str, Any]]:
    """The rows of `MOVING`: what becomes of each item by moves that come in order."""
    first: dict[UUID, Move] = {}
    last: dict[UUID, Move] = {}
    for item_id, _, each in moves:
        first.setdefault(item_id, each)
        last[item_id] = each
    return [_changed(item_id, first[item_id], last[item_id]) for item_id in sorted(last)]


def assert_moved(done: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Raise LostUpdate unless all rows of `changes` were written."""
    if done != len(rows):
        raise LostUpdate(f"{len(rows)} items were to move, {done} did")


def happened(work: Work, moves: Sequence[Moved], actor: str) -> list[dict[str, Any]]:
    """The events of moves."""
    return [events.of_move(item_id, owner, each, work.now, actor) for item_id, owner, each in moves]


def results_of(kept: Mapping[str, Any]) -> dict[Part, PartResult]:
    """The results column as values."""
    return _RESULTS.validate_python(kept) if kept else {}


def standing_of(row: Row[Any]) -> Standing:
    """The columns of a standing as a value."""
    return Standing(
        status=Status(row.status),
        since=row.since.astimezone(BEIJING),
        attempt=row.attempt,
        reason=row.reason,
        part=None if row.part is None else Part(row.part),
        results=results_of(row.results),
        evidence_requested=row.evidence_requested,
    )


def item_of(row: Row[Any]) -> Item:
    """A row as a value."""
    return Item(
        id=row.id,
        declaration_id=row.declaration_id,
        kind=ItemKind(row.kind),
        version=row.version,
        entered=row.entered,
        spouse_id=row.spouse_id,
        standing=standing_of(row),
        filed_at=row.filed_at.astimezone(BEIJING),
    )


def _changed(item_id: UUID, first: Move, last: Move) -> dict[str, Any]:
    assert first.before is not None  # noqa: S101 - only an item that is there moves
    return {"id": item_id, "expected": first.before.status.value, **_standing_values(last.after)}


def _standing_values(standing: Standing) -> dict[str, Any]:
    since: datetime = standing.since
    return {
        "status": standing.status.value,
        "since": since,
        "attempt": standing.attempt,
        "reason": standing.reason,
        "part": standing.part.value if standing.part else None,
        "results": _RESULTS.dump_python(dict(standing.results), mode="json"),
        "evidence_requested": standing.evidence_requested,
    }

"""Settlements: opened in sets, held by their declaration, moved by the table, each move with its event."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, text, update

from luohu_contract.household import FileStatus, SettlementStatus
from luohu_declaration.domain.settlement.settlement import Settlement
from luohu_declaration.domain.settlement.steps import FileEvent, SettlementEvent, after, file_after
from luohu_declaration.domain.settlement.transfer import TransferData
from luohu_declaration.storage.recordset import among, listed
from luohu_declaration.storage.settlement_tables import settlement, settlement_child, settlement_event
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

_OPEN = text(
    "WITH opened AS (INSERT INTO settlement"
    " (declaration_id, status, since, file_status, opened_at, valid_until, version)"
    " SELECT id, 'award_open', CAST(:at AS timestamptz), 'pending', CAST(:at AS timestamptz),"
    " CAST(:until AS timestamptz), 1 FROM unnest(CAST(:ids AS uuid[])) AS id"
    " ON CONFLICT DO NOTHING RETURNING declaration_id)"
    " INSERT INTO settlement_event (declaration_id, at, event, to_status, detail, actor)"
    " SELECT declaration_id, CAST(:at AS timestamptz), 'opened', 'award_open', '{}', 'season'"
    " FROM opened ORDER BY declaration_id RETURNING declaration_id"
)


@dataclass(frozen=True, slots=True)
class Done:
    """One line of a settlement's history."""

    seq: int
    at: datetime
    event: str
    from_status: str | None
    to_status: str
    detail: Mapping[str, Any]
    actor: str


async def open_many(work: Work, ids: Collection[UUID], until: datetime) -> set[UUID]:
    """Open the settlements of these declarations; those that had none. until: when their award runs out."""
    rows = await work.rows(_OPEN, {"at": work.now, "until": until, **listed(ids)})
    return {row.declaration_id for row in rows}


async def get(work: Work, declaration_id: UUID) -> Settlement | None:
    """The settlement of a declaration."""
    return (await of_ids(work, [declaration_id])).get(declaration_id)


async def of_ids(work: Work, ids: Collection[UUID]) -> dict[UUID, Settlement]:
    """The settlements of declarations, by their ids."""
    rows = await work.rows(select(settlement).where(among(settlement.c.declaration_id)), listed(ids))
    children = await _children(work, ids)
    return {row.declaration_id: _settlement(row, children[row.declaration_id]) for row in rows}


async def move(
    work: Work,
    held: Settlement,
    event: SettlementEvent,
    actor: str,
    detail: Mapping[str, Any] | None = None,
    *,
    registration_id: UUID | None = None,
) -> Settlement:
    """Move a settlement whose declaration is held, with one event. Raises SettlementRefused."""
    to = after(held.status, event)
    moved = replace(
        held,
        status=to,
        since=held.since if to is held.status else work.now,
        version=held.version + 1,
        registration_id=registration_id or held.registration_id,
    )
    await _write(work, moved, event, held.status, to, actor, detail or {})
    return moved


async def move_file(
    work: Work, held: Settlement, event: FileEvent, actor: str, detail: Mapping[str, Any] | None = None
) -> Settlement:
    """Move the personnel file of a settlement whose declaration is held. Raises SettlementRefused."""
    to = file_after(held.file_status, event)
    moved = replace(held, file_status=to, version=held.version + 1)
    await _write(work, moved, event, held.file_status, to, actor, detail or {})
    return moved


async def keep_data(work: Work, held: Settlement, data: TransferData) -> Settlement:
    """Put other transfer data in the place of what was entered; the caller moves the settlement."""
    values = data.model_dump(mode="json", exclude={"children"})
    await work.execute(update(settlement).where(settlement.c.declaration_id == held.declaration_id).values(data=values))
    await work.execute(delete(settlement_child).where(settlement_child.c.declaration_id == held.declaration_id))
    rows = [
        {
            "declaration_id": held.declaration_id,
            "position": position,
            "id_number": child.id_number,
            "name": child.name,
            "details": child.model_dump(mode="json", exclude={"id_number", "name"}),
        }
        for position, child in enumerate(data.children, start=1)
    ]
    if rows:
        await work.execute(insert(settlement_child), rows)
    return replace(held, data=data)


async def history(work: Work, declaration_id: UUID) -> Sequence[Done]:
    """What happened to a settlement and its file, in order."""
    wanted = select(settlement_event).where(settlement_event.c.declaration_id == declaration_id)
    return [
        Done(row.seq, row.at.astimezone(BEIJING), row.event, row.from_status, row.to_status, row.detail, row.actor)
        for row in await work.rows(wanted.order_by(settlement_event.c.seq))
    ]


async def _write(
    work: Work,
    moved: Settlement,
    event: SettlementEvent | FileEvent,
    before: SettlementStatus | FileStatus,
    to: SettlementStatus | FileStatus,
    actor: str,
    detail: Mapping[str, Any],
) -> None:
    await work.execute(
        update(settlement)
        .where(settlement.c.declaration_id == moved.declaration_id)
        .values(
            status=moved.status,
            since=moved.since,
            file_status=moved.file_status,
            version=moved.version,
            registration_id=moved.registration_id,
        )
    )
    await work.execute(
        insert(settlement_event).values(
            declaration_id=moved.declaration_id,
            at=work.now,
            event=event.value,
            from_status=before.value,
            to_status=to.value,
            detail=dict(detail),
            actor=actor,
        )
    )
    work.wake("watch", str(moved.declaration_id))


async def _children(work: Work, ids: Collection[UUID]) -> Mapping[UUID, list[dict[str, Any]]]:
    wanted = select(settlement_child).where(among(settlement_child.c.declaration_id))
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in await work.rows(wanted.order_by(settlement_child.c.position), listed(ids)):
        found[row.declaration_id].append({"name": row.name, "id_number": row.id_number, **row.details})
    return found


def _settlement(row: Row[Any], children: Sequence[Mapping[str, Any]]) -> Settlement:
    data = row.data and TransferData.model_validate({**row.data, "children": [dict(each) for each in children]})
    return Settlement(
        declaration_id=row.declaration_id,
        status=row.status,
        since=row.since.astimezone(BEIJING),
        file_status=row.file_status,
        opened_at=row.opened_at.astimezone(BEIJING),
        valid_until=row.valid_until.astimezone(BEIJING),
        version=row.version,
        data=data or None,
        registration_id=row.registration_id,
    )

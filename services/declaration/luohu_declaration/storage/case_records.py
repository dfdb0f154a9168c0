"""The records of cases, with the items that were asked about."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert, select, update

from luohu_declaration.domain.casework.records import Record, RecordState
from luohu_declaration.storage import items
from luohu_declaration.storage.case_tables import case_record
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work


async def of_case(work: Work, case_id: UUID, declaration_id: UUID | None) -> list[Record]:
    """All records of a case, by indicator and department."""
    wanted = select(case_record).where(case_record.c.case_id == case_id)
    rows = await work.rows(wanted.order_by(case_record.c.indicator, case_record.c.department))
    if not rows or declaration_id is None:
        return []
    asked = {item.id: item for item in await items.of_declaration(work, declaration_id)}
    return [
        Record(row.indicator, row.department, row.state, row.since.astimezone(BEIJING), asked.get(row.item_id))
        for row in rows
    ]


async def add(work: Work, case_id: UUID, records: Sequence[Record]) -> None:
    """Keep new records."""
    rows = [
        {
            "case_id": case_id,
            "indicator": each.indicator,
            "department": each.department,
            "state": each.state,
            "since": each.since,
            "item_id": each.item.id if each.item else None,
        }
        for each in records
    ]
    if rows:
        await work.execute(insert(case_record), rows)


async def change(work: Work, case_id: UUID, record: Record) -> None:
    """Keep a record as it is now."""
    which = (
        case_record.c.case_id == case_id,
        case_record.c.indicator == record.indicator,
        case_record.c.department == record.department,
    )
    item_id = record.item.id if record.item else None
    await work.execute(
        update(case_record).where(*which).values(state=record.state, since=record.since, item_id=item_id)
    )


async def change_all(work: Work, case_id: UUID, before: RecordState, to: RecordState) -> list[tuple[str, str]]:
    """Move all records of a case that are in one state; which they were."""
    moved = (
        update(case_record)
        .where(case_record.c.case_id == case_id, case_record.c.state == before)
        .values(state=to, since=work.now)
        .returning(case_record.c.indicator, case_record.c.department)
    )
    return sorted((row.indicator, row.department) for row in await work.rows(moved))

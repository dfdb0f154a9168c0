"""Appeals and what happened to each: every change is an event, in the transaction of the change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, insert, select, update

from luohu_contract.indicators import Indicator
from luohu_declaration.domain.appeal import Appeal, AppealEvent, AppealStatus, after
from luohu_declaration.storage.appeal_tables import appeal, appeal_event
from luohu_declaration.storage.recordset import among, listed
from luohu_declaration.storage.tables import declaration
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

APPLICANT = "applicant"
WINDOW = "window"

_COLUMNS = [column for column in appeal.c if column.name != "world"]
#: The number of the first event: on a frozen clock many appeals are filed at one instant.
_FILED = select(func.min(appeal_event.c.seq)).where(appeal_event.c.appeal_id == appeal.c.id).scalar_subquery()


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of an appeal's history."""

    seq: int
    at: datetime  #: the world's time
    event: AppealEvent
    from_status: AppealStatus | None
    to_status: AppealStatus
    detail: Mapping[str, Any]
    actor: str


async def file(work: Work, new: Appeal) -> None:
    """Keep a new appeal."""
    await work.execute(
        insert(appeal).values(
            id=new.id,
            declaration_id=new.declaration_id,
            indicator=new.indicator.value,
            statement=new.statement,
            evidence=list(new.evidence),
            status=new.status,
            version=new.version,
            filed_at=new.filed_at,
            since=new.since,
        )
    )
    await _happened(work, [new], AppealEvent.FILED, before=None, actor=APPLICANT, detail={})


async def of_declaration(work: Work, declaration_id: UUID) -> list[Appeal]:
    """All appeals of a declaration, the oldest first."""
    return await _all(work, select(*_COLUMNS).where(appeal.c.declaration_id == declaration_id))


async def get(work: Work, appeal_id: UUID) -> Appeal | None:
    """One appeal."""
    row = await work.one(select(*_COLUMNS).where(appeal.c.id == appeal_id))
    return None if row is None else _appeal(row)


async def all_open(work: Work) -> list[Appeal]:
    """Every appeal of the world that is not over."""
    return await _all(work, select(*_COLUMNS).where(appeal.c.status == AppealStatus.OPEN))


async def open_of_person(work: Work, id_number: str) -> list[Appeal]:
    """The appeals of a person that are not over."""
    filed = select(declaration.c.id).where(declaration.c.person["id_number"].astext == id_number)
    wanted = select(*_COLUMNS).where(appeal.c.status == AppealStatus.OPEN, appeal.c.declaration_id.in_(filed))
    return await _all(work, wanted)


async def change(work: Work, one: Appeal, statement: str, evidence: Sequence[UUID]) -> Appeal:
    """Keep other words and files of an appeal whose declaration is held. Raises AppealClosed."""
    detail = {"statement": statement, "evidence": [str(each) for each in evidence]}
    values = {"statement": statement, "evidence": tuple(evidence)}
    return (await _move(work, [one], AppealEvent.EDITED, APPLICANT, detail, values))[0]


async def withdraw(work: Work, one: Appeal) -> Appeal:
    """撤回: the row stays. Its declaration is held. Raises AppealClosed."""
    return (await _move(work, [one], AppealEvent.WITHDRAWN, APPLICANT, {}, {"since": work.now}))[0]


async def uphold(work: Work, one: Appeal, opinion: str, correction: Mapping[str, Any], clerk: str) -> Appeal:
    """The appeal is right, and these figures count. Its declaration is held. Raises AppealClosed."""
    values = {"since": work.now, "opinion": opinion, "correction": dict(correction), "decided_by": clerk}
    return (await _move(work, [one], AppealEvent.UPHELD, WINDOW, {"opinion": opinion}, values))[0]


async def reject(
    work: Work, those: Collection[Appeal], opinion: str, *, actor: str = WINDOW, clerk: str | None = None
) -> list[Appeal]:
    """The results stand. Their declarations are held. actor: who decided, clerk: the subject. Raises AppealClosed."""
    values = {"since": work.now, "opinion": opinion, "decided_by": clerk}
    return await _move(work, those, AppealEvent.REJECTED, actor, {"opinion": opinion}, values)


async def histories(work: Work, ids: Collection[UUID]) -> dict[UUID, list[Happened]]:
    """What happened to each of the appeals, in order."""
    found: dict[UUID, list[Happened]] = {each: [] for each in ids}
    wanted = select(appeal_event).where(among(appeal_event.c.appeal_id)).order_by(appeal_event.c.seq)
    for row in await work.rows(wanted, listed(ids)):
        at = row.at.astimezone(BEIJING)
        line = Happened(row.seq, at, row.event, row.from_status, row.to_status, row.detail, row.actor)
        found[row.appeal_id].append(line)
    return found


async def _move(
    work: Work,
    those: Collection[Appeal],
    event: AppealEvent,
    actor: str,
    detail: Mapping[str, Any],
    values: Mapping[str, Any],
) -> list[Appeal]:
    """Move open appeals together, by the table. Raises AppealClosed for one that is over."""
    moved = [replace(each, status=after(each.status, event), version=each.version + 1, **values) for each in those]
    if not moved:
        return moved
    columns = {name: list(value) if name == "evidence" else value for name, value in values.items()}
    status, version = moved[0].status, appeal.c.version + 1
    changed = update(appeal).where(among(appeal.c.id)).values(status=status, version=version, **columns)
    await work.execute(changed, listed(each.id for each in those))
    await _happened(work, moved, event, before=AppealStatus.OPEN, actor=actor, detail=detail)
    return moved


async def _happened(
    work: Work,
    those: Collection[Appeal],
    event: AppealEvent,
    *,
    before: AppealStatus | None,
    actor: str,
    detail: Mapping[str, Any],
) -> None:
    line = {"at": work.now, "event": event, "from_status": before, "detail": dict(detail), "actor": actor}
    rows = [{"appeal_id": each.id, "to_status": each.status, **line} for each in those]
    await work.execute(insert(appeal_event), rows)
    work.wake("watch", *sorted({str(each.declaration_id) for each in those}))


async def _all(work: Work, wanted: Select[Any]) -> list[Appeal]:
    return [_appeal(row) for row in await work.rows(wanted.order_by(_FILED))]


def _appeal(row: Row[Any]) -> Appeal:
    return Appeal(
        id=row.id,
        declaration_id=row.declaration_id,
        indicator=Indicator(row.indicator),
        statement=row.statement,
        evidence=tuple(row.evidence),
        status=row.status,
        version=row.version,
        filed_at=row.filed_at.astimezone(BEIJING),
        since=row.since.astimezone(BEIJING),
        opinion=row.opinion,
        correction=row.correction,
        decided_by=row.decided_by,
    )

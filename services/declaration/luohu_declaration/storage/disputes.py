"""Objections to a refusal: one open at a time for each declaration."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update

from luohu_declaration.domain.dispute import Dispute, DisputeEvent, after
from luohu_declaration.storage.admission_tables import eligibility_dispute
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

_COLUMNS = [column for column in eligibility_dispute.c if column.name != "world"]


async def file(work: Work, new: Dispute) -> None:
    """Keep a new objection."""
    await work.execute(
        insert(eligibility_dispute).values(
            id=new.id,
            declaration_id=new.declaration_id,
            state=new.state,
            codes=list(new.codes),
            statement=new.statement,
            evidence=list(new.evidence),
            filed_at=new.filed_at,
        )
    )


async def of_declaration(work: Work, declaration_id: UUID) -> list[Dispute]:
    """All objections of a declaration, the oldest first."""
    statement = select(*_COLUMNS).where(eligibility_dispute.c.declaration_id == declaration_id)
    rows = await work.rows(statement.order_by(eligibility_dispute.c.filed_at, eligibility_dispute.c.id))
    return [_dispute(row) for row in rows]


async def get(work: Work, dispute_id: UUID) -> Dispute | None:
    """One objection."""
    row = await work.one(select(*_COLUMNS).where(eligibility_dispute.c.id == dispute_id))
    return None if row is None else _dispute(row)


async def decide(work: Work, dispute: Dispute, event: DisputeEvent, opinion: str) -> Dispute:
    """Keep the window's decision. The declaration is held. Raises DisputeDecided."""
    decided = replace(dispute, state=after(dispute, event), decided_at=work.now, opinion=opinion)
    values: dict[str, Any] = {"state": decided.state, "decided_at": decided.decided_at, "opinion": opinion}
    await work.execute(update(eligibility_dispute).where(eligibility_dispute.c.id == dispute.id).values(values))
    return decided


def _dispute(row: Row[Any]) -> Dispute:
    return Dispute(
        id=row.id,
        declaration_id=row.declaration_id,
        state=row.state,
        codes=tuple(row.codes),
        statement=row.statement,
        evidence=tuple(row.evidence),
        filed_at=row.filed_at.astimezone(BEIJING),
        decided_at=None if row.decided_at is None else row.decided_at.astimezone(BEIJING),
        opinion=row.opinion,
    )

"""Documents of a settlement: numbered when they are printed or issued, never taken away, void when replaced."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, text, update

from luohu_contract.household import SettlementDocument
from luohu_declaration.storage.settlement_tables import settlement_document
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

#: How the numbers of a kind begin [assumed]; a year in brackets and five digits follow.
PREFIX = {
    SettlementDocument.MATERIALS_LIST: "京积落清",
    SettlementDocument.APPLICATION_FORM: "京积落申",
    SettlementDocument.TRANSFER_LETTER: "京积落调",
    SettlementDocument.REGISTRATION_LETTER: "京积落户",
    SettlementDocument.TRANSFER_FORM: "京积落登",
    SettlementDocument.MOVE_IN_PERMIT: "京公准迁",
}
#: One writer of a kind at a time, so that numbers are given without a gap and never twice.
_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended(current_setting('luohu.world') || :kind, 0))")


@dataclass(frozen=True, slots=True)
class Issued:
    """One document, or one copy of a permit to move in."""

    declaration_id: UUID
    kind: SettlementDocument
    number: str
    copy: int
    holder: str | None
    issued_at: datetime
    valid_until: datetime | None


async def issue(
    work: Work,
    declaration_id: UUID,
    kind: SettlementDocument,
    *,
    number: str | None = None,
    holders: Sequence[str | None] = (None,),
    valid_until: datetime | None = None,
) -> list[Issued]:
    """Issue a document under its next number (or the number that its issuer gave), one copy for each holder.

    What was issued of that kind before is void from now on. The declaration is held.
    """
    await make_void(work, declaration_id, [kind])
    number = number or await _next_number(work, kind)
    issued = [
        Issued(declaration_id, kind, number, copy, holder, work.now.astimezone(BEIJING), valid_until)
        for copy, holder in enumerate(holders, start=1)
    ]
    rows = [
        {
            "declaration_id": each.declaration_id,
            "kind": each.kind,
            "number": each.number,
            "copy": each.copy,
            "holder": each.holder,
            "issued_at": each.issued_at,
            "valid_until": each.valid_until,
        }
        for each in issued
    ]
    await work.execute(insert(settlement_document), rows)
    return issued


async def number_taken(work: Work, kind: SettlementDocument, number: str) -> bool:
    """Whether a document of that kind has this number."""
    wanted = select(func.count()).where(settlement_document.c.kind == kind, settlement_document.c.number == number)
    return bool(await work.scalar(wanted))


async def valid_ones(work: Work, declaration_id: UUID) -> list[Issued]:
    """What was issued and is not void, in order."""
    wanted = select(settlement_document).where(
        settlement_document.c.declaration_id == declaration_id, settlement_document.c.void_at.is_(None)
    )
    return [_issued(row) for row in await work.rows(wanted.order_by(settlement_document.c.seq))]


async def make_void(
    work: Work, declaration_id: UUID, kinds: Collection[SettlementDocument] = tuple(SettlementDocument)
) -> None:
    """From now on these documents do not count."""
    await work.execute(
        update(settlement_document)
        .where(
            settlement_document.c.declaration_id == declaration_id,
            settlement_document.c.kind.in_(kinds),
            settlement_document.c.void_at.is_(None),
        )
        .values(void_at=work.now)
    )


async def _next_number(work: Work, kind: SettlementDocument) -> str:
    await work.execute(_TURN, {"kind": f"/{kind.value}"})
    year = work.now.astimezone(BEIJING).year
    begin = f"{PREFIX[kind]}〔{year}〕"
    wanted = select(func.count(settlement_document.c.number.distinct())).where(
        settlement_document.c.kind == kind, settlement_document.c.number.startswith(begin)
    )
    return f"{begin}{int(await work.scalar(wanted)) + 1:05d}号"


def _issued(row: Row[Any]) -> Issued:
    until = row.valid_until and row.valid_until.astimezone(BEIJING)
    return Issued(
        row.declaration_id, row.kind, row.number, row.copy, row.holder, row.issued_at.astimezone(BEIJING), until
    )

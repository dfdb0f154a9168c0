"""Corrected figures of upheld appeals: only ever added."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import insert, select

from luohu_contract.indicators import Indicator
from luohu_declaration.domain.appeal import Appeal
from luohu_declaration.domain.correction import Corrected, source_of
from luohu_declaration.storage.appeal_tables import correction
from luohu_declaration.storage.recordset import among, listed
from luohu_kit.work import Work


async def add(work: Work, upheld: Appeal) -> None:
    """Keep the corrected figures of an upheld appeal."""
    await work.execute(
        insert(correction).values(
            declaration_id=upheld.declaration_id,
            indicator=upheld.indicator.value,
            appeal_id=upheld.id,
            figures=upheld.correction,
            at=upheld.since,
        )
    )


async def of_declarations(work: Work, ids: Collection[UUID]) -> dict[UUID, list[Corrected]]:
    """The corrections of many declarations, in the order of the decisions; none for those that have none."""
    wanted = select(correction).where(among(correction.c.declaration_id)).order_by(correction.c.seq)
    found: dict[UUID, list[Corrected]] = {}
    for row in await work.rows(wanted, listed(ids)):
        decided = Corrected(Indicator(row.indicator), row.figures, source_of(row.declaration_id, row.appeal_id))
        found.setdefault(row.declaration_id, []).append(decided)
    return found

"""Settlements in lists, as the desks look through them."""

from sqlalchemy import func, select

from luohu_contract.household import SettlementStatus
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.settlement.settlement import Settlement
from luohu_declaration.storage import declarations, settlements
from luohu_declaration.storage.settlement_tables import settlement
from luohu_kit.work import Work


async def page(
    work: Work, status: SettlementStatus | None, offset: int, limit: int
) -> tuple[list[tuple[Declaration, Settlement]], int]:
    """A page of the settlements of a status, or of all, the longest waiting first; and how many there are."""
    ids = select(settlement.c.declaration_id)
    total = select(func.count()).select_from(settlement)
    if status is not None:
        ids, total = (each.where(settlement.c.status == status) for each in (ids, total))
    ids = ids.order_by(settlement.c.since, settlement.c.declaration_id).offset(offset).limit(limit)
    wanted = [row.declaration_id for row in await work.rows(ids)]
    filed = await declarations.of_ids(work, wanted)
    found = await settlements.of_ids(work, wanted)
    return [(filed[each], found[each]) for each in wanted], int(await work.scalar(total))

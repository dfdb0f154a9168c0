"""打印: the two papers that the district window wants are made from the data as it stands (五.二.2)."""

from luohu_declaration.domain.season import Right
from luohu_declaration.domain.settlement.steps import SettlementEvent
from luohu_declaration.storage import settlement_documents, settlements
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.settling.enter_transfer_data import PRINTED
from luohu_declaration.usecases.settling.holding import Held
from luohu_kit.work import Work


async def print_papers(work: Work, held: Held, actor: str) -> Held:
    """Give both papers their numbers; printing again gives new ones. Raises StageClosed, SettlementRefused."""
    await rights.require(work, Right.SETTLE)
    moved = await settlements.move(work, held.settlement, SettlementEvent.PRINTED, actor)
    for kind in PRINTED:
        await settlement_documents.issue(work, held.id, kind)
    return Held(held.declaration, moved)

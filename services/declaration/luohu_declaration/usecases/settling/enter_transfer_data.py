"""录入调京信息: the awardee enters the present household, the new home, the file and the children (五.二.1)."""

from luohu_contract.household import SettlementDocument
from luohu_declaration.domain.season import Right
from luohu_declaration.domain.settlement.steps import SettlementEvent, after
from luohu_declaration.domain.settlement.transfer import TransferData
from luohu_declaration.domain.settlement.transfer_checks import check_transfer
from luohu_declaration.storage import settlement_documents, settlements
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.settling.awardee import awardee_of
from luohu_declaration.usecases.settling.holding import Held
from luohu_kit.work import Work

#: What was printed from other data is void, and has to be printed again.
PRINTED = (SettlementDocument.MATERIALS_LIST, SettlementDocument.APPLICATION_FORM)


async def enter_transfer_data(work: Work, held: Held, data: TransferData, actor: str) -> Held:
    """Put the data in the place of what was entered before; possible until the papers are received.

    Raises StageClosed, SettlementRefused, and what `check_transfer` raises.
    """
    await rights.require(work, Right.SETTLE)
    after(held.settlement.status, SettlementEvent.DATA_ENTERED)
    check_transfer(data, await awardee_of(work, held))
    kept = await settlements.keep_data(work, held.settlement, data)
    await settlement_documents.make_void(work, held.id, PRINTED)
    detail = {"destination": data.destination.kind.value, "children": len(data.children)}
    return Held(held.declaration, await settlements.move(work, kept, SettlementEvent.DATA_ENTERED, actor, detail))

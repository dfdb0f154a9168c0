"""A settlement ends before its end: the award ran out, was given up, or was taken back (handbook 五.一.2, 五.二)."""

from enum import StrEnum
from uuid import UUID

from luohu_declaration.domain.settlement.steps import ENDED, SETTLED, SettlementEvent
from luohu_declaration.storage import declarations, settlement_documents, settlements
from luohu_kit.work import Work


class Why(StrEnum):
    """Why a settlement is stopped."""

    LAPSED = "lapsed"  #: two years are over
    GIVEN_UP = "given_up"  #: the awardee does not want it
    REVOKED = "revoked"  #: a sanction took the award back, or the registration


async def stop_settlement(
    work: Work, declaration_id: UUID, why: Why | str, *, actor: str = "city", opinion: str | None = None
) -> bool:
    """Stop the settlement of a declaration; True when it is stopped now.

    False: there is none, it has ended already, or the registration has begun, which neither time nor the awardee can
    undo. Only `revoked` stops that as well. The caller moves the declaration's course; the letters are void.
    """
    await declarations.hold(work, declaration_id, None)
    held = await settlements.get(work, declaration_id)
    event = SettlementEvent(Why(why).value)
    if held is None or held.status in ENDED or (held.status in SETTLED and event is not SettlementEvent.REVOKED):
        return False
    await settlements.move(work, held, event, actor, {"opinion": opinion} if opinion else {})
    await settlement_documents.make_void(work, declaration_id)
    return True

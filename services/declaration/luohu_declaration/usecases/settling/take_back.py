"""取消: a later check finds falsification, and the award is taken back by a sanction (五.二.3; DOMAIN 3.9, T52)."""

from uuid import UUID

from luohu_declaration.domain.sanction import SanctionKind
from luohu_declaration.domain.settlement.steps import SettlementEvent, after
from luohu_declaration.storage import sanctions
from luohu_declaration.usecases.sanction import Decision, sanction
from luohu_declaration.usecases.settling.holding import Held, hold_settlement, read_settlement
from luohu_kit.work import Work


async def take_back(work: Work, declaration_id: UUID, opinion: str, decided_by: str) -> Held:
    """Sanction the awardee for false material, whatever step the settlement is at.

    The sanction stops the settlement, ends the declaration's course, has a registration cancelled, and bars the
    person from this year and the following ones. Raises NotThere, SettlementRefused, SanctionExists.
    """
    # The person before the declaration, as every sanction holds them: two decisions never wait for each other.
    person = (await read_settlement(work, declaration_id, None)).declaration.person
    await sanctions.hold_subject(work, person.id_number)
    held = await hold_settlement(work, declaration_id, None)
    after(held.settlement.status, SettlementEvent.REVOKED)
    decision = Decision(
        kind=SanctionKind.FALSE_MATERIAL,
        year=held.declaration.year,
        grounds=opinion,
        id_number=person.id_number,
        name=person.name,
    )
    await sanction(work, decision, decided_by)
    return await hold_settlement(work, declaration_id, None)

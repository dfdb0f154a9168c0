"""落户后: the residence permit is cancelled, the personnel file follows while 《调动介绍信》 holds (handbook 五.三)."""

from uuid import uuid4

from luohu_contract.household import SettlementDocument
from luohu_contract.settlement import PermitCancellation
from luohu_declaration.domain.settlement.steps import ENDED, FileEvent, SettlementEvent, SettlementRefused, file_after
from luohu_declaration.domain.settlement.transfer import HeldFile
from luohu_declaration.storage import settlements
from luohu_declaration.usecases.settling.holding import Held
from luohu_declaration.usecases.settling.letters import require_letter
from luohu_declaration.usecases.settling.move_household import POLICE
from luohu_kit.work import Work

PERMIT_CANCELLATIONS = "permit-cancellations"  #: topic of the messages to public security


async def cancel_permit(work: Work, held: Held, actor: str) -> Held:
    """注销《北京市居住证》: whoever is registered needs none, and public security is told. Raises SettlementRefused."""
    moved = await settlements.move(work, held.settlement, SettlementEvent.PERMIT_CANCELLED, actor)
    message = PermitCancellation(
        id=uuid4(), id_number=held.declaration.person.id_number, reason="积分落户", at=work.now
    )
    work.send(PERMIT_CANCELLATIONS, POLICE, message.id, message)
    return Held(held.declaration, moved)


async def transfer_file(work: Work, held: Held, holder: str, actor: str) -> Held:
    """调档: the file comes to its new holder in Beijing, or the letters are put into one that is there already.

    Possible from the letters on, before or after the registration, while 《调动介绍信》 holds; afterwards no further
    transfer is handled. Raises SettlementRefused, LetterExpired.
    """
    file = held.settlement.data and held.settlement.data.personnel_file
    here = isinstance(file, HeldFile) and file.in_beijing
    event = FileEvent.PUT_INTO_FILE if here else FileEvent.TRANSFERRED
    if held.settlement.status in ENDED:
        raise SettlementRefused(held.settlement.status, event)
    file_after(held.settlement.file_status, event)
    letter = await require_letter(work, held.id, SettlementDocument.TRANSFER_LETTER)
    detail = {"holder": holder, "letter": letter.number}
    return Held(held.declaration, await settlements.move_file(work, held.settlement, event, actor, detail))

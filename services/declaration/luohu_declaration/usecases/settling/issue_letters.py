"""出具函件: after the approval the HR bureau issues both letters and the transfer form (五.三, [000])."""

from luohu_contract.household import SettlementDocument, SettlementStatus
from luohu_declaration.domain.season import Right
from luohu_declaration.domain.settlement.figures import last_day, letters_until
from luohu_declaration.domain.settlement.steps import SettlementEvent, after
from luohu_declaration.storage import settlement_documents, settlements
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.settling.holding import Held, tell
from luohu_declaration.usecases.settling.letters import LettersStillValid, letter_of
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

LETTERS = (
    SettlementDocument.TRANSFER_LETTER,
    SettlementDocument.REGISTRATION_LETTER,
    SettlementDocument.TRANSFER_FORM,
)


async def issue_letters(work: Work, held: Held, actor: str) -> Held:
    """Issue the letters; anew only when they have run out before the household was moved out.

    A permit to move in that stood on letters which ran out is void with them. Raises StageClosed, SettlementRefused,
    LettersStillValid.
    """
    await rights.require(work, Right.SETTLE)
    after(held.settlement.status, SettlementEvent.LETTERS_ISSUED)
    if held.settlement.status is not SettlementStatus.APPROVED:
        letter = await letter_of(work, held.id, SettlementDocument.REGISTRATION_LETTER)
        if letter is not None and letter.valid_until is not None and work.now < letter.valid_until:
            raise LettersStillValid(letter)
    until = letters_until(work.now.astimezone(BEIJING), rights.policy_of(work.world).letters_valid)
    await settlement_documents.make_void(work, held.id, [SettlementDocument.MOVE_IN_PERMIT])
    numbers = {}
    for kind in LETTERS:
        [issued] = await settlement_documents.issue(work, held.id, kind, valid_until=until)
        numbers[kind.value] = issued.number
    detail = {**numbers, "valid_until": until.isoformat()}
    moved = await settlements.move(work, held.settlement, SettlementEvent.LETTERS_ISSUED, actor, detail)
    await tell(work, held, "settlement.letters_issued", until=last_day(until).isoformat())
    return Held(held.declaration, moved)

"""The letters that later steps stand on: whether they are there and hold."""

from uuid import UUID

from luohu_contract.household import SettlementDocument
from luohu_contract.texts import text
from luohu_declaration.storage import settlement_documents
from luohu_declaration.storage.settlement_documents import Issued
from luohu_kit.work import Work


class LetterExpired(Exception):
    """The letter that this step stands on has run out, or was never issued."""

    def __init__(self, kind: SettlementDocument, letter: Issued | None) -> None:
        until = letter.valid_until.isoformat() if letter and letter.valid_until else None
        self.extensions = {"document": kind.value, "valid_until": until}
        what = f"ran out at {until}" if until else "has not been issued"
        super().__init__(f"{text(kind).zh} {what}, and this step stands on it.")


class LettersStillValid(Exception):
    """The letters hold: others are issued only when they have run out."""

    def __init__(self, letter: Issued) -> None:
        until = letter.valid_until and letter.valid_until.isoformat()
        self.extensions = {"valid_until": until}
        super().__init__(f"The letters hold until {until}; they are issued anew only after that.")


async def letter_of(work: Work, declaration_id: UUID, kind: SettlementDocument) -> Issued | None:
    """The letter of that kind that counts, run out or not."""
    issued = await settlement_documents.valid_ones(work, declaration_id)
    return next((each for each in issued if each.kind is kind), None)


async def require_letter(work: Work, declaration_id: UUID, kind: SettlementDocument) -> Issued:
    """The letter of that kind, which must hold today. Raises LetterExpired."""
    letter = await letter_of(work, declaration_id, kind)
    if letter is None or letter.valid_until is None or work.now >= letter.valid_until:
        raise LetterExpired(kind, letter)
    return letter

"""An operator at an agency wants to see more: carried to the applicant as a note on the item."""

from luohu_contract.message import EvidenceRequest
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.item import evidence_requested
from luohu_declaration.domain.receive import QuestionState
from luohu_declaration.storage import items, questions
from luohu_declaration.usecases.dossier import hold_declaration
from luohu_kit.work import Work


async def request_evidence(work: Work, sender: str, request: EvidenceRequest) -> None:
    """Note the wish. One that was noted before, or comes after the verdict, changes nothing.

    Raises NotThere when the sender was never asked that question.
    """
    kept = await questions.get(work, request.question_id)
    if kept is None or kept.asked.agency != sender:
        raise NotThere("question")
    if kept.asked.state is not QuestionState.OPEN:
        return
    dossier = await hold_declaration(work, kept.asked.declaration_id, None)
    item = dossier.items.get(kept.asked.item_id)
    if item is None or not item.standing.locked:
        return
    if await questions.want_evidence(work, kept.asked.id, request.note, request.requested_at):
        move = evidence_requested(item.standing, request.note, work.now)
        await items.move(work, [(item.id, item.declaration_id, move)], sender)

"""The window's part of a scenario (sandbox only): the spouse record that was just sent is reviewed at once."""

from uuid import UUID

from luohu_declaration.domain.item import Item
from luohu_declaration.usecases.ask_verification import REVIEW
from luohu_declaration.usecases.dossier import Dossier, hold_item
from luohu_declaration.usecases.review_spouse import Decision, Review, review_spouse
from luohu_kit.scenarios import of_request
from luohu_kit.tasks import queue
from luohu_kit.work import Work

NOBODY = "sandbox"  #: who acts where a scenario does


async def review_as_told(work: Work, dossier: Dossier, sent: Item, applicant: str) -> tuple[Dossier, Item]:
    """Decide the window's task about the spouse record of a residence that was just sent, if its request says so.

    The declaration and the item as they are then.
    """
    scenario = of_request()
    if scenario is None or scenario.review is None or sent.spouse_id is None:
        return dossier, sent
    await _review(work, sent.spouse_id, Review(Decision(scenario.review.decision), scenario.review.reason, ""))
    return await hold_item(work, sent.id, applicant)


async def _review(work: Work, spouse_id: UUID, review: Review) -> None:
    for task in await queue.hold_open(work, REVIEW, [spouse_id]):
        taken = await queue.assign(work, task, NOBODY, NOBODY)
        await queue.end(work, taken, await review_spouse(work, taken, review), NOBODY)

"""The window's part of a scenario (sandbox only): the spouse record that was just sent is reviewed at once."""

from collections.abc import Iterable
from uuid import UUID

from luohu_declaration.domain.item import Item
from luohu_declaration.usecases.ask_verification import REVIEW
from luohu_declaration.usecases.dossier import Dossier, hold_declaration
from luohu_declaration.usecases.review_spouse import Decision, Review, review_spouse
from luohu_kit.scenarios import of_request
from luohu_kit.tasks import queue
from luohu_kit.work import Work

NOBODY = "sandbox"  #: who acts where a scenario does


async def review_as_told(work: Work, dossier: Dossier, sent: Iterable[Item]) -> Dossier:
    """Decide the window's tasks about the spouse records of residences that were just sent, if their request says so.

    The declaration as it is then.
    """
    scenario = of_request()
    spouses = dict.fromkeys(each.spouse_id for each in sent if each.spouse_id is not None)
    if scenario is None or scenario.review is None or not spouses:
        return dossier
    for spouse_id in spouses:
        await _review(work, spouse_id, Review(Decision(scenario.review.decision), scenario.review.reason, ""))
    return await hold_declaration(work, dossier.declaration.id, dossier.declaration.applicant)


async def _review(work: Work, spouse_id: UUID, review: Review) -> None:
    for task in await queue.hold_open(work, REVIEW, [spouse_id]):
        taken = await queue.assign(work, task, NOBODY, NOBODY)
        await queue.end(work, taken, await review_spouse(work, taken, review), NOBODY)

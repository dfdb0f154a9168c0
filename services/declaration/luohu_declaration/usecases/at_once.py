"""File several items in one step and, if that is wanted, send them to verification: all of it or nothing."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from luohu_contract.claim import Person
from luohu_declaration.domain.at_once import NewItem
from luohu_declaration.domain.item import Item
from luohu_declaration.domain.merit import sent_by_itself
from luohu_declaration.domain.states import Status
from luohu_declaration.usecases.ask_verification import ask_all_verifications
from luohu_declaration.usecases.dossier import Dossier
from luohu_declaration.usecases.file_item import checked_drafts, file_items
from luohu_declaration.usecases.told_review import review_as_told
from luohu_kit.journal import concern
from luohu_kit.work import Work


async def file_and_send(
    work: Work, dossier: Dossier, wanted: Sequence[NewItem], applicant: Person, *, verify: bool, overdue: timedelta
) -> Dossier:
    """File items of a held declaration; it with them. verify: those that 在线审核 asks somebody about are sent.

    applicant, overdue: as for `ask_verification`. Raises what `file_items` and `ask_all_verifications` raise.
    """
    new = await (checked_drafts if verify else file_items)(work, dossier, wanted)
    for item in new:
        concern(dossier.declaration.id, item.id)
    dossier = dossier.changed({item.id: item for item in new})
    if not verify:
        return dossier
    places = {each.id: each.place for each in wanted}
    drafts = [item for item in new if sent_by_itself(item)]
    changed = await ask_all_verifications(work, dossier, drafts, applicant, overdue=overdue, unfiled=new, places=places)
    return await review_as_told(work, dossier.changed(changed), changed.values())


async def send_drafts(work: Work, dossier: Dossier, applicant: Person, *, overdue: timedelta) -> Dossier:
    """Send every draft of a held declaration that has the button 在线审核; the declaration with them.

    Spouse records go with their residences. Arguments and errors as `ask_all_verifications`.
    """
    drafts = list(_drafts(dossier.items.values()))
    for item in drafts:
        concern(dossier.declaration.id, item.id)
    changed = await ask_all_verifications(work, dossier, drafts, applicant, overdue=overdue)
    return await review_as_told(work, dossier.changed(changed), changed.values())


def _drafts(filed: Iterable[Item]) -> Iterable[Item]:
    return (item for item in filed if item.standing.status is Status.DRAFT and sent_by_itself(item))

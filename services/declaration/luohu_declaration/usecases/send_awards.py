"""Innovation items go out by themselves: there is no 在线审核 on their page (handbook 三.五.2; DOMAIN 4.7, 4.11).

Types that are compared with the lists are sent when the page is saved. The science commission's types are filed in its
own system until the stage ends; they are asked about then, and lock nothing before.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from luohu_contract.claim import Person
from luohu_contract.item import ItemKind
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.forms import form_of
from luohu_declaration.domain.item import Item, verification_asked
from luohu_declaration.domain.merit import awaits_commission
from luohu_declaration.domain.questions import verifications
from luohu_declaration.domain.states import Status
from luohu_declaration.storage import declarations, items, questions
from luohu_declaration.usecases.ask_verification import send
from luohu_declaration.usecases.asking import asking_of
from luohu_declaration.usecases.dossier import Dossier
from luohu_declaration.usecases.scoring import SEASON
from luohu_kit.work import Work


async def send_listed(work: Work, dossier: Dossier, applicant: Person, *, overdue: timedelta) -> list[Item]:
    """Send the drafts of a held declaration's innovation page that the award lists answer; those that were sent.

    The caller has looked at the rights. applicant, overdue: as for `ask_verification`. Raises what `checks` raises.
    """
    sent = []
    for item in dossier.items.values():
        if item.kind is not ItemKind.INNOVATION or item.standing.status is not Status.DRAFT:
            continue
        if not awaits_commission(item):
            sent.append(await send(work, dossier, item, applicant, overdue=overdue))
    return sent


async def send_to_commission(work: Work, submitted: Sequence[UUID], *, overdue: timedelta) -> list[UUID]:
    """Ask the commission about what these declarations still have as drafts; the declarations that now wait.

    They are held by the caller. The question goes about the applicant as the identity card named them last.
    """
    filed = await items.drafts_of(work, submitted, ItemKind.INNOVATION)
    waiting = [item for item in filed if awaits_commission(item)]
    owners = await declarations.of_ids(work, [item.declaration_id for item in waiting])
    for item in waiting:
        await _ask(work, owners[item.declaration_id], item, overdue)
    return list(owners)


async def _ask(work: Work, declaration: Declaration, item: Item, overdue: timedelta) -> None:
    move = verification_asked(item.standing, work.now)
    asking = asking_of(work.world, declaration.person)
    asked = verifications(item.id, move.after.attempt, form_of(item), asking, new_id=uuid4)
    beside = questions.to_keep(work, declaration.id, asked, overdue)
    await items.move(work, [(item.id, declaration.id, move)], SEASON, beside)

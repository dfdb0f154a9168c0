"""Read what the city knows by itself: insurance, conduct and tax penalties, as items of their own, through the loop."""

from datetime import timedelta
from uuid import UUID, uuid4

from luohu_contract.claim import Person
from luohu_contract.item import ItemKind
from luohu_declaration.domain.forms import entered, form_for
from luohu_declaration.domain.item import READ_ONLY, Item, Move, edited, filed, verification_asked
from luohu_declaration.domain.questions import verifications
from luohu_declaration.domain.states import Status
from luohu_declaration.storage import admission_events, declarations, items, questions
from luohu_declaration.storage.admission_events import AdmissionEvent
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.asking import asking_of
from luohu_declaration.usecases.dossier import Dossier
from luohu_declaration.usecases.saved import items_changed
from luohu_kit.work import Work

CITY = "city"  #: the actor: nobody entered anything


async def read_records(work: Work, dossier: Dossier, applicant: Person, *, overdue: timedelta) -> list[UUID]:
    """Ask for the records of a held declaration, for the first time or anew; the items that were asked about now.

    A reading that runs already is not asked for twice: its answer is on its way. applicant: as the identity card names
    them today. overdue: real time after which the reconciler looks. Raises what `rights` raises: what a submitted
    declaration was submitted with is not read anew.
    """
    await rights.require_filing(work, dossier.declaration)
    if applicant != dossier.declaration.person:
        await declarations.name_anew(work, dossier.declaration.id, applicant)
    held = {item.kind: item for item in dossier.items.values() if item.kind in READ_ONLY}
    asked = []
    for kind in READ_ONLY:
        item = held.get(kind) or await _file(work, dossier.declaration.id, kind)
        if not item.standing.locked:
            await _ask(work, item, applicant, overdue)
            await items_changed(work, item.declaration_id, {kind}, CITY)
            asked.append(item.id)
    if asked:
        await admission_events.add(
            work, dossier.declaration.id, AdmissionEvent.RECORDS_ASKED, CITY, items=[str(each) for each in asked]
        )
        work.wake("watch", str(dossier.declaration.id))
    return asked


async def _file(work: Work, declaration_id: UUID, kind: ItemKind) -> Item:
    move = filed(work.now)
    new = Item(uuid4(), declaration_id, kind, 1, entered(form_for(kind)), None, move.after, work.now)
    await items.file(work, [new], [(new.id, declaration_id, move)], CITY)
    return new


async def _ask(work: Work, item: Item, applicant: Person, overdue: timedelta) -> None:
    """Send the item; what an earlier reading found is gone from here on."""
    moves: list[Move] = []
    standing = item.standing
    if standing.status is not Status.DRAFT:
        moves.append(edited(item.kind, standing, work.now))
        standing = moves[-1].after
    moves.append(verification_asked(standing, work.now))
    asking = asking_of(work.world, applicant)
    asked = verifications(item.id, moves[-1].after.attempt, form_for(item.kind), asking, new_id=uuid4)
    beside = questions.to_keep(work, item.declaration_id, asked, overdue)
    await items.move(work, [(item.id, item.declaration_id, move) for move in moves], CITY, beside)

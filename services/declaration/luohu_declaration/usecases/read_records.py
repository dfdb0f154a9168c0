"""Read what the city knows by itself: insurance, conduct and tax penalties, as items of their own, through the loop."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from luohu_contract.claim import Person
from luohu_contract.forms import entered
from luohu_contract.item import ItemKind
from luohu_declaration.domain.forms import form_for
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


async def read_records(work: Work, dossier: Dossier, applicant: Person, *, overdue: timedelta) -> dict[UUID, Item]:
    """Ask for the records of a held declaration, for the first time or anew; the items that were asked about now.

    A reading that runs already is not asked for twice: its answer is on its way. applicant: as the identity card names
    them today. overdue: real time after which the reconciler looks. Raises what `rights` raises: what a submitted
    declaration was submitted with is not read anew.
    """
    declaration = dossier.declaration
    await rights.require_filing(work, declaration)
    if applicant != declaration.person:
        await declarations.name_anew(work, declaration.id, applicant)
    held = {item.kind: item for item in dossier.items.values() if item.kind in READ_ONLY}
    there = [item for item in held.values() if not item.standing.locked]
    new = [_record(work, declaration.id, kind) for kind in READ_ONLY if kind not in held]
    if not there and not new:
        return {}
    moves = {item.id: _moves(item, work.now) for item in (*there, *new)}
    asked = {
        item.id: replace(item, version=item.version + 1, standing=moves[item.id][-1].after) for item in (*there, *new)
    }
    if there:
        moved = [(item.id, declaration.id, move) for item in there for move in moves[item.id]]
        await items.move(work, moved, CITY, _questions(work, [asked[item.id] for item in there], applicant, overdue))
    if new:
        first = filed(work.now)
        happened = [(item.id, declaration.id, move) for item in new for move in (first, *moves[item.id])]
        kept = [asked[item.id] for item in new]
        await items.file(work, kept, happened, CITY, _questions(work, kept, applicant, overdue))
    if not dossier.new:
        await items_changed(work, declaration.id, {item.kind for item in asked.values()}, CITY)
    await admission_events.add(
        work, declaration.id, AdmissionEvent.RECORDS_ASKED, CITY, items=[str(each) for each in asked]
    )
    work.wake("watch", str(declaration.id))
    return asked


def _record(work: Work, declaration_id: UUID, kind: ItemKind) -> Item:
    return Item(uuid4(), declaration_id, kind, 1, entered(form_for(kind)), None, filed(work.now).after, work.now)


def _moves(item: Item, now: datetime) -> list[Move]:
    """How an item comes to be asked about; what an earlier reading found is gone from here on."""
    moves: list[Move] = []
    standing = item.standing
    if standing.status is not Status.DRAFT:
        moves.append(edited(item.kind, standing, now))
        standing = moves[-1].after
    moves.append(verification_asked(standing, now))
    return moves


def _questions(work: Work, asked: Sequence[Item], applicant: Person, overdue: timedelta) -> dict[str, Any]:
    """The questions about the records, on their way, as the change of their items keeps them."""
    asking = asking_of(work.world, applicant)
    return questions.to_keep(
        work,
        asked[0].declaration_id,
        [
            question
            for item in asked
            for question in verifications(item.id, item.standing.attempt, form_for(item.kind), asking, new_id=uuid4)
        ],
        overdue,
    )

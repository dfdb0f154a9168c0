"""Ask for verification: 在线审核. The item is locked, its questions go out, all in one transaction."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from luohu_contract.claim import Person
from luohu_contract.item import ItemKind
from luohu_declaration.domain.checks import check_ready
from luohu_declaration.domain.forms import Form, SpouseForm, form_of
from luohu_declaration.domain.item import Item, ItemLocked, Move, assert_entered, verification_asked
from luohu_declaration.domain.questions import verifications
from luohu_declaration.domain.spouse import SpouseAwaitsResidence, SpouseInvalid
from luohu_declaration.domain.states import IllegalTransition, Status
from luohu_declaration.storage import associations, declarations, events, items, questions
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.admitted import require_admitted
from luohu_declaration.usecases.asking import asking_of
from luohu_declaration.usecases.dossier import Dossier
from luohu_declaration.usecases.scenario import require_applicable
from luohu_kit.tasks import NewTask, queue
from luohu_kit.work import Work

REVIEW = "spouse_review"  #: kind of the window's tasks
REVIEW_TIME = timedelta(days=14)  #: the window's deadline; the handbook gives none [assumed, as for rechecks]


class VerificationNotPossible(Exception):
    """Only a draft is sent; this item has its verdict."""

    def __init__(self, item: Item) -> None:
        now = item.standing.status
        self.extensions = {"item_status": now.value, "since": item.standing.since.isoformat()}
        super().__init__(
            f"Only a draft is sent to verification. This item is {now.value} since "
            f"{item.standing.since.isoformat(timespec='seconds')}: "
            "edit it first, or ask for a recheck."
        )


async def ask_verification(work: Work, dossier: Dossier, item: Item, applicant: Person, *, overdue: timedelta) -> Item:
    """Send an item to whoever judges it; with the first residence of a spouse, the spouse record goes to the window.

    applicant: as the identity card names the applicant today. overdue: real time after which the reconciler looks.
    Raises what `rights` raises, ItemLocked, VerificationNotPossible, SpouseAwaitsResidence, SpouseInvalid,
    AuthorisationMissing, ScenarioNotApplicable, and what `checks` raises when the form no longer fits the others.
    """
    assert_entered(item.kind)
    await rights.require_filing(work, dossier.declaration)
    await require_admitted(work, dossier.declaration, dossier.items.values())
    return await send(work, dossier, item, applicant, overdue=overdue)


async def send(work: Work, dossier: Dossier, item: Item, applicant: Person, *, overdue: timedelta) -> Item:
    """Send an item whose declaration may be changed; arguments and errors as `ask_verification`, but for the rights."""
    if item.kind is ItemKind.SPOUSE and item.standing.status is Status.DRAFT:
        raise SpouseAwaitsResidence
    try:
        move = verification_asked(item.standing, work.now)
    except IllegalTransition:
        refused = ItemLocked(item.kind, item.standing) if item.standing.locked else VerificationNotPossible(item)
        raise refused from None
    form = form_of(item)
    check_ready(form)
    await dossier.check(work, form, item.kind, itself=item.id)
    if applicant != dossier.declaration.person:
        await declarations.name_anew(work, dossier.declaration.id, applicant)
    spouse = dossier.spouse_of(item)
    moves = [(item.id, item.declaration_id, move)]
    if spouse is not None:
        moves += await _take_along(work, dossier, spouse)
    await items.move(work, moves, events.APPLICANT)
    asked = verifications(
        item.id,
        move.after.attempt,
        form,
        asking_of(work.world, applicant, spouse_form(spouse)),
        evidence=await dossier.evidence(work, form),
        new_id=uuid4,
    )
    require_applicable(asked, spouse_along=len(moves) > 1)
    await questions.ask(work, item.declaration_id, asked, overdue)
    return replace(item, version=item.version + 1, standing=move.after)


def spouse_form(spouse: Item | None) -> SpouseForm | None:
    """The form of a spouse record."""
    form: Form | None = None if spouse is None else form_of(spouse)
    return form if isinstance(form, SpouseForm) else None


async def _take_along(work: Work, dossier: Dossier, spouse: Item) -> list[tuple[UUID, UUID, Move]]:
    """The spouse record's own move, when it was not sent before; its task waits for the window."""
    if spouse.standing.status is Status.INVALID:
        raise SpouseInvalid(spouse.standing.reason or "")
    if spouse.standing.status is not Status.DRAFT:
        return []
    declaration = dossier.declaration
    employed = await associations.approved(work, declaration.year, declaration.person.id_number)
    task = NewTask(
        id=uuid4(),
        kind=REVIEW,
        ref=spouse.id,
        candidate_group="window",
        title="配偶信息审核",
        due_at=work.now + REVIEW_TIME,
        context={
            "item_id": str(spouse.id),
            "declaration_id": str(spouse.declaration_id),
            "district": employed.handling_district if employed else None,
        },
    )
    await queue.create(work, [task])
    return [(spouse.id, spouse.declaration_id, verification_asked(spouse.standing, work.now))]

"""Ask for verification: 在线审核. Items are locked, their questions go out, all in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from luohu_contract.claim import Person
from luohu_contract.forms import Form, SpouseForm, evidence_of
from luohu_contract.item import ItemKind
from luohu_contract.message import Question
from luohu_declaration.domain.at_once import refused_of
from luohu_declaration.domain.checks import Surroundings, check, check_ready
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.forms import form_of
from luohu_declaration.domain.item import Item, ItemLocked, Move, assert_entered, verification_asked
from luohu_declaration.domain.questions import verifications
from luohu_declaration.domain.spouse import SpouseAwaitsResidence, SpouseInvalid
from luohu_declaration.domain.states import IllegalTransition, Status
from luohu_declaration.storage import associations, declarations, events, items, questions
from luohu_declaration.usecases import rights
from luohu_declaration.usecases.admitted import require_admitted
from luohu_declaration.usecases.asking import asking_of
from luohu_declaration.usecases.dossier import Dossier
from luohu_declaration.usecases.file_item import keep_filed
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


async def ask_all_verifications(
    work: Work,
    dossier: Dossier,
    drafts: Sequence[Item],
    applicant: Person,
    *,
    overdue: timedelta,
    unfiled: Sequence[Item] = (),
    places: Mapping[UUID, str] | None = None,
) -> dict[UUID, Item]:
    """Send several items in one step, all of them or none; the items that changed, spouse records among them.

    unfiled: items of the dossier that are new and not written yet; it is done here, also of those that are not sent.
    places: JSON pointers into the request, of the new items. Arguments and errors are otherwise those of
    `ask_verification`; `item_id` of an error says which item without a place is meant.
    """
    if not drafts:
        require_applicable([])
        if unfiled:
            await keep_filed(work, dossier, unfiled, {})
        return {}
    await rights.require_filing(work, dossier.declaration)
    await require_admitted(work, dossier.declaration, dossier.items.values())
    return await _send_all(work, dossier, drafts, applicant, overdue, unfiled, places or {})


async def send(work: Work, dossier: Dossier, item: Item, applicant: Person, *, overdue: timedelta) -> Item:
    """Send an item whose declaration may be changed; arguments and errors as `ask_verification`, but for the rights."""
    return (await _send_all(work, dossier, [item], applicant, overdue))[item.id]


def spouse_form(spouse: Item | None) -> SpouseForm | None:
    """The form of a spouse record."""
    form: Form | None = None if spouse is None else form_of(spouse)
    return form if isinstance(form, SpouseForm) else None


async def _send_all(
    work: Work,
    dossier: Dossier,
    drafts: Sequence[Item],
    applicant: Person,
    overdue: timedelta,
    unfiled: Sequence[Item] = (),
    places: Mapping[UUID, str] | None = None,
) -> dict[UUID, Item]:
    """What is sent is read, moved and asked in a handful of statements, however much it is."""
    forms = [form_of(item) for item in drafts]
    files = await dossier.files(work, forms)
    around = dossier.around(work, files)
    moves: dict[UUID, Move] = {}
    along: list[Item] = []
    asked: list[Question] = []
    for item, form in zip(drafts, forms, strict=True):
        with refused_of(item.id, places):
            move = moves[item.id] = _asked(work, item, form, around)
            spouse = dossier.spouse_of(item)
            if spouse is not None and spouse.id not in moves and _goes_along(spouse):
                moves[spouse.id] = verification_asked(spouse.standing, work.now)
                along.append(spouse)
        asking = asking_of(work.world, applicant, spouse_form(spouse))
        evidence = [files[file]] if (file := evidence_of(form)) is not None else []
        asked += verifications(item.id, move.after.attempt, form, asking, evidence=evidence, new_id=uuid4)
    require_applicable(asked, spouse_along=bool(along))
    if applicant != dossier.declaration.person:
        await declarations.name_anew(work, dossier.declaration.id, applicant)
    beside = questions.to_keep(work, dossier.declaration.id, asked, overdue)
    if unfiled:
        await keep_filed(work, dossier, unfiled, moves, beside)
        beside = {}
    new = {item.id for item in unfiled}
    there = [(each, dossier.declaration.id, move) for each, move in moves.items() if each not in new]
    await items.move(work, there, events.APPLICANT, beside)
    await _have_reviewed(work, dossier.declaration, along)
    return {
        each: replace(dossier.items[each], version=dossier.items[each].version + 1, standing=move.after)
        for each, move in moves.items()
    }


def _asked(work: Work, item: Item, form: Form, around: Surroundings) -> Move:
    """The move of an item that can be sent now."""
    if item.kind is ItemKind.SPOUSE and item.standing.status is Status.DRAFT:
        raise SpouseAwaitsResidence
    try:
        move = verification_asked(item.standing, work.now)
    except IllegalTransition:
        refused = ItemLocked(item.kind, item.standing) if item.standing.locked else VerificationNotPossible(item)
        raise refused from None
    check_ready(form)
    check(form, item.kind, around, itself=item.id)
    return move


def _goes_along(spouse: Item) -> bool:
    """Whether a spouse record was not sent before. Raises SpouseInvalid."""
    if spouse.standing.status is Status.INVALID:
        raise SpouseInvalid(spouse.standing.reason or "")
    return spouse.standing.status is Status.DRAFT


async def _have_reviewed(work: Work, declaration: Declaration, spouses: Sequence[Item]) -> None:
    """Tasks of the window about spouse records that are sent."""
    if not spouses:
        return
    employed = await associations.approved(work, declaration.year, declaration.person.id_number)
    district = employed.handling_district if employed else None
    await queue.create(
        work,
        [
            NewTask(
                id=uuid4(),
                kind=REVIEW,
                ref=spouse.id,
                candidate_group="window",
                title="配偶信息审核",
                due_at=work.now + REVIEW_TIME,
                context={
                    "item_id": str(spouse.id),
                    "declaration_id": str(declaration.id),
                    "district": district,
                },
            )
            for spouse in spouses
        ],
    )

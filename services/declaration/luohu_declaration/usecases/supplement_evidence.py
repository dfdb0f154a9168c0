"""The applicant sends what an operator had asked for: to the agency, or to the window's task."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy import select

from luohu_contract.item import ItemKind
from luohu_contract.message import EvidenceRef, EvidenceSupplement
from luohu_declaration.domain.item import Item, evidence_supplied
from luohu_declaration.storage import events, items, questions
from luohu_declaration.usecases.ask_verification import REVIEW
from luohu_declaration.usecases.dossier import Dossier, hold_item
from luohu_declaration.usecases.keep_evidence import needed_evidence
from luohu_kit.tasks import Task, TaskState, queue
from luohu_kit.tasks.table import task as tasks
from luohu_kit.work import Work


class EvidenceNotRequested(Exception):
    """Nobody asked for more."""

    def __init__(self, item: Item) -> None:
        super().__init__(
            f"No operator has asked for more evidence for this item, which is {item.standing.status.value}. "
            "Evidence is added on request; a new recheck can carry new evidence."
        )


async def supplement_evidence(
    work: Work,
    item_id: UUID,
    applicant: str | None,
    ids: Sequence[UUID],
    statement: str,
    *,
    actor: str = events.APPLICANT,
) -> tuple[Dossier, Item]:
    """Send files after an operator's request.

    applicant: whose the item has to be; None where the caller has looked, as for a case's. actor: as its history has
    it. Raises NotThere, EvidenceNotRequested, EvidenceMissing, EvidenceUnknown.
    """
    # The task first, as the window's own acts hold it first: two that wait for each other would never end.
    task = await _review_of(work, item_id)
    dossier, item = await hold_item(work, item_id, applicant)
    if item.standing.evidence_requested is None:
        raise EvidenceNotRequested(item)
    files = await needed_evidence(work, item.declaration_id, ids)
    named = [str(file.id) for file in files]
    move = evidence_supplied(item.standing, named, work.now)
    await items.move(work, [(item.id, item.declaration_id, move)], actor)
    if item.kind is not ItemKind.SPOUSE:
        await _to_agencies(work, item, files, statement)
    elif task is not None:
        await queue.put_back(work, task, statement, {"evidence": named})
    return dossier, replace(item, version=item.version + 1, standing=move.after)


async def _to_agencies(work: Work, item: Item, files: Sequence[EvidenceRef], statement: str) -> None:
    wanting = await questions.open_with_wishes(work, item.id)
    for kept in wanting:
        supplement = EvidenceSupplement(
            id=uuid4(), question_id=kept.asked.id, statement=statement, evidence=tuple(files)
        )
        work.send("supplements", kept.asked.agency, supplement.id, supplement)
    await questions.supply(work, [kept.asked.id for kept in wanting], files)


async def _review_of(work: Work, spouse_id: UUID) -> Task | None:
    """The window's open task about a spouse record, held."""
    found = await work.scalar(
        select(tasks.c.id).where(tasks.c.ref == spouse_id, tasks.c.kind == REVIEW, tasks.c.state != TaskState.COMPLETED)
    )
    return None if found is None else await queue.get(work, REVIEW, found, for_update=True)

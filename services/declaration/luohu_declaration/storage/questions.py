"""Questions as they were asked: one open one for each part of an item, kept after their item is gone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select, update

from luohu_contract.claim import ClaimKind
from luohu_contract.message import EvidenceRef, Part, Question, QuestionKind
from luohu_declaration.domain.questions import agency_of
from luohu_declaration.domain.receive import AskedQuestion, QuestionState
from luohu_declaration.storage.recordset import among, encoded, listed, recordset
from luohu_declaration.storage.tables import question
from luohu_kit.trace import current
from luohu_kit.work import Work

OPEN = question.c.state == QuestionState.OPEN
_ASKED = {
    "id": "uuid",
    "item_id": "uuid",
    "declaration_id": "uuid",
    "attempt": "integer",
    "part": "text",
    "kind": "text",
    "claim_kind": "text",
    "agency": "text",
    "body": "jsonb",
    "asked_at": "timestamptz",
}
#: Keeps questions, beside the change of their items; the values are those of `to_keep`.
ASK = (
    f"INSERT INTO question ({', '.join(_ASKED)}, state, next_check_real)"  # noqa: S608 - our own names
    f" SELECT q.*, '{QuestionState.OPEN}', clock_timestamp() + CAST(:overdue AS interval)"
    f" FROM {recordset(_ASKED, of='asked', name='q')}"
)
_OPEN_OF_ITEMS = select(question.c.item_id, question.c.part).where(among(question.c.item_id), OPEN)


@dataclass(frozen=True, slots=True)
class Kept:
    """A question with what was sent, and how its reconciliation stands."""

    asked: AskedQuestion
    question: Question
    evidence_wanted: str | None
    supplied: tuple[UUID, ...]


def to_keep(work: Work, declaration_id: UUID, questions: Sequence[Question], overdue: timedelta) -> dict[str, Any]:
    """Send questions on their way; the values of `ASK`, with which the caller keeps them as open.

    overdue: real time after which the reconciler looks after them.
    """
    if (cause := current()) is not None:
        questions = [each.model_copy(update={"trace": cause.trace}) for each in questions]
    rows = [
        {
            "id": each.id,
            "item_id": each.item_id,
            "declaration_id": declaration_id,
            "attempt": each.attempt,
            "part": each.part,
            "kind": each.kind,
            "claim_kind": each.claim.kind,
            "agency": agency_of(each),
            "body": send(work, each),
            "asked_at": work.now,
        }
        for each in questions
    ]
    return {**encoded(rows, of="asked"), "overdue": overdue}


def send(work: Work, each: Question) -> Mapping[str, Any]:
    """Put a question into the outbox for its agency; the question as JSON has it."""
    return work.send("verifications", agency_of(each), each.id, each)


async def open_of_items(work: Work, item_ids: Collection[UUID]) -> dict[UUID, frozenset[Part]]:
    """The parts of items whose questions are open."""
    found: dict[UUID, set[Part]] = {item_id: set() for item_id in item_ids}
    for row in await work.rows(_OPEN_OF_ITEMS, listed(item_ids)):
        found[row.item_id].add(row.part)
    return {item_id: frozenset(parts) for item_id, parts in found.items()}


async def open_with_wishes(work: Work, item_id: UUID) -> list[Kept]:
    """The open questions of an item whose operators asked for more evidence."""
    statement = select(question).where(question.c.item_id == item_id, OPEN, question.c.evidence_wanted.is_not(None))
    return [_kept(row) for row in await work.rows(statement)]


async def get(work: Work, question_id: UUID) -> Kept | None:
    """One question, whatever its state."""
    row = await work.one(select(question).where(question.c.id == question_id))
    return None if row is None else _kept(row)


async def supersede(work: Work, item_ids: Collection[UUID]) -> None:
    """Close the open questions of items that were settled without them."""
    if item_ids:
        statement = update(question).where(among(question.c.item_id), OPEN)
        closed = {"state": QuestionState.SUPERSEDED, "closed_at": work.now, "evidence_wanted": None}
        await work.execute(statement.values(closed), listed(item_ids))


async def want_evidence(work: Work, question_id: UUID, note: str, requested_at: datetime) -> bool:
    """Note that the operator wants more; False when this request, or a later one, was noted before."""
    statement = (
        update(question)
        .where(
            question.c.id == question_id,
            OPEN,
            or_(question.c.evidence_requested_at.is_(None), question.c.evidence_requested_at < requested_at),
        )
        .values(evidence_wanted=note, evidence_requested_at=requested_at)
        .returning(question.c.id)
    )
    return await work.one(statement) is not None


async def supply(work: Work, question_ids: Collection[UUID], evidence: Sequence[EvidenceRef]) -> None:
    """Note that files were added, so that the agency may fetch them."""
    supplied = func.array_cat(question.c.supplied, [each.id for each in evidence])
    statement = update(question).where(among(question.c.id)).values(supplied=supplied, evidence_wanted=None)
    await work.execute(statement, listed(question_ids))


def asked_of(row: Row[Any]) -> AskedQuestion:
    """The columns that an arriving verdict is compared with."""
    return AskedQuestion(
        id=row.id,
        item_id=row.item_id,
        declaration_id=row.declaration_id,
        part=Part(row.part),
        attempt=row.attempt,
        kind=QuestionKind(row.kind),
        claim_kind=ClaimKind(row.claim_kind),
        agency=row.agency,
        state=QuestionState(row.state),
    )


def _kept(row: Row[Any]) -> Kept:
    return Kept(asked_of(row), Question.model_validate(row.body), row.evidence_wanted, tuple(row.supplied))

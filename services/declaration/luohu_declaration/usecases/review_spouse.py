"""The window reviews a spouse record: 审核通过 or 审核不通过, and the residences that stand on it follow."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from luohu_contract.item import Subject
from luohu_contract.message import Decider, Outcome
from luohu_contract.reasons import REASONS
from luohu_declaration.domain.checks import Refused
from luohu_declaration.domain.item import Item, Move, PartResult, evidence_requested
from luohu_declaration.domain.spouse import consequence, reviewed
from luohu_declaration.domain.states import Event
from luohu_declaration.storage import events, items, questions
from luohu_declaration.usecases.dossier import Dossier, hold_item
from luohu_declaration.usecases.rescore import rescore
from luohu_kit.tasks import Act, Ended, Task, TaskState
from luohu_kit.work import Work

#: The reasons for which a spouse record is refused.
SPOUSE_REASONS = tuple(sorted(code for code, row in REASONS.items() if row.subject is Subject.SPOUSE))


class Decision(StrEnum):
    """What the window can decide."""

    APPROVE = "approve"  #: 审核通过
    REJECT = "reject"  #: 审核不通过
    REQUEST_EVIDENCE = "request_evidence"  #: the applicant is asked for more


class DecisionNotPossible(Refused):
    """The decision lacks what it needs, or has what it must not have."""


@dataclass(frozen=True, slots=True)
class Review:
    """A decision with its reason (exactly when it rejects) and its words for the applicant."""

    decision: Decision
    reason: str | None
    note: str


async def review_spouse(work: Work, task: Task, review: Review) -> Ended:
    """Decide a task of the window's queue, which is held. Raises DecisionNotPossible."""
    _assert_complete(review)
    dossier, spouse = await hold_item(work, task.ref, None)
    if review.decision is Decision.REQUEST_EVIDENCE:
        move = evidence_requested(spouse.standing, review.note, work.now)
        await _write(work, [(spouse, move)])
        return Ended(Act.EVIDENCE_REQUESTED, review.note, TaskState.EVIDENCE_REQUESTED)
    approved = review.decision is Decision.APPROVE
    result = PartResult(
        outcome=Outcome.VALID if approved else Outcome.INVALID,
        reason=review.reason,
        findings=None,
        disputable=(),
        opinion=review.note or None,
        decided_by=Decider.OPERATOR,
        decided_at=work.now,
    )
    followers = await _followers(work, dossier, spouse, result)
    await _write(work, [(spouse, reviewed(spouse.standing, result, work.now)), *followers])
    await rescore(work, [dossier.declaration.id], "spouse_review")
    await questions.supersede(work, [item.id for item, move in followers if move.event is Event.SPOUSE_FOUND_INVALID])
    detail = {"reason": review.reason, "residences": [str(item.id) for item, _ in followers]}
    return Ended("approved" if approved else "rejected", review.note, detail=detail)


async def _followers(work: Work, dossier: Dossier, spouse: Item, result: PartResult) -> list[tuple[Item, Move]]:
    """The residences that move with the spouse record."""
    residences = dossier.residences_on(spouse.id)
    open_parts = await questions.open_of_items(work, [residence.id for residence in residences])
    moves = [(each, consequence(result, each.standing, open_parts[each.id], work.now)) for each in residences]
    return [(each, move) for each, move in moves if move is not None]


async def _write(work: Work, moves: list[tuple[Item, Move]]) -> None:
    rows: list[tuple[UUID, UUID, Move]] = [(item.id, item.declaration_id, move) for item, move in moves]
    await items.move(work, rows, events.WINDOW)


def _assert_complete(review: Review) -> None:
    if review.decision is Decision.REJECT and review.reason not in SPOUSE_REASONS:
        raise DecisionNotPossible(
            "A rejection names its reason.", ("#/reason", f"give one of: {', '.join(SPOUSE_REASONS)}")
        )
    if review.decision is not Decision.REJECT and review.reason is not None:
        raise DecisionNotPossible("Only a rejection has a reason.", ("#/reason", "leave it out"))
    if review.decision is Decision.REQUEST_EVIDENCE and not review.note:
        raise DecisionNotPossible(
            "A request for evidence says what is wanted.", ("#/note", "say what the applicant is to send")
        )

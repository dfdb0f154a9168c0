"""Verdicts come in: a whole batch, at least once, in any order. Each one gets a named outcome, none is an error."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from luohu_contract.claim import ClaimKind
from luohu_contract.message import Part, QuestionKind, Reception, Verdict
from luohu_declaration.domain.item import Move, PartResult, Standing, found
from luohu_declaration.domain.states import Status


class QuestionState(StrEnum):
    """Where a question stands on the asker's side."""

    OPEN = "open"  #: its verdict is awaited
    ANSWERED = "answered"  #: its verdict was taken in
    SUPERSEDED = "superseded"  #: the item was settled without it; its verdict would be late


class Note(StrEnum):
    """What an item's events record beside its moves: deliveries that changed nothing."""

    VERDICT_LATE = "verdict_late"
    VERDICT_DUPLICATE = "verdict_duplicate"


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it was asked, and whom."""

    id: UUID
    item_id: UUID
    declaration_id: UUID
    part: Part
    attempt: int
    kind: QuestionKind
    claim_kind: ClaimKind
    agency: str
    state: QuestionState


@dataclass(frozen=True, slots=True)
class ItemOnFile:
    """What a verdict meets: the standing of its item and of the spouse record that the item stands on."""

    standing: Standing
    open_parts: frozenset[Part]  #: parts whose questions are open
    spouse: Status | None


@dataclass(frozen=True, slots=True)
class Noted:
    """A delivery that changed nothing, for the events of the item that it was about."""

    note: Note
    question: AskedQuestion
    status: Status  #: of the item; `deleted` when it is gone
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stray:
    """A verdict that answers no question of ours, and why we think so."""

    verdict: Verdict
    why: str


@dataclass(slots=True)
class Taken:
    """What came of a batch: an outcome for each verdict, and what is to be written."""

    receptions: list[tuple[UUID, Reception]] = field(default_factory=list)
    answered: dict[UUID, Verdict] = field(default_factory=dict)  #: verdicts by the questions that they answered
    #: Moves and notes as they happened: what is noted of an item belongs before or after its move.
    happened: list[tuple[AskedQuestion, Move] | Noted] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)

    @property
    def moves(self) -> list[tuple[AskedQuestion, Move]]:
        """Items that moved, with the questions that moved them."""
        return [each for each in self.happened if not isinstance(each, Noted)]

    @property
    def notes(self) -> list[Noted]:
        """Deliveries that changed nothing."""
        return [each for each in self.happened if isinstance(each, Noted)]


def receive(
    verdicts: Sequence[Verdict],
    *,
    sender: str,
    fresh: Iterable[UUID],
    questions: Mapping[UUID, AskedQuestion],
    items: Mapping[UUID, ItemOnFile],
    known_reason: Callable[[str], bool],
    now: datetime,
) -> Taken:
    """Take a batch in, one verdict after the other.

    sender: the agency that signed the delivery. fresh: ids of verdicts that never came before.
    questions, items: what is on file about the batch, by id; items that were deleted are missing.
    """
    taken = Taken()
    unseen = set(fresh)
    current = dict(items)
    for verdict in verdicts:
        question = questions.get(verdict.question_id)
        if question is None or (fault := _mismatch(verdict, question, sender, known_reason)):
            _stray(taken, verdict, unseen, "no such question" if question is None else fault)
        elif verdict.id not in unseen:
            _note(taken, Note.VERDICT_DUPLICATE, Reception.DUPLICATE, verdict, question, current)
        elif _answers(verdict, question, taken, current):
            _take(taken, verdict, question, current, now)
        else:
            _note(taken, Note.VERDICT_LATE, Reception.LATE, verdict, question, current)
        unseen.discard(verdict.id)
    return taken


def _mismatch(verdict: Verdict, question: AskedQuestion, sender: str, known_reason: Callable[[str], bool]) -> str:
    """Why a verdict cannot be the answer to the question that it names; empty when it can."""
    if question.agency != sender:
        return f"the question was asked of {question.agency}, not of {sender}"
    if (verdict.item_id, verdict.part, verdict.kind) != (question.item_id, question.part, question.kind):
        return "item, part or kind differ from the question's"
    if verdict.reason is not None and not known_reason(verdict.reason):
        return f"the catalogue has no reason {verdict.reason!r}"
    if verdict.findings is not None and verdict.findings.kind is not question.claim_kind:
        return f"findings about {verdict.findings.kind} do not answer a question about {question.claim_kind}"
    return ""


def _answers(verdict: Verdict, question: AskedQuestion, taken: Taken, current: Mapping[UUID, ItemOnFile]) -> bool:
    return (
        question.state is QuestionState.OPEN
        and question.id not in taken.answered
        and verdict.attempt == question.attempt
        and question.item_id in current
        and current[question.item_id].standing.locked
    )


def _take(
    taken: Taken, verdict: Verdict, question: AskedQuestion, current: dict[UUID, ItemOnFile], now: datetime
) -> None:
    item = current[question.item_id]
    waiting = item.open_parts - {question.part}
    move = found(item.standing, question.part, PartResult.of(verdict), waiting=waiting, spouse=item.spouse, now=now)
    current[question.item_id] = ItemOnFile(move.after, waiting, item.spouse)
    taken.answered[question.id] = verdict
    taken.happened.append((question, move))
    taken.receptions.append((verdict.id, Reception.MOVED if move.settles else Reception.NOTED))


def _note(
    taken: Taken,
    note: Note,
    reception: Reception,
    verdict: Verdict,
    question: AskedQuestion,
    current: Mapping[UUID, ItemOnFile],
) -> None:
    item = current.get(question.item_id)
    status = item.standing.status if item else Status.DELETED
    detail = {"verdict": str(verdict.id), "attempt": verdict.attempt, "outcome": verdict.outcome.value}
    taken.happened.append(Noted(note, question, status, detail))
    taken.receptions.append((verdict.id, reception))


def _stray(taken: Taken, verdict: Verdict, unseen: set[UUID], why: str) -> None:
    """Written down the first time that it comes; UNKNOWN every time."""
    if verdict.id in unseen:
        taken.strays.append(Stray(verdict, why))
    taken.receptions.append((verdict.id, Reception.UNKNOWN))

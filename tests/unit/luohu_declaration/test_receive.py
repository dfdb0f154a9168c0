"""Verdicts come in: each gets a name, and only the first answer to an open question moves anything."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from luohu_contract.claim import ClaimKind
from luohu_contract.finding import LeaseFindings
from luohu_contract.message import Outcome, Part, QuestionKind, Reception, Verdict
from luohu_declaration.domain.item import Standing
from luohu_declaration.domain.receive import AskedQuestion, ItemOnFile, Note, QuestionState, Taken, receive
from luohu_declaration.domain.states import Event, Status

NOW = datetime(2021, 7, 5, 4, 0, tzinfo=UTC)
HOME = UUID(int=1)
PENDING = Standing(Status.PENDING, NOW, attempt=1)
ASKED = AskedQuestion(
    id=UUID(int=11),
    item_id=HOME,
    declaration_id=UUID(int=99),
    part=Part.WHOLE,
    attempt=1,
    kind=QuestionKind.VERIFICATION,
    claim_kind=ClaimKind.OWN_HOME,
    agency="housing-registry",
    state=QuestionState.OPEN,
)
KNOWN = {"property.not_matched", "education.not_found", "education.identity_mismatch"}


def verdict(question: AskedQuestion = ASKED, reason: str | None = None, **fields: Any) -> Verdict:
    facts: dict[str, Any] = {
        "id": uuid4(),
        "question_id": question.id,
        "item_id": question.item_id,
        "attempt": question.attempt,
        "part": question.part,
        "kind": question.kind,
        "outcome": Outcome.INVALID if reason else Outcome.VALID,
        "reason": reason,
        "decided_at": NOW,
    }
    return Verdict(**{**facts, **fields})


def take(
    *verdicts: Verdict,
    questions: Sequence[AskedQuestion] = (ASKED,),
    item: Standing | None = PENDING,
    spouse: Status | None = None,
    seen: Sequence[Verdict] = (),
    sender: str = "housing-registry",
) -> Taken:
    open_parts = frozenset(q.part for q in questions if q.state is QuestionState.OPEN)
    return receive(
        verdicts,
        sender=sender,
        fresh={v.id for v in verdicts} - {v.id for v in seen},
        questions={q.id: q for q in questions},
        items={HOME: ItemOnFile(item, open_parts, spouse)} if item else {},
        known_reason=KNOWN.__contains__,
        now=NOW,
    )


def outcomes(taken: Taken) -> list[Reception]:
    return [outcome for _, outcome in taken.receptions]


@pytest.mark.parametrize(
    ("reason", "status"), [(None, Status.VALID), ("property.not_matched", Status.INVALID)], ids=["valid", "invalid"]
)
def test_the_answer_to_an_open_question_moves_the_item(reason: str | None, status: Status) -> None:
    said = verdict(reason=reason)
    taken = take(said)
    assert outcomes(taken) == [Reception.MOVED]
    assert taken.answered == {ASKED.id: said}
    [(_, move)] = taken.moves
    assert (move.before, move.after.status, move.after.reason) == (PENDING, status, reason)
    assert not taken.notes
    assert not taken.strays


def test_a_verdict_that_came_before_is_a_duplicate() -> None:
    said = verdict()
    taken = take(said, seen=[said])
    assert outcomes(taken) == [Reception.DUPLICATE]
    assert not taken.moves
    assert [noted.note for noted in taken.notes] == [Note.VERDICT_DUPLICATE]


def test_the_second_of_two_in_one_batch_is_a_duplicate() -> None:
    said = verdict()
    taken = take(said, said)
    assert outcomes(taken) == [Reception.MOVED, Reception.DUPLICATE]
    assert len(taken.moves) == 1


def test_a_second_verdict_on_an_answered_question_is_late() -> None:
    taken = take(verdict(), verdict(reason="property.not_matched"))
    assert outcomes(taken) == [Reception.MOVED, Reception.LATE]
    assert taken.moves[-1][1].after.status is Status.VALID


LATE: dict[str, tuple[AskedQuestion, Standing | None, int]] = {
    "the question was answered": (replace(ASKED, state=QuestionState.ANSWERED), PENDING, 1),
    "the question was superseded": (
        replace(ASKED, state=QuestionState.SUPERSEDED),
        Standing(Status.INVALID, NOW, 1, "spouse.period_mismatch", Part.WHOLE),
        1,
    ),
    "another attempt": (ASKED, PENDING, 2),
    "the item was edited": (replace(ASKED, state=QuestionState.ANSWERED), Standing(Status.DRAFT, NOW, 1), 1),
    "the item is out of review": (ASKED, Standing(Status.VALID, NOW, 1), 1),
    "the item is gone": (ASKED, None, 1),
}


@pytest.mark.parametrize(("question", "item", "attempt"), LATE.values(), ids=LATE)
def test_a_late_verdict_changes_nothing(question: AskedQuestion, item: Standing | None, attempt: int) -> None:
    taken = take(verdict(question, attempt=attempt), questions=[question], item=item)
    assert outcomes(taken) == [Reception.LATE]
    assert not taken.moves
    assert not taken.answered
    [noted] = taken.notes
    assert (noted.note, noted.status) == (Note.VERDICT_LATE, item.status if item else Status.DELETED)


STRAY: dict[str, tuple[dict[str, Any], str]] = {
    "a question of nobody's": ({"question_id": UUID(int=404)}, "housing-registry"),
    "another agency's question": ({}, "tax"),
    "another item": ({"item_id": UUID(int=2)}, "housing-registry"),
    "another part": ({"part": Part.DEGREE}, "housing-registry"),
    "another kind": ({"kind": QuestionKind.RECHECK}, "housing-registry"),
    "a reason that nobody knows": (
        {"outcome": Outcome.INVALID, "reason": "property.haunted"},
        "housing-registry",
    ),
    "findings about something else": ({"findings": LeaseFindings()}, "housing-registry"),
}


@pytest.mark.parametrize(("fields", "sender"), STRAY.values(), ids=STRAY)
def test_what_answers_no_question_is_unknown_and_written_down(fields: dict[str, Any], sender: str) -> None:
    said = verdict(**fields)
    taken = take(said, sender=sender)
    assert outcomes(taken) == [Reception.UNKNOWN]
    assert [stray.verdict for stray in taken.strays] == [said]
    assert not taken.moves
    assert not taken.notes


def test_an_unknown_verdict_that_comes_again_is_unknown_again_and_written_once() -> None:
    said = verdict(question_id=UUID(int=404))
    taken = take(said, seen=[said])
    assert outcomes(taken) == [Reception.UNKNOWN]
    assert not taken.strays


QUALIFICATION = replace(
    ASKED, id=UUID(int=21), part=Part.QUALIFICATION, claim_kind=ClaimKind.QUALIFICATION, agency="education-registry"
)
DEGREE = replace(QUALIFICATION, id=UUID(int=22), part=Part.DEGREE, claim_kind=ClaimKind.DEGREE)


@pytest.mark.parametrize(
    ("first", "second", "status", "part"),
    [
        pytest.param(None, None, Status.VALID, None, id="both valid"),
        pytest.param(None, "education.not_found", Status.VALID, None, id="the qualification alone"),
        pytest.param("education.not_found", None, Status.VALID, None, id="the degree alone"),
        pytest.param("education.not_found", "education.not_found", Status.INVALID, Part.QUALIFICATION, id="neither"),
    ],
)
def test_two_halves_are_decided_apart(first: str | None, second: str | None, status: Status, part: Part | None) -> None:
    halves = [QUALIFICATION, DEGREE]
    taken = take(verdict(QUALIFICATION, first), verdict(DEGREE, second), questions=halves, sender="education-registry")
    assert outcomes(taken) == [Reception.NOTED, Reception.MOVED]
    assert taken.moves[0][1].event is Event.PART_FOUND
    settled = taken.moves[-1][1].after
    assert (settled.status, settled.part) == (status, part)
    assert {each: result.reason for each, result in settled.results.items()} == {
        Part.QUALIFICATION: first,
        Part.DEGREE: second,
    }


def test_a_valid_home_waits_for_its_spouse() -> None:
    taken = take(verdict(), spouse=Status.PENDING)
    assert outcomes(taken) == [Reception.NOTED]
    [(_, move)] = taken.moves
    assert move.after.status is Status.PENDING
    assert move.after.results[Part.WHOLE].valid
    assert move.detail["waits_for"] == "spouse"


def test_an_invalid_home_does_not_wait_for_its_spouse() -> None:
    taken = take(verdict(reason="property.not_matched"), spouse=Status.PENDING)
    assert outcomes(taken) == [Reception.MOVED]
    assert taken.moves[0][1].after.reason == "property.not_matched"


def test_a_rechecks_verdict_takes_the_place_of_the_old_result_whatever_it_says() -> None:
    first = take(verdict()).moves[0][1].after
    asked = replace(ASKED, id=UUID(int=12), kind=QuestionKind.RECHECK, attempt=2)
    running = replace(first, status=Status.RECHECK, attempt=2)
    taken = take(verdict(asked, "property.not_matched"), questions=[asked], item=running)
    assert outcomes(taken) == [Reception.MOVED]
    assert taken.moves[0][1].after.status is Status.INVALID
    assert taken.moves[0][1].after.results[Part.WHOLE].reason == "property.not_matched"

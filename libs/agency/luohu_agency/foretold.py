"""What is said beforehand of new questions, and the verdicts that come of it.

It wins over the pace and the rule. The intake writes it down with the questions, in the same transaction, so a question
that comes twice counts once; whoever answers the question, at once or when it is due, goes by what is written there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from luohu_agency import expectations
from luohu_agency.completion import beside_the_reason, found_instead
from luohu_agency.rechecks import earlier_verdict
from luohu_agency.verdict import decision_of, verdict_of
from luohu_contract.confirmed import confirmed
from luohu_contract.decision import Invalid, Valid
from luohu_contract.duration import Duration
from luohu_contract.expectation import ToldVerdict
from luohu_contract.message import Decider, Question, QuestionKind, Verdict
from luohu_contract.possible import disputed_always, reasons_for
from luohu_kit.lookup import to_write
from luohu_kit.pace import IMMEDIATE, OPERATOR
from luohu_kit.scenarios import Act, Answer, of_request
from luohu_kit.work import Work

_FOUND, _IS_FOUND = to_write("agency.verification", "t.id")
_NOTE = text(
    f"""
    UPDATE agency.verification
    SET answer = CAST(t.answer AS jsonb), expectation = t.expectation, pace = t.pace, due_at = t.due_at,
        looks_left = NULL
    FROM unnest(CAST(:ids AS uuid[]), CAST(:answers AS text[]), CAST(:expectations AS uuid[]), CAST(:paces AS text[]),
                CAST(:dues AS timestamptz[])) AS t(id, answer, expectation, pace, due_at){_FOUND}
    WHERE {_IS_FOUND}
    """  # noqa: S608 - our own names
)


@dataclass(frozen=True, slots=True)
class Foretold:
    """What is written down of one question."""

    answer: Answer | None  #: in place of the rule
    pace: str  #: in place of the agency's
    due_at: datetime
    expectation: UUID | None = None


async def foretell(work: Work, new: Sequence[Question], *, expected: bool) -> dict[UUID, Foretold]:
    """Look whether anything is said of questions that were just stored, and write it down.

    By the scenario of the request that caused them; where that says nothing of the answer, by an expectation.
    expected: whether the world has one that is not used up.
    """
    found = of_scenario(work.now, new)
    left = [question for question in new if question.id not in found]
    if expected and left:
        for question_id, (expectation, wish) in (await expectations.use(work, left)).items():
            answer, wait = Answer(verdict=wish.verdict), wish.delay
            found[question_id] = Foretold(answer, _pace(wait), wait.after(work.now), expectation)
    if found:
        await work.execute(
            _NOTE,
            {
                "ids": list(found),
                "answers": [one.answer and one.answer.model_dump_json(exclude_unset=True) for one in found.values()],
                "expectations": [one.expectation for one in found.values()],
                "paces": [one.pace for one in found.values()],
                "dues": [one.due_at for one in found.values()],
            },
        )
    return found


def of_scenario(now: datetime, new: Sequence[Question]) -> dict[UUID, Foretold]:
    """What the scenario of the request that is being answered says of questions."""
    scenario = of_request()
    if scenario is None or (scenario.answer is None and scenario.pace is None):
        return {}
    wait = scenario.pace or Duration()
    told = (
        Foretold(scenario.answer, OPERATOR, now)
        if isinstance(wait, str)
        else Foretold(scenario.answer, _pace(wait), wait.after(now))
    )
    return {question.id: told for question in new if scenario.is_for(question)}


def _pace(wait: Duration) -> str:
    return str(wait) if wait else IMMEDIATE


async def verdict_told(work: Work, question: Question, answer: Answer) -> Verdict:
    """The verdict that an answer means for a question."""
    if answer.verdict is not None:
        decision = _spelled_out(question, answer.verdict)
    else:
        decision = _acted(question, await _standing(work, question), answer.act)
    # A recheck is decided by a person, in life as here.
    by = Decider.OPERATOR if question.kind is QuestionKind.RECHECK else Decider.REGISTER
    return verdict_of(question, decision, work.now, by=by)


def _spelled_out(question: Question, told: ToldVerdict) -> Valid | Invalid:
    kind = question.claim.kind
    reason = told.reason_for(kind)
    if reason is not None:
        return Invalid(reason, told.findings, disputable=told.disputable or ())
    findings = told.findings or confirmed(question.claim, question.as_of)
    return Valid(findings, disputed_always(kind) if told.disputable is None else told.disputable)


async def _standing(work: Work, question: Question) -> Valid | Invalid:
    """What a recheck disputes; where it was never said here, what the recheck itself says of it."""
    earlier = await earlier_verdict(work, question)
    if earlier is not None:
        return decision_of(earlier)
    if question.disputes in reasons_for(question.claim.kind):
        return Invalid(question.disputes)
    return Valid(confirmed(question.claim, question.as_of))


def _acted(question: Question, standing: Valid | Invalid, act: Act | None) -> Valid | Invalid:
    if act is not Act.OVERTURN:
        return standing
    findings = confirmed(question.claim, question.as_of)
    if beside_the_reason(standing, question.disputes):
        return found_instead(standing, findings, question.disputes)
    return Valid(findings, disputed_always(question.claim.kind))

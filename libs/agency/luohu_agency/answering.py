"""Answers held questions in the transaction that holds them: facts, the rule, verdicts, tasks for operators.

Used by the intake, which answers at once what waits for nothing, and by the duty, which answers what has become due.
"""

import contextlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import text

from luohu_agency.asking import Unanswerable, facts_of, judged
from luohu_agency.foretold import verdict_told
from luohu_agency.pace import bot_decides_at
from luohu_agency.rechecks import case_of, request_evidence
from luohu_agency.spec import AgencySpec
from luohu_agency.verdict import verdict_of
from luohu_contract.decision import AskOperator
from luohu_contract.duration import Duration
from luohu_contract.message import Question, Verdict
from luohu_contract.reasons import REASONS
from luohu_kit import tasks
from luohu_kit.lookup import to_write
from luohu_kit.pace import Bot, BotTask
from luohu_kit.scenarios import Act, Answer
from luohu_kit.tasks import queue
from luohu_kit.trace import Cause, current
from luohu_kit.work import Work

log = structlog.get_logger()

KIND = "recheck"  #: of the operators' tasks
NOBODY = "sandbox"  #: who acts where a scenario does
TWO_WEEKS = Duration(days=14)

_FOUND, _IS_FOUND = to_write("agency.verification", "r.id")
_DECIDED = text(
    "UPDATE agency.verification SET state = 'decided', decided_at = :now, verdict = CAST(r.verdict AS jsonb)"  # noqa: S608
    f" FROM unnest(CAST(:ids AS uuid[]), CAST(:verdicts AS text[])) AS r(id, verdict){_FOUND} WHERE {_IS_FOUND}"
)
_WITH_OPERATOR = text(
    "UPDATE agency.verification SET state = 'with_operator', due_at = r.due_at"  # noqa: S608 - our own names
    f" FROM unnest(CAST(:ids AS uuid[]), CAST(:dues AS timestamptz[])) AS r(id, due_at){_FOUND} WHERE {_IS_FOUND}"
)


@dataclass(frozen=True, slots=True)
class Due:
    """A held question that is to be answered now."""

    question: Question
    destination: str  #: of the verdict
    by_operator: bool = False  #: its pace sends it to an operator, whatever the rule would say
    bot: Bot | None = None  #: who works as that operator
    waited_until: datetime | None = None  #: when it was due, if it had waited for that
    answer: Answer | None = None  #: told beforehand: the rule is not asked
    scenario: str | None = None  #: that the request asked for

    @property
    def by_rule(self) -> bool:
        """Whether the register is looked at."""
        return self.answer is None and not self.by_operator


async def facts_together(work: Work, spec: AgencySpec[Any], held: Sequence[Due]) -> Mapping[UUID, Any]:
    """Facts for all in one query for each register; whatever the agency's own code raises."""
    asked = [due.question for due in held if due.by_rule]
    return await spec.lookup(work, asked) if asked else {}


async def facts_one_by_one(work: Work, spec: AgencySpec[Any], held: Sequence[Due]) -> Mapping[UUID, Any]:
    """Facts for each by itself; a question whose facts cannot be read has none, and the others are not touched."""
    facts: dict[UUID, Any] = {}
    for due in held:
        if due.by_rule:
            with contextlib.suppress(Unanswerable):
                facts[due.question.id] = await facts_of(work, spec, due.question)
    return facts


@dataclass(frozen=True, slots=True)
class Answers:
    """What was found for held questions, and is not told yet."""

    verdicts: Sequence[tuple[Due, Verdict, str]]  #: and as JSON
    for_operators: Sequence[tuple[Due, str]]  #: with a note

    def among(self, ids: Collection[UUID]) -> "Answers":
        """Those on certain questions."""
        return Answers(
            [one for one in self.verdicts if one[0].question.id in ids],
            [one for one in self.for_operators if one[0].question.id in ids],
        )

    def written(self) -> dict[UUID, str]:
        """The verdicts as JSON, by question id."""
        return {due.question.id: json for due, _, json in self.verdicts}


async def answers(work: Work, spec: AgencySpec[Any], held: Sequence[Due], facts: Mapping[UUID, Any]) -> Answers:
    """Decide every question, or leave it to an operator. A rule that fails leaves its question to one, too."""
    verdicts: list[tuple[Due, Verdict, str]] = []
    for_operators: list[tuple[Due, str]] = []
    for due in held:
        if due.answer is not None and due.answer.act is not Act.REQUEST_EVIDENCE:
            found: Verdict | str = await verdict_told(work, due.question, due.answer)
        else:
            found = _decided(spec, due, facts, work.now)
        if isinstance(found, Verdict):
            verdicts.append((due, found, found.model_dump_json()))
        else:
            for_operators.append((due, found))
    return Answers(verdicts, for_operators)


async def record(work: Work, spec: AgencySpec[Any], found: Answers) -> None:
    """Write verdicts to questions that were stored without, and tell everybody."""
    if found.verdicts:
        written = found.written()
        await work.execute(_DECIDED, {"now": work.now, "ids": list(written), "verdicts": list(written.values())})
    await tell(work, spec, found)


async def tell(work: Work, spec: AgencySpec[Any], found: Answers) -> None:
    """Send verdicts that are written down to whoever asked, and give operators what is theirs."""
    for due, verdict, json in found.verdicts:
        work.send("verdicts", due.destination, verdict.id, json, cause=_cause(due))
    await _hand_over(work, spec, found.for_operators)
    for due, _ in found.for_operators:
        if due.answer is not None:
            await _ask_for_more(work, due.question, due.answer.note or "")
    log.info(
        "questions_judged",
        world=work.world.name,
        decided=len(found.verdicts),
        with_operator=len(found.for_operators),
    )


def _decided(spec: AgencySpec[Any], due: Due, facts: Mapping[UUID, Any], now: datetime) -> Verdict | str:
    """The verdict, or the note with which the question goes to an operator."""
    question = due.question
    if not due.by_rule:
        return question.statement or ""
    if question.id not in facts:
        return "The register could not be read for this question; the service's log says why."
    decision = judged(spec, question, facts[question.id])
    return decision.note if isinstance(decision, AskOperator) else verdict_of(question, decision, now)


def _cause(due: Due) -> Cause:
    """The request that asked, however long ago; its trace by default that of what is being done just now."""
    trace = due.question.trace
    now = current() or Cause.new()
    return Cause(trace or now.trace, due.scenario)


async def _hand_over(work: Work, spec: AgencySpec[Any], held: Sequence[tuple[Due, str]]) -> None:
    if not held:
        return
    deadlines = [deadline(due.question, work.now) for due, _ in held]
    ids = [due.question.id for due, _ in held]
    await work.execute(_WITH_OPERATOR, {"ids": ids, "dues": deadlines})
    new = [
        tasks.NewTask(
            id=due.question.id,
            kind=KIND,
            ref=due.question.id,
            candidate_group=spec.name,
            also_for=tuple(spec.desks(due.question)),
            title=_title(due.question),
            due_at=until,
            note=note,
        )
        for (due, note), until in zip(held, deadlines, strict=True)
    ]
    await queue.create(work, new)
    for due, _ in held:
        if due.bot is not None:
            at = bot_decides_at(due.bot, due.question, work.now, seed=work.world.seed, agency=spec.name)
            told = BotTask(id=due.question.id, decides=due.bot.decides, due_at=at)
            work.send("bot-tasks", "sandbox", told.id, told, cause=_cause(due))


async def _ask_for_more(work: Work, question: Question, note: str) -> None:
    """What an operator does who asks for evidence, as somebody does who then leaves the task to whoever takes it."""
    case = await case_of(work, question.id, for_update=True)
    task = await queue.get(work, KIND, question.id, for_update=True)
    task = await queue.assign(work, task, NOBODY, NOBODY)
    task = await queue.end(work, task, await request_evidence(work, case, note), NOBODY)
    await queue.unassign(work, task, NOBODY)


def deadline(question: Question, now: datetime) -> datetime:
    """When an operator should have decided: the time that the catalogue states for the reason, else two weeks."""
    reason = REASONS.get(question.disputes or "")
    stated = Duration.parse(reason.duration) if reason and reason.duration else TWO_WEEKS
    return stated.after(now)


def _title(question: Question) -> str:
    """One line for the queue: what kind of claim, and what about it."""
    return f"{question.claim.kind}: {question.disputes or question.kind}"

"""The duty that answers questions: takes what is due on the world's clock, asks the rule, sends verdicts, makes tasks.

One batch is one transaction: the questions are held, decided, and their verdicts are in the outbox, or nothing has
happened. Replicas share the work by SKIP LOCKED.
"""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from luohu_agency.asking import Unanswerable, facts_of, judged
from luohu_agency.pace import OPERATOR
from luohu_agency.spec import AgencySpec
from luohu_agency.verdict import verdict_of
from luohu_contract.decision import AskOperator
from luohu_contract.duration import Duration
from luohu_contract.message import Question, Verdict
from luohu_contract.reasons import REASONS
from luohu_kit import tasks
from luohu_kit.runtime import Runtime
from luohu_kit.tasks import queue
from luohu_kit.work import Begin, Work

log = structlog.get_logger()

BATCH = 500
KIND = "recheck"  #: of the operators' tasks
TWO_WEEKS = Duration(days=14)

_DUE = text(
    "SELECT id, destination, question, pace, received_at, due_at FROM agency.verification"
    " WHERE state = 'waiting' AND due_at <= :now ORDER BY due_at, id LIMIT :batch FOR UPDATE SKIP LOCKED"
)
_DECIDED = text(
    "UPDATE agency.verification v SET state = 'decided', decided_at = :now, verdict = CAST(d.verdict AS jsonb)"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:verdicts AS text[])) AS d(id, verdict) WHERE v.id = d.id"
)
_WITH_OPERATOR = text(
    "UPDATE agency.verification v SET state = 'with_operator', due_at = o.due_at"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:dues AS timestamptz[])) AS o(id, due_at) WHERE v.id = o.id"
)


@dataclass(frozen=True, slots=True)
class Due:
    """A held question that is to be looked at now."""

    question: Question
    destination: str
    by_operator: bool  #: its pace sends it to an operator, whatever the rule would say
    waited_until: datetime | None  #: when it was due, if it had waited for that


def deadline(question: Question, now: datetime) -> datetime:
    """When an operator should have decided: the time that the catalogue states for the reason, else two weeks."""
    reason = REASONS.get(question.disputes or "")
    stated = Duration.parse(reason.duration) if reason and reason.duration else TWO_WEEKS
    return stated.after(now)


class Judge:
    """The duty of one agency."""

    name = "judge"
    waiting = "SELECT world, min(due_at) AS due_at FROM agency.verification WHERE state = 'waiting' GROUP BY world"

    def __init__(self, runtime: Runtime, spec: AgencySpec[Any]) -> None:
        self._begin: Begin = runtime.begin
        self._spec = spec

    async def run(self, world: str) -> int:
        """Answer up to 500 due questions; how many were taken. Nothing that a rule does can stop the others."""
        try:
            return await self._batch(world, BATCH, careful=False)
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            log.exception("lookup_failed", world=world, agency=self._spec.name)
        except Exception:
            log.exception("lookup_failed", world=world, agency=self._spec.name)
        # One question of the batch breaks the query for all: ask for each by itself, and find out which.
        return await self._batch(world, BATCH, careful=True)

    async def _batch(self, world: str, size: int, *, careful: bool) -> int:
        async with self._begin(world) as work:
            rows = await work.rows(_DUE, {"now": work.now, "batch": size})
            if not rows:
                return 0
            held = [_due(row) for row in rows]
            asked = [due.question for due in held if not due.by_operator]
            facts = await (self._facts_one_by_one(work, asked) if careful else self._facts(work, asked))
            verdicts: list[tuple[Due, Verdict]] = []
            for_operators: list[tuple[Due, str]] = []
            for due in held:
                answer = self._answer(due, facts, work.now)
                if isinstance(answer, Verdict):
                    verdicts.append((due, answer))
                else:
                    for_operators.append((due, answer))
            await self._send(work, verdicts)
            await self._hand_over(work, for_operators)
            fired = [(due.waited_until, str(due.question.id)) for due in held if due.waited_until]
            await work.note_fired(self.name, fired)
            await work.commit()
        log.info("questions_judged", world=world, decided=len(verdicts), with_operator=len(for_operators))
        return len(held)

    async def _facts(self, work: Work, questions: Sequence[Question]) -> Mapping[UUID, Any]:
        return await self._spec.lookup(work, questions) if questions else {}

    async def _facts_one_by_one(self, work: Work, questions: Sequence[Question]) -> Mapping[UUID, Any]:
        facts: dict[UUID, Any] = {}
        for question in questions:
            with contextlib.suppress(Unanswerable):
                facts[question.id] = await facts_of(work, self._spec, question)
        return facts

    def _answer(self, due: Due, facts: Mapping[UUID, Any], now: datetime) -> Verdict | str:
        """The verdict, or the note with which the question goes to an operator."""
        question = due.question
        if due.by_operator:
            return question.statement or ""
        if question.id not in facts:
            return "The register could not be read for this question; the service's log says why."
        decision = judged(self._spec, question, facts[question.id])
        return decision.note if isinstance(decision, AskOperator) else verdict_of(question, decision, now)

    async def _send(self, work: Work, verdicts: Sequence[tuple[Due, Verdict]]) -> None:
        if not verdicts:
            return
        await work.execute(
            _DECIDED,
            {
                "now": work.now,
                "ids": [verdict.question_id for _, verdict in verdicts],
                "verdicts": [verdict.model_dump_json() for _, verdict in verdicts],
            },
        )
        for due, verdict in verdicts:
            work.send("verdicts", due.destination, verdict.id, verdict)

    async def _hand_over(self, work: Work, held: Sequence[tuple[Due, str]]) -> None:
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
                candidate_group=self._spec.name,
                title=_title(due.question),
                due_at=until,
                note=note,
            )
            for (due, note), until in zip(held, deadlines, strict=True)
        ]
        await queue.create(work, new)


def _due(row: Any) -> Due:
    return Due(
        question=Question.model_validate(row.question),
        destination=row.destination,
        by_operator=row.pace == OPERATOR,
        waited_until=row.due_at if row.due_at > row.received_at else None,
    )


def _title(question: Question) -> str:
    """One line for the queue: what kind of claim, and what about it."""
    return f"{question.claim.kind}: {question.disputes or question.kind}"

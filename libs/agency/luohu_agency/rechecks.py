"""What an operator's decision does: the verdict stands, or the register is corrected and the rule asked again, or the
applicant is asked for more. All in the unit of work that completes the task.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, select, update

from luohu_agency import register
from luohu_agency.asking import Unanswerable, facts_of, judged_after_overturn, rule_now
from luohu_agency.completion import (
    Completion,
    CorrectedFields,
    DecisionKind,
    DecisionNotPossible,
    check_form,
    found_instead,
    overturned,
    overturned_to_invalid,
    uphold,
)
from luohu_agency.record_form import record_value
from luohu_agency.spec import AgencySpec
from luohu_agency.tables import evidence, verification
from luohu_agency.verdict import decision_of, verdict_of
from luohu_contract.decision import AskOperator, Correction, Decision, Invalid, Valid
from luohu_contract.message import (
    Decider,
    EvidenceRequest,
    Question,
    QuestionKind,
    Verdict,
    VerificationState,
)
from luohu_kit.auth import Caller
from luohu_kit.journal import concern
from luohu_kit.tasks import Ended, Task, TaskState
from luohu_kit.trace import Cause, current
from luohu_kit.work import Work


@dataclass(frozen=True, slots=True)
class Case:
    """One question in an operator's hands."""

    question: Question
    asker: str
    destination: str
    state: VerificationState
    scenario: str | None  #: that the applicant's request asked for

    def cause(self) -> Cause:
        """Of what is sent about it: the operator's request, with its scenario or else the applicant's."""
        now = current() or Cause.new()
        return now if now.scenario else replace(now, scenario=self.scenario)


async def case_of(work: Work, question_id: UUID, *, for_update: bool = False) -> Case:
    """The question that a task is about."""
    table = verification
    statement = select(table.c.question, table.c.asker, table.c.destination, table.c.state, table.c.scenario).where(
        table.c.id == question_id
    )
    row: Row[Any] | None = await work.one(statement.with_for_update() if for_update else statement)
    if row is None:
        raise LookupError(f"task {question_id} has no question")
    concern(question_id, row.question["item_id"])
    return Case(Question.model_validate(row.question), row.asker, row.destination, row.state, row.scenario)


async def subjects_of(work: Work, questions: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Name and id number of whom questions are about, by the question's id."""
    subject = verification.c.question["subject"]
    statement = select(
        verification.c.id, subject["name"].astext.label("name"), subject["id_number"].astext.label("number")
    )
    rows = await work.rows(statement.where(verification.c.id.in_(questions)))
    return {row.id: (row.name, row.number) for row in rows}


async def earlier_verdict(work: Work, question: Question) -> Verdict | None:
    """The verdict that a recheck disputes: the last one on the same part of the same item.

    None for a verification: an item that was filed again claims something else, and what was said before is over.
    """
    if question.kind is not QuestionKind.RECHECK:
        return None
    table = verification
    statement = (
        select(table.c.verdict)
        .where(
            table.c.item_id == question.item_id,
            table.c.part == question.part,
            table.c.attempt < question.attempt,
            table.c.state == VerificationState.DECIDED,
        )
        .order_by(table.c.attempt.desc())
        .limit(1)
    )
    found = await work.scalar(statement)
    return None if found is None else Verdict.model_validate(found)


class Rechecks:
    """The operators' decisions of one agency."""

    def __init__(self, spec: AgencySpec[Any]) -> None:
        self._spec = spec

    async def decide(self, work: Work, task: Task, completion: Completion, caller: Caller) -> Ended:
        """Carry out a completion. Raises DecisionNotPossible, and what the register says about a correction."""
        case = await case_of(work, task.ref, for_update=True)
        check_form(completion)
        if completion.decision is DecisionKind.REQUEST_EVIDENCE:
            return await request_evidence(work, case, completion.note, completion.follow_up_date)
        if completion.decision is DecisionKind.UPHOLD:
            decision = uphold(await self.standing(work, case.question), completion.reason)
            outcome, detail = "upheld", dict[str, Any]()
        else:
            author = register.Author(caller.subject, task.id)
            decision, detail = await self._overturn(work, case.question, completion, author)
            outcome = "overturned"
        verdict = verdict_of(case.question, decision, work.now, by=Decider.OPERATOR, opinion=completion.note or None)
        await self._send(work, case, verdict)
        told = {"outcome": verdict.outcome.value, "reason": verdict.reason, **detail}
        return Ended(outcome, completion.note, detail=told)

    async def standing(self, work: Work, question: Question) -> Valid | Invalid | None:
        """What an operator upholds: the disputed verdict, else what the rule proposes; None when there is neither."""
        earlier = await earlier_verdict(work, question)
        if earlier is not None:
            return decision_of(earlier)
        decision = await rule_now(work, self._spec, question)
        return decision.proposed if isinstance(decision, AskOperator) else decision

    async def _overturn(
        self, work: Work, question: Question, completion: Completion, author: register.Author
    ) -> tuple[Valid | Invalid, dict[str, Any]]:
        standing = await self.standing(work, question)
        if completion.reason is not None:
            return overturned_to_invalid(standing, completion.reason), {}
        correction, detail = await self._correct(work, completion.corrected_fields, author)
        if completion.findings is not None:
            decision: Decision = found_instead(standing, completion.findings, question.disputes)
            if completion.findings.kind is not question.claim.kind:
                raise DecisionNotPossible(
                    f"The findings are of the kind {completion.findings.kind}, the claim is of the kind "
                    f"{question.claim.kind}.",
                    "#/findings/kind",
                )
        else:
            decision = await self._judged_again(work, question, correction)
        return overturned(standing, decision, question.disputes), detail

    async def _judged_again(self, work: Work, question: Question, correction: Correction | None) -> Decision:
        try:
            facts = await facts_of(work, self._spec, question)
        except Unanswerable as error:
            return AskOperator(str(error))
        return judged_after_overturn(self._spec, question, facts, correction)

    async def _correct(
        self, work: Work, wanted: CorrectedFields | None, author: register.Author
    ) -> tuple[Correction | None, dict[str, Any]]:
        if wanted is None:
            return None, {}
        pointer = "#/corrected_fields/fields"
        if wanted.record_id is None:
            kind = self._kind(wanted.kind)
            record = await register.add(work, kind, record_value(kind, wanted.fields, pointer), author)
        else:
            held = await register.get(work, self._spec, wanted.record_id, for_update=True)
            if wanted.kind not in (None, held.kind.name):
                raise DecisionNotPossible(
                    f"Record {held.id} is a {held.kind.name}, not a {wanted.kind}.", "#/corrected_fields/kind"
                )
            kind = held.kind
            merged = {**held.value.model_dump(mode="json"), **wanted.fields}
            record = await register.correct(work, held, record_value(kind, merged, pointer), author)
        correction = Correction(kind.name, record.id, wanted.fields, new=wanted.record_id is None)
        return correction, {"record": {"kind": kind.name, "id": str(record.id), "version": record.version}}

    def _kind(self, name: str | None) -> Any:
        kinds = self._spec.records
        if name is None and len(kinds) == 1:
            return kinds[0]
        kind = self._spec.record_kind(name or "")
        if kind is None:
            known = ", ".join(kind.name for kind in kinds)
            raise DecisionNotPossible(f"A new record needs its kind, one of: {known}.", "#/corrected_fields/kind")
        return kind

    @staticmethod
    async def _send(work: Work, case: Case, verdict: Verdict) -> None:
        values = {"verdict": verdict.model_dump(mode="json"), "decided_at": work.now}
        await _state(work, case, VerificationState.DECIDED, values)
        work.send("verdicts", case.destination, verdict.id, verdict, cause=case.cause())


async def request_evidence(work: Work, case: Case, note: str, follow_up: datetime | None = None) -> Ended:
    """Ask the applicant for more; what that makes of the operator's task."""
    request = EvidenceRequest(question_id=case.question.id, note=note, requested_at=work.now)
    await _state(work, case, VerificationState.EVIDENCE_REQUESTED)
    work.send("evidence-requests", case.asker, uuid4(), request, cause=case.cause())
    return Ended("evidence_requested", note, state=TaskState.EVIDENCE_REQUESTED, follow_up_at=follow_up)


async def _state(work: Work, case: Case, state: VerificationState, values: Mapping[str, Any] | None = None) -> None:
    table = verification
    statement = update(table).where(table.c.id == case.question.id, table.c.state == case.state)
    await work.execute(statement.values(state=state, **(values or {})))


async def evidence_of(work: Work, question_id: UUID) -> list[Row[Any]]:
    """What evidence there is for a question, in the order in which it came: id, sha256, size, received_at."""
    statement = select(evidence).where(evidence.c.verification_id == question_id)
    return list(await work.rows(statement.order_by(evidence.c.received_at, evidence.c.id)))

"""Evidence that an operator asked for comes in: it joins the question, and the task goes back to the operator."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update

from luohu_agency.answering import KIND
from luohu_agency.storing import keep_evidence
from luohu_agency.tables import verification
from luohu_contract.message import Acknowledgement, EvidenceSupplement, RefusedQuestion, VerificationState
from luohu_kit.tasks import Task, TaskState, TaskUnknown, queue
from luohu_kit.work import Work

_SEEN = "SELECT 1 FROM kit.inbox WHERE source = :source AND message_id = :id"


async def supply(work: Work, supplements: Sequence[EvidenceSupplement], asker: str) -> Acknowledgement:
    """Take supplements in. Accepted and refused are named by the supplement's id.

    One that was taken before is accepted again and changes nothing; one whose question is unknown, or has its verdict,
    is refused.
    """
    accepted = []
    refused = []
    for supplement in sorted(supplements, key=lambda one: one.question_id):
        problem = await _supply(work, supplement, asker)
        if problem is None:
            accepted.append(supplement.id)
        else:
            refused.append(problem)
    return Acknowledgement(accepted=tuple(accepted), refused=tuple(refused))


async def _supply(work: Work, supplement: EvidenceSupplement, asker: str) -> RefusedQuestion | None:
    table = verification
    question_id = supplement.question_id
    # The task first, as an operator's own acts hold it first: two that wait for each other would never end.
    task = await _task(work, question_id)
    found = await work.one(
        select(table.c.state).where(table.c.id == question_id, table.c.asker == asker).with_for_update()
    )
    if found is None:
        return RefusedQuestion(
            id=supplement.id, slug="not-found", detail=f"No question {question_id} was accepted here from {asker}."
        )
    source = f"supplement/{asker}"
    if found.state is VerificationState.DECIDED:
        # Refused without a trace, unless it is one that was taken in time and comes again.
        if await work.scalar(_SEEN, {"source": source, "id": supplement.id}):
            return None
        return RefusedQuestion(
            id=supplement.id,
            slug="task-completed",
            detail=f"Question {question_id} has its verdict; evidence comes too late for it.",
        )
    if not await work.first_time(source, [supplement.id]):
        return None
    await keep_evidence(work, ((question_id, ref) for ref in supplement.evidence))
    if found.state is VerificationState.WAITING:
        # Nobody has looked yet: the task, when it is made, shows everything that is there.
        return None
    task = task or await queue.get(work, KIND, question_id, for_update=True)
    detail = {"evidence": [str(ref.id) for ref in supplement.evidence]}
    if task.state is not TaskState.COMPLETED:
        await queue.put_back(work, task, supplement.statement, detail)
        back = update(table).where(table.c.id == question_id).values(state=VerificationState.WITH_OPERATOR)
        await work.execute(back)
    return None


async def _task(work: Work, question_id: UUID) -> Task | None:
    try:
        return await queue.get(work, KIND, question_id, for_update=True)
    except TaskUnknown:
        return None

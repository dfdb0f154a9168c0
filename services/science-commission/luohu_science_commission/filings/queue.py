"""The operators' queue of filings that are rechecked here, beside the one for questions."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import select

from luohu_agency import register
from luohu_agency.completion import CorrectedFields, DecisionNotPossible
from luohu_agency.field import Words
from luohu_agency.record_form import record_value
from luohu_agency.register import Author
from luohu_agency.spec import AgencySpec
from luohu_contract.decision import Invalid
from luohu_contract.model import Wire
from luohu_kit.auth import Caller, Role
from luohu_kit.tasks import Ended, Task
from luohu_kit.tasks.router import TaskPerson, task_router
from luohu_kit.work import Work
from luohu_science_commission.filings.form import filing_of
from luohu_science_commission.filings.result import result_of, shown_with_result
from luohu_science_commission.records import RecheckState, filings

KIND = "filing_recheck"


class FilingDecision(Wire):
    """An operator's decision. An overturn corrects one of the commission's lists, and the result follows from it."""

    decision: Literal["uphold", "overturn"]
    note: Words = ""  #: for the applicant
    corrected_fields: CorrectedFields | None = None


def filing_recheck_router(spec: AgencySpec[Any]) -> APIRouter:
    """The routes under /v1/filing-rechecks."""

    async def complete(work: Work, task: Task, completion: FilingDecision, caller: Caller) -> Ended:
        return await _decide(work, spec, task, completion, Author(caller.subject, task.id))

    async def present(work: Work, task: Task) -> dict[str, Any]:
        filing = await shown_with_result(work, await register.get(work, spec, task.ref))
        return {"filing": filing.model_dump(mode="json")}

    async def about(work: Work, tasks: Sequence[Task]) -> dict[UUID, TaskPerson]:
        wanted = select(filings.c.id, filings.c.name, filings.c.id_number).where(
            filings.c.id.in_(task.ref for task in tasks)
        )
        people = {row.id: TaskPerson.masked(row.name, row.id_number) for row in await work.rows(wanted)}
        return {task.id: people[task.ref] for task in tasks if task.ref in people}

    return task_router(
        "/v1/filing-rechecks",
        kind=KIND,
        roles=(Role.OPERATOR,),
        completion=FilingDecision,
        complete=complete,
        present=present,
        about=about,
        tag="filing rechecks",
    )


async def _decide(work: Work, spec: AgencySpec[Any], task: Task, completion: FilingDecision, author: Author) -> Ended:
    overturn = completion.decision == "overturn"
    if overturn != (completion.corrected_fields is not None):
        raise DecisionNotPossible(
            "An overturn says in `corrected_fields` what is corrected in the commission's lists; an uphold does not.",
            "#/corrected_fields",
        )
    if completion.corrected_fields is not None:
        await _correct(work, spec, completion.corrected_fields, author)
    held = await register.get(work, spec, task.ref, for_update=True)
    result = await result_of(work, held)
    if overturn and isinstance(result, Invalid):
        raise DecisionNotPossible(
            f"By the lists as they would then be, the filing is still invalid ({result.reason}, {result.cause}). "
            "Correct what else is wrong first, or uphold.",
            "#/corrected_fields",
        )
    state = RecheckState.OVERTURNED if overturn else RecheckState.UPHELD
    value, _ = filing_of(held)
    await register.correct(work, held, value.model_copy(update={"recheck": state, "opinion": completion.note}), author)
    return Ended(state.value, completion.note)


async def _correct(work: Work, spec: AgencySpec[Any], wanted: CorrectedFields, author: Author) -> None:
    """Write the corrected record, or the missing one. The library's refusals apply: conflict, out of range, unknown."""
    pointer = "#/corrected_fields/fields"
    if wanted.record_id is not None:
        held = await register.get(work, spec, wanted.record_id, for_update=True)
        fields = {**held.value.model_dump(mode="json"), **wanted.fields}
        await register.correct(work, held, record_value(held.kind, fields, pointer), author)
        return
    kind = spec.record_kind(wanted.kind or "")
    if kind is None:
        known = ", ".join(kind.name for kind in spec.records)
        raise DecisionNotPossible(f"A new record needs its kind, one of: {known}.", "#/corrected_fields/kind")
    await register.add(work, kind, record_value(kind, wanted.fields, pointer), author)

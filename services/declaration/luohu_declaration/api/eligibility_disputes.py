"""The window's queue: objections to a refusal, with what the registers said and the applicant's files."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from luohu_contract.model import Wire
from luohu_declaration.api.eligibility import failure_view
from luohu_declaration.api.evidence import PDF, file_response
from luohu_declaration.api.schemas import Words
from luohu_declaration.api.whose import whose
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.storage import declarations, disputes, evidence, items
from luohu_declaration.usecases.dispute_eligibility import DISPUTE, DisputeDecision, Ruling, decide_dispute
from luohu_declaration.usecases.eligibility import eligibility_of
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.tasks import Ended, Task, queue
from luohu_kit.tasks.router import task_router
from luohu_kit.work import Work

PREFIX = "/v1/eligibility-disputes"

WindowClerk = Annotated[Caller, Depends(allow(Role.WINDOW))]


class DisputeCompletion(Wire):
    """The window's decision; the applicant reads the opinion."""

    decision: DisputeDecision
    opinion: Words


async def complete(work: Work, task: Task, completion: DisputeCompletion, caller: Caller) -> Ended:
    """What the window decided, done."""
    return await decide_dispute(work, task, Ruling(completion.decision, completion.opinion))


async def present(work: Work, task: Task) -> Mapping[str, Any]:
    """What the clerk weighs: the objection, the reasons as they are now, and the findings behind them."""
    dispute = await disputes.get(work, task.ref)
    declaration = None if dispute is None else await declarations.get(work, dispute.declaration_id, None)
    if dispute is None or declaration is None:
        return {}
    found = await eligibility_of(work, declaration, await items.of_declaration(work, declaration.id))
    results = [result for item in found.readings for result in item.standing.results.values()]
    return {
        "statement": dispute.statement,
        "codes": list(dispute.codes),
        "state": dispute.state.value,
        "reasons": [failure_view(each).model_dump(mode="json") for each in found.failures],
        "findings": [each.findings.model_dump(mode="json") for each in results if each.findings],
        "evidence": [f"{PREFIX}/{task.id}/evidence/{file}" for file in dispute.evidence],
    }


router = APIRouter()
router.include_router(
    task_router(
        PREFIX,
        kind=DISPUTE,
        roles=(Role.WINDOW,),
        completion=DisputeCompletion,
        complete=complete,
        present=present,
        about=whose,
        tag="eligibility-disputes",
    )
)


@router.get(
    PREFIX + "/{task_id}/evidence/{evidence_id}",
    tags=["eligibility-disputes"],
    operation_id="read_eligibility_dispute_evidence",
    response_class=Response,
    responses={
        200: {"content": {PDF: {}}},
        404: {"description": "No such file with this objection"},
        409: {"description": "The objection is not yours (task-not-assigned, task-assigned-elsewhere)"},
    },
)
async def dispute_evidence(rt: Rt, caller: WindowClerk, task_id: UUID, evidence_id: UUID) -> Response:
    """A file of the objection, for the clerk who has the task."""
    async with rt.begin(caller.world) as work:
        task = await queue.get(work, DISPUTE, task_id)
        task.assert_assigned_to(caller.subject)
        dispute = await disputes.get(work, task.ref)
        if dispute is None:
            raise NotThere("file")
        file = await evidence.one_of(work, evidence_id, dispute.evidence)
    return file_response(file)

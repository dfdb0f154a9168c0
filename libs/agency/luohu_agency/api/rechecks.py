"""The operators' queue of an agency, with what they need to see beside a task, and the evidence for its assignee."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

import httpx
from fastapi import APIRouter, Depends, Response
from pydantic import TypeAdapter
from sqlalchemy import Row

from luohu_agency import rechecks
from luohu_agency.answering import KIND
from luohu_agency.asking import rule_now
from luohu_agency.completion import Completion
from luohu_agency.rechecks import Rechecks
from luohu_agency.spec import AgencySpec
from luohu_contract.decision import AskOperator, Decision
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.clock import BEIJING
from luohu_kit.problems import Problem
from luohu_kit.runtime import Runtime
from luohu_kit.tasks import Task, queue
from luohu_kit.tasks.router import TaskPerson, task_router
from luohu_kit.work import Work

PREFIX = "/v1/rechecks"

_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)
_SAYS = {"Valid": "valid", "Invalid": "invalid", "AskOperator": "ask_operator"}

Operator = Annotated[Caller, Depends(allow(Role.OPERATOR))]


def recheck_router(spec: AgencySpec[Any]) -> APIRouter:
    """Search, read, take, give back, decide; and the evidence."""
    desk = Rechecks(spec)

    async def present(work: Work, task: Task) -> Mapping[str, Any]:
        """The question, the verdict that it disputes, what the rule says of the register now, and the evidence."""
        case = await rechecks.case_of(work, task.ref)
        earlier = await rechecks.earlier_verdict(work, case.question)
        return {
            "question": case.question.model_dump(mode="json"),
            "disputed_verdict": None if earlier is None else earlier.model_dump(mode="json"),
            "register_says": _told(await rule_now(work, spec, case.question)),
            "evidence": [_listed(task, row) for row in await rechecks.evidence_of(work, task.ref)],
        }

    async def about(work: Work, tasks: Sequence[Task]) -> Mapping[UUID, TaskPerson]:
        """The applicants of the questions, whom every operator of the agency sees who opens one."""
        people = await rechecks.subjects_of(work, [task.ref for task in tasks])
        return {task.id: TaskPerson.masked(*people[task.ref]) for task in tasks if task.ref in people}

    router = task_router(
        PREFIX,
        kind=KIND,
        roles=(Role.OPERATOR,),
        completion=Completion,
        complete=desk.decide,
        present=present,
        about=about,
        tag="rechecks",
    )

    @router.get(
        "/{task_id}/evidence/{evidence_id}",
        summary="Open a piece of evidence",
        response_class=Response,
        responses={
            200: {"content": {"application/pdf": {}}, "description": "The file as the applicant uploaded it"},
            404: {"description": "No such evidence, or the task is not yours"},
            502: {"description": "The service that holds the file did not answer"},
        },
    )
    async def open_evidence(rt: Rt, caller: Operator, task_id: UUID, evidence_id: UUID) -> Response:
        """Only the assignee sees it: to everybody else it is not there."""
        async with rt.begin(caller.world) as work:
            task = await queue.get(work, KIND, task_id)
            known = {row.id: row for row in await rechecks.evidence_of(work, task.ref)}
            if task.assignee != caller.subject or evidence_id not in known:
                raise Problem("not-found", f"Task {task_id} has no evidence {evidence_id} for you.")
            case = await rechecks.case_of(work, task.ref)
        # After the transaction: it holds nothing while another service takes its time.
        content = await _fetched(rt, caller.world, case.asker, task.ref, known[evidence_id])
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": f'inline; filename="{evidence_id}.pdf"',
            "X-Content-Type-Options": "nosniff",
        }
        return Response(content, media_type="application/pdf", headers=headers)

    return router


async def _fetched(rt: Runtime, world: str, asker: str, question_id: UUID, known: Row[Any]) -> bytes:
    """The file from the service that asked. Problem 502 when it does not come, or is not what was announced."""
    path = f"/v1/questions/{question_id}/evidence/{known.id}"
    try:
        answer = await rt.peer(asker).send("GET", path, world=world)
    except httpx.TransportError as error:
        raise Problem(
            "upstream-unreachable", f"{asker} holds the file and did not answer ({type(error).__name__})."
        ) from None
    if answer.status_code != 200:
        raise Problem("upstream-unreachable", f"{asker} holds the file and answered {answer.status_code}.")
    if len(answer.content) != known.size or hashlib.sha256(answer.content).hexdigest() != known.sha256:
        raise Problem("upstream-unreachable", f"{asker} sent a file that is not the one the applicant handed in.")
    return answer.content


def _listed(task: Task, row: Row[Any]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "sha256": row.sha256,
        "size": row.size,
        "received_at": row.received_at.astimezone(BEIJING).isoformat(),
        "link": f"{PREFIX}/{task.id}/evidence/{row.id}",
    }


def _told(decision: Decision) -> dict[str, Any]:
    """A decision as an operator reads it, the finer cause included."""
    told: dict[str, Any] = _DECISION.dump_python(decision, mode="json")
    says = {"says": _SAYS[type(decision).__name__], **told}
    if isinstance(decision, AskOperator) and decision.proposed is not None:
        says["proposed"] = _told(decision.proposed)
    return says

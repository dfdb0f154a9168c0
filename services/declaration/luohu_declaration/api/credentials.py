"""Licences of employers that were not let in, and the window's queue for them (handbook 二.一.2, 附件3)."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from luohu_contract.enrolment import Licence
from luohu_contract.texts import text
from luohu_declaration.api.employer_callers import Employed, own_uscc
from luohu_declaration.api.employer_schemas import CredentialCompletion, CredentialView
from luohu_declaration.api.evidence import PDF, PDF_BODY, file_response, pdf_of
from luohu_declaration.storage import credentials, employers
from luohu_declaration.usecases.review_credentials import KIND, CredentialReview, review_credential, send_credential
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.idempotency import IdempotencyKey, keep
from luohu_kit.tasks import Ended, Task, queue
from luohu_kit.tasks.router import task_router
from luohu_kit.work import Work

PREFIX = "/v1/credential-reviews"

_SENT: dict[int | str, dict[str, Any]] = {
    201: {"model": CredentialView},
    404: {"description": "No such employer that is yours"},
    409: {"description": "The employer needs no licence as it stands (employer-refused), or credential-limit"},
    415: {"description": "The body is no application/pdf"},
    422: {"description": "The file is no PDF that can be read (evidence-refused)"},
}


async def complete(work: Work, task: Task, completion: CredentialCompletion, caller: Caller) -> Ended:
    """What the window decided, done."""
    return await review_credential(work, task, CredentialReview(completion.decision, completion.opinion))


async def present(work: Work, task: Task) -> Mapping[str, Any]:
    """What the window compares: what the employer entered, and its licence."""
    employer = await employers.get(work, UUID(task.context["employer_id"]), None)
    sent = await credentials.get(work, task.ref)
    if employer is None or sent is None:
        return {}
    return {
        "entered": {
            "uscc": employer.uscc,
            "name": employer.name,
            "handling_district": employer.handling_district,
        },
        "status": employer.status.value,
        "reason": employer.reason and employer.reason.value,
        "licence": sent.licence.value,
        "licence_label": text(sent.licence).zh,
        "evidence": [f"{PREFIX}/{task.id}/file"],
    }


router = APIRouter()
router.include_router(
    task_router(
        PREFIX,
        kind=KIND,
        roles=(Role.WINDOW,),
        completion=CredentialCompletion,
        complete=complete,
        present=present,
        tag="credential-reviews",
    )
)


@router.post(
    "/v1/employers/{employer_id}/credentials",
    tags=["employers"],
    status_code=201,
    operation_id="send_credential",
    responses=_SENT,
    response_model=None,
    openapi_extra=PDF_BODY,
)
async def send(
    rt: Rt,
    caller: Employed,
    request: Request,
    employer_id: UUID,
    licence: Annotated[Licence, Query(description="which paper it is; it must show the credit code")],
    key: IdempotencyKey = None,
) -> Response:
    """Upload one PDF of at most 1 MB that shows the licence: 上传相关证照凭证. The window reviews it."""
    data, pdf = await pdf_of(request)
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        new = await send_credential(work, employer_id, own_uscc(caller), licence, pdf, data)
        view = CredentialView(
            id=new.id,
            employer_id=new.employer_id,
            licence=new.licence,
            sha256=new.sha256,
            size=new.size,
            pages=new.pages,
            links={"employer": f"/v1/employers/{employer_id}"},
        )
        return await kept.commit(201, view.model_dump(mode="json"), {"Location": f"/v1/employers/{employer_id}"})


@router.get(
    PREFIX + "/{task_id}/file",
    tags=["credential-reviews"],
    operation_id="read_credential",
    response_class=Response,
    responses={
        200: {"content": {PDF: {}}},
        404: {"description": "No such review"},
        409: {"description": "The review is not yours (task-not-assigned, task-assigned-elsewhere)"},
    },
)
async def file(rt: Rt, caller: Annotated[Caller, Depends(allow(Role.WINDOW))], task_id: UUID) -> Response:
    """The licence, for the clerk who has the task."""
    async with rt.begin(caller.world) as work:
        task = await queue.get(work, KIND, task_id)
        task.assert_assigned_to(caller.subject)
        found = await credentials.file(work, task.ref)
    return file_response(found)

"""Named reports, for whoever sends them: 实名书面举报 while the list is public (handbook 五.一.2).

Whoever reports sees their own reports. Nobody but the bureau sees who reported, and each look of the bureau is kept.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from luohu_declaration.api.callers import person_of
from luohu_declaration.api.evidence import FILE, PDF_BODY, file_response, pdf_of
from luohu_declaration.api.notices import mailbox
from luohu_declaration.api.report_schemas import (
    PREFIX,
    ReporterView,
    ReportFileView,
    ReportList,
    ReportView,
    ReportWanted,
    file_view,
    report_view,
    reporter_view,
)
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.report import Report
from luohu_declaration.storage import placings, reports
from luohu_declaration.usecases.report import Letter, Signer, add_file, report
from luohu_declaration.usecases.verify_report import read_file, read_reporter
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.idempotency import IdempotencyKey, keep
from luohu_kit.work import Work

router = APIRouter(prefix=PREFIX, tags=["reports"])

Author = Annotated[Caller, Depends(allow(Role.APPLICANT, Role.EMPLOYER))]
Bureau = Annotated[Caller, Depends(allow(Role.ADMINISTRATOR))]
FileReader = Annotated[Caller, Depends(allow(Role.APPLICANT, Role.EMPLOYER, Role.ADMINISTRATOR))]

_LOCATION = {"Location": {"schema": {"type": "string"}, "description": "Where it is"}}
_NOT_YOURS: dict[int | str, dict[str, Any]] = {404: {"description": "No such report among yours"}}
_RECEIVED: dict[int | str, dict[str, Any]] = {
    201: {"model": ReportView, "headers": _LOCATION},
    403: {"description": "The sign-in does not prove who reports (assurance-too-low)"},
    409: {"description": "The list is not public now (stage-closed)"},
    422: {"description": "Nobody on the list has the number (nobody-reported), or the name is not yours"},
}
_UPLOADED: dict[int | str, dict[str, Any]] = {
    **_NOT_YOURS,
    201: {"model": ReportFileView, "headers": _LOCATION},
    409: {"description": "The report is decided (report-closed), or full (evidence-limit)"},
    415: {"description": "The body is no application/pdf"},
    422: {"description": "The file is no PDF that can be read (evidence-refused)"},
}


@router.post("", status_code=201, operation_id="report", responses=_RECEIVED, response_model=None)
async def send(rt: Rt, caller: Author, request: Request, wanted: ReportWanted, key: IdempotencyKey = None) -> Response:
    """Report somebody on the published list, by name. The bureau verifies it and answers the reporter alone."""
    signer = _signer(caller)
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        new = await report(work, signer, Letter(**dict(wanted)))
        body = (await _view(work, new)).model_dump(mode="json")
        return await kept.commit(201, body, {"Location": f"{PREFIX}/{new.id}"})


@router.get("", operation_id="list_reports")
async def list_own(
    rt: Rt,
    caller: Author,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ReportList:
    """The reports that the caller sent, the newest first."""
    async with rt.begin(caller.world) as work:
        found = await reports.by_reporter(work, caller.subject, offset, limit)
        views = [await _view(work, each) for each in found]
    return ReportList(offset=offset, limit=limit, items=tuple(views))


@router.get("/{report_id}", operation_id="read_report", responses=_NOT_YOURS)
async def read(rt: Rt, caller: Author, report_id: UUID) -> ReportView:
    """A report of the caller's own: where it stands, and what the verification found."""
    async with rt.begin(caller.world) as work:
        found = await reports.get(work, report_id, caller.subject)
        if found is None:
            raise NotThere("report")
        return await _view(work, found)


@router.post(
    "/{report_id}/files",
    status_code=201,
    operation_id="upload_report_file",
    responses=_UPLOADED,
    response_model=None,
    openapi_extra=PDF_BODY,
)
async def upload(rt: Rt, caller: Author, request: Request, report_id: UUID, key: IdempotencyKey = None) -> Response:
    """Put one PDF of at most 1 MB to an open report of one's own."""
    data, pdf = await pdf_of(request)
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        view = file_view(report_id, await add_file(work, report_id, caller.subject, pdf, data))
        return await kept.commit(201, view.model_dump(mode="json"), {"Location": view.links["self"]})


@router.get("/{report_id}/files/{file_id}", operation_id="read_report_file", responses=FILE, response_class=Response)
async def read_one_file(rt: Rt, caller: FileReader, report_id: UUID, file_id: UUID) -> Response:
    """A file of a report: one's own, or for the bureau, whose look is kept."""
    async with rt.begin(caller.world) as work:
        if caller.role is Role.ADMINISTRATOR:
            looked_at = await read_file(work, report_id, file_id, caller.subject)
            await work.commit()
            return file_response(looked_at)
        if await reports.get(work, report_id, caller.subject) is None:
            raise NotThere("file")
        return file_response(await reports.file(work, report_id, file_id))


@router.get("/{report_id}/reporter", operation_id="read_reporter", responses={404: {"description": "No such report"}})
async def reporter(rt: Rt, caller: Bureau, report_id: UUID, response: Response) -> ReporterView:
    """Who sent a report, for the bureau alone. Each look is kept, and shown here."""
    response.headers["Cache-Control"] = "private, no-store"
    async with rt.begin(caller.world) as work:
        who, reads = await read_reporter(work, report_id, caller.subject)
        await work.commit()
    return reporter_view(who, reads)


def _signer(caller: Caller) -> Signer:
    """Whoever signs. Problem 403 when the sign-in does not prove who it is."""
    name = person_of(caller).name if caller.role is Role.APPLICANT else None
    return Signer(caller.subject, caller.role.value, mailbox(caller), name)


async def _view(work: Work, one: Report) -> ReportView:
    meant = await placings.get(work, one.declaration_id)
    number = (meant and meant.publication_number) or ""
    return report_view(one, number, await reports.files(work, one.id))

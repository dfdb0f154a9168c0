"""Evidence: uploaded by the applicant, fetched by whoever is in charge of the case, and by nobody else."""

import asyncio
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from luohu_declaration.api.callers import Applicant
from luohu_declaration.api.schemas import EvidenceView
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.storage import evidence
from luohu_declaration.storage.evidence import File
from luohu_declaration.usecases.dossier import hold_declaration
from luohu_declaration.usecases.keep_evidence import keep_evidence
from luohu_kit.api import Rt
from luohu_kit.evidence import LARGEST, Pdf, inspect_pdf
from luohu_kit.idempotency import IdempotencyKey, keep
from luohu_kit.problems import Problem

router = APIRouter(tags=["evidence"])

PDF = "application/pdf"

PDF_BODY = {
    "requestBody": {
        "required": True,
        "content": {PDF: {"schema": {"type": "string", "format": "binary", "maxLength": LARGEST}}},
    }
}
_UPLOADED: dict[int | str, dict[str, Any]] = {
    201: {"model": EvidenceView, "headers": {"Location": {"schema": {"type": "string"}, "description": "Where it is"}}},
    404: {"description": "No such declaration among yours"},
    409: {"description": "There is no room for more (evidence-limit)"},
    415: {"description": "The body is no application/pdf"},
    422: {"description": "The file is no PDF that can be read (evidence-refused)"},
}
FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}, "description": "The file"},
    404: {"description": "No such file among yours"},
}


@router.post(
    "/v1/declarations/{declaration_id}/evidence",
    status_code=201,
    operation_id="upload_evidence",
    responses=_UPLOADED,
    response_model=None,
    openapi_extra=PDF_BODY,
)
async def upload(
    rt: Rt, caller: Applicant, request: Request, declaration_id: UUID, key: IdempotencyKey = None
) -> Response:
    """Upload one PDF of at most 1 MB (附件3). It is named by its id wherever evidence is asked for."""
    data, pdf = await pdf_of(request)
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        await hold_declaration(work, declaration_id, caller.subject)
        new = await keep_evidence(work, declaration_id, pdf, data)
        location = f"/v1/evidence/{new.id}"
        view = EvidenceView.of(new, pdf.pages, location)
        return await kept.commit(201, view.model_dump(mode="json"), {"Location": location})


@router.get("/v1/evidence/{evidence_id}", operation_id="read_evidence", responses=FILE, response_class=Response)
async def read(rt: Rt, caller: Applicant, evidence_id: UUID) -> Response:
    """A file that the applicant uploaded."""
    async with rt.begin(caller.world) as work:
        file = await evidence.of_applicant(work, evidence_id, caller.subject)
    return file_response(file)


async def pdf_of(request: Request) -> tuple[bytes, Pdf]:
    """The one PDF that the body is. Raises EvidenceRefused; Problem 415 for a body of another type."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != PDF:
        raise Problem(
            "unsupported-media-type", f"A file is sent as {PDF}; this body says {media_type[:60] or 'nothing'}."
        )
    data = await request.body()
    # Parsing a file takes a while, and other requests wait for the loop.
    return data, await asyncio.to_thread(inspect_pdf, data)


def file_response(file: File | None) -> Response:
    """The file itself, never shown inside a page. Raises NotThere."""
    if file is None:
        raise NotThere("file")
    headers = {
        "ETag": f'"{file.sha256}"',
        "Content-Disposition": f'attachment; filename="{file.id}.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(file.data, media_type=PDF, headers=headers)

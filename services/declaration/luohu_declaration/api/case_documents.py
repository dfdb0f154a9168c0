"""The papers of a case: which there are, and each as a PDF."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import AwareDatetime

from luohu_contract.model import Wire
from luohu_declaration.api.case_callers import Actor, whose
from luohu_declaration.api.case_schemas import TextView
from luohu_declaration.api.cases import REFUSED
from luohu_declaration.api.evidence import PDF
from luohu_declaration.usecases.casework.documents import issued, print_document
from luohu_declaration.usecases.casework.open_case import read_case
from luohu_kit.api import Rt

router = APIRouter(prefix="/v1/cases/{case_id}/documents", tags=["cases"])

_PRINT: dict[int | str, dict[str, Any]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}, "description": "The document"},
    404: {"description": "It has not been issued, or the case is none of yours"},
}


class CaseDocumentView(Wire):
    """A paper of a case."""

    name: str
    title: TextView
    issued_at: AwareDatetime  #: the world's time
    links: dict[str, str]


class CaseDocumentList(Wire):
    items: tuple[CaseDocumentView, ...]


@router.get("", operation_id="list_case_documents", responses={404: REFUSED[404]})
async def listed(rt: Rt, caller: Actor, case_id: UUID) -> CaseDocumentList:
    """What was issued so far."""
    async with rt.begin(caller.world) as work:
        found = await issued(await read_case(work, case_id, whose(caller, work)))
    return CaseDocumentList(
        items=tuple(
            CaseDocumentView(
                name=each.document.name,
                title=TextView.of(each.document.title),
                issued_at=each.issued_at,
                links={"self": f"/v1/cases/{case_id}/documents/{each.document.name}"},
            )
            for each in found
        )
    )


@router.get("/{name}", operation_id="read_case_document", responses=_PRINT, response_class=Response)
async def document(rt: Rt, caller: Actor, case_id: UUID, name: str) -> Response:
    """One of them as a PDF."""
    async with rt.begin(caller.world) as work:
        sheet = await print_document(await read_case(work, case_id, whose(caller, work)), name)
    headers = {
        "Content-Disposition": f'inline; filename="{sheet.number}.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(await sheet.rendered(), media_type=PDF, headers=headers)

"""Convictions that become known: told by public security, and reported in writing by the applicant or the employer."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from luohu_contract.message import Acknowledgement
from luohu_contract.news import CriminalRecords
from luohu_declaration.api.callers import Applicant, Overdue
from luohu_declaration.api.sanction_schemas import ConvictionView, ConvictionWanted, StaffConvictionWanted
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.storage import associations, declarations, employers
from luohu_declaration.usecases.criminal_record import report_conviction, take_records
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Peer, Role, allow, signed
from luohu_kit.idempotency import IdempotencyKey, Kept, keep

router = APIRouter(prefix="/v1", tags=["sanctions"])

PublicSecurity = Annotated[Peer, Depends(signed("public-security"))]
Employer = Annotated[Caller, Depends(allow(Role.EMPLOYER))]

_RECEIVED: dict[int | str, dict[str, Any]] = {
    202: {"model": ConvictionView, "description": "Received; the procedure is ended"},
    404: {"description": "No such declaration, employer or member of staff among yours"},
    422: {"description": "The report is refused; `errors` point at the fields"},
}
_REPORT: dict[str, Any] = {"status_code": 202, "responses": _RECEIVED, "response_model": None}


@router.post("/criminal-records", operation_id="take_criminal_records", summary="Convictions, 1 to 500 at a time")
async def take(rt: Rt, sender: PublicSecurity, told: CriminalRecords, overdue: Overdue) -> Acknowledgement:
    """Take news of convictions, each once. Whoever is meant loses what they have in the programme, at any point."""
    async with rt.begin(sender.world) as work:
        acknowledgement = await take_records(work, sender.name, told.records, overdue=overdue)
        await work.commit()
    return acknowledgement


@router.post("/declarations/{declaration_id}/criminal-report", operation_id="report_own_conviction", **_REPORT)
async def report_own(
    rt: Rt,
    caller: Applicant,
    request: Request,
    declaration_id: UUID,
    wanted: ConvictionWanted,
    overdue: Overdue,
    key: IdempotencyKey = None,
) -> Response:
    """The applicant's own written report (应及时书面报告), as the commitment demands. It ends the procedure."""
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        declaration = await declarations.get(work, declaration_id, caller.subject)
        if declaration is None:
            raise NotThere("declaration")
        return await _reported(kept, declaration.person.id_number, wanted, "applicant", overdue)


@router.post("/employers/{employer_id}/criminal-reports", operation_id="report_conviction_of_staff", **_REPORT)
async def report_staff(
    rt: Rt,
    caller: Employer,
    request: Request,
    employer_id: UUID,
    wanted: StaffConvictionWanted,
    overdue: Overdue,
    key: IdempotencyKey = None,
) -> Response:
    """The employer's written report about one of its own people of this year, by the court's document."""
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        employer = await employers.get(work, employer_id, caller.uscc or "")
        if employer is None:
            raise NotThere("employer")
        association = await associations.approved(work, work.world.year, wanted.id_number)
        if association is None or association.employer_id != employer.id:
            raise NotThere("member of staff")
        return await _reported(kept, wanted.id_number, wanted, "employer", overdue)


async def _reported(kept: Kept, id_number: str, wanted: ConvictionWanted, source: str, overdue: timedelta) -> Response:
    new = await report_conviction(
        kept.work, id_number, wanted.convicted_on, wanted.document, source=source, overdue=overdue
    )
    view = ConvictionView(id=new, convicted_on=wanted.convicted_on, document=wanted.document)
    return await kept.commit(202, view.model_dump(mode="json"))

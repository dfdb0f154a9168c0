"""Records and points of a case: papers to departments, verdicts, rechecks with evidence, 单项计分值 and the total."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from luohu_declaration.api.callers import Overdue
from luohu_declaration.api.case_callers import Actor, HandsIn, named, whose
from luohu_declaration.api.case_schemas import CasePointsView, RecheckOfRecord, RecordList, RecordView
from luohu_declaration.api.cases import REFUSED
from luohu_declaration.api.evidence import PDF_BODY, pdf_of
from luohu_declaration.api.schemas import EvidenceAdded, EvidenceView
from luohu_declaration.domain.casework.case import bearer
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.usecases.ask_recheck import Request as Recheck
from luohu_declaration.usecases.casework.open_case import hold_case, read_case
from luohu_declaration.usecases.casework.points import current
from luohu_declaration.usecases.casework.records import ask_recheck, deliver, supplement
from luohu_declaration.usecases.casework.sight import Sight
from luohu_declaration.usecases.keep_evidence import keep_evidence
from luohu_kit.api import Rt
from luohu_kit.idempotency import IdempotencyKey, keep
from luohu_scoring import printed

router = APIRouter(prefix="/v1/cases/{case_id}", tags=["cases"])

_RECORD: dict[int | str, dict[str, Any]] = {
    404: {"description": "No such case or record among yours"},
    409: {"description": "Not taken now: record-refused, not-yet, recheck-open, recheck-not-allowed"},
    422: {"description": "Evidence or dispute is refused; `errors` point at the fields"},
}
_SUPPLIED: dict[int | str, dict[str, Any]] = {
    404: _RECORD[404],
    409: {"description": "No operator has asked for more (evidence-not-requested)"},
    422: {"description": "Evidence is missing, or not there; `errors` point at the fields"},
}
_UPLOADED: dict[int | str, dict[str, Any]] = {
    201: {"model": EvidenceView, "headers": {"Location": {"schema": {"type": "string"}, "description": "Where it is"}}},
    404: REFUSED[404],
    409: {"description": "There is no room for more (evidence-limit)"},
    415: {"description": "The body is no application/pdf"},
    422: {"description": "The file is no PDF that can be read (evidence-refused)"},
}


@router.get("/records", operation_id="list_records", responses={404: REFUSED[404]})
async def records(rt: Rt, caller: Actor, case_id: UUID) -> RecordList:
    """One record for each indicator and department."""
    async with rt.begin(caller.world) as work:
        return await _records(await read_case(work, case_id, whose(caller, work)))


@router.get("/points", operation_id="read_case_points", responses={404: REFUSED[404]})
async def points(rt: Rt, caller: Actor, case_id: UUID) -> CasePointsView:
    """积分 with the trace. 404 before anything was asked."""
    async with rt.begin(caller.world) as work:
        sight = await read_case(work, case_id, whose(caller, work))
        found = await current(sight)
    if found is None:
        raise NotThere("points")
    return CasePointsView(
        rules=found.rules,
        total=None if found.total is None else printed(found.total),
        needed=None if sight.table.guide is None else printed(sight.table.guide),
        document=dict(found.document),
        computed_at=found.computed_at,
    )


@router.post("/records/{indicator}/{department}/material", operation_id="deliver_material", responses=_RECORD)
async def material(
    rt: Rt, caller: HandsIn, case_id: UUID, indicator: str, department: str, overdue: Overdue
) -> RecordList:
    """分送材料: the papers for this record are handed to the department's window, and it judges."""
    async with rt.begin(caller.world) as work:
        sight = await hold_case(work, case_id, whose(caller, work), overdue)
        await deliver(sight, indicator, department, named(caller))
        view = await _records(sight)
        await work.commit()
    return view


@router.post("/records/{indicator}/{department}/recheck", operation_id="recheck_record", responses=_RECORD)
async def recheck(
    rt: Rt,
    caller: HandsIn,
    case_id: UUID,
    indicator: str,
    department: str,
    wanted: RecheckOfRecord,
    overdue: Overdue,
) -> RecordList:
    """复核: the department's operators look again, with evidence."""
    async with rt.begin(caller.world) as work:
        sight = await hold_case(work, case_id, whose(caller, work), overdue)
        asked = Recheck(wanted.disputes, None, wanted.statement, wanted.evidence)
        await ask_recheck(sight, indicator, department, asked, named(caller))
        view = await _records(sight)
        await work.commit()
    return view


@router.post("/records/{indicator}/{department}/evidence", operation_id="supplement_record", responses=_SUPPLIED)
async def supplied(
    rt: Rt, caller: HandsIn, case_id: UUID, indicator: str, department: str, added: EvidenceAdded, overdue: Overdue
) -> RecordList:
    """Send what an operator of the department had asked for: `evidence_requested` of the record says what."""
    async with rt.begin(caller.world) as work:
        sight = await hold_case(work, case_id, whose(caller, work), overdue)
        await supplement(sight, indicator, department, added.evidence, added.statement, named(caller))
        view = await _records(sight)
        await work.commit()
    return view


@router.post(
    "/evidence",
    status_code=201,
    operation_id="upload_case_evidence",
    responses=_UPLOADED,
    response_model=None,
    openapi_extra=PDF_BODY,
)
async def upload(
    rt: Rt, caller: HandsIn, request: Request, case_id: UUID, overdue: Overdue, key: IdempotencyKey = None
) -> Response:
    """Upload one PDF of at most 1 MB, which a recheck, or what follows it, names by its id."""
    data, pdf = await pdf_of(request)
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        sight = await hold_case(work, case_id, whose(caller, work), overdue)
        new = await keep_evidence(work, bearer(sight.case), pdf, data)
        here = f"/v1/cases/{case_id}"
        view = EvidenceView.of(new, pdf.pages, here)
        return await kept.commit(201, view.model_dump(mode="json"), {"Location": here})


async def _records(sight: Sight) -> RecordList:
    found = await current(sight)
    return RecordList(items=tuple(RecordView.of(each, sight.as_of, found) for each in await sight.records()))

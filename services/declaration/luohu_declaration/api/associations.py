"""People ask their employer, employers answer and look after their people (handbook 二.一.4, 二.二.3)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from luohu_contract.enrolment import AssociationStatus
from luohu_declaration.api.callers import Applicant, Reader, owner
from luohu_declaration.api.employer_callers import Employed, EmployerReader, own_uscc, uscc_of
from luohu_declaration.api.employer_present import own_association_view, request_view, staff_member
from luohu_declaration.api.employer_schemas import (
    AssociationForm,
    AssociationView,
    DecisionForm,
    RequestList,
    RequestView,
    StaffList,
    UnitCodeView,
)
from luohu_declaration.api.present import declaration_view
from luohu_declaration.api.schemas import DeclarationView
from luohu_declaration.domain.association import Association
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.employer import Employer
from luohu_declaration.storage import associations, declarations, employers, items, staff
from luohu_declaration.storage.courses import submitted_at
from luohu_declaration.usecases.associate import (
    decide_association,
    find_employer,
    request_association,
    withdraw_association,
)
from luohu_declaration.usecases.rights import round_of
from luohu_kit.api import PreferWait, Rt
from luohu_kit.auth import Caller
from luohu_kit.idempotency import IdempotencyKey, keep
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work

router = APIRouter(tags=["associations"])

Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=1, le=200)]

_NO_EMPLOYER: dict[int | str, dict[str, Any]] = {404: {"description": "No such employer that is yours"}}
_ASKED: dict[int | str, dict[str, Any]] = {
    202: {"model": AssociationView},
    404: {"description": "No such declaration among yours"},
    409: {
        "description": "The year is taken (association-final), the code is not active (unit-code-inactive), commitments"
        " are missing (not-admitted), the employer is under sanction (employer-barred) or insures"
        " somebody else (not-insured-here), stage-closed"
    },
    422: {"description": "No employer has this code (unit-code-unknown)"},
}
_DECIDED: dict[int | str, dict[str, Any]] = {
    404: {"description": "No such request to you"},
    409: {"description": "It is not pending (association-refused), employer-barred, not-insured-here, stage-closed"},
    422: {"description": "A return without an opinion"},
}


@router.get(
    "/v1/unit-codes/{code}",
    operation_id="read_unit_code",
    responses={404: {"description": "No employer has this code"}},
)
async def read_unit_code(rt: Rt, caller: Applicant, code: str) -> UnitCodeView:
    """Whose code it is, to be checked before a request: 查询、核对所在单位名称."""
    async with rt.begin(caller.world) as work:
        found = await find_employer(work, code)
        if found is None:
            raise NotThere("unit code")
        year = work.world.year
    return UnitCodeView(
        unit_code=found.unit_code,
        employer_name=found.name,
        handling_district=found.handling_district,
        year=year,
        active=found.active_in(year),
    )


@router.post(
    "/v1/declarations/{declaration_id}/association",
    status_code=202,
    operation_id="ask_association",
    responses=_ASKED,
    response_model=None,
)
async def ask(
    rt: Rt, caller: Applicant, request: Request, declaration_id: UUID, form: AssociationForm, key: IdempotencyKey = None
) -> Response:
    """Ask the employer with this unit code: 发起关联申请. It decides; what it approves is final for the year."""
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        made = await request_association(work, declaration_id, caller.subject, form.unit_code)
        path = f"/v1/declarations/{declaration_id}"
        body = own_association_view(made, path).model_dump(mode="json")
        return await kept.commit(202, body, {"Location": f"{path}/association"})


@router.get(
    "/v1/declarations/{declaration_id}/association",
    operation_id="read_association",
    responses={404: {"description": "No such declaration, or nothing was asked in its year"}},
)
async def read(rt: Rt, caller: Reader, declaration_id: UUID, wait: PreferWait) -> AssociationView:
    """What was asked last. `Prefer: wait=5` answers when the employer has decided, or when the time is up."""

    async def look() -> Association | None:
        found = await _of_declaration(rt, caller, declaration_id)
        return None if found.status is AssociationStatus.PENDING else found

    settled = await rt.hub.until(caller.world, str(declaration_id), look, seconds=wait)
    found = settled or await _of_declaration(rt, caller, declaration_id)
    return own_association_view(found, f"/v1/declarations/{declaration_id}")


async def _of_declaration(rt: Runtime, caller: Caller, declaration_id: UUID) -> Association:
    async with rt.begin(caller.world) as work:
        declaration = await declarations.get(work, declaration_id, owner(caller))
        if declaration is None:
            raise NotThere("declaration")
        found = await associations.last_of_person(work, declaration.year, declaration.person.id_number)
    if found is None:
        raise NotThere("association")
    return found


@router.delete(
    "/v1/declarations/{declaration_id}/association",
    operation_id="withdraw_association",
    responses={404: _ASKED[404], 409: {"description": "It is approved (association-final), or stage-closed"}},
)
async def withdraw(rt: Rt, caller: Applicant, declaration_id: UUID) -> AssociationView:
    """Take a request back that the employer has not decided."""
    async with rt.begin(caller.world) as work:
        moved = await withdraw_association(work, declaration_id, caller.subject)
        await work.commit()
    return own_association_view(moved, f"/v1/declarations/{declaration_id}")


@router.get("/v1/employers/{employer_id}/associations", operation_id="list_associations", responses=_NO_EMPLOYER)
async def list_requests(
    rt: Rt,
    caller: EmployerReader,
    employer_id: UUID,
    status: AssociationStatus | None = None,
    offset: Offset = 0,
    limit: Limit = 50,
) -> RequestList:
    """The requests of the world's year, the oldest first, with what the insurance record says where it was read."""
    async with rt.begin(caller.world) as work:
        employer = await _employer(work, caller, employer_id)
        year = work.world.year
        found = await associations.of_employer(work, employer.id, year, status, offset, limit)
        insured = await staff.insured(work, employer.uscc, year, [each.id_number for each in found])
    return RequestList(items=tuple(request_view(each, insured) for each in found))


@router.post("/v1/associations/{association_id}/decision", operation_id="decide_association", responses=_DECIDED)
async def decide(rt: Rt, caller: Employed, association_id: UUID, form: DecisionForm) -> RequestView:
    """通过 for somebody whom you insure and employ in Beijing; else 不通过, with an opinion."""
    uscc = own_uscc(caller)
    async with rt.begin(caller.world) as work:
        moved = await decide_association(work, association_id, uscc, form.decision, form.opinion)
        insured = await staff.insured(work, uscc, moved.year, [moved.id_number])
        await work.commit()
    return request_view(moved, insured)


@router.get("/v1/employers/{employer_id}/staff", operation_id="list_staff", responses=_NO_EMPLOYER)
async def list_staff(
    rt: Rt, caller: EmployerReader, employer_id: UUID, offset: Offset = 0, limit: Limit = 50
) -> StaffList:
    """How the declarations of all its people stand: 用人单位全程可随时查看."""
    async with rt.begin(caller.world) as work:
        employer = await _employer(work, caller, employer_id)
        year = work.world.year
        members = await staff.of_employer(work, employer.id, year, offset, limit)
        insured = await staff.insured(work, employer.uscc, year, [each.id_number for each in members])
    return StaffList(year=year, items=tuple(staff_member(each, insured, employer) for each in members))


@router.get(
    "/v1/employers/{employer_id}/staff/{declaration_id}",
    operation_id="read_staff_declaration",
    responses={404: {"description": "No such employer that is yours, or no such declaration among its people"}},
)
async def read_staff(rt: Rt, caller: EmployerReader, employer_id: UUID, declaration_id: UUID) -> DeclarationView:
    """The declaration of one of its people, to be read; an employer enters nothing."""
    async with rt.begin(caller.world) as work:
        employer = await _employer(work, caller, employer_id)
        if not await staff.is_staff(work, employer.id, work.world.year, declaration_id):
            raise NotThere("declaration")
        declaration = await declarations.get(work, declaration_id, None)
        if declaration is None:
            raise NotThere("declaration")
        filed = await items.of_declaration(work, declaration_id)
        submitted = await submitted_at(work, declaration)
        around = round_of(work.world)
    return declaration_view(declaration, {item.id: item for item in filed}, around, submitted_at=submitted)


async def _employer(work: Work, caller: Caller, employer_id: UUID) -> Employer:
    found = await employers.get(work, employer_id, uscc_of(caller))
    if found is None:
        raise NotThere("employer")
    return found

"""Sanctions, decided by the window and the bureau; and the credit list, which everybody who signs in can read."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from luohu_declaration.api.callers import Staff
from luohu_declaration.api.sanction_schemas import (
    CreditList,
    RevocationWanted,
    SanctionsMade,
    SanctionView,
    SanctionWanted,
    credit_record,
    sanction_view,
)
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.storage import sanctions
from luohu_declaration.usecases.sanction import Decision, revoke_sanction, sanction
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.idempotency import IdempotencyKey, keep

router = APIRouter(prefix="/v1", tags=["sanctions"])

SignedIn = Annotated[Caller, Depends(allow(Role.APPLICANT, Role.EMPLOYER, Role.WINDOW, Role.ADMINISTRATOR))]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=1, le=200)]

_DECIDED: dict[int | str, dict[str, Any]] = {
    201: {
        "model": SanctionsMade,
        "headers": {"Location": {"schema": {"type": "string"}, "description": "The decision"}},
    },
    409: {"description": "The same decision stands already (sanction-exists)"},
    422: {"description": "The decision does not fit its kind; `errors` point at the fields"},
}
_REVOKED: dict[int | str, dict[str, Any]] = {
    404: {"description": "No such sanction"},
    409: {"description": "It was revoked already (sanction-revoked)"},
}


@router.post("/sanctions", status_code=201, operation_id="sanction", responses=_DECIDED, response_model=None)
async def decide(
    rt: Rt, caller: Staff, request: Request, wanted: SanctionWanted, key: IdempotencyKey = None
) -> Response:
    """Sanction a person or an employer. False material ends the person's declarations, takes an award back, and has a
    registration cancelled; it bars for the year and the years that the policy names."""
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        decided = await sanction(work, Decision(**dict(wanted)), caller.subject)
        body = SanctionsMade(items=tuple(sanction_view(one) for one in decided)).model_dump(mode="json")
        return await kept.commit(201, body, {"Location": f"/v1/sanctions/{decided[0].id}"})


@router.get("/sanctions/{sanction_id}", operation_id="read_sanction", responses={404: _REVOKED[404]})
async def read(rt: Rt, caller: Staff, sanction_id: UUID) -> SanctionView:
    """A decision, revoked or not."""
    async with rt.begin(caller.world) as work:
        found = await sanctions.get(work, sanction_id)
    if found is None:
        raise NotThere("sanction")
    return sanction_view(found)


@router.post("/sanctions/{sanction_id}/revocation", operation_id="revoke_sanction", responses=_REVOKED)
async def revoke(rt: Rt, caller: Staff, sanction_id: UUID, wanted: RevocationWanted) -> SanctionView:
    """Take a sanction back by a new decision. The years are open again; declarations that it ended stay ended."""
    async with rt.begin(caller.world) as work:
        revoked = await revoke_sanction(work, sanction_id, wanted.reason, caller.subject)
        await work.commit()
    return sanction_view(revoked)


@router.get("/credit-records", operation_id="list_credit_records")
async def credit_list(rt: Rt, caller: SignedIn, offset: Offset = 0, limit: Limit = 50) -> CreditList:
    """The city's credit records of the programme, the newest first. Staff see persons in full, others masked."""
    in_full = caller.role in (Role.WINDOW, Role.ADMINISTRATOR)
    async with rt.begin(caller.world) as work:
        found, total = await sanctions.page(work, offset, limit)
    lines = tuple(credit_record(one, in_full=in_full) for one in found)
    return CreditList(total=total, offset=offset, limit=limit, items=lines)

"""Eligibility: ask the registers, read the answer with every reason, object to a refusal."""

import asyncio
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from luohu_contract.eligibility import CONDITIONS
from luohu_declaration.api.admission_schemas import DisputeView, DisputeWanted, EligibilityView, FailureView
from luohu_declaration.api.callers import Applicant, Overdue, Reader, owner, person_of
from luohu_declaration.domain.declaration import Declaration, NotThere
from luohu_declaration.domain.dispute import Dispute
from luohu_declaration.domain.eligibility import EligibilityState, Failure
from luohu_declaration.storage import declarations, items
from luohu_declaration.usecases.dispute_eligibility import dispute_eligibility
from luohu_declaration.usecases.dossier import hold_declaration
from luohu_declaration.usecases.eligibility import Eligibility, eligibility_of
from luohu_declaration.usecases.read_records import read_records
from luohu_kit.api import PreferWait, Rt
from luohu_kit.auth import Caller
from luohu_kit.idempotency import IdempotencyKey, keep
from luohu_kit.runtime import Runtime

router = APIRouter(prefix="/v1/declarations/{declaration_id}/eligibility", tags=["admission"])

_ASKED: dict[int | str, dict[str, Any]] = {
    202: {
        "model": EligibilityView,
        "description": "The records are being read; read this resource with Prefer: wait",
        "headers": {"Location": {"schema": {"type": "string"}, "description": "The eligibility"}},
    },
    403: {"description": "The sign-in does not prove who it is (assurance-too-low)"},
    404: {"description": "No such declaration among yours"},
    409: {"description": "Not possible in this stage (stage-closed), or submitted already (declaration-submitted)"},
}
_DISPUTED: dict[int | str, dict[str, Any]] = {
    201: {"model": DisputeView, "headers": {"Location": {"schema": {"type": "string"}, "description": "Eligibility"}}},
    404: {"description": "No such declaration among yours"},
    409: {"description": "There is no refusal (eligibility-not-refused), or an objection is open (dispute-open)"},
    422: {"description": "The statement is missing, or names a file that is not there (evidence-unknown)"},
}


@router.post("", status_code=202, operation_id="ask_eligibility", responses=_ASKED, response_model=None)
async def ask(
    rt: Rt, caller: Applicant, request: Request, declaration_id: UUID, overdue: Overdue, key: IdempotencyKey = None
) -> Response:
    """Read the records of insurance and conduct, for the first time or anew. What runs already is not asked twice."""
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        dossier = await hold_declaration(work, declaration_id, caller.subject)
        await read_records(work, dossier, person_of(caller), overdue=overdue)
        readings = await items.of_declaration(work, declaration_id)
        found = await eligibility_of(work, dossier.declaration, readings)
        body = _shown(dossier.declaration, found, work.world.base_date.isoformat()).model_dump(mode="json")
        return await kept.commit(202, body, {"Location": f"/v1/declarations/{declaration_id}/eligibility"})


@router.get("", operation_id="read_eligibility", responses={404: {"description": "No such declaration among yours"}})
async def read(rt: Rt, caller: Reader, declaration_id: UUID, response: Response, wait: PreferWait) -> EligibilityView:
    """The state, with every reason. With `Prefer: wait=N` the answer comes when both agencies have answered and no
    objection is with the window; at the latest after N seconds.
    """
    if wait:
        response.headers["Preference-Applied"] = f"wait={wait}"
    loop = asyncio.get_running_loop()
    end = loop.time() + wait
    view, key = await _look(rt, caller, declaration_id)
    while key and (left := end - loop.time()) > 0:
        waited_for = key

        async def moved_on(waited_for: str = waited_for) -> tuple[EligibilityView, str | None] | None:
            seen = await _look(rt, caller, declaration_id)
            return None if seen[1] == waited_for else seen

        view, key = await rt.hub.until(caller.world, key, moved_on, seconds=left) or (view, None)
    return view


@router.post("/dispute", status_code=201, operation_id="dispute_eligibility", responses=_DISPUTED, response_model=None)
async def dispute(
    rt: Rt,
    caller: Applicant,
    request: Request,
    declaration_id: UUID,
    wanted: DisputeWanted,
    key: IdempotencyKey = None,
) -> Response:
    """Object to a refusal: the district window looks at it (handbook 二.二.2)."""
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        dossier = await hold_declaration(work, declaration_id, caller.subject)
        filed = await dispute_eligibility(work, dossier, wanted.statement, wanted.evidence, wanted.district)
        body = dispute_view(filed).model_dump(mode="json")
        return await kept.commit(201, body, {"Location": f"/v1/declarations/{declaration_id}/eligibility"})


async def _look(rt: Runtime, caller: Caller, declaration_id: UUID) -> tuple[EligibilityView, str | None]:
    """The view, and the key of what it waits for: a reading, or the window; None when nothing is out."""
    async with rt.begin(caller.world) as work:
        declaration = await declarations.get(work, declaration_id, owner(caller))
        if declaration is None:
            raise NotThere("declaration")
        found = await eligibility_of(work, declaration, await items.of_declaration(work, declaration_id))
        view = _shown(declaration, found, work.world.base_date.isoformat())
    key = found.waits_for or (declaration_id if found.open_dispute else None)
    return view, None if key is None else str(key)


def _shown(declaration: Declaration, found: Eligibility, as_of: str) -> EligibilityView:
    me = f"/v1/declarations/{declaration.id}"
    links = {"self": f"{me}/eligibility", "declaration": me}
    if found.state is EligibilityState.ELIGIBLE:
        links["commitments"] = f"{me}/commitments"
    if found.state is EligibilityState.NOT_ELIGIBLE and found.open_dispute is None:
        links["dispute"] = f"{me}/eligibility/dispute"
    return EligibilityView(
        declaration_id=declaration.id,
        state=found.state,
        as_of=as_of,
        reasons=tuple(failure_view(each) for each in found.failures),
        set_aside=tuple(failure_view(each) for each in found.set_aside),
        disputes=tuple(dispute_view(each) for each in found.disputes),
        readings={item.kind.value: item.id for item in found.readings},
        links=links,
    )


def failure_view(failure: Failure) -> FailureView:
    """A reason, in words."""
    row = CONDITIONS[failure.code]
    words = row.sentence(failure.figures)
    return FailureView(
        code=failure.code,
        zh=words.zh,
        en=words.en,
        figures=dict(failure.figures),
        todo=row.todo.zh,
        todo_en=row.todo.en,
        agency=row.agency,
        source=row.source,
    )


def dispute_view(dispute: Dispute) -> DisputeView:
    """An objection, for the applicant."""
    return DisputeView(
        id=dispute.id,
        state=dispute.state,
        codes=dispute.codes,
        statement=dispute.statement,
        filed_at=dispute.filed_at,
        decided_at=dispute.decided_at,
        opinion=dispute.opinion,
    )

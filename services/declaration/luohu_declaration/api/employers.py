"""Employers: registered, let in, active for a year (handbook 二.一)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from luohu_contract.enrolment import EmployerStatus
from luohu_declaration.api.employer_callers import Employed, EmployerReader, own_uscc, uscc_of
from luohu_declaration.api.employer_present import employer_view
from luohu_declaration.api.employer_schemas import (
    ContactForm,
    CorrectionForm,
    EmployerEventList,
    EmployerEventView,
    EmployerList,
    EmployerView,
    PaceForm,
    RegistrationForm,
)
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.employer import Contact, EmployerEvent
from luohu_declaration.storage import employers
from luohu_declaration.usecases.check_employers import TAX
from luohu_declaration.usecases.employer_standing import hold_employer
from luohu_declaration.usecases.register_employer import (
    Registration,
    activate_employer,
    change_contact,
    correct_employer,
    register_employer,
)
from luohu_kit.api import PreferWait, Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.idempotency import IdempotencyKey, keep
from luohu_kit.peer import NoSharedSecret
from luohu_kit.problems import Problem
from luohu_kit.runtime import Runtime
from luohu_kit.settings import Mode

router = APIRouter(prefix="/v1/employers", tags=["employers"])

_LOCATION = {"Location": {"schema": {"type": "string"}, "description": "Where it is"}}
_REFUSED: dict[int | str, dict[str, Any]] = {
    403: {"description": "The token names no credit code, or another one (employer-mismatch)"},
    404: {"description": "No such employer that is yours"},
    409: {
        "description": "Not in this stage (stage-closed), not as it stands (employer-refused, employer-data-fixed),"
        " not under a sanction (employer-barred)"
    },
}
_REGISTERED: dict[int | str, dict[str, Any]] = {
    201: {
        "model": EmployerView,
        "headers": _LOCATION,
        "links": {"employer": {"operationId": "read_employer", "parameters": {"employer_id": "$response.body#/id"}}},
    },
    403: _REFUSED[403],
    409: {"description": "Registered already (employer-exists), under a sanction (employer-barred), stage-closed"},
}


@router.post("", status_code=201, operation_id="register_employer", responses=_REGISTERED, response_model=None)
async def register(
    rt: Rt, caller: Employed, request: Request, form: RegistrationForm, key: IdempotencyKey = None
) -> Response:
    """Register the employer of the token. Whether it is registered in the city and for tax is asked next."""
    own_uscc(caller, form.uscc)
    wanted = Registration(form.uscc, form.name, form.handling_district, _contact(form.contact))
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        new = await register_employer(work, wanted, _secret(rt))
        body = employer_view(new, work.world.year).model_dump(mode="json")
        return await kept.commit(201, body, {"Location": f"/v1/employers/{new.id}"})


@router.get("", operation_id="list_employers")
async def list_all(
    rt: Rt,
    caller: EmployerReader,
    status: EmployerStatus | None = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> EmployerList:
    """An employer's own registration; for staff those of everybody, a page at a time."""
    mine = uscc_of(caller)
    async with rt.begin(caller.world) as work:
        found = await employers.page(work, mine, status, offset, limit)
        return EmployerList(items=tuple(employer_view(each, work.world.year) for each in found))


@router.get("/{employer_id}", operation_id="read_employer", responses={404: _REFUSED[404]})
async def read(rt: Rt, caller: EmployerReader, employer_id: UUID, wait: PreferWait) -> EmployerView:
    """An employer. `Prefer: wait=5` answers when it is no longer being checked, or when the time is up."""
    mine = uscc_of(caller)

    async def look() -> EmployerView | None:
        view = await _read(rt, caller, employer_id, mine)
        return None if view.status is EmployerStatus.CHECKING else view

    settled = await rt.hub.until(caller.world, f"employer:{employer_id}", look, seconds=wait)
    return settled or await _read(rt, caller, employer_id, mine)


async def _read(rt: Runtime, caller: Caller, employer_id: UUID, mine: str | None) -> EmployerView:
    async with rt.begin(caller.world) as work:
        found = await employers.get(work, employer_id, mine)
        if found is None:
            raise NotThere("employer")
        return employer_view(found, work.world.year)


@router.patch("/{employer_id}", operation_id="correct_employer", responses=_REFUSED)
async def correct(rt: Rt, caller: Employed, employer_id: UUID, form: CorrectionForm) -> EmployerView:
    """Correct name or district, where the year's data is not fixed yet; the tax authority is asked again."""
    async with rt.begin(caller.world) as work:
        moved = await correct_employer(work, employer_id, own_uscc(caller), form.name, form.handling_district)
        view = employer_view(moved, work.world.year)
        await work.commit()
    return view


@router.post("/{employer_id}/activation", operation_id="activate_employer", responses=_REFUSED)
async def activate(rt: Rt, caller: Employed, employer_id: UUID) -> EmployerView:
    """Confirm the data in a new year; the unit code is good for it once the tax authority was asked again.

    Read the employer with `Prefer: wait` for what it said. Who was admitted on a licence is active at once.
    """
    async with rt.begin(caller.world) as work:
        moved = await activate_employer(work, employer_id, own_uscc(caller))
        view = employer_view(moved, work.world.year)
        await work.commit()
    return view


@router.put("/{employer_id}/contact", operation_id="change_employer_contact", responses={404: _REFUSED[404]})
async def contact(rt: Rt, caller: Employed, employer_id: UUID, form: ContactForm) -> EmployerView:
    """Change contact and telephone: the only data that may change at any time, in any stage."""
    async with rt.begin(caller.world) as work:
        moved = await change_contact(work, employer_id, own_uscc(caller), _contact(form))
        view = employer_view(moved, work.world.year)
        await work.commit()
    return view


@router.put("/{employer_id}/pace", operation_id="set_employer_pace", responses={404: _REFUSED[404]})
async def pace(
    rt: Rt,
    caller: Annotated[Caller, Depends(allow(Role.EMPLOYER, Role.ADMINISTRATOR))],
    employer_id: UUID,
    form: PaceForm,
) -> EmployerView:
    """Answer requests by hand, or approve each at once. Only in a sandbox."""
    if rt.settings.mode is not Mode.SANDBOX:
        raise Problem("sandbox-only", "In production an employer decides about every request itself.")
    async with rt.begin(caller.world) as work:
        held = await hold_employer(work, employer_id, uscc_of(caller))
        values = {"answers": form.answers_associations}
        moved = await employers.move(work, held, EmployerEvent.PACE_SET, caller.role.value, values, **values)
        view = employer_view(moved, work.world.year)
        await work.commit()
    return view


@router.get("/{employer_id}/events", operation_id="list_employer_events", responses={404: _REFUSED[404]})
async def events(rt: Rt, caller: EmployerReader, employer_id: UUID) -> EmployerEventList:
    """What happened to an employer, in order."""
    async with rt.begin(caller.world) as work:
        if await employers.get(work, employer_id, uscc_of(caller)) is None:
            raise NotThere("employer")
        happened = await employers.history(work, employer_id)
    return EmployerEventList(
        items=tuple(
            EmployerEventView(
                seq=each.seq,
                at=each.at,
                event=each.event,
                from_status=each.from_status,
                to_status=each.to_status,
                actor=each.actor,
            )
            for each in happened
        )
    )


def _contact(form: ContactForm) -> Contact:
    return Contact(form.name, form.telephone)


def _secret(rt: Runtime) -> str:
    """What unit codes are derived from: known to the installation, and to nobody outside of it."""
    secrets = rt.settings.secrets_between(rt.settings.service, TAX)
    if not secrets:
        raise NoSharedSecret(f"LUOHU_PEER_SECRETS holds no secret for {rt.settings.service}->{TAX}")
    return secrets[0]

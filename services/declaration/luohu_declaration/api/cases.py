"""Cases (办件): opened by whom the procedure names, taken step by step, watched by everybody whom they concern."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from luohu_contract.claim import Person
from luohu_contract.numbers import parse_resident_id
from luohu_contract.numbers.invalid import NumberInvalid
from luohu_declaration.api.callers import Overdue
from luohu_declaration.api.case_callers import Actor, HandsIn, named, require_actor, whose
from luohu_declaration.api.case_schemas import (
    CaseList,
    CaseView,
    CaseWanted,
    PersonWanted,
    Roster,
    RosterWanted,
    StepWanted,
    case_view,
)
from luohu_declaration.api.employer_callers import own_uscc
from luohu_declaration.domain.casework.case import Case, step_from
from luohu_declaration.domain.casework.procedure import About, Procedure
from luohu_declaration.domain.checks import FormInvalid
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.storage import case_waits, cases
from luohu_declaration.usecases.casework.open_case import Wanted, hold_case, open_case, read_case
from luohu_declaration.usecases.casework.programme import procedure_of, table_of
from luohu_declaration.usecases.casework.stepping import take
from luohu_kit.api import PreferWait, Rt
from luohu_kit.auth import Caller, Role
from luohu_kit.etag import IfMatch, etag, if_match
from luohu_kit.idempotency import IdempotencyKey, keep
from luohu_kit.work import Work

router = APIRouter(prefix="/v1", tags=["cases"])

REFUSED: dict[int | str, dict[str, Any]] = {
    403: {"description": "Somebody else takes this step (role-not-allowed)"},
    404: {"description": "No such case among yours, or no casework in this world (procedure-unknown)"},
    409: {"description": "Not the turn of this step (step-refused), or something is lacking (not-yet): `lacking` says"},
    422: {"description": "The form is refused (validation-failed); `errors` point at the fields"},
}
_OPENED: dict[int | str, dict[str, Any]] = {
    **REFUSED,
    201: {"model": CaseView, "headers": {"Location": {"schema": {"type": "string"}, "description": "The case"}}},
}


@router.post("/cases", status_code=201, operation_id="open_case", responses=_OPENED, response_model=None)
async def open_one(
    rt: Rt, caller: HandsIn, request: Request, wanted: CaseWanted, overdue: Overdue, key: IdempotencyKey = None
) -> Response:
    """Open a case of one of the city's procedures (`GET /v1/programme`)."""
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        procedure = procedure_of(work.world, wanted.kind)
        require_actor(caller, procedure.opened_by, f"A case of kind {wanted.kind}")
        new = await _wanted(work, caller, procedure, wanted)
        case = await open_case(work, new, named(caller), overdue)
        body = (await _shown(work, case)).model_dump(mode="json")
        headers = {"Location": f"/v1/cases/{case.id}", "ETag": etag(case.version)}
        return await kept.commit(201, body, headers)


@router.post("/rosters", status_code=201, operation_id="open_roster", responses=REFUSED, response_model=None)
async def open_roster(
    rt: Rt, caller: HandsIn, request: Request, wanted: RosterWanted, overdue: Overdue, key: IdempotencyKey = None
) -> Response:
    """名册: cases of several people of the employer in one step, all of them or none."""
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        procedure = procedure_of(work.world, wanted.kind)
        require_actor(caller, procedure.opened_by & {Role.EMPLOYER.value}, f"A roster of kind {wanted.kind}")
        opened = []
        for at, row in enumerate(wanted.people):
            person = _person(row.person, f"#/people/{at}/person/id_number")
            new = Wanted(wanted.kind, own_uscc(caller), person, row.form.model_dump())
            try:
                opened.append(await open_case(work, new, named(caller), overdue))
            except FormInvalid as invalid:
                raise FormInvalid(
                    [(f"#/people/{at}{each['pointer'].removeprefix('#')}", each["detail"]) for each in invalid.errors]
                ) from None
        roster = Roster(items=await _all_shown(work, opened))
        return await kept.commit(201, roster.model_dump(mode="json"), {})


@router.get("/cases", operation_id="list_cases", responses={404: REFUSED[404]})
async def list_all(
    rt: Rt,
    caller: Actor,
    kind: Annotated[str | None, Query(max_length=40)] = None,
    status: Annotated[str | None, Query(max_length=40)] = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CaseList:
    """An employer sees its own people's, a person those about themselves, offices all."""
    async with rt.begin(caller.world) as work:
        found, total = await cases.page(work, whose(caller, work), kind=kind, status=status, offset=offset, limit=limit)
        items = await _all_shown(work, found)
    return CaseList(total=total, offset=offset, limit=limit, items=items)


@router.get("/cases/{case_id}", operation_id="read_case", responses={404: REFUSED[404]})
async def read(
    rt: Rt,
    caller: Actor,
    case_id: UUID,
    response: Response,
    wait: PreferWait,
    beyond: Annotated[int | None, Query(ge=0, le=1_000_000_000)] = None,
) -> CaseView:
    """One case. With `Prefer: wait=N` and `beyond=VERSION` the answer comes when it has gone on from that version, at
    the latest after N seconds.
    """

    async def seen() -> CaseView:
        async with rt.begin(caller.world) as work:
            sight = await read_case(work, case_id, whose(caller, work))
            return await _shown(work, sight.case)

    async def gone_on() -> CaseView | None:
        view = await seen()
        return view if view.version > (beyond or 0) else None

    view = None
    if wait:
        view = await rt.hub.until(caller.world, str(case_id), gone_on, seconds=wait)
        response.headers["Preference-Applied"] = f"wait={wait}"
    view = view or await seen()
    response.headers["ETag"] = etag(view.version)
    return view


@router.post("/cases/{case_id}/steps/{step}", operation_id="take_step", responses=REFUSED)
async def step(
    rt: Rt,
    caller: Actor,
    case_id: UUID,
    step: str,
    wanted: StepWanted,
    overdue: Overdue,
    response: Response,
    match: IfMatch = None,
) -> CaseView:
    """Take a step of the procedure; `next` of the case names those whose turn it is, and who takes them."""
    async with rt.begin(caller.world) as work:
        sight = await hold_case(work, case_id, whose(caller, work), overdue)
        if match is not None:
            if_match(match, sight.case.version)
        require_actor(caller, step_from(sight.procedure, sight.case, step).by, f"The step {step}")
        form = None if wanted.form is None else wanted.form.model_dump()
        await take(sight, step, named(caller), wanted.said, form)
        view = await _shown(work, sight.case)
        await work.commit()
    response.headers["ETag"] = etag(view.version)
    return view


async def _wanted(work: Work, caller: Caller, procedure: Procedure, wanted: CaseWanted) -> Wanted:
    """What is to be opened, by whom: an employer for a person of its own, or somebody for themselves."""
    form = wanted.form.model_dump()
    parent = None if wanted.parent_id is None else await cases.get(work, wanted.parent_id, whose(caller, work))
    if wanted.parent_id is not None and parent is None:
        raise NotThere("parent case")
    if caller.role is Role.APPLICANT:
        if parent is None:
            raise FormInvalid([("#/parent_id", "name the case of yours that this one comes from")])
        return Wanted(wanted.kind, parent.employer, _of(parent), form, parent.id)
    uscc = own_uscc(caller)
    if procedure.about is About.EMPLOYER:
        return Wanted(wanted.kind, uscc, None, form)
    if wanted.person is None and parent is None:
        raise FormInvalid([("#/person", "name the person whom the case is about")])
    person = _of(parent) if wanted.person is None and parent else _person(wanted.person, "#/person/id_number")
    return Wanted(wanted.kind, uscc, person, form, wanted.parent_id, wanted.password)


def _of(parent: Case) -> Person:
    if parent.person is None:
        raise FormInvalid([("#/parent_id", "this case is about no person")])
    return parent.person


def _person(wanted: PersonWanted | None, at: str) -> Person:
    assert wanted is not None  # noqa: S101 - the caller has looked
    try:
        number = parse_resident_id(wanted.id_number)
    except NumberInvalid as error:
        raise FormInvalid([(at, str(error))]) from None
    return Person(name=wanted.name, id_number=number.number, birth_date=number.birth_date, sex=number.sex)


async def _shown(work: Work, case: Case) -> CaseView:
    [view] = await _all_shown(work, [case])
    return view


async def _all_shown(work: Work, found: Sequence[Case]) -> tuple[CaseView, ...]:
    """Several cases; the number of statements does not grow with them."""
    if not found:
        return ()
    ids = [each.id for each in found]
    waits, children = await case_waits.waiting_of(work, ids), await cases.children(work, ids)
    table = table_of(work.world)
    return tuple(
        case_view(each, procedure_of(work.world, each.kind), table, waits[each.id], children[each.id]) for each in found
    )

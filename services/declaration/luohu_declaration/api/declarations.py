"""Declarations, and the filing of their items."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Body, Query, Request, Response

from luohu_contract.forms import EducationForm, Form, HonourForm, InnovationForm, ResidenceForm, SpouseForm, TaxForm
from luohu_declaration.api.area import new_captcha
from luohu_declaration.api.bulk_schemas import OpenedView, Opening
from luohu_declaration.api.callers import Applicant, Overdue, Reader, owner, person_of
from luohu_declaration.api.present import declaration_view, item_view, summary
from luohu_declaration.api.schemas import DeclarationList, DeclarationView, ItemView
from luohu_declaration.api.settled import PREFERENCE, Sent, declaration_of, settled_declaration
from luohu_declaration.domain.at_once import new_items
from luohu_declaration.storage import declarations, sanctions
from luohu_declaration.usecases.at_once import file_and_send
from luohu_declaration.usecases.dossier import Dossier, hold_declaration
from luohu_declaration.usecases.file_item import file_item
from luohu_declaration.usecases.open_declaration import open_declaration
from luohu_declaration.usecases.read_records import read_records
from luohu_declaration.usecases.rights import round_of
from luohu_kit.api import PreferWait, Rt
from luohu_kit.auth import Caller
from luohu_kit.etag import etag
from luohu_kit.idempotency import IdempotencyKey, Kept, keep
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work

router = APIRouter(prefix="/v1/declarations", tags=["declarations"])

_HEADERS = {
    "Location": {"schema": {"type": "string"}, "description": "Where it is"},
    "ETag": {"schema": {"type": "string"}, "description": "Its version, for If-Match"},
}
_READ: dict[int | str, dict[str, Any]] = {
    200: {"headers": PREFERENCE},
    404: {"description": "No such declaration among yours"},
}
_OPENED: dict[int | str, dict[str, Any]] = {
    201: {
        "model": OpenedView,
        "headers": {"Location": _HEADERS["Location"], **PREFERENCE},
        "links": {
            "declaration": {"operationId": "read_declaration", "parameters": {"declaration_id": "$response.body#/id"}}
        },
    },
    202: {
        "model": OpenedView,
        "description": "Opened, and items are still under review after Prefer: wait",
        "headers": {"Location": _HEADERS["Location"], **PREFERENCE},
    },
    403: {"description": "The sign-in does not prove who it is (assurance-too-low)"},
    409: {"description": "There is a declaration of this year (declaration-exists); Location names it"},
    422: {"description": "An item is refused; `errors` point at the fields, and nothing is stored"},
}
_FILED: dict[int | str, dict[str, Any]] = {
    201: {
        "model": ItemView,
        "headers": _HEADERS,
        "links": {
            "item": {"operationId": "read_item", "parameters": {"item_id": "$response.body#/id"}},
            "verification": {"operationId": "ask_verification", "parameters": {"item_id": "$response.body#/id"}},
        },
    },
    404: {"description": "No such declaration among yours"},
    409: {"description": "It does not go with what is filed (education-exists, filing-exists, item-limit)"},
    422: {"description": "The form is refused; `errors` point at the fields"},
}

_FILING: dict[str, Any] = {"status_code": 201, "responses": _FILED, "response_model": None}


@router.post("", status_code=201, operation_id="open_declaration", responses=_OPENED, response_model=None)
async def open_one(
    rt: Rt,
    caller: Applicant,
    request: Request,
    overdue: Overdue,
    wait: PreferWait,
    opening: Opening | None = None,
    key: IdempotencyKey = None,
) -> Response:
    """Open the declaration of the world's year. An applicant has one for each year. With `items` it is opened together
    with them, all or nothing, and with `verify` they are sent to verification; with `eligibility` the records are read
    as well, and with `captcha` the answer holds one. `Prefer: wait=N` then answers when all of it is settled, or after
    N seconds.
    """
    async with rt.begin(caller.world) as work:
        person = [sanctions.lock_of(work, caller.id_number)] if caller.id_number else []
        kept = await keep(work, caller.subject, key, request, hold=person)
        answer = kept.answer or await _opened(rt, work, kept, caller, opening or Opening(), overdue)
        sent = Sent.by(rt, caller, wait, kept, answer)
    return await sent.declaration(201)


async def _opened(
    rt: Runtime, work: Work, kept: Kept, caller: Caller, opening: Opening, overdue: timedelta
) -> Response:
    person = person_of(caller)
    new = await open_declaration(work, caller.subject, person)
    wanted = new_items(opening.items, uuid4)
    dossier = await file_and_send(
        work, Dossier(new, {}, new=True), wanted, person, verify=opening.verify, overdue=overdue
    )
    if opening.eligibility:
        dossier = dossier.changed(await read_records(work, dossier, person, overdue=overdue))
    body = declaration_view(new, dossier.items, round_of(work.world)).model_dump(mode="json")
    if opening.captcha:
        body["captcha"] = new_captcha(rt, caller, new.id).model_dump(mode="json")
    return await kept.commit(201, body, {"Location": f"/v1/declarations/{new.id}"})


@router.get("", operation_id="list_declarations")
async def list_all(
    rt: Rt,
    caller: Reader,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DeclarationList:
    """An applicant's own declarations; for staff those of everybody, a page at a time."""
    mine = owner(caller)
    async with rt.begin(caller.world) as work:
        if mine is None:
            found = await declarations.page(work, offset, limit)
        else:
            found = (await declarations.of_applicant(work, mine))[offset : offset + limit]
    return DeclarationList(items=tuple(summary(each) for each in found))


@router.get("/{declaration_id}", operation_id="read_declaration", responses=_READ)
async def read(rt: Rt, caller: Reader, declaration_id: UUID, response: Response, wait: PreferWait) -> DeclarationView:
    """A declaration with all its items. With `Prefer: wait=N` the answer comes when none of them is under review any
    more, or the applicant is asked for evidence; at the latest after N seconds.
    """

    view = None
    if wait:
        view = await settled_declaration(rt, caller.world, declaration_id, owner(caller), wait)
        response.headers["Preference-Applied"] = f"wait={wait}"
    if view is None:
        async with rt.begin(caller.world) as work:
            view = await declaration_of(work, declaration_id, owner(caller))
    return view


async def _file(
    rt: Rt, caller: Applicant, request: Request, key: str | None, declaration_id: UUID, form: Form
) -> Response:
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        dossier = await hold_declaration(work, declaration_id, caller.subject)
        item = await file_item(work, dossier, form)
        body = item_view(item, dossier.items, round_of(work.world)).model_dump(mode="json")
        headers = {"Location": f"/v1/items/{item.id}", "ETag": etag(item.version)}
        return await kept.commit(201, body, headers)


@router.post("/{declaration_id}/residences", operation_id="file_residence", **_FILING)
async def file_residence(
    rt: Rt, caller: Applicant, request: Request, declaration_id: UUID, form: ResidenceForm, key: IdempotencyKey = None
) -> Response:
    """File an own home, a rented home or a dormitory: 新增合法稳定住所."""
    return await _file(rt, caller, request, key, declaration_id, form)


@router.post("/{declaration_id}/spouses", operation_id="file_spouse", **_FILING)
async def file_spouse(
    rt: Rt, caller: Applicant, request: Request, declaration_id: UUID, form: SpouseForm, key: IdempotencyKey = None
) -> Response:
    """File a spouse record, one for each marriage: 新增配偶信息. It is reviewed with the first residence on it."""
    return await _file(rt, caller, request, key, declaration_id, form)


@router.post("/{declaration_id}/education", operation_id="file_education", **_FILING)
async def file_education(
    rt: Rt, caller: Applicant, request: Request, declaration_id: UUID, form: EducationForm, key: IdempotencyKey = None
) -> Response:
    """File the one education, domestic or overseas: 新增教育背景."""
    return await _file(rt, caller, request, key, declaration_id, form)


@router.post("/{declaration_id}/innovation", operation_id="file_innovation", **_FILING)
async def file_innovation(
    rt: Rt, caller: Applicant, request: Request, declaration_id: UUID, form: InnovationForm, key: IdempotencyKey = None
) -> Response:
    """File an innovation item: 新增创新创业. The types of the science commission are chosen here and filed there; the
    others name the award. Several may be filed; the best one counts.
    """
    return await _file(rt, caller, request, key, declaration_id, form)


@router.post("/{declaration_id}/honours", operation_id="file_honour", **_FILING)
async def file_honour(
    rt: Rt, caller: Applicant, request: Request, declaration_id: UUID, form: HonourForm, key: IdempotencyKey = None
) -> Response:
    """File an honour: 新增荣誉表彰. Who has none files none (`none` is refused), and saves the indicator as it is."""
    return await _file(rt, caller, request, key, declaration_id, form)


@router.post("/{declaration_id}/tax", operation_id="file_tax", **_FILING)
async def file_tax(
    rt: Rt,
    caller: Applicant,
    request: Request,
    declaration_id: UUID,
    form: Annotated[TaxForm, Body()],
    key: IdempotencyKey = None,
) -> Response:
    """File the authorisation to read the tax data. It can be saved without, and is sent only with it."""
    return await _file(rt, caller, request, key, declaration_id, form)

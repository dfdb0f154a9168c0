"""Declarations, and the filing of their items."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request, Response

from luohu_declaration.api.callers import Applicant, Reader, owner, person_of
from luohu_declaration.api.form_route import FormRoute
from luohu_declaration.api.present import declaration_view, item_view, summary, under_review
from luohu_declaration.api.schemas import DeclarationList, DeclarationView, ItemView
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.forms import (
    EducationForm,
    Form,
    HonourForm,
    InnovationForm,
    ResidenceForm,
    SpouseForm,
    TaxForm,
)
from luohu_declaration.storage import courses, declarations, items
from luohu_declaration.usecases.dossier import hold_declaration
from luohu_declaration.usecases.file_item import file_item
from luohu_declaration.usecases.open_declaration import open_declaration
from luohu_declaration.usecases.rights import round_of
from luohu_kit.api import PreferWait, Rt
from luohu_kit.auth import Caller
from luohu_kit.etag import etag
from luohu_kit.idempotency import IdempotencyKey, keep
from luohu_kit.runtime import Runtime

router = APIRouter(prefix="/v1/declarations", tags=["declarations"], route_class=FormRoute)

_HEADERS = {
    "Location": {"schema": {"type": "string"}, "description": "Where it is"},
    "ETag": {"schema": {"type": "string"}, "description": "Its version, for If-Match"},
}
_READ: dict[int | str, dict[str, Any]] = {
    200: {
        "headers": {
            "Preference-Applied": {
                "schema": {"type": "string"},
                "description": "How long it was willing to wait",
            }
        }
    },
    404: {"description": "No such declaration among yours"},
}
_OPENED: dict[int | str, dict[str, Any]] = {
    201: {
        "model": DeclarationView,
        "headers": {"Location": _HEADERS["Location"]},
        "links": {
            "declaration": {"operationId": "read_declaration", "parameters": {"declaration_id": "$response.body#/id"}}
        },
    },
    403: {"description": "The sign-in does not prove who it is (assurance-too-low)"},
    409: {"description": "There is a declaration of this year (declaration-exists); Location names it"},
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
async def open_one(rt: Rt, caller: Applicant, request: Request, key: IdempotencyKey = None) -> Response:
    """Open the declaration of the world's year. An applicant has one for each year."""
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        new = await open_declaration(work, caller.subject, person_of(caller))
        body = declaration_view(new, {}, round_of(work.world)).model_dump(mode="json")
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

    async def settled() -> DeclarationView | None:
        seen = await _view(rt, caller, declaration_id)
        return None if any(under_review(item) for item in seen.items) else seen

    view = None
    if wait:
        view = await rt.hub.until(caller.world, str(declaration_id), settled, seconds=wait)
        response.headers["Preference-Applied"] = f"wait={wait}"
    return view or await _view(rt, caller, declaration_id)


async def _view(rt: Runtime, caller: Caller, declaration_id: UUID) -> DeclarationView:
    """The declaration as it is now. Raises NotThere."""
    async with rt.begin(caller.world) as work:
        declaration = await declarations.get(work, declaration_id, owner(caller))
        if declaration is None:
            raise NotThere("declaration")
        filed = await items.of_declaration(work, declaration_id)
        submitted = await courses.submitted_at(work, declaration)
        around = round_of(work.world)
    return declaration_view(declaration, {item.id: item for item in filed}, around, submitted_at=submitted)


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

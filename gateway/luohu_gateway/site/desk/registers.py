"""The registers of an agency: search them, read a record with its history, correct it, add one."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from luohu_gateway.site.desk.own import own_labels
from luohu_gateway.site.guard import own_path, signed_in
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.paging import Lines, number
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.queues.drawing import drawn
from luohu_gateway.site.queues.interface import Interface, Json, interface_of
from luohu_gateway.site.queues.queue import FASTER
from luohu_gateway.site.queues.records import PATH, kinds_of
from luohu_gateway.site.queues.service import mount, service
from luohu_gateway.site.queues.shape import Shape
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused
from luohu_kit.auth import Role

PAGE = 25
FIELDS = "fields"

router = APIRouter()
_guard = [Depends(signed_in(Role.OPERATOR))]

Kind = Annotated[str, Path(pattern=r"^[a-z_]{1,60}$")]


@router.get("/desk/records", dependencies=_guard)
async def search(here: Here) -> Response:
    """One register, the words that stand in it, a page of it."""
    given = here.request.query_params
    interface = await _interface(here)
    kinds = kinds_of(interface)
    kind = given["kind"] if given.get("kind") in kinds else next(iter(kinds))
    words, lines = given.get("q", "").strip()[:100], Lines.asked(here, PAGE)
    problem: Shown = NONE
    page: Json = {"items": [], "total": 0}
    try:
        page = await here.ask.get(f"{mount(here)}{PATH}", kind=kind, q=words, **lines.wanted)
    except Refused as refused:
        problem = Shown.of(refused)
    return drawn(
        here,
        "desk/records.html",
        status=422 if problem else 200,
        own=await own_labels(here, interface, (kind,)),
        kinds=list(kinds),
        kind=kind,
        q=words,
        beside=lines.of(page["total"]),
        page=page,
        problem=problem,
    )


@router.get("/desk/records/new/{kind}", dependencies=_guard)
async def blank(here: Here, kind: Kind) -> Response:
    """The form of a new record."""
    return await _form(here, kind, None)


@router.post("/desk/records/new/{kind}", dependencies=_guard)
async def add(here: Here, kind: Kind) -> Response:
    """A new record."""
    form = await here.form()
    body = {"kind": kind, "fields": Shape(await _interface(here)).read(await _schema(here, kind), form, FIELDS)}
    try:
        made = await here.ask.post(f"{mount(here)}{PATH}", body)
    except Refused as refused:
        return await _form(here, kind, None, Shown.of(refused), form)
    return here.go(_back(form) or f"{PREFIX}/desk/records/{made.data['id']}?done=added")


@router.get("/desk/records/{record_id}", dependencies=_guard)
async def read(here: Here, record_id: UUID) -> Response:
    """A record, what was changed in it, and the form that corrects it."""
    record = await here.ask.ask("GET", f"{mount(here)}{PATH}/{record_id}")
    return await _form(here, record.data["kind"], record.data)


@router.post("/desk/records/{record_id}", dependencies=_guard)
async def correct(here: Here, record_id: UUID) -> Response:
    """Write a record anew, unless somebody was faster. Verdicts that were given do not change by it."""
    form = await here.form()
    path = f"{mount(here)}{PATH}/{record_id}"
    record = await here.ask.get(path)
    schema = await _schema(here, record["kind"])
    body = {"kind": record["kind"], "fields": Shape(await _interface(here)).read(schema, form, FIELDS)}
    version = number(form.get("version", ""))
    try:
        await here.ask.put(path, body, etag=f'"{version}"')
    except Refused as refused:
        return await _form(here, record["kind"], await here.ask.get(path), Shown.of(refused), form)
    return here.go(_back(form) or f"{PREFIX}/desk/records/{record_id}?done=corrected")


async def _form(
    here: Visit,
    kind: str,
    record: Json | None,
    problem: Shown = NONE,
    entered: Mapping[str, str] | None = None,
) -> Response:
    history: list[Any] = []
    if record is not None:
        history = (await here.ask.get(f"{mount(here)}{PATH}/{record['id']}/history"))["items"]
    interface = await _interface(here)
    shape = Shape(interface)
    node = shape.fields(await _schema(here, kind), record and record["fields"], FIELDS, entered=entered)
    given = here.request.query_params if entered is None else entered
    return drawn(
        here,
        "desk/record.html",
        status=(409 if problem.slug in FASTER | {"record-conflict"} else 422) if problem else 200,
        own=await own_labels(here, interface, (kind,)),
        kind=kind,
        record=record,
        history=list(reversed(history)),
        form=node,
        back=_back(given),
        problem=problem,
        faster=problem.slug in FASTER,
        done=given.get("done", "") if entered is None else "",
    )


async def _interface(here: Visit) -> Interface:
    return await interface_of(here, service(here))


async def _schema(here: Visit, kind: str) -> Json:
    kinds = kinds_of(await _interface(here))
    if kind not in kinds:
        raise Refused(404, {})
    return kinds[kind]


def _back(given: Mapping[str, str]) -> str:
    """The page that somebody came from to correct a record; empty: none."""
    path = given.get("back", "")
    return own_path(path) if path else ""

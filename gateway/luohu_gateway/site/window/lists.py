"""What is no queue: questions that wait for an agency, notes of employers, sanctions."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_contract.directory import AGENCIES
from luohu_gateway.site.guard import signed_in
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.paging import Lines
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.queues.drawing import drawn
from luohu_gateway.site.queues.interface import interface_of
from luohu_gateway.site.queues.service import DECLARATION
from luohu_gateway.site.queues.shape import Shape
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused
from luohu_kit.auth import Role

PAGE = 25

router = APIRouter()
_guard = [Depends(signed_in(Role.WINDOW, Role.ADMINISTRATOR))]


@router.get("/window/waiting", dependencies=_guard)
async def waiting(here: Here) -> Response:
    """The oldest first."""
    return await _waiting(here)


@router.post("/window/waiting/{question_id}/dispatch", dependencies=_guard)
async def dispatch(here: Here, question_id: UUID) -> Response:
    """Send a question to its agency again."""
    try:
        await here.ask.post(f"/v1/waiting/{question_id}/dispatch")
    except Refused as refused:
        return await _waiting(here, Shown.of(refused))
    return here.go(f"{PREFIX}/window/waiting?done=sent")


@router.get("/window/notes", dependencies=_guard)
async def notes(here: Here) -> Response:
    """Those that nobody has read first, unless all are wanted."""
    every = here.request.query_params.get("all") == "true"
    lines = Lines.asked(here, PAGE)
    found = await here.ask.get("/v1/employer-notes", unread=str(not every).lower(), **lines.one_more)
    items, beside = lines.cut(found["items"])
    return drawn(here, "window/notes.html", notes=items, every=every, beside=beside)


@router.post("/window/notes/{note_id}", dependencies=_guard)
async def acknowledge(here: Here, note_id: UUID) -> Response:
    """The window has read it."""
    await here.ask.post(f"/v1/employer-notes/{note_id}/acknowledgement")
    return here.go(f"{PREFIX}/window/notes")


@router.get("/window/sanctions", dependencies=_guard)
async def sanctions(here: Here) -> Response:
    """The credit list, and the form of a new decision."""
    return await _sanctions(here)


@router.post("/window/sanctions", dependencies=_guard)
async def sanction(here: Here) -> Response:
    """Sanction a person or an employer."""
    form = await here.form()
    interface = await interface_of(here, DECLARATION)
    body = Shape(interface).read(interface.body("/v1/sanctions"), _plain(form), "sanction")
    try:
        await here.ask.post("/v1/sanctions", body, once=form.get("once", ""))
    except Refused as refused:
        return await _sanctions(here, _placed(refused), _plain(form))
    return here.go(f"{PREFIX}/window/sanctions?done=decided")


@router.post("/window/sanctions/{sanction_id}/revocation", dependencies=_guard)
async def revoke(here: Here, sanction_id: UUID) -> Response:
    """Take a sanction back by a new decision."""
    form = await here.form()
    try:
        await here.ask.post(f"/v1/sanctions/{sanction_id}/revocation", {"reason": form.get("reason", "")})
    except Refused as refused:
        return await _sanctions(here, Shown.of(refused))
    return here.go(f"{PREFIX}/window/sanctions?done=revoked")


async def _waiting(here: Visit, problem: Shown = NONE) -> Response:
    lines, agency = Lines.asked(here, PAGE), here.request.query_params.get("agency", "")[:40]
    found = await here.ask.get("/v1/waiting", agency=agency, **lines.wanted)
    agencies = [each.name for each in AGENCIES]
    return drawn(
        here,
        "window/waiting.html",
        status=409 if problem else 200,
        found=found,
        agency=agency,
        agencies=agencies,
        beside=lines.of(found["total"]),
        problem=problem,
        done=here.request.query_params.get("done", ""),
    )


async def _sanctions(here: Visit, problem: Shown = NONE, entered: Mapping[str, str] | None = None) -> Response:
    lines = Lines.asked(here, PAGE)
    found = await here.ask.get("/v1/credit-records", **lines.wanted)
    interface = await interface_of(here, DECLARATION)
    node = Shape(interface).fields(interface.body("/v1/sanctions"), None, "sanction", entered=entered)
    return drawn(
        here,
        "window/sanctions.html",
        status=422 if problem else 200,
        found=found,
        form=node,
        beside=lines.of(found["total"]),
        problem=problem,
        done=here.request.query_params.get("done", ""),
    )


def _plain(form: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in form.items() if name.startswith("sanction.")}


def _placed(refused: Refused) -> Shown:
    """The problem with its fields below the form's own name."""
    shown = Shown.of(refused)
    fields = {f"sanction.{name}": words for name, words in shown.fields.items()}
    return replace(shown, fields=fields)

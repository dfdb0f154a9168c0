"""An employer's people: requests that it answers, how everyone's declaration stands, notes to the window."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from luohu_contract.enrolment import AssociationStatus, NoteKind
from luohu_gateway.site.employer.own import HOME, Employed, registration
from luohu_gateway.site.paging import Lines
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(dependencies=[Employed])
PAGE = 50  #: lines of one page


@router.get("/employer/requests")
async def requests(here: Here) -> Response:
    """Who asks to be associated, the oldest first; what waits for an answer, unless another status is asked for."""
    return await _requests(here)


@router.post("/employer/requests/{association_id}")
async def decide(here: Here, association_id: UUID) -> Response:
    """通过, or 不通过 with an opinion."""
    form = await here.form()
    decision = {"decision": form.get("decision", ""), "opinion": form.get("opinion", "")}
    try:
        await here.ask.post(f"/v1/associations/{association_id}/decision", decision)
    except Refused as refused:
        return await _requests(here, refused, about=str(association_id))
    return here.go(f"{HOME}/requests")


@router.get("/employer/staff")
async def staff(here: Here) -> Response:
    """How the declarations of all its people stand: 用人单位全程可随时查看."""
    employer = await registration(here)
    if employer is None:
        return here.go(HOME)
    lines = Lines.asked(here, PAGE)
    page = await here.ask.get(f"/v1/employers/{employer['id']}/staff", **lines.one_more)
    told = {"year": page["year"], **_paged(lines, page)}
    return here.draw("employer/staff_rows.html" if here.partial else "employer/staff.html", **told)


@router.get("/employer/staff/{declaration_id}")
async def one_of_the_staff(here: Here, declaration_id: UUID) -> Response:
    """One declaration, to be read: an employer enters nothing."""
    employer = await registration(here)
    if employer is None:
        return here.go(HOME)
    found = await here.ask.get(f"/v1/employers/{employer['id']}/staff/{declaration_id}")
    return here.draw("employer/declaration.html", declaration=found)


@router.get("/employer/points")
async def points(here: Here) -> Response:
    """The final points of its people, once the list is out."""
    lines = Lines.asked(here, PAGE)
    try:
        page = await here.ask.get("/v1/final-points", **lines.one_more)
    except Refused as refused:
        return here.draw("employer/points.html", problem=Shown.of(refused), **_paged(lines, {"items": []}))
    return here.draw("employer/points.html", problem=NONE, **_paged(lines, page))


@router.get("/employer/notes")
async def notes(here: Here) -> Response:
    """What the window was told."""
    return await _notes(here)


@router.post("/employer/notes")
async def send_note(here: Here) -> Response:
    """Tell the window: changed data, a change of employer, dishonesty."""
    employer = await registration(here)
    if employer is None:
        return here.go(HOME)
    form = await here.form()
    note = {"kind": form.get("kind", ""), "text": form.get("text", "")}
    if number := form.get("id_number"):
        note["id_number"] = number
    try:
        await here.ask.post(f"/v1/employers/{employer['id']}/notes", note, once=form.get("once", ""))
    except Refused as refused:
        return await _notes(here, refused)
    return here.go(f"{HOME}/notes")


async def _requests(here: Visit, refused: Refused | None = None, *, about: str = "") -> Response:
    employer = await registration(here)
    if employer is None:
        return here.go(HOME)
    status, lines = here.request.query_params.get("status", AssociationStatus.PENDING), Lines.asked(here, PAGE)
    wanted = status if status in set(AssociationStatus) else ""
    path = f"/v1/employers/{employer['id']}/associations"
    page = await here.ask.get(path, status=wanted, **lines.one_more)
    return here.draw(
        "employer/request_rows.html" if here.partial else "employer/requests.html",
        status=refused.status if refused else 200,
        wanted=wanted,
        statuses=list(AssociationStatus),
        about=about,
        entered=await here.form() if refused else {},
        problem=Shown.of(refused) if refused else NONE,
        **_paged(lines, page),
    )


async def _notes(here: Visit, refused: Refused | None = None) -> Response:
    employer = await registration(here)
    if employer is None:
        return here.go(HOME)
    lines = Lines.asked(here, PAGE)
    page = await here.ask.get(f"/v1/employers/{employer['id']}/notes", **lines.one_more)
    return here.draw(
        "employer/notes.html",
        status=refused.status if refused else 200,
        kinds=list(NoteKind),
        entered=await here.form() if refused else {},
        problem=Shown.of(refused) if refused else NONE,
        **_paged(lines, page),
    )


def _paged(lines: Lines, found: Mapping[str, Any]) -> dict[str, Any]:
    items, beside = lines.cut(found["items"])
    return {"items": items, "beside": beside}

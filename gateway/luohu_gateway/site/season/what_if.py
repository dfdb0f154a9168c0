"""What another policy would make of the city: computed beside what counts, for the administrator."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_gateway.site.guard import signed_in
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.season.plots import histogram
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused
from luohu_kit.auth import Role

router = APIRouter(dependencies=[Depends(signed_in(Role.ADMINISTRATOR))])
PATH = "/v1/rescorings"
ROWS = 100  #: of those who would move, on one page


@router.get("/season/what-if")
async def what_if(here: Here) -> Response:
    """Which rules, and what was computed already."""
    return await _drawn(here)


@router.post("/season/what-if")
async def begin(here: Here) -> Response:
    """Compute the city under a version that it has, or under rules that were written here."""
    form = await here.form()
    try:
        begun = await here.ask.post(PATH, _wanted(form), once=form.get("once", ""))
    except Refused as refused:
        return await _drawn(here, refused)
    return here.go(f"{PREFIX}/season/what-if/{begun.data['id']}")


@router.get("/season/what-if/{rescoring_id}")
async def one(here: Here, rescoring_id: UUID) -> Response:
    """How far it is; once it is done, both lists side by side."""
    found = await here.ask.get(f"{PATH}/{rescoring_id}")
    told: dict[str, Any] = {"rescoring": found, "plot": None, "columns": [], "moved": []}
    if found["status"] == "done":
        told["columns"] = (await here.ask.get(f"{PATH}/{rescoring_id}/distribution"))["columns"]
        lines = {"other_cut_off": found["cut_off"]}
        told["plot"] = histogram(told["columns"], ("now", "other"), lines, stacked=False)
        told["moved"] = (await here.ask.get(f"{PATH}/{rescoring_id}/places", limit=ROWS))["items"]
    return here.draw("season/compared.html" if here.partial else "season/rescoring.html", **told)


def _wanted(form: Mapping[str, str]) -> dict[str, Any]:
    """What the form asks for. What is not filled in is left out, so that the API says what is missing."""
    wanted: dict[str, Any] = {name: form[name] for name in ("rules", "rules_yaml") if form.get(name)}
    if quota := form.get("quota"):
        wanted["quota"] = int(quota) if quota.isascii() and quota.isdigit() and len(quota) < 9 else quota
    return wanted


async def _drawn(here: Visit, refused: Refused | None = None) -> Response:
    found = (await here.ask.get(PATH, limit=20))["items"]
    return here.draw(
        "season/what_if.html",
        status=refused.status if refused else 200,
        rescorings=found,
        entered=await here.form() if refused else {},
        problem=Shown.of(refused) if refused else NONE,
    )

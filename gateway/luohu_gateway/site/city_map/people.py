"""The people of a world who were made up from a seed: how many there are, and how far their making is."""

from typing import Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_gateway.site.city_map.filled import body_of
from luohu_gateway.site.guard import in_sandbox
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter()

_OPEN = [Depends(in_sandbox())]
PAGE = f"{PREFIX}/map/people"
SHOWN = 20  #: of them, on the page


@router.get("/map/people", dependencies=_OPEN)
async def look(here: Here) -> Response:
    """Who lives in the world."""
    return await _drawn(here)


@router.post("/map/people", dependencies=_OPEN)
async def make(here: Here) -> Response:
    """Fill the world with people."""
    form = await here.form()
    try:
        await here.ask.post("/_luohu/population", body_of(form, ("size", "seed"), frozenset({"size", "seed"})))
    except Refused as refused:
        return await _drawn(here, status=422, problem=Shown.of(refused), entered=dict(form))
    return await _drawn(here) if here.partial else here.go(PAGE)


async def _drawn(
    here: Visit, *, status: int = 200, problem: Shown = NONE, entered: dict[str, Any] | None = None
) -> Response:
    held, people = None, []
    try:
        held = await here.ask.get("/_luohu/population")
        if held["state"] == "ready":
            people = (await here.ask.get("/_luohu/population/people", limit=SHOWN))["items"]
    except Refused as refused:
        if refused.slug != "population-missing":
            raise
    return here.draw(
        "city_map/people_part.html" if here.partial else "city_map/people.html",
        status,
        held=held,
        people=people,
        problem=problem,
        entered=entered or {},
    )

"""`/city/map`: the whole picture, with a panel for what was chosen in it."""

from typing import Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_gateway.site.city_map.hops import latest
from luohu_gateway.site.city_map.layout import LINES, MAPS
from luohu_gateway.site.city_map.live import watches_of
from luohu_gateway.site.city_map.state import DEPTHS, state_of
from luohu_gateway.site.guard import in_sandbox
from luohu_gateway.site.visit import Here, Visit

router = APIRouter()


@router.get("/map", dependencies=[Depends(in_sandbox())])
async def whole(here: Here) -> Response:
    """The map."""
    return await map_page(here)


@router.get("/map/hops", dependencies=[Depends(in_sandbox())])
async def hops(here: Here) -> Response:
    """The latest hops alone."""
    template = "city_map/hops.html" if here.partial else "city_map/hops_page.html"
    return here.draw(template, hops=await latest(here.ask))


async def map_page(here: Visit, panel: str = "", *, status: int = 200, **told: Any) -> Response:
    """The map, with a panel open beside it. panel: its template; told: what it shows."""
    state = watches_of(here.request).state(here.world) or await state_of(here.ask)
    return here.draw(
        "city_map/map.html",
        status=status,
        maps=MAPS,
        lines=[f"{sender}->{receiver}" for sender, receiver in LINES],
        state=state,
        depths=DEPTHS,
        panel=panel,
        **told,
    )


async def panel_page(here: Visit, panel: str, *, status: int = 200, **told: Any) -> Response:
    """A panel alone where the page is there already, else the map with it."""
    if here.partial:
        return here.draw(panel, status=status, **told)
    return await map_page(here, panel, status=status, **told)

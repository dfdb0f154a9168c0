"""The journey of one item, followed as it goes on."""

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_gateway.site.city_map.page import panel_page
from luohu_gateway.site.city_map.sequence import drawn
from luohu_gateway.site.guard import in_sandbox, own_path
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.problems import Shown
from luohu_gateway.site.visit import Here
from luohu_gateway.site.wire import Refused

router = APIRouter()


@router.get("/map/items", dependencies=[Depends(in_sandbox())])
async def find(here: Here) -> Response:
    """To the item whose id was entered."""
    return here.go(own_path(f"{PREFIX}/map/items/{here.request.query_params.get('item', '').strip()[:60]}"))


@router.get("/map/items/{item}", dependencies=[Depends(in_sandbox())])
async def journey(here: Here, item: str) -> Response:
    """Who asked whom about it, what was said, what was answered. `part=diagram` asks for the diagram alone."""
    try:
        told = await here.ask.get(f"/_luohu/journal/trace/{_plain(item)}", partial="true")
    except Refused as refused:
        if refused.slug != "journey-unknown":
            raise
        return await panel_page(here, "city_map/no_item.html", status=404, item=item, problem=Shown.of(refused))
    diagram = drawn(told["participants"], told["steps"])
    if here.partial and here.request.query_params.get("part") == "diagram":
        return here.draw("city_map/journey.html", item=item, diagram=diagram)
    return await panel_page(here, "city_map/item.html", item=item, diagram=diagram)


def _plain(item: str) -> str:
    """An id as a path of the API can hold it."""
    return "".join(sign for sign in item if sign.isascii() and (sign.isalnum() or sign == "-"))[:100] or "-"

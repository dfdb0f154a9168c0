"""What the city can show: scenarios, which one request asks for, and personas, each with what comes of them."""

import asyncio

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_gateway.site.guard import in_sandbox
from luohu_gateway.site.visit import Here

router = APIRouter()


@router.get("/map/scenarios", dependencies=[Depends(in_sandbox())])
async def listed(here: Here) -> Response:
    """All scenarios, and the people with a story of the city that this world is."""
    scenarios, personas, world = await asyncio.gather(
        here.ask.get("/_luohu/scenarios"),
        here.ask.get("/_luohu/personas"),
        here.ask.get(f"/_luohu/worlds/{here.world}"),
    )
    here_too = [one for one in personas["items"] if one["programme"] == world["programme"]]
    return here.draw("city_map/stories.html", scenarios=scenarios["items"], personas=here_too)

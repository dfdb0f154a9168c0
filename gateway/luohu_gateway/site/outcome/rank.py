"""排名: where the total stands just now, and what was announced once the list was published."""

from asyncio import gather
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from luohu_gateway.site.mine import mine
from luohu_gateway.site.outcome.item import applicant
from luohu_gateway.site.outcome.score import points
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Away, Refused

router = APIRouter()


@router.get("/rank", dependencies=[applicant])
async def show(here: Here) -> Response:
    """Rank and total; the part that changes, for htmx."""
    declaration = await mine(here)
    if declaration is None:
        return here.draw("outcome/none.html", way="rank")
    (score, simulated), season = await gather(points(here, declaration["id"]), here.ask.get("/v1/season"))
    place = None if simulated else score["place"]
    return here.draw(
        "outcome/rank_part.html" if here.partial else "outcome/rank.html",
        declaration=declaration,
        season=season,
        score=score,
        simulated=simulated,
        place=place,
        published=await _published(here, declaration["year"]) if place and place["final"] else None,
    )


async def _published(here: Visit, year: int) -> Any:
    """Quota, cut-off and ties of the list while it is public; None before and after."""
    try:
        return await here.ask.get(f"/v1/publication/{year}", limit=1)
    except (Refused, Away):
        return None

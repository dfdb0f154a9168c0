"""Where the year stands, how scores are distributed, and the published list: for everybody."""

from typing import Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_gateway.site.guard import everybody
from luohu_gateway.site.paging import Lines
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.season.plots import histogram, timeline
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(dependencies=[Depends(everybody())])
PAGE = 100  #: lines of the list on one page


@router.get("/season")
async def season(here: Here) -> Response:
    """The stages on a line and, as long as the list is public, how scores are distributed."""
    try:
        found = await here.ask.get("/v1/season")
    except Refused as refused:
        return here.draw("season/none.html", problem=Shown.of(refused))
    spans, now = timeline(found["stages"], found["now"])
    spread, problem = await _distribution(here, found["year"])
    plot = None
    if spread:
        counts = [
            {"points": one["points"], "in": one["admitted"], "out": one["people"] - one["admitted"]}
            for one in spread["columns"]
        ]
        plot = histogram(counts, ("in", "out"), {"cut_off": spread["cut_off"]}, stacked=True)
    told = {"season": found, "spans": spans, "now": now, "spread": spread, "plot": plot, "problem": problem}
    return here.draw("season/line.html" if here.partial else "season/season.html", **told)


@router.get("/season/list")
async def published(here: Here) -> Response:
    """积分落户公示名单, a page at a time."""
    lines = Lines.asked(here, PAGE)
    try:
        year = (await here.ask.get("/v1/season"))["year"]
        found = await here.ask.get(f"/v1/publication/{year}", **lines.wanted)
    except Refused as refused:
        return here.draw("season/list.html", published=None, problem=Shown.of(refused))
    return here.draw("season/list.html", published=found, problem=NONE, beside=lines.of(found["admitted"]))


async def _distribution(here: Visit, year: int) -> tuple[dict[str, Any] | None, Shown]:
    """The distribution, or why there is none to see."""
    try:
        return await here.ask.get(f"/v1/publication/{year}/distribution"), NONE
    except Refused as refused:
        return None, Shown.of(refused)

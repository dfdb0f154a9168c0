"""The times of the year in which applications are taken, and the lists that come of them."""

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_contract.texts.table_values import intake_name
from luohu_gateway.site.cases.programme import HOME, Slug, programme
from luohu_gateway.site.guard import everybody
from luohu_gateway.site.paging import Lines
from luohu_gateway.site.visit import Here

router = APIRouter(dependencies=[Depends(everybody())])
PAGE = 100  #: places of one page


@router.get("/cases/intakes")
async def listed(here: Here) -> Response:
    """All of them, each with how it chooses."""
    known = await programme(here)
    if not known.works_by_cases:
        return here.draw("cases/declares.html", known=known)
    intakes = (await here.ask.get("/v1/intakes"))["items"]
    return here.draw("cases/intakes.html", intake_name=intake_name, intakes=intakes)


@router.get("/cases/intakes/{name}")
async def one_list(here: Here, name: Slug) -> Response:
    """入户名单 with the line or the quota, and who ties for the last place."""
    intakes = (await here.ask.get("/v1/intakes"))["items"]
    intake = next((each for each in intakes if each["name"] == name), None)
    lines = Lines.asked(here, PAGE)
    found = await here.ask.get(f"/v1/intakes/{name}/list", **lines.one_more)
    places, beside = lines.cut(found["items"])
    ranks = [place["rank"] for place in found["items"]]
    return here.draw(
        "cases/list_of_intake.html",
        intake=intake,
        intake_name=intake_name,
        found=found,
        places=places,
        tied={rank for rank in ranks if ranks.count(rank) > 1},
        path=f"{HOME}/intakes/{name}",
        beside=beside,
    )

"""职住区域: the choice with its captcha, and the provisional result on demand (点击查看; handbook 三.四.2)."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from luohu_contract.indicators import Indicator
from luohu_gateway.site.applicant.frame import drawn
from luohu_gateway.site.applicant.mine import APPLICANT, Declared, Mine
from luohu_gateway.site.problems import Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(prefix="/me/area", dependencies=APPLICANT)


@router.get("")
async def show(here: Here, mine: Declared) -> Response:
    """点击查看: the result as homes and insurance stand now."""
    found, problem = None, Shown()
    try:
        found = await here.ask.get(f"{mine.path}/area")
    except Refused as refused:
        problem = Shown.of(refused)
    return drawn(here, "area.html", mine, Indicator.JOB_HOUSING_AREA.value, found=found, problem=problem)


async def area_told(here: Visit, mine: Mine, committed: str) -> dict[str, Any]:
    """What the page is drawn with. committed: what was chosen and not saved."""
    saved = mine.page_of(Indicator.JOB_HOUSING_AREA)["area_committed"]
    return {
        "captcha": await here.ask.get(f"{mine.path}/captcha"),
        "committed": committed or ("" if saved is None else str(saved).lower()),
    }

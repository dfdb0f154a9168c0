"""The nine pages of the indicators: what is filed with its state as it changes, what is only read, and 保存."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from luohu_contract.indicators import INDICATOR_OF, Indicator
from luohu_contract.item import ItemKind
from luohu_gateway.site.applicant.agencies import silent_of
from luohu_gateway.site.applicant.area import area_told
from luohu_gateway.site.applicant.forms.catalogue import forms_of
from luohu_gateway.site.applicant.frame import drawn
from luohu_gateway.site.applicant.mine import APPLICANT, ME, Declared, Mine
from luohu_gateway.site.applicant.rows import rows_of
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(prefix="/me/indicators/{indicator}", dependencies=APPLICANT)


@router.get("")
async def show(here: Here, mine: Declared, indicator: Indicator) -> Response:
    """The page of an indicator."""
    return await indicator_page(here, mine, indicator)


@router.get("/items")
async def items(here: Here, mine: Declared, indicator: Indicator) -> Response:
    """The items alone, when something has happened to one of them."""
    return drawn(here, "items.html", mine, indicator.value, **await _told(here, mine, indicator))


@router.post("/save")
async def save(here: Here, mine: Declared, indicator: Indicator) -> Response:
    """保存 one page; that of the job-housing area takes the choice and the captcha."""
    form = await here.form()
    wanted: dict[str, Any] = {"saved": True}
    if indicator is Indicator.JOB_HOUSING_AREA:
        wanted["captcha"] = {"token": form.get("token", ""), "answer": form.get("captcha.answer", "")}
        if form.get("committed"):
            wanted["committed"] = form["committed"] == "true"
    try:
        await here.ask.put(f"{mine.path}/indicators/{indicator.value}", wanted)
    except Refused as refused:
        problem, chosen = Shown.of(refused), form.get("committed", "")
        return await indicator_page(here, mine, indicator, problem=problem, status=refused.status, committed=chosen)
    following = _next(indicator) if form.get("then") == "next" else f"indicators/{indicator.value}"
    return here.go(f"{ME}/{following}")


async def indicator_page(
    here: Visit,
    mine: Mine,
    indicator: Indicator,
    *,
    problem: Shown = NONE,
    status: int = 200,
    committed: str = "",
) -> Response:
    """The whole page. committed: what was chosen on that of the job-housing area, if it is drawn again."""
    told = await _told(here, mine, indicator)
    if indicator is Indicator.JOB_HOUSING_AREA:
        told |= await area_told(here, mine, committed)
    return drawn(here, "indicator.html", mine, indicator.value, problem=problem, status=status, **told)


async def _told(here: Visit, mine: Mine, indicator: Indicator) -> dict[str, Any]:
    filed = [item for item in mine.items if INDICATOR_OF.get(ItemKind(item["kind"])) is indicator]
    return {
        "indicator": indicator,
        "page": mine.page_of(indicator),
        "forms": forms_of(indicator),
        "rows": rows_of(filed, mine),
        "silent": await silent_of(here, filed),
        "to_verify": sum("verification" in item["links"] for item in filed),
    }


def _next(indicator: Indicator) -> str:
    """The page after one, in the handbook's order; after the last, 预览/提交."""
    order = list(Indicator)
    place = order.index(indicator) + 1
    return f"indicators/{order[place].value}" if place < len(order) else "submission"

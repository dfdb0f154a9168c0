"""预览/提交, 撤回修改: what is still open before one submits, the submission itself, and the course of the year."""

from asyncio import gather
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from luohu_contract.indicators import Indicator
from luohu_contract.texts import Text
from luohu_contract.texts.pages import PAGES
from luohu_gateway.site.mine import mine
from luohu_gateway.site.outcome.item import applicant
from luohu_gateway.site.outcome.paths import ME
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(prefix="/submission")

PAGE = "outcome/submission.html"
BASICS = "basics"


@router.get("", dependencies=[applicant])
async def show(here: Here) -> Response:
    """What is saved and what is not, and what can be done now."""
    return await _drawn(here)


@router.post("", dependencies=[applicant])
async def submit(here: Here) -> Response:
    """提交. What is not saved is named beside the page that it belongs to."""
    form = await here.form()
    declaration = await mine(here)
    if declaration is None:
        return here.draw("outcome/none.html", way="submission")
    try:
        await here.ask.post(f"/v1/declarations/{declaration['id']}/submission", once=form.get("once", ""))
    except Refused as refused:
        missing = tuple(refused.problem.get("missing", ()))
        return await _drawn(here, status=refused.status, problem=Shown.of(refused), missing=missing)
    return here.go(f"{ME}/submission")


@router.post("/withdrawal", dependencies=[applicant])
async def withdraw(here: Here) -> Response:
    """撤回修改积分落户申请."""
    declaration = await mine(here)
    try:
        if declaration is not None:
            await here.ask.delete(f"/v1/declarations/{declaration['id']}/submission")
    except Refused as refused:
        return await _drawn(here, status=refused.status, problem=Shown.of(refused))
    return here.go(f"{ME}/submission")


async def _drawn(here: Visit, *, status: int = 200, problem: Shown = NONE, missing: tuple[str, ...] = ()) -> Response:
    declaration = await mine(here)
    if declaration is None:
        return here.draw("outcome/none.html", way="submission")
    me = f"/v1/declarations/{declaration['id']}"
    pages, season, submission, history = await gather(
        *(here.ask.get(path) for path in (f"{me}/indicators", "/v1/season", f"{me}/submission", f"{me}/history"))
    )
    return here.draw(
        PAGE,
        status=status,
        problem=problem,
        missing=missing,
        submission=submission,
        pages=_pages(pages),
        unsaved=pages["unsaved"],
        items={each["id"]: each for page in pages["items"] for each in page["items"]},
        season=season,
        closes=next((each["closes"] for each in season["stages"] if each["stage"] == "declaration"), None),
        open="submit" in season["rights"],
        history=history["items"],
    )


def _pages(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The pages that are saved before one submits, in their order: the basics, then the nine indicators."""
    basics: dict[str, Any] = {
        "name": BASICS,
        "path": f"{ME}/basics",
        "label": PAGES["outcome.submission.basics"],
        "saved": told["basics_saved"],
        "state": "",
        "items": [],
    }
    nine = [
        {
            "name": each["indicator"],
            "path": _form_of(each["indicator"]),
            "label": Text(each["label"], each["label_en"]),
            "saved": each["saved"],
            "state": each["state"],
            "items": each["items"],
        }
        for each in told["items"]
    ]
    return [basics, *nine]


def _form_of(indicator: str) -> str:
    """The page on which an indicator is filled in."""
    return f"{ME}/area" if indicator == Indicator.JOB_HOUSING_AREA else f"{ME}/indicators/{indicator}"

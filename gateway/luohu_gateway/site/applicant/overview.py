"""The overview: where the year stands, what it allows, how far the declaration is, and what to do next."""

from fastapi import APIRouter
from starlette.responses import Response

from luohu_contract.texts.season import STAGES
from luohu_gateway.site.applicant.frame import drawn
from luohu_gateway.site.applicant.mine import APPLICANT, ME, Declared, found_of, season_of
from luohu_gateway.site.live import relay
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(prefix="/me", dependencies=APPLICANT)

_AT = "overview"


@router.get("")
async def overview(here: Here) -> Response:
    """All of it at a glance; before the declaration is opened, how to open it."""
    season = await season_of(here)
    mine = None if season is None else await found_of(here, season)
    if mine is None:
        return here.draw("applicant/begin.html", season=season, stages=STAGES, me=ME, problem=NONE)
    return drawn(here, "overview.html", mine, _AT)


@router.post("/open")
async def open_declaration(here: Here) -> Response:
    """Open the declaration of the year, and have the registers asked about eligibility in the same step."""
    once = (await here.form()).get("once", "")
    try:
        await here.ask.post("/v1/declarations", {"eligibility": True}, once=once)
    except Refused as refused:
        if refused.slug != "declaration-exists":
            return await _not_opened(here, refused)
    return here.go(ME)


async def _not_opened(here: Visit, refused: Refused) -> Response:
    return here.draw(
        "applicant/begin.html",
        status=refused.status,
        season=await season_of(here),
        stages=STAGES,
        me=ME,
        problem=Shown.of(refused),
    )


@router.post("/verification")
async def verify_all(here: Here, mine: Declared) -> Response:
    """在线审核 of every draft that has the button."""
    once = (await here.form()).get("once", "")
    try:
        await here.ask.post(f"{mine.path}/verification", once=once)
    except Refused as refused:
        return drawn(here, "overview.html", mine, _AT, problem=Shown.of(refused), status=refused.status)
    return here.go(ME)


@router.get("/steps")
async def steps(here: Here, mine: Declared) -> Response:
    """The steps alone, when something has changed. `at`: the page beside which they stand."""
    return drawn(here, "steps.html", mine, here.request.query_params.get("at", _AT))


@router.get("/overview")
async def progress(here: Here, mine: Declared) -> Response:
    """What changes on the overview, when something has."""
    return drawn(here, "progress.html", mine, _AT)


@router.get("/live")
async def live(here: Here, mine: Declared) -> Response:
    """The events of the declaration and of all its items."""
    return await relay(here, f"{mine.path}/events")

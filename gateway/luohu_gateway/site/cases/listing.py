"""The cases that somebody sees: an employer its people's, a person their own, offices theirs."""

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_contract.texts.table_values import intake_name
from luohu_gateway.site.cases.programme import HOME, acts_as, programme
from luohu_gateway.site.cases.roster import rosters
from luohu_gateway.site.guard import signed_in
from luohu_gateway.site.live import relay
from luohu_gateway.site.paging import Lines
from luohu_gateway.site.visit import Here

router = APIRouter(dependencies=[Depends(signed_in())])
PAGE = 30  #: lines of one page


@router.get("/cases")
async def listed(here: Here) -> Response:
    """The list, by kind and status. Where the city takes no cases, the page says so and where one declares."""
    known = await programme(here)
    if not known.works_by_cases:
        return here.draw("cases/declares.html", known=known)
    query = here.request.query_params
    kind, status = query.get("kind", ""), query.get("status", "")
    kind = kind if kind in known.procedures else ""
    status = status if status in known.statuses(kind) else ""
    lines = Lines.asked(here, PAGE)
    counted = await here.ask.ask("GET", "/v1/cases/counts")  # before the list: what happens in between is told again
    page = await here.ask.get("/v1/cases", kind=kind, status=status, **lines.wanted)
    return here.draw(
        "cases/rows.html" if here.partial else "cases/list.html",
        known=known,
        page=page,
        intake_name=intake_name,
        after=counted.etag.strip('"'),
        kind=kind,
        wanted=status,
        path=f"{HOME}?kind={kind}&status={status}",
        opens=known.opened_by(acts_as(here.session)),
        rosters=rosters(known, acts_as(here.session)),
        beside=lines.of(page["total"]),
    )


@router.get("/cases/live")
async def live(here: Here) -> Response:
    """Says when any of them changes."""
    return await relay(here, "/v1/cases/counts")

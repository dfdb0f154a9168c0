"""资格条件: have the registers asked, read every reason with what can be done, object to a refusal with evidence."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from luohu_contract.texts.districts import DISTRICT_NAMES
from luohu_gateway.site.applicant.evidence import uploaded
from luohu_gateway.site.applicant.frame import drawn
from luohu_gateway.site.applicant.mine import APPLICANT, ME, Declared, Mine
from luohu_gateway.site.problems import Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(prefix="/me/eligibility", dependencies=APPLICANT)

_AT = "eligibility"
_WAIT = {"prefer": "wait=20"}  #: seconds that the service holds the answer back, while nothing has changed


@router.get("")
async def show(here: Here, mine: Declared) -> Response:
    """Where the question stands."""
    return _page(here, mine)


@router.get("/state")
async def state(here: Here, mine: Declared) -> Response:
    """The same as a part; it is answered when something has changed, and asks again by itself while it may."""
    if here.partial and "wait" in here.request.query_params:
        await here.ask.ask("GET", f"{mine.path}/eligibility", headers=_WAIT)
    found = (await here.ask.get(f"{mine.path}/eligibility")) if here.partial else mine.eligibility
    return drawn(here, "eligibility_state.html", mine, _AT, **_told(here, found))


@router.post("")
async def ask(here: Here, mine: Declared) -> Response:
    """Ask the registers, for the first time or anew."""
    once = (await here.form()).get("once", "")
    try:
        await here.ask.post(f"{mine.path}/eligibility", once=once)
    except Refused as refused:
        return _page(here, mine, refused)
    return here.go(f"{ME}/eligibility")


@router.post("/dispute")
async def dispute(here: Here, mine: Declared) -> Response:
    """Object to the refusal: the district window looks at it."""
    form = await here.form()
    evidence = await here.several("evidence")
    try:
        evidence += [each["id"] for each in await uploaded(here, mine.path, "files")]
        wanted: dict[str, Any] = {"statement": form.get("statement", ""), "evidence": evidence}
        if form.get("district"):
            wanted["district"] = form["district"]
        await here.ask.post(f"{mine.path}/eligibility/dispute", wanted, once=form.get("once", ""))
    except Refused as refused:
        return _page(here, mine, refused, values=form, evidence=evidence)
    return here.go(f"{ME}/eligibility")


def _page(here: Visit, mine: Mine, refused: Refused | None = None, **told: Any) -> Response:
    status, problem = (refused.status, Shown.of(refused)) if refused else (200, Shown())
    told = {**_told(here, mine.eligibility), **told}
    return drawn(here, "eligibility.html", mine, _AT, problem=problem, status=status, **told)


def _told(here: Visit, found: Mapping[str, Any]) -> dict[str, Any]:
    return {"found": found, "districts": here.words.pairs(DISTRICT_NAMES.items()), "values": {}, "evidence": []}

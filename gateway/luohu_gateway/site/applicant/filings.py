"""市科委创新创业人才积分落户管理信息系统: the commission's own filings, which the handbook sends applicants to."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from luohu_contract.indicators import Indicator
from luohu_contract.innovation import AT_COMMISSION, InnovationType
from luohu_contract.reasons import REASONS
from luohu_contract.texts import text
from luohu_gateway.site.applicant.frame import drawn
from luohu_gateway.site.applicant.mine import APPLICANT, ME, Declared, Mine, version_tag
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(prefix="/me/filings", dependencies=APPLICANT)

FILINGS = "/agencies/science-commission/v1/filings"

_AT = "innovation"
_TYPES = tuple((each.value, text(each)) for each in InnovationType if each in AT_COMMISSION)
_COMPETITION = ("edition", "grade")


@router.get("")
async def show(here: Here, mine: Declared) -> Response:
    """What is filed there with the result, and the form for one more, or of the one that `filing` names."""
    filed = (await here.ask.get(FILINGS))["items"]
    wanted = here.request.query_params.get("filing", "")
    values = next((_values(one) for one in filed if one["id"] == wanted), None)
    return _page(here, mine, filed, values or {"type": here.request.query_params.get("type", "")})


@router.post("/fields")
async def fields(here: Here) -> Response:
    """The fields that go with the type."""
    return here.draw("applicant/filing_fields.html", me=ME, **_told(await here.form(), NONE))


@router.post("")
async def save(here: Here, mine: Declared) -> Response:
    """File, or change what is filed."""
    values = await here.form()
    try:
        if values.get("filing"):
            version = values.get("version", "")
            await here.ask.put(f"{FILINGS}/{_id(values['filing'])}", _body(values), etag=version_tag(version))
        else:
            await here.ask.post(FILINGS, _body(values))
    except Refused as refused:
        return await _refused(here, mine, values, refused)
    return here.go(f"{ME}/filings")


@router.post("/{filing_id}/recheck")
async def recheck(here: Here, mine: Declared, filing_id: UUID) -> Response:
    """申请复查, there and nowhere else (三.五.3(1))."""
    values = await here.form()
    try:
        await here.ask.post(f"{FILINGS}/{filing_id}/recheck", {"statement": values.get("statement", "")})
    except Refused as refused:
        return await _refused(here, mine, {}, refused)
    return here.go(f"{ME}/filings")


def _id(text_: str) -> UUID:
    """Raises Refused, 404, for what is none."""
    try:
        return UUID(text_)
    except ValueError:
        raise Refused(404, {}) from None


def _body(values: Mapping[str, str]) -> dict[str, Any]:
    names = ["type", "company", "company_name", "statement"]
    names += _COMPETITION if values.get("type") != InnovationType.SHAREHOLDING else ()
    body: dict[str, Any] = {name: values[name] for name in names if values.get(name)}
    edition = values.get("edition", "")
    if "edition" in body and edition.isdecimal() and len(edition) < 10:
        body["edition"] = int(edition)
    return body


def _values(filing: Mapping[str, Any]) -> dict[str, str]:
    names = ("type", "company", "company_name", "edition", "grade", "statement")
    kept = {name: str(filing[name]) for name in names if filing[name] is not None}
    return {**kept, "filing": filing["id"], "version": str(filing["version"])}


async def _refused(here: Visit, mine: Mine, values: Mapping[str, str], refused: Refused) -> Response:
    filed = (await here.ask.get(FILINGS))["items"]
    return _page(here, mine, filed, values, Shown.of(refused), refused.status)


def _page(
    here: Visit, mine: Mine, filed: Any, values: Mapping[str, str], problem: Shown = NONE, status: int = 200
) -> Response:
    names = dict(_TYPES)
    return drawn(
        here,
        "filings.html",
        mine,
        _AT,
        status=status,
        filed=filed,
        names=names,
        reasons=REASONS,
        innovation=Indicator.INNOVATION,
        **_told(values, problem),
    )


def _told(values: Mapping[str, str], problem: Shown) -> dict[str, Any]:
    return {"types": _TYPES, "values": values, "problem": problem}

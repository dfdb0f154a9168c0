"""员工选择单位: look the unit code up, ask the employer, see its answer as it comes, take the request back."""

import re
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from luohu_contract.texts.districts import district_name
from luohu_gateway.site.applicant.frame import drawn
from luohu_gateway.site.applicant.mine import APPLICANT, ME, Declared, Mine
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(prefix="/me/association", dependencies=APPLICANT)

_AT = "association"
_CODE = re.compile(r"[A-Za-z0-9]{1,40}", re.ASCII)
_WAIT = {"prefer": "wait=20"}  #: seconds that the service holds the answer back, while the employer has not decided


@router.get("")
async def show(here: Here, mine: Declared) -> Response:
    """Where the request stands, and the form for a new one; with `unit_code`, whose code that is."""
    code = here.request.query_params.get("unit_code", "").strip()
    unit, problem = await _looked_up(here, code)
    return _page(here, mine, problem, code=code, unit=unit)


@router.get("/unit")
async def look_up(here: Here) -> Response:
    """Whose code it is, as a part: 查询、核对所在单位名称."""
    code = here.request.query_params.get("unit_code", "").strip()
    unit, problem = await _looked_up(here, code)
    return here.draw("applicant/unit.html", code=code, unit=unit, problem=problem, district_name=district_name)


@router.get("/state")
async def state(here: Here, mine: Declared) -> Response:
    """The request as a part; it is answered when the employer has decided, and asks again by itself until then."""
    found = mine.association
    if found is not None and "wait" in here.request.query_params:
        found = (await here.ask.ask("GET", f"{mine.path}/association", headers=_WAIT)).data
    return drawn(here, "association_state.html", mine, _AT, found=found, district_name=district_name)


@router.post("")
async def ask(here: Here, mine: Declared) -> Response:
    """发起关联申请."""
    form = await here.form()
    code = form.get("unit_code", "")
    try:
        await here.ask.post(f"{mine.path}/association", {"unit_code": code}, once=form.get("once", ""))
    except Refused as refused:
        unit, _ = await _looked_up(here, code)
        return _page(here, mine, Shown.of(refused), status=refused.status, code=code, unit=unit)
    return here.go(f"{ME}/association")


@router.post("/withdrawal")
async def withdraw(here: Here, mine: Declared) -> Response:
    """Take the request back."""
    try:
        await here.ask.delete(f"{mine.path}/association")
    except Refused as refused:
        return _page(here, mine, Shown.of(refused), status=refused.status)
    return here.go(f"{ME}/association")


async def _looked_up(here: Visit, code: str) -> tuple[Mapping[str, Any] | None, Shown]:
    """The unit of a code, or what the API says where there is none."""
    if not _CODE.fullmatch(code):
        return None, NONE
    try:
        return await here.ask.get(f"/v1/unit-codes/{code}"), NONE
    except Refused as refused:
        return None, Shown.of(refused)


def _page(
    here: Visit,
    mine: Mine,
    problem: Shown,
    *,
    code: str = "",
    unit: Mapping[str, Any] | None = None,
    status: int = 200,
) -> Response:
    told = {"found": mine.association, "code": code, "unit": unit, "district_name": district_name}
    return drawn(here, "association.html", mine, _AT, problem=problem, status=status, **told)

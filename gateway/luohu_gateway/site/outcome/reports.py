"""实名书面举报 about somebody on the published list, and the city's credit records of the programme."""

from asyncio import gather
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from luohu_contract.texts.reports import REPORTS
from luohu_gateway.site.outcome.files import FIELD, send_file, shown
from luohu_gateway.site.outcome.item import applicant
from luohu_gateway.site.outcome.paths import ME
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(prefix="/reports")

HOME = f"{ME}/reports"
_MOST = 200  #: of each list, on one page
_FIELDS = ("publication_number", "name", "contact", "statement")
ReportId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")]


@router.get("", dependencies=[applicant])
async def show(here: Here) -> Response:
    """One's own reports with what became of them, and the credit records."""
    return await _drawn(here)


@router.post("", dependencies=[applicant])
async def report(here: Here) -> Response:
    """Send a report, signed with one's own name."""
    form = await here.form()
    values = {name: form.get(name, "") for name in _FIELDS}
    try:
        await here.ask.post("/v1/reports", values, once=form.get("once", ""))
    except Refused as refused:
        return await _drawn(here, status=refused.status, problem=Shown.of(refused), values=values)
    return here.go(HOME)


@router.post("/{report_id}/files", dependencies=[applicant])
async def add_files(here: Here, report_id: ReportId) -> Response:
    """Put files to an open report."""
    once = (await here.form()).get("once", "")
    try:
        for number, file in enumerate(await here.files(FIELD)):
            await send_file(here, f"/v1/reports/{report_id}/files", file, f"{once}-{number}" if once else "")
    except Refused as refused:
        return await _drawn(here, status=refused.status, problem=shown(refused))
    return here.go(HOME)


async def _drawn(
    here: Visit, *, status: int = 200, problem: Shown = NONE, values: dict[str, str] | None = None
) -> Response:
    sent, credit, season = await gather(
        here.ask.get("/v1/reports", limit=_MOST),
        here.ask.get("/v1/credit-records", limit=_MOST),
        here.ask.get("/v1/season"),
    )
    return here.draw(
        "outcome/reports.html",
        status=status,
        problem=problem,
        values=values or {"name": here.session.name if here.session else ""},
        reports=sent["items"],
        statuses=REPORTS,
        credit=credit,
        possible="report" in season["rights"],
    )

"""Records of a case: papers that are handed to a department's window, and its verdict looked at again with evidence."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_contract.reasons import REASONS
from luohu_gateway.site.cases.entering import Entered
from luohu_gateway.site.cases.one import drawn
from luohu_gateway.site.cases.programme import HOME, Slug, programme
from luohu_gateway.site.guard import signed_in
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused
from luohu_kit.auth import Role

router = APIRouter(dependencies=[Depends(signed_in(Role.EMPLOYER, Role.APPLICANT))])
_PDF = {"content-type": "application/pdf"}


@router.post("/cases/{case_id}/records/{indicator}/{department}/material")
async def deliver(here: Here, case_id: UUID, indicator: Slug, department: Slug) -> Response:
    """分送材料: the papers lie on the department's window from now on."""
    try:
        await here.ask.post(f"/v1/cases/{case_id}/records/{indicator}/{department}/material")
    except Refused as refused:
        return await drawn(here, case_id, refused)
    return here.go(f"{HOME}/{case_id}")


@router.get("/cases/{case_id}/records/{indicator}/{department}/recheck")
async def blank(here: Here, case_id: UUID, indicator: Slug, department: Slug) -> Response:
    """What was found, and the form of a recheck."""
    return await _drawn(here, case_id, indicator, department, {})


@router.post("/cases/{case_id}/records/{indicator}/{department}/recheck")
async def recheck(here: Here, case_id: UUID, indicator: Slug, department: Slug) -> Response:
    """复核 with every file that was chosen. Files that were taken stay with the case, so they are not sent twice."""
    form = dict(await here.form())
    kept = [one for one in form.get("kept", "").split(",") if one]
    try:
        for file in await here.files("evidence"):
            path = f"/v1/cases/{case_id}/evidence"
            sent = await here.ask.ask("POST", path, content=await file.read(), headers=_PDF)
            kept.append(sent.data["id"])
        said = {"disputes": form.get("disputes", ""), "statement": form.get("statement", ""), "evidence": kept}
        await here.ask.post(f"/v1/cases/{case_id}/records/{indicator}/{department}/recheck", said)
    except Refused as refused:
        return await _drawn(here, case_id, indicator, department, {**form, "kept": ",".join(kept)}, refused)
    return here.go(f"{HOME}/{case_id}")


async def _drawn(
    here: Visit, case_id: UUID, indicator: str, department: str, entered: Entered, refused: Refused | None = None
) -> Response:
    known = await programme(here)
    case = await here.ask.get(f"/v1/cases/{case_id}")
    records = (await here.ask.get(f"/v1/cases/{case_id}/records"))["items"]
    names = {(name, part["department"]): (title, part) for name, title, part in known.judged(case["kind"])}
    found = next((each for each in records if (each["indicator"], each["department"]) == (indicator, department)), None)
    if found is None or (indicator, department) not in names:
        raise Refused(404, {})
    title, part = names[indicator, department]
    return here.draw(
        "cases/recheck.html",
        status=refused.status if refused else 200,
        case=case,
        record=found,
        title=title,
        department=part["department_title"],
        reason=REASONS.get(found["reason"] or ""),
        path=f"{HOME}/{case_id}/records/{indicator}/{department}/recheck",
        entered=entered,
        problem=Shown.of(refused) if refused else NONE,
        lacking=_lacking(refused),
    )


def _lacking(refused: Refused | None) -> Any:
    return refused.problem.get("lacking", ()) if refused else ()

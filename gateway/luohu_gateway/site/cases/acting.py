"""Steps of a case that somebody takes: at once where nothing is said, else by a form made of what the step asks for."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_gateway.site.cases.entering import MORE, Entered, blocks_of, fields_of, flat, form_of, values_of
from luohu_gateway.site.cases.lists import row_more
from luohu_gateway.site.cases.one import drawn
from luohu_gateway.site.cases.programme import HOME, Slug, programme
from luohu_gateway.site.guard import signed_in
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(dependencies=[Depends(signed_in())])


@router.get("/cases/{case_id}/steps/{step}")
async def blank(here: Here, case_id: UUID, step: Slug) -> Response:
    """What the step asks for; a form that it takes stands there as it was entered last."""
    return await _drawn(here, case_id, step)


@router.post("/cases/{case_id}/steps/{step}")
async def take(here: Here, case_id: UUID, step: Slug) -> Response:
    """Take it."""
    known, form = await programme(here), await here.form()
    case = await here.ask.get(f"/v1/cases/{case_id}")
    spec = known.step(case["kind"], step) or {"asks": (), "form": False}
    if form.get(MORE):
        return await _drawn(here, case_id, step, form)
    wanted: dict[str, Any] = {"said": values_of(fields_of(spec["asks"], "said"), form)}
    if spec["form"]:
        wanted["form"] = form_of(known, case["kind"], "form", form)
    try:
        await here.ask.post(f"/v1/cases/{case_id}/steps/{step}", wanted)
    except Refused as refused:
        if spec["asks"] or spec["form"]:
            return await _drawn(here, case_id, step, form, refused)
        return await drawn(here, case_id, refused)
    return here.go(f"{HOME}/{case_id}")


async def _drawn(
    here: Visit, case_id: UUID, step: str, entered: Entered | None = None, refused: Refused | None = None
) -> Response:
    known, case = await programme(here), await here.ask.get(f"/v1/cases/{case_id}")
    spec = known.step(case["kind"], step)
    if spec is None:
        return here.go(f"{HOME}/{case_id}")
    procedure = known.procedures[case["kind"]]
    entered = flat(case["form"], "form") if entered is None else entered
    problem = Shown.of(refused) if refused else NONE
    blocks = blocks_of(known, case["kind"], "form", entered, problem.fields) if spec["form"] else []
    if row := row_more(here, blocks, entered):
        return row
    return here.draw(
        "cases/step.html",
        status=refused.status if refused else 200,
        case=case,
        spec=spec,
        asks=fields_of(spec["asks"], "said"),
        fields_of_form=fields_of(procedure["fields"], "form.fields") if spec["form"] else (),
        blocks_of_form=blocks,
        entered=entered,
        problem=problem,
        lacking=refused.problem.get("lacking", ()) if refused else (),
    )

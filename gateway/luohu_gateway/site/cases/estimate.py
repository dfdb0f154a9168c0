"""模拟估分: what some values would give under the table of the world's year. Nothing is kept."""

from typing import Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_gateway.site.cases.entering import Entered, fields_of, values_of
from luohu_gateway.site.cases.one import Reference
from luohu_gateway.site.cases.programme import Programme, programme
from luohu_gateway.site.cases.tracing import Tracing
from luohu_gateway.site.guard import everybody
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter(dependencies=[Depends(everybody())])


@router.get("/cases/estimate")
async def blank(here: Here) -> Response:
    """The form: what each rule of the table reads."""
    return await _drawn(here, await programme(here), {})


@router.post("/cases/estimate")
async def estimated(here: Here) -> Response:
    """The points of what was entered."""
    known, form = await programme(here), await here.form()
    wanted: dict[str, Any] = {}
    for name, row in known.indicators.items():
        for part in row["parts"]:
            at = f"records.{name}.{part['department']}"
            # Every part is there, empty ones too: what is left empty counts nothing, and nothing is undecided.
            wanted.setdefault(name, {})[part["department"]] = values_of(fields_of(part["values"], at), form)
    try:
        found = (await here.ask.post("/v1/estimates", {"records": wanted})).data
    except Refused as refused:
        return await _drawn(here, known, form, refused=refused)
    return await _drawn(here, known, form, found=found)


async def _drawn(
    here: Visit, known: Programme, entered: Entered, *, found: Any = None, refused: Refused | None = None
) -> Response:
    if not known.works_by_cases:
        return here.draw("cases/declares.html", known=known)
    rows = [
        (
            row,
            [
                (part["department_title"], fields_of(part["values"], f"records.{name}.{part['department']}"))
                for part in row["parts"]
            ],
        )
        for name, row in known.indicators.items()
    ]
    return here.draw(
        "cases/estimate_points.html" if here.partial and refused is None else "cases/estimate.html",
        status=refused.status if refused else 200,
        known=known,
        rows=rows,
        entered=entered,
        found=found,
        reference=Reference.of,
        tracing=Tracing(known, here.language),
        problem=Shown.of(refused) if refused else NONE,
    )

"""预览: the points of one's own declaration line by line, why each is what it is, and what a draft would give."""

import re
from asyncio import gather
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from luohu_contract.texts import Text
from luohu_contract.texts.season import LINES
from luohu_gateway.site.live import relay
from luohu_gateway.site.mine import mine
from luohu_gateway.site.outcome.item import applicant
from luohu_gateway.site.outcome.tracing import in_chinese
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter()

_A_YEAR = re.compile(r"([\d.]+)(?: \+ ([\d.]+))? a year")
_PLACES = Decimal("0.000001")
_UNNUMBERED = "education_deduction"  #: the deduction has no number of its own on the score page (三.十.1)


@dataclass(frozen=True, slots=True)
class Step:
    """One reason for points of a line."""

    told: Mapping[str, Any]  #: as the API has it
    exact: str  #: what it was before rounding; empty where nothing was rounded

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Step":
        """A step of the trace."""
        rate = _A_YEAR.fullmatch(told["figure"])
        if rate is None or not told["value"].isdigit():
            return cls(told, "")
        exact = int(told["value"]) * sum((Decimal(each) for each in rate.groups() if each), Decimal(0)) / 12
        same = exact == abs(Decimal(told["points"]))
        return cls(told, "" if same else f"{exact.quantize(_PLACES)}…")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of 积分项目明细."""

    number: int | None
    line: str
    label: Text
    display: str
    steps: list[Step]


@router.get("/score", dependencies=[applicant])
async def show(here: Here) -> Response:
    """The score table; of a draft what it would give."""
    declaration = await mine(here)
    if declaration is None:
        return here.draw("outcome/none.html", way="score")
    events = here.ask.get(f"/v1/declarations/{declaration['id']}/events")
    (score, simulated), told = await gather(points(here, declaration["id"]), events)
    return here.draw(
        "outcome/score_part.html" if here.partial else "outcome/score.html",
        declaration=declaration,
        score=score,
        simulated=simulated,
        rows=rows(score),
        last=told["items"][-1]["id"] if told["items"] else "",
        trace_words=in_chinese if here.language == "zh" else str,
    )


@router.get("/score/live", dependencies=[applicant])
async def live(here: Here) -> Response:
    """What happens to the declaration and its items, as it happens."""
    declaration = await mine(here)
    if declaration is None:
        return Response(status_code=204)
    return await relay(here, f"/v1/declarations/{declaration['id']}/events")


async def points(here: Visit, declaration_id: str) -> tuple[dict[str, Any], bool]:
    """The points of a declaration, and whether they are only what it would give as it stands."""
    me = f"/v1/declarations/{declaration_id}"
    try:
        return await here.ask.get(f"{me}/score", trace="true"), False
    except Refused as refused:
        if refused.slug != "no-points":
            raise
    return (await here.ask.post(f"{me}/simulation")).data, True


def rows(score: Mapping[str, Any]) -> list[Row]:
    """The ten lines, of which nine have a number."""
    trace = [Step.of(told) for told in score["trace"] or ()]
    found, number = [], 0
    for line in score["lines"]:
        name = line["line"]
        number += name != _UNNUMBERED
        steps = [step for step in trace if step.told["line"] == name]
        found.append(Row(number if name != _UNNUMBERED else None, name, LINES[name], line["display"], steps))
    return found

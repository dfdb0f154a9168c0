"""诚信声明, 申报须知 and the commitments: made once, and then the employer can be chosen."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from luohu_gateway.site.applicant.frame import drawn
from luohu_gateway.site.applicant.mine import APPLICANT, ME, Declared
from luohu_gateway.site.problems import Shown
from luohu_gateway.site.visit import Here
from luohu_gateway.site.wire import Refused

router = APIRouter(prefix="/me/commitments", dependencies=APPLICANT)

COMMITMENTS = ("notes_read", "integrity_statement", "integrity_commitment", "no_criminal_record_commitment")

_AT = "commitments"


@router.get("")
async def show(here: Here, mine: Declared) -> Response:
    """The four, or when they were made."""
    return drawn(here, "commitments.html", mine, _AT, names=COMMITMENTS, values={})


@router.post("")
async def make(here: Here, mine: Declared) -> Response:
    """Make all of them."""
    form = await here.form()
    try:
        await here.ask.put(f"{mine.path}/commitments", {name: form.get(name) == "true" for name in COMMITMENTS})
    except Refused as refused:
        problem, status = Shown.of(refused), refused.status
        told: dict[str, Any] = {"names": COMMITMENTS, "values": form}
        return drawn(here, "commitments.html", mine, _AT, problem=problem, status=status, **told)
    return here.go(f"{ME}/association")

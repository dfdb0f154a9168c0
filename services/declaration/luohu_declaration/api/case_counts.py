"""How many cases there are, by kind and status: as numbers, or as a stream that says when any case has changed."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from fastapi import APIRouter, Response

from luohu_declaration.api.case_callers import Actor, whose
from luohu_declaration.api.case_schemas import CaseCounts
from luohu_declaration.storage import cases
from luohu_kit.api import Rt
from luohu_kit.auth import Caller
from luohu_kit.event_stream import EVENT, MEDIA_TYPE, Frame, Seen, Wish, stream
from luohu_kit.runtime import Runtime

router = APIRouter(prefix="/v1/cases", tags=["cases"])

_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The counts; with `Accept: text/event-stream` again whenever a case among them changes",
        "content": {MEDIA_TYPE: {"schema": EVENT}},
        "headers": {
            "ETag": {"schema": {"type": "string"}, "description": "In quotes, the event after which a stream goes on"}
        },
    },
    404: {"description": "No casework in this world (procedure-unknown)"},
    429: {"description": "The service holds as many streams as it may"},
}


@router.get("/counts", operation_id="count_cases", responses=_ANSWERS, response_model=CaseCounts)
async def count(rt: Rt, caller: Actor, wish: Wish, response: Response) -> CaseCounts | Response:
    """Those that `GET /v1/cases` lists to the caller.

    With `Accept: text/event-stream` a stream: the counts now, and again whenever a case is opened or goes on.
    """
    if wish.streamed:
        return await stream(rt, caller, cases.ALL, wish, partial(_look, rt, caller))
    found = await _counted(rt, caller)
    response.headers["ETag"] = f'"{_place(found)}"'
    return CaseCounts.of(found)


async def _look(rt: Runtime, caller: Caller, after: str) -> Seen:
    found = await _counted(rt, caller)
    place = _place(found)
    return Seen([] if place == after else [Frame(place, "counted", CaseCounts.of(found))], settled=False)


def _place(found: Sequence[cases.Counted]) -> str:
    """Every change makes a version grow, so their sum is another one after it."""
    return str(sum(each.versions for each in found))


async def _counted(rt: Runtime, caller: Caller) -> list[cases.Counted]:
    async with rt.begin(caller.world) as work:
        return await cases.counts(work, whose(caller, work))

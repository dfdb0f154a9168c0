"""What happened to a case: as a list, or as a stream of server-sent events, verdicts about its records among them."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from luohu_declaration.api.case_callers import Actor, whose
from luohu_declaration.api.case_schemas import CaseEventView, CaseHistory
from luohu_declaration.storage import cases, events
from luohu_declaration.usecases.casework.open_case import read_case
from luohu_kit.api import Rt
from luohu_kit.auth import Caller
from luohu_kit.event_stream import BATCH, EVENT, MEDIA_TYPE, Frame, Seen, Wish, stream
from luohu_kit.problems import Problem
from luohu_kit.runtime import Runtime

router = APIRouter(prefix="/v1/cases/{case_id}", tags=["cases"])

#: How far somebody has read: the numbers of the last event of the case, and of the last one of its records.
_PLACE = re.compile(r"(\d{1,18})\.(\d{1,18})", re.ASCII)
_EXAMPLE = 'retry: 1000\n\nid: 17.4\nevent: accept\ndata: {"seq":17,"event":"accept",…}\n\n: \n\n'
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "model": CaseHistory,
        "description": "The list; with `Accept: text/event-stream` the events as they happen, those of records too",
        "content": {MEDIA_TYPE: {"schema": EVENT, "example": _EXAMPLE}},
        "headers": {
            "ETag": {"schema": {"type": "string"}, "description": "In quotes, the event after which a stream goes on"}
        },
    },
    204: {"description": "A stream until all is settled has nothing more to tell: do not come again"},
    400: {"description": "Last-Event-ID is no id of these events"},
    404: {"description": "No such case among yours, or no casework in this world (procedure-unknown)"},
    429: {"description": "The service holds as many streams as it may"},
}


@router.get("/events", operation_id="list_case_events", responses=_ANSWERS, response_model=None)
async def history(rt: Rt, caller: Actor, case_id: UUID, wish: Wish, response: Response) -> CaseHistory | Response:
    """What happened to a case, in order.

    With `Accept: text/event-stream` a stream: what happened so far, or after `Last-Event-ID`, and then what happens to
    the case and, as `status` of an item, to its records.
    """
    async with rt.begin(caller.world) as work:
        sight = await read_case(work, case_id, whose(caller, work))
        lines = [] if wish.streamed else await cases.history(work, case_id)
        judged = 0 if wish.streamed else await events.last_of_declaration(work, sight.case.declaration_id)
    if wish.streamed:
        key = str(sight.case.declaration_id or case_id)
        return await stream(rt, caller, key, wish, lambda after: _look(rt, caller, case_id, after))
    response.headers["ETag"] = f'"{lines[-1].seq if lines else 0}.{judged}"'
    return CaseHistory(items=tuple(CaseEventView.of(line) for line in lines))


async def _look(rt: Runtime, caller: Caller, case_id: UUID, after: str) -> Seen:
    seq, item_seq = _place(after)
    async with rt.begin(caller.world) as work:
        sight = await read_case(work, case_id, whose(caller, work))
        # Looked at first: what has ended now has told everything by the time that the events are read.
        ended = sight.procedure.ended(sight.case.status)
        passed = await cases.history(work, case_id, seq, BATCH)
        bearer = sight.case.declaration_id
        judged: Sequence[events.Happened] = []
        if bearer is not None:
            judged = await events.of_declaration(work, bearer, item_seq, BATCH)
    frames = []
    for line in passed:
        seq = line.seq
        frames.append(Frame(f"{seq}.{item_seq}", line.event, CaseEventView.of(line)))
    for each in judged:
        item_seq = each.seq
        frames.append(Frame(f"{seq}.{item_seq}", str(each.event), _of_record(each)))
    return Seen(frames[:BATCH], ended and len(frames) < BATCH)


def _of_record(each: events.Happened) -> CaseEventView:
    return CaseEventView(
        seq=each.seq,
        at=each.at,
        event=str(each.event),
        from_status=each.from_status,
        to_status=each.to_status,
        detail={**each.detail, "item_id": str(each.item_id)},
        actor=each.actor,
    )


def _place(after: str) -> tuple[int, int]:
    if not after:
        return 0, 0
    if found := _PLACE.fullmatch(after):
        return int(found[1]), int(found[2])
    raise Problem(
        "malformed-request",
        f"Last-Event-ID is the id of an event of this stream, such as 17.4; {after[:60]!r} is none.",
        remedy="Send the last `id` that was received, or none to begin at the beginning.",
    )

"""What happened to items and declarations: as a list, or as a stream of server-sent events."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from luohu_declaration.api.callers import Reader, owner
from luohu_declaration.api.schemas import EventList, EventView
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.storage import declarations, events, items, story
from luohu_declaration.storage.courses import Passed
from luohu_declaration.storage.events import Happened
from luohu_declaration.storage.story import Place, PlaceUnknown
from luohu_kit.api import Rt
from luohu_kit.auth import Caller
from luohu_kit.event_stream import BATCH, EVENT, MEDIA_TYPE, Frame, Seen, Wish, stream
from luohu_kit.problems import Problem
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work

router = APIRouter(prefix="/v1", tags=["events"])

_EXAMPLE = 'retry: 1000\n\nid: 17\nevent: filed\ndata: {"id":"17","seq":17,"event":"filed",…}\n\n: \n\n'
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "model": EventList,
        "description": "The list; with `Accept: text/event-stream` the events as they happen",
        "content": {MEDIA_TYPE: {"schema": EVENT, "example": _EXAMPLE}},
    },
    204: {"description": "A stream until all is settled has nothing more to tell: do not come again"},
    400: {"description": "Last-Event-ID is no id of these events"},
    404: {"description": "No such item or declaration among yours"},
    429: {"description": "The service holds as many streams as it may"},
}


@router.get("/items/{item_id}/events", operation_id="list_item_events", responses=_ANSWERS, response_model=None)
async def of_item(rt: Rt, caller: Reader, item_id: UUID, wish: Wish) -> EventList | Response:
    """What happened to an item, in order; also to one that was deleted.

    With `Accept: text/event-stream` a stream: what happened so far, or after `Last-Event-ID`, and then what happens.
    """
    if wish.streamed:
        return await stream(rt, caller, str(item_id), wish, lambda after: _look_at_item(rt, caller, item_id, after))
    async with rt.begin(caller.world) as work:
        await _readable_item(work, caller, item_id)
        return EventList(items=tuple(_view(str(each.seq), each) for each in await events.of_item(work, item_id)))


@router.get(
    "/declarations/{declaration_id}/events",
    operation_id="list_declaration_events",
    responses=_ANSWERS,
    response_model=None,
)
async def of_declaration(rt: Rt, caller: Reader, declaration_id: UUID, wish: Wish) -> EventList | Response:
    """What happened to a declaration and to all its items, in order; those of the declaration itself have no `item_id`.

    With `Accept: text/event-stream` a stream, as of an item.
    """
    if wish.streamed:
        key = str(declaration_id)
        return await stream(rt, caller, key, wish, lambda after: _look(rt, caller, declaration_id, after))
    async with rt.begin(caller.world) as work:
        await _readable(work, caller, declaration_id)
        told = await story.of_declaration(work, declaration_id, Place())
    return EventList(items=tuple(_view(str(place), each) for place, each in told))


async def _look_at_item(rt: Runtime, caller: Caller, item_id: UUID, after: str) -> Seen:
    if after and not (after.isascii() and after.isdigit() and len(after) < 19):
        raise _no_place(after, "17")
    async with rt.begin(caller.world) as work:
        await _readable_item(work, caller, item_id)
        # Looked at first: what is settled now has told everything by the time that the events are read.
        settled = not await items.under_review(work, item_id=item_id)
        found = await events.of_item(work, item_id, int(after or 0), BATCH)
    return _seen([_frame(str(each.seq), each) for each in found], settled=settled)


async def _look(rt: Runtime, caller: Caller, declaration_id: UUID, after: str) -> Seen:
    try:
        place = story.place_of(after)
    except PlaceUnknown:
        raise _no_place(after, "17.4") from None
    async with rt.begin(caller.world) as work:
        await _readable(work, caller, declaration_id)
        settled = not await items.under_review(work, declaration_id=declaration_id)
        told = await story.of_declaration(work, declaration_id, place, BATCH)
    return _seen([_frame(str(at), each) for at, each in told], settled=settled)


async def _readable_item(work: Work, caller: Caller, item_id: UUID) -> None:
    declaration_id = await events.declaration_of(work, item_id)
    if declaration_id is None or await declarations.get(work, declaration_id, owner(caller)) is None:
        raise NotThere("item")


async def _readable(work: Work, caller: Caller, declaration_id: UUID) -> None:
    if await declarations.get(work, declaration_id, owner(caller)) is None:
        raise NotThere("declaration")


def _seen(frames: Sequence[Frame], *, settled: bool) -> Seen:
    return Seen(frames, settled and len(frames) < BATCH)


def _frame(place: str, each: Happened | Passed) -> Frame:
    return Frame(place, str(each.event), _view(place, each))


def _view(place: str, each: Happened | Passed) -> EventView:
    return EventView(
        id=place,
        seq=each.seq,
        item_id=each.item_id if isinstance(each, Happened) else None,
        at=each.at,
        event=str(each.event),
        from_status=each.from_status,
        to_status=each.to_status,
        detail=dict(each.detail),
        actor=each.actor,
    )


def _no_place(given: str, example: str) -> Problem:
    return Problem(
        "malformed-request",
        f"Last-Event-ID is the id of an event of this stream, such as {example}; {given[:60]!r} is none.",
        remedy="Send the last `id` that was received, or none to begin at the beginning.",
    )

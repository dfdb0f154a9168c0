"""`/city/map/live`: what moves in a world, as an event stream. `traffic` has counts for each edge since the last one,
`state` the health, the queues and the faults.
"""

from collections.abc import AsyncIterator
from typing import Any

import orjson
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from luohu_gateway.site.city_map.watch import TooManyWatch, Watches
from luohu_gateway.site.guard import in_sandbox
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import STREAM

router = APIRouter()

STILL_HERE = 15.0  #: seconds of silence after which a browser is told that there is nothing new
_ABOUT = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def watches_of(request: Request) -> Watches:
    """The looks of this gateway."""
    state = request.app.state
    if not hasattr(state, "watches"):
        state.watches = Watches()
    found: Watches = state.watches
    return found


@router.get("/map/live", dependencies=[Depends(in_sandbox())])
async def live(here: Here) -> Response:
    """The stream. One of too many is sent away for a while."""
    return StreamingResponse(_told(here), media_type=STREAM, headers=_ABOUT)


async def _told(here: Visit) -> AsyncIterator[bytes]:
    try:
        async with watches_of(here.request).watching(here.world, here.wire(None)) as watcher:
            yield b"retry: 1000\n\n"
            while not watcher.over:
                counts, state = await watcher.news(STILL_HERE)
                if counts:
                    yield _event("traffic", {"edges": {edge: dict(count) for edge, count in counts.items()}})
                if state is not None:
                    yield _event("state", state.as_told())
                if not counts and state is None:
                    yield b": nothing new\n\n"
    except TooManyWatch:
        yield b"retry: 15000\n\n"


def _event(name: str, told: dict[str, Any]) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), orjson.dumps(told))

"""What routes of every service use: the runtime, what a reader wants and how long they wait, answers in pieces."""

import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Annotated, cast

from fastapi import Depends, Header, Request
from fastapi.responses import StreamingResponse

from luohu_kit.problems import Problem
from luohu_kit.runtime import Runtime

LONGEST_WAIT = 30  #: seconds

_WAIT = re.compile(r"(?:^|[,;\s])wait=(\d{1,4})(?:$|[,;\s])", re.ASCII)


# Dependencies are coroutines, however small: FastAPI sends a plain function through its thread pool, on every request.
async def runtime(request: Request) -> Runtime:
    """The running service."""
    return cast(Runtime, request.app.state.runtime)


Rt = Annotated[Runtime, Depends(runtime)]


async def preferred_wait(prefer: Annotated[str | None, Header(alias="Prefer", max_length=200)] = None) -> int:
    """Seconds of `Prefer: wait=N` (RFC 7240), 0 to 30; 0 without it."""
    if prefer is None or "wait" not in prefer:
        return 0
    found = _WAIT.search(prefer)
    if found is None:
        raise Problem("malformed-request", "Prefer: wait takes whole seconds, for example Prefer: wait=5")
    return min(int(found.group(1)), LONGEST_WAIT)


PreferWait = Annotated[int, Depends(preferred_wait)]


def wants_html(request: Request) -> bool:
    """A browser asked: HTML is named before JSON. Everyone else gets JSON."""
    accept = request.headers.get("accept", "")
    page, data = accept.find("text/html"), accept.find("json")
    return page >= 0 and (data < 0 or page < data)


async def streamed(
    pieces: AsyncGenerator[bytes, None], media_type: str, headers: Mapping[str, str] | None = None
) -> StreamingResponse:
    """An answer whose pieces are sent as they come.

    What goes wrong before the first is still a problem with a status of its own; later, the answer breaks off.
    """
    first = await anext(pieces, b"")

    async def all_pieces() -> AsyncGenerator[bytes, None]:
        async with aclosing(pieces):
            yield first
            async for piece in pieces:
                yield piece

    return StreamingResponse(all_pieces(), media_type=media_type, headers=headers)

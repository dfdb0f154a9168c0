"""What changes before one's eyes: an event stream of the API, passed on to a browser.

Every event becomes a `change`, so that a page can say once what it looks at again (`hx-trigger="sse:change"`); ids
stay, so that a browser that lost its connection goes on where it was.
"""

from collections.abc import AsyncIterator

import httpx
from starlette.responses import Response, StreamingResponse

from luohu_gateway.site.visit import Visit
from luohu_gateway.site.wire import STREAM, Away, Refused

_ABOUT = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def relay(here: Visit, path: str) -> Response:
    """The events of an API address. A stream that cannot be opened just now ends, and the browser comes again; one
    that is refused is over (204). `?after=` in the address of the page's stream is the last event that the page shows
    already.
    """
    after = here.request.headers.get("last-event-id") or here.request.query_params.get("after", "")
    opened = here.ask.stream(path, after=after)
    try:
        answer = await opened.__aenter__()
    except Away:
        return StreamingResponse(_come_again(), media_type=STREAM, headers=_ABOUT)
    except Refused:
        return Response(status_code=204)
    if answer.status == 204:
        await opened.__aexit__(None, None, None)
        return Response(status_code=204)

    async def passed() -> AsyncIterator[bytes]:
        try:
            async for piece in _changes(answer.chunks()):
                yield piece
        except httpx.HTTPError:
            return  # the service stopped: the browser comes again, with the last id
        finally:
            await opened.__aexit__(None, None, None)

    return StreamingResponse(passed(), media_type=STREAM, headers=_ABOUT)


async def _changes(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Whole lines, with every event called `change`."""
    rest = b""
    async for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        told = [b"event: change" if line.startswith(b"event:") else line for line in lines]
        if told:
            yield b"\n".join(told) + b"\n"


async def _come_again() -> AsyncIterator[bytes]:
    yield b"retry: 1000\n\n"

"""One event loop and one set of connections for a whole test session, whatever loop each test runs in.

pytest-asyncio gives every test a loop of its own unless it is told otherwise, and a connection belongs to the loop that
opened it. The session's loop runs in a thread; requests of the tests cross over to it, and answers come back.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

import httpx

T = TypeVar("T")


class Bridge(httpx.AsyncBaseTransport):
    """Sends requests of any loop through a transport that lives in another loop, which runs in a thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, inside: httpx.AsyncBaseTransport) -> None:
        self._loop = loop
        self._inside = inside

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer; whole where its length is known, so that there is one crossing for most requests."""
        answer = await crossing(self._loop, _asked, self._inside, request)
        stream = answer.stream
        if isinstance(stream, httpx.ByteStream) or not isinstance(stream, httpx.AsyncByteStream):
            return answer
        return httpx.Response(answer.status_code, headers=answer.headers, stream=_Stream(self._loop, stream))


class _Stream(httpx.AsyncByteStream):
    """A body that is still coming, piece by piece from the other loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, inside: httpx.AsyncByteStream) -> None:
        self._loop = loop
        self._inside = inside

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = self._inside.__aiter__()
        while (piece := await crossing(self._loop, anext, pieces, None)) is not None:
            yield piece

    async def aclose(self) -> None:
        await crossing(self._loop, self._inside.aclose)


async def crossing(loop: asyncio.AbstractEventLoop, call: Callable[..., Awaitable[T]], *arguments: Any) -> T:
    """What a coroutine function gives in the other loop. Cancelled here, it is cancelled there."""
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(_awaited(call, *arguments), loop))


async def _awaited(call: Callable[..., Awaitable[T]], *arguments: Any) -> T:
    return await call(*arguments)


async def _asked(inside: httpx.AsyncBaseTransport, request: httpx.Request) -> httpx.Response:
    answer = await inside.handle_async_request(request)
    if isinstance(answer.stream, httpx.ByteStream):  # it came with its head
        return answer
    if "content-length" not in answer.headers and answer.status_code != 204:
        return answer
    assert isinstance(answer.stream, httpx.AsyncByteStream)  # noqa: S101 - narrows the type
    try:
        content = b"".join([piece async for piece in answer.stream])
    finally:
        await answer.stream.aclose()
    return httpx.Response(answer.status_code, headers=answer.headers, stream=httpx.ByteStream(content))

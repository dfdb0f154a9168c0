"""Bodies: of a request on their way out, of an answer on their way in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import aiohttp
import httpx

from luohu_transport.exchange import told

AT_ONCE = 64 * 1024  #: bytes of a body that the kernel takes at once, so that nobody need watch whether it does
_MADE_HERE = b"transfer-encoding"  #: aiohttp says it when it is so


class Upload:
    """The body of a request, each piece with so long to leave."""

    def __init__(self, request: httpx.Request, patience: float | None) -> None:
        """patience: seconds for a piece; None for ever."""
        self.deadline = asyncio.timeout(None)
        self.headers = request.headers.raw
        self.content: bytes | AsyncIterator[bytes] | None
        self._patience = patience
        self._own: Exception | None = None
        try:
            content = request.content
        except httpx.RequestNotRead:
            self.headers = [each for each in self.headers if each[0].lower() != _MADE_HERE]
            assert isinstance(request.stream, httpx.AsyncByteStream)  # noqa: S101 - narrows the type
            self.content = self._watched(request.stream)
        else:
            self.content = content or None if len(content) <= AT_ONCE else self._watched(_cut(content))

    def raise_own(self) -> None:
        """Raise what the body itself raised, if it did: that is no failure of the connection."""
        if self._own is not None:
            raise self._own

    async def _watched(self, pieces: httpx.AsyncByteStream | AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        try:
            async for piece in pieces:
                self._until(self._patience)
                yield piece
                self._until(None)
        except Exception as error:
            self._own = error
            raise

    def _until(self, patience: float | None) -> None:
        with suppress(RuntimeError):  # the answer has come before the body was whole: the rest ends with the answer
            self.deadline.reschedule(None if patience is None else asyncio.get_running_loop().time() + patience)


async def _cut(content: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(content), AT_ONCE):
        yield content[at : at + AT_ONCE]


def answered(answer: aiohttp.ClientResponse) -> httpx.ByteStream | None:
    """The body of an answer that came with its head, which most do; None where some of it is still to come."""
    if not answer.content.is_eof() or answer.content.exception() is not None:
        return None
    return httpx.ByteStream(answer.content.read_nowait())


class AsItComes(httpx.AsyncByteStream):
    """The body of an answer, as it comes and as it was sent. Closed before its end, it ends the connection."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            with told():
                async for piece in self._answer.content.iter_any():
                    yield piece
        except BaseException:  # nor does anybody read on
            self._answer.close()
            raise

    async def aclose(self) -> None:
        self._answer.close()

"""HTTP/1.1 as the city speaks it: uvicorn's own protocol, with bounds on what comes before a request is whole.

The parser keeps headers for as long as they come, at any pace. Here a head that is too large, or that takes too long,
is refused, and what is no HTTP is answered with a problem as everything else is; so is what is cut off when a service
stops.
"""

from asyncio import AbstractEventLoop, CancelledError, TimerHandle, Transport
from typing import Any, cast

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from luohu_contract.problems import PROBLEMS

MEDIA_TYPE = "application/problem+json"
HEAD = 64 * 1024  #: bytes of a request's line and headers
HEAD_SECONDS = 20.0  #: from a request's first byte, or from the beginning of a connection, to the end of its headers


class Together:
    """Where an answer is written to: its head waits for the beginning of its body, and leaves with it.

    They come within one turn of the loop, nearly always; sent apart, they are two messages to the kernel and wake the
    other side twice. A head without a body leaves at the end of the turn.
    """

    def __init__(self, transport: Transport, loop: AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._head: bytes | None = None
        self._begun = False

    def write(self, data: bytes) -> None:
        """Send it, or keep it for a moment where it is a head."""
        if not self._begun:
            self._begun = True
            self._head = data
            self._loop.call_soon(self.flush)
        elif self._head is not None:
            head, self._head = self._head, None
            self._transport.write(head + data)
        else:
            self._transport.write(data)

    def flush(self) -> None:
        """Send what waits."""
        head, self._head = self._head, None
        if head is not None:
            self._transport.write(head)

    def close(self) -> None:
        """Send what waits, and end the connection."""
        self.flush()
        self._transport.close()

    def is_closing(self) -> bool:
        """Whether the connection ends."""
        return self._transport.is_closing()


class BoundedProtocol(HttpToolsProtocol):
    """One connection of a client."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._head: int | None = 0  #: bytes of the head that is being read; None while none is
        self._patience: TimerHandle | None = None
        self._answer: Together | None = None  #: to the last request

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Feed the parser; give up on a head that goes on and on."""
        if self.transport.is_closing():
            return
        under_way = self._head is not None
        super().data_received(data)
        if not under_way or self._head is None or self.transport.is_closing():
            return
        self._head += len(data)
        if self._head > HEAD:
            self._refuse("headers-too-large", f"A request's line and headers have at most {HEAD} bytes.")

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._head = 0
        if self._patience is None:
            self._await_head()

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._head = None
        self._forget()
        super().on_headers_complete()
        if self.cycle is not None:
            self._answer = Together(self.transport, self.loop)
            self.cycle.transport = cast(Transport, self._answer)  # as much of one as an answer needs

    def on_response_complete(self) -> None:
        """The answer is whole."""
        if self._answer is not None:
            self._answer.flush()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP."""
        self._refuse("malformed-request", f"{msg} Each request has one length, one host and ASCII in its first line.")

    def _await_head(self) -> None:
        self._patience = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def _forget(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _too_slow(self) -> None:
        self._patience = None
        if not self.transport.is_closing():
            self.transport.close()

    def _refuse(self, slug: str, detail: str) -> None:
        """A problem as the last word on this connection; nothing where an answer is on its way already."""
        if self.cycle is None or self.cycle.response_complete:
            status, body = _problem(slug, detail)
            head = f"HTTP/1.1 {status} Refused\r\ncontent-type: {MEDIA_TYPE}\r\n"
            self.transport.write(f"{head}content-length: {len(body)}\r\nconnection: close\r\n\r\n".encode() + body)
        self.transport.close()


class Parting:
    """Around an app: a request that is under way for too long when its server stops is cut off with a problem.

    Nobody knows then whether it was done, so the answer is 502, which says just that; the server itself would send
    500 and a line of text.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except CancelledError:
            if begun or scope["type"] != "http":
                raise
            status, body = _problem(
                "upstream-unreachable",
                "The service was told to stop before it had answered. It may have done what was asked: read before you "
                "repeat a request without an Idempotency-Key.",
            )
            headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
            await send(
                {"type": "http.response.start", "status": status, "headers": [*headers, (b"connection", b"close")]}
            )
            await send({"type": "http.response.body", "body": body})


def _problem(slug: str, detail: str) -> tuple[int, bytes]:
    """The status and the body of a problem that no service is there to write."""
    kind = PROBLEMS[slug]
    told = {"type": f"/problems/{slug}", "title": kind.title, "status": kind.status, "detail": detail}
    return kind.status, orjson.dumps({**told, "remedy": kind.remedy})

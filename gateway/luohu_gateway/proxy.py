"""The door itself, as plain ASGI around the gateway's own pages: checks, sends on, and streams the answer back.

Request bodies are small (2 MiB at most) and gathered before anything is sent, so a slow caller holds no connection of a
service; only files of worlds are sent on as they come. Answers are never gathered. One that breaks off in the middle is
broken off towards the caller too.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

import httpx
import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from luohu_contract.directory import BY_NAME
from luohu_gateway import headers as crossing
from luohu_gateway.rates import Rates
from luohu_gateway.routing import AgencyUnknown, ControlClosed, NoSuchDoor, Passage, find
from luohu_gateway.upstream import Answer, Asked, BrokeOff, TookTooLong, Unreachable, Upstreams
from luohu_kit import spans
from luohu_kit.problems import Problem, render
from luohu_kit.spans import Span

log = structlog.get_logger()

BODY = 2 * 1024 * 1024  #: bytes of a request body
READ_AT_MOST = 32 * 1024 * 1024  #: bytes of a body that is too large
PATIENCE = 45.0  #: seconds of silence after which a service has failed; longer than the longest `Prefer: wait`
BODY_SECONDS = 60.0  #: in which a whole body must have come
CONTROL_PATIENCE = 900.0  #: an advance over years answers when it has settled
HEALTH = "/health"  #: is asked by machines that must not be told to wait
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class CallerLeft(Exception):
    """The caller hung up before the request was whole."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the outside, and the way back to whoever made it."""

    scope: Scope
    receive: Receive
    send: Send
    request_id: bytes
    about: crossing.Headers = field(default_factory=list)  #: further headers of every answer
    span: Span | None = None  #: where somebody traces

    @property
    def path(self) -> str:
        return str(self.scope["path"])

    async def refuse(self, problem: Problem) -> None:
        """Answer with a problem of the gateway's own."""
        answer = render(problem, self.path.replace("\x00", "")[:2000])
        await answer(self.scope, self.receive, self.stamped)

    async def stamped(self, message: Message) -> None:
        """Send, with the request's id in the headers."""
        if message["type"] == "http.response.start":
            if self.span is not None:
                self.span.facts["http.response.status_code"] = message["status"]
            message["headers"] = [*message.get("headers", ()), (b"x-request-id", self.request_id), *self.about]
        await self.send(message)


class Door:
    """Middleware: proxied paths go to their service, everything else to the app inside."""

    def __init__(self, app: ASGIApp, *, upstreams: Upstreams, control: bool, patience: float, rates: Rates) -> None:
        self._app = app
        self._upstreams = upstreams
        self._control = control
        self._patience = patience
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        call = Call(scope, receive, send, crossing.request_id(scope["headers"]))
        if not spans.listeners:
            await self._let_in(call)
            return
        with spans.spanning(_span(scope)) as span:
            await self._let_in(replace(call, span=span))

    async def _let_in(self, call: Call) -> None:
        scope, receive = call.scope, call.receive
        try:
            check(scope)
            if scope["path"] != HEALTH:
                call.about.extend(self._limited(scope))
            passage = find(scope["path"], raw_path(scope), control=self._control)
            if passage is None:
                await self._app(scope, receive, call.stamped)
                return
            scope["luohu.passage"] = f"{passage.mount or passage.service}/..."  # how the metrics name the request
            streamed = passage.streamed and scope["method"] == "POST"
            body = stream_body(receive) if streamed else await read_body(scope, receive)
        except CallerLeft:
            return
        except (Problem, AgencyUnknown, NoSuchDoor, ControlClosed) as error:
            await call.refuse(_refusal(error))
            return
        if isinstance(body, bytes):
            await self._while_there(call, self._asked(call, passage, body))
        else:
            # The body is read while it is sent on, so nobody else may listen to the caller; one who leaves ends it.
            with suppress(CallerLeft):
                await self._pass(call, self._asked(call, passage, body))

    def _limited(self, scope: Scope) -> crossing.Headers:
        address = (scope.get("client") or ("",))[0]
        return self._rates.taken(scope["headers"], address, asyncio.get_running_loop().time())

    async def _while_there(self, call: Call, asked: Asked) -> None:
        """Once the request is whole, all that the caller can still say is that they are gone: then nobody waits for
        the answer, and an endless one ends.
        """
        alive = asyncio.timeout(None)
        try:
            async with alive:
                watcher = asyncio.create_task(_end_when_gone(call.receive, alive))
                try:
                    await self._pass(call, asked)
                finally:
                    watcher.cancel()
        except TimeoutError:
            if not alive.expired():
                raise

    async def _pass(self, call: Call, asked: Asked) -> None:
        service = asked.passage.service
        try:
            answer = await self._upstreams.ask(asked)
        except (Unreachable, BrokeOff, TookTooLong) as error:
            log.warning("upstream_failed", service=service, path=call.path, why=str(error))
            await call.refuse(_failure(error, asked))
            return
        try:
            await self._stream(call, answer, asked.passage)
        except httpx.HTTPError as error:
            # The head of the answer has left. Returning without the last chunk makes the server break the
            # connection, which is how the caller learns that the answer is not whole.
            log.warning("answer_broke_off", service=service, path=call.path, why=type(error).__name__)
        finally:
            await answer.close()

    def _asked(self, call: Call, passage: Passage, body: bytes | AsyncIterator[bytes]) -> Asked:
        scope = call.scope
        given = scope["headers"]
        about: crossing.Headers = [
            (b"x-request-id", call.request_id),
            (b"traceparent", _traceparent(call)),
            (b"x-forwarded-proto", scope.get("scheme", "http").encode()),
            (b"x-forwarded-host", crossing.first(given, b"host") or b""),
        ]
        if client := scope.get("client"):
            about.append((b"x-forwarded-for", client[0].encode()))
        if passage.mount:
            about.append((b"x-forwarded-prefix", passage.mount.encode()))
        if isinstance(body, bytes):
            if body or scope["method"] in ("POST", "PUT", "PATCH"):
                about.append((b"content-length", str(len(body)).encode()))
        elif (length := crossing.first(given, b"content-length")) is not None and length.isdigit():
            about.append((b"content-length", length))
        else:
            about.append((b"transfer-encoding", b"chunked"))
        events = b"text/event-stream" in (crossing.first(given, b"accept") or b"")
        return Asked(
            method=scope["method"],
            passage=passage,
            query=scope.get("query_string", b""),
            headers=crossing.inward(given, host=self._upstreams.host(passage.service), about=about),
            body=body,
            patience=None if events else CONTROL_PATIENCE if passage.patient else self._patience,
        )

    async def _stream(self, call: Call, answer: Answer, passage: Passage) -> None:
        origin = self._upstreams.origin(passage.service)
        about = [(b"x-request-id", call.request_id), *call.about]
        headers = crossing.outward(answer.headers, mount=passage.mount, origin=origin, about=about)
        await call.send({"type": "http.response.start", "status": answer.status, "headers": headers})
        if (whole := answer.whole) is not None:
            await call.send({"type": "http.response.body", "body": whole, "more_body": False})
            return
        async for chunk in answer.chunks():
            if chunk:
                await call.send({"type": "http.response.body", "body": chunk, "more_body": True})
        # Only now: after the last word the server reports the caller as gone, and a connection to the service that
        # is cancelled before its end was seen would be thrown away.
        await call.send({"type": "http.response.body", "body": b"", "more_body": False})


def _span(scope: Scope) -> Span:
    """What a tracer is told of a request of the outside."""
    given = crossing.first(scope["headers"], b"traceparent")
    header = crossing.traceparent(scope["headers"])
    trace, _ = spans.ids_of(header.decode())
    began_here = given != header
    facts: dict[str, str | int] = {"http.request.method": scope["method"], "url.path": scope["path"]}
    return spans.answering("gateway", scope["method"], trace, "" if began_here else header.decode(), facts)


def _traceparent(call: Call) -> bytes:
    """The trace context that the service behind gets: the gateway's own span, where there is one."""
    if call.span is None:
        return crossing.traceparent(call.scope["headers"])
    return f"00-{call.span.trace}-{call.span.id}-01".encode()


def raw_path(scope: Scope) -> bytes:
    """The path as it came, escapes and all, without the query."""
    raw: bytes | None = scope.get("raw_path")
    return raw.split(b"?", 1)[0] if raw else str(scope["path"]).encode()


def check(scope: Scope) -> None:
    """Refuse what no service would take: unknown methods, oversize addresses and headers."""
    if scope["method"] not in METHODS:
        raise Problem(
            "method-not-allowed",
            f"{scope['method'][:20]} is not a method of this city",
            headers={"Allow": ", ".join(METHODS)},
        )
    if len(raw_path(scope)) + len(scope.get("query_string", b"")) > crossing.LONGEST_TARGET:
        raise Problem("uri-too-long", f"An address has at most {crossing.LONGEST_TARGET} bytes, query included")
    given = scope["headers"]
    if len(given) > crossing.MOST or crossing.size(given) > crossing.LARGEST:
        raise Problem(
            "headers-too-large", f"At most {crossing.MOST} headers of {crossing.LARGEST} bytes in all are taken"
        )


async def read_body(scope: Scope, receive: Receive) -> bytes:
    """The whole body of a request. Raises CallerLeft, and Problem when it is larger than `BODY` or takes too long."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _gathered(scope, receive)
    except TimeoutError:
        detail = f"The body was not whole after {BODY_SECONDS:.0f} seconds."
        raise Problem("request-too-slow", detail, headers={"Connection": "close"}) from None


async def _gathered(scope: Scope, receive: Receive) -> bytes:
    length = crossing.first(scope["headers"], b"content-length")
    if length is not None and not length.isdigit():
        raise Problem("malformed-request", "Content-Length is a number of bytes")
    gathered = bytearray()
    taken = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise CallerLeft
        chunk: bytes = message.get("body", b"")
        taken += len(chunk)
        if taken > READ_AT_MOST:
            break
        if taken <= BODY:
            gathered += chunk
        if not message.get("more_body", False):
            break
    if taken > BODY:
        # Most callers look for an answer only after they have sent everything, so what is too large is read to its
        # end and forgotten, unless it is far too large.
        raise too_large(whole=taken <= READ_AT_MOST)
    return bytes(gathered)


async def stream_body(receive: Receive) -> AsyncIterator[bytes]:
    """The body of a request, piece by piece; CallerLeft when it never ends."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise CallerLeft
        if chunk := message.get("body", b""):
            yield chunk
        if not message.get("more_body", False):
            return


def too_large(*, whole: bool) -> Problem:
    """413. Where a body was not read to its end, its rest would be taken for a next request: the connection ends."""
    headers = {} if whole else {"Connection": "close"}
    return Problem("payload-too-large", f"A request body has at most {BODY} bytes (2 MiB).", headers=headers)


def _refusal(error: Problem | AgencyUnknown | NoSuchDoor | ControlClosed) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, AgencyUnknown):
        return Problem("agency-unknown", str(error), remedy=error.remedy, agencies=error.valid)
    return Problem("sandbox-only" if isinstance(error, ControlClosed) else "not-found", str(error))


def _failure(error: Unreachable | BrokeOff | TookTooLong, asked: Asked) -> Problem:
    service = asked.passage.service
    title = f"{service} ({BY_NAME[service].title})"
    if isinstance(error, Unreachable):
        detail = (
            f"{title} takes no connections just now. Nothing was sent to it, so the request can simply be repeated."
        )
        return Problem("service-unavailable", detail, headers={"Retry-After": "1"}, service=service)
    if isinstance(error, TookTooLong):
        return Problem(
            "upstream-timeout", f"{title} was silent for {asked.patience or 0:.0f} seconds.", service=service
        )
    again = "" if asked.repeatable else " It may have done what was asked: read before you repeat the request."
    return Problem(
        "upstream-unreachable", f"{title} broke the connection off before it answered.{again}", service=service
    )


async def _end_when_gone(receive: Receive, alive: asyncio.Timeout) -> None:
    with suppress(asyncio.CancelledError):
        while (await receive())["type"] != "http.disconnect":
            pass
        alive.reschedule(asyncio.get_running_loop().time())

"""At the door of a service: reads what caused a request, and notes those that come from the gateway."""

from collections.abc import Mapping
from typing import cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from luohu_kit.clock import last_reading
from luohu_kit.journal.buffer import Journal
from luohu_kit.journal.hop import CONTROL, GATEWAY, Hop, ids_in, witnessing
from luohu_kit.runtime import Runtime
from luohu_kit.trace import Cause, caused_by

#: Headers without which the same request would not be the same.
_REPLAYED = (b"content-type", b"idempotency-key", b"if-match", b"if-none-match", b"luohu-scenario", b"prefer")
_READ = (b"GET", b"HEAD", b"OPTIONS")
_UNHEARD = ("/health", "/openapi.json", "/.well-known/")  #: what is asked by the city itself
#: Who reports somebody is told to nobody, and a journal is open to everybody who tests: these are noted nowhere.
_CONFIDENTIAL = ("/v1/reports",)
_NOT_REPLAYED = frozenset({"/token"})  #: holds secrets, and changes nothing


class Witness:
    """Middleware of every service. Requests of other services are noted by them, not here."""

    def __init__(self, app: ASGIApp, *, service: str) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers: Mapping[bytes, bytes] = dict(scope["headers"])
        cause = Cause.read(_text(headers, b"traceparent"), _text(headers, b"luohu-scenario"))
        journal = cast(Runtime, scope["app"].state.runtime).journal
        with caused_by(cause):
            if journal.open and b"luohu-from" not in headers and heard(scope["path"]):
                await self._watched(journal, cause, headers, scope, receive, send)
            else:
                with witnessing(None):
                    await self._app(scope, receive, send)

    async def _watched(
        self, journal: Journal, cause: Cause, headers: Mapping[bytes, bytes], scope: Scope, receive: Receive, send: Send
    ) -> None:
        hop = Hop(
            world=_text(headers, b"luohu-world") or "main",
            sender=GATEWAY,
            receiver=self._service,
            method=scope["method"],
            target=_target(scope),
            traces=(cause.trace,),
            scenario=cause.scenario,
        )
        taken: list[bytes] = []
        given: list[bytes] = []
        location = ""

        async def taking() -> Message:
            message = await receive()
            if body := message.get("body"):
                taken.append(body)
            return message

        async def giving(message: Message) -> None:
            nonlocal location
            if message["type"] == "http.response.start":
                hop.status = message["status"]
                location = _text(dict(message["headers"]), b"location") if hop.status == 201 else ""
            elif body := message.get("body"):
                hop.response_size += len(body)
                if len(given) < 8:  # an endless answer is kept at its beginning only
                    given.append(body)
            await send(message)

        try:
            with witnessing(hop):
                await self._app(scope, taking, giving)
        except BaseException as error:
            hop.status = 500 if hop.status is None and isinstance(error, Exception) else hop.status
            hop.error = type(error).__name__
            raise
        finally:
            whole = b"".join(taken)
            hop.asked(whole)
            _replayable(journal, hop, headers, whole)
            _end(hop, b"".join(given), location)
            journal.note(hop)


def heard(path: str) -> bool:
    """Whether requests to a path are hops."""
    return not path.startswith((*_UNHEARD, *_CONFIDENTIAL, CONTROL))


def _end(hop: Hop, answer: bytes, location: str) -> None:
    size = hop.response_size
    hop.answered(hop.status or 0, answer)
    hop.status = hop.status or None
    hop.response_size = size
    hop.concerns.insert(0, ids_in(hop.target.partition("?")[0], location))
    hop.concerns = [group for group in hop.concerns if group]
    read = last_reading()
    if read is not None and read[0] == hop.world:
        hop.world_at = read[1]


def _replayable(journal: Journal, hop: Hop, headers: Mapping[bytes, bytes], body: bytes) -> None:
    """Keep what a replay needs of a request that may have changed something."""
    if journal.inputs and hop.method.encode() not in _READ and hop.target not in _NOT_REPLAYED:
        kept = {name.decode(): _text(headers, name) for name in _REPLAYED if name in headers}
        hop.replay = {"target": hop.target, "headers": kept}
        hop.input = body


def _target(scope: Scope) -> str:
    path: bytes = scope.get("raw_path") or str(scope["path"]).encode()
    query: bytes = scope.get("query_string", b"")
    return (path.partition(b"?")[0] + (b"?" + query if query else b"")).decode("ascii", "replace")


def _text(headers: Mapping[bytes, bytes], name: bytes) -> str:
    return headers.get(name, b"").decode("latin-1")

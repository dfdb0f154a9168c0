"""At the door of a service: reads what caused a request, and notes those that come from the gateway."""

from collections.abc import Mapping
from typing import cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from luohu_kit import spans
from luohu_kit.clock import last_reading
from luohu_kit.faults.entrance import behind_faults
from luohu_kit.generation import answering
from luohu_kit.journal.hop import CONTROL, GATEWAY, JOURNAL, Hop, ids_in, witnessing
from luohu_kit.journal.kept_inputs import FILES, READ, keep
from luohu_kit.journal.reading import shown_by
from luohu_kit.problems import Problem, render
from luohu_kit.route_names import template_of
from luohu_kit.runtime import Runtime
from luohu_kit.scenarios import ScenarioUnknown, named
from luohu_kit.settings import Mode
from luohu_kit.trace import SCENARIO, Cause, caused_by

_UNHEARD = ("/health", "/metrics", "/openapi.json", "/.well-known/")  #: what is asked by the city itself
#: Who reports somebody is told to nobody, and a journal is open to everybody who tests: these are noted nowhere.
_CONFIDENTIAL = ("/v1/reports",)
_CHUNKS = 8  #: of an answer: an endless one is kept at its beginning only


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
        rt = cast(Runtime, scope["app"].state.runtime)
        outside = b"luohu-from" not in headers
        scenario = _text(headers, SCENARIO.lower().encode())
        refused = refusal(rt, scenario) if outside and scenario else None
        if refused is not None:
            await render(refused, str(scope["path"]).replace("\x00", ""))(scope, receive, send)
            return
        cause = Cause.read(_text(headers, b"traceparent"), scenario)
        if spans.listeners:
            await self._spanned(rt, cause, headers, scope, receive, send)
        else:
            await self._received(rt, cause, headers, scope, receive, send)

    async def _spanned(
        self,
        rt: Runtime,
        cause: Cause,
        headers: Mapping[bytes, bytes],
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        """The same, told to whoever traces."""
        facts: dict[str, str | int] = {"http.request.method": scope["method"], "url.path": scope["path"]}
        span = spans.answering(self._service, scope["method"], cause.trace, _text(headers, b"traceparent"), facts)

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                facts_of_answer(span, scope, message["status"])
            await send(message)

        with spans.spanning(span):
            await self._received(rt, cause, headers, scope, receive, noted)

    async def _received(
        self,
        rt: Runtime,
        cause: Cause,
        headers: Mapping[bytes, bytes],
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        outside = b"luohu-from" not in headers
        attentive = rt.journal.open or rt.faults.anything_from(GATEWAY) or cause.scenario is not None
        with caused_by(cause), answering():
            if attentive and outside and is_hop(scope["method"], scope["path"]):
                await self._watched(rt, self._hop(cause, headers, scope), headers, scope, receive, send)
            else:
                with witnessing(None):
                    await self._app(scope, receive, send)

    def _hop(self, cause: Cause, headers: Mapping[bytes, bytes], scope: Scope) -> Hop:
        return Hop(
            world=_text(headers, b"luohu-world") or "main",
            sender=GATEWAY,
            receiver=self._service,
            method=scope["method"],
            target=_target(scope),
            traces=(cause.trace,),
            scenario=cause.scenario,
        )

    async def _watched(
        self, rt: Runtime, hop: Hop, headers: Mapping[bytes, bytes], scope: Scope, receive: Receive, send: Send
    ) -> None:
        heard = _Heard(hop, receive, send)
        try:
            app = await behind_faults(self._app, rt, hop, headers)
            with witnessing(hop):
                await app(scope, heard.taking, heard.giving)
            if scope["path"].startswith(CONTROL):
                hop.world_at = await shown_by(rt, hop.world)
        except BaseException as error:
            if hop.status is None and isinstance(error, Exception):
                hop.status = 500
            hop.error = type(error).__name__
            raise
        finally:
            body = heard.ended()
            if not scope["path"].startswith(_CONFIDENTIAL):
                if rt.journal.inputs:
                    keep(hop, rt.journal.seen, headers, body, heard.location)
                rt.journal.note(hop)
            rt.carrier.waiting.passed(hop.edge)


def facts_of_answer(span: spans.Span, scope: Scope, status: int) -> None:
    """Note what an answer says of its request."""
    span.facts["http.response.status_code"] = status
    if (template := template_of(scope)) is not None:
        span.name = f"{scope['method']} {template}"
    if status >= 500:
        span.error = f"HTTP {status}"


class _Heard:
    """What goes in and out of the service for one hop."""

    def __init__(self, hop: Hop, receive: Receive, send: Send) -> None:
        self._hop = hop
        self._receive = receive
        self._send = send
        self._large = hop.target.partition("?")[0] in FILES
        self._taken: list[bytes] = []
        self._given: list[bytes] = []
        self.location = ""  #: of what was made

    async def taking(self) -> Message:
        message = await self._receive()
        if (body := message.get("body")) and not self._large:
            self._taken.append(body)
        return message

    async def giving(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._hop.status = message["status"]
            if message["status"] == 201:
                self.location = _text(dict(message["headers"]), b"location")
        elif body := message.get("body"):
            self._hop.response_size += len(body)
            if len(self._given) < _CHUNKS:
                self._given.append(body)
        await self._send(message)

    def ended(self) -> bytes:
        """Write into the hop what was said, and what it is about; the request's body."""
        hop, body = self._hop, b"".join(self._taken)
        hop.asked(body)
        hop.response = b"".join(self._given)
        hop.ended()
        if about := ids_in(hop.target.partition("?")[0], self.location):
            hop.concerns.insert(0, about)
        read = last_reading()
        if read is not None and read[0] == hop.world:
            hop.world_at = read[1]
        return body


def refusal(rt: Runtime, scenario: str) -> Problem | None:
    """Why a request with that scenario is not done; None when it is."""
    if rt.settings.mode is Mode.PRODUCTION:
        return Problem("sandbox-only", f"{SCENARIO} is refused: this city runs with LUOHU_MODE=production.")
    try:
        named(scenario)
    except ScenarioUnknown as error:
        return Problem("scenario-unknown", str(error), scenarios=error.names)
    return None


def is_hop(method: str, path: str) -> bool:
    """Whether a request from outside is one: all are but those that only watch."""
    if path.startswith(CONTROL):
        return method not in READ and not path.startswith(JOURNAL)
    return not path.startswith(_UNHEARD)


def _target(scope: Scope) -> str:
    path: bytes = scope.get("raw_path") or str(scope["path"]).encode()
    query: bytes = scope.get("query_string", b"")
    return (path.partition(b"?")[0] + (b"?" + query if query else b"")).decode("ascii", "replace")


def _text(headers: Mapping[bytes, bytes], name: bytes) -> str:
    return headers.get(name, b"").decode("latin-1")

"""How a page asks: by the addresses of the public API, with the visitor's token, over the gateway's connections."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
import orjson

from luohu_gateway import headers as crossing
from luohu_gateway.proxy import CONTROL_PATIENCE, PATIENCE
from luohu_gateway.routing import Passage, find
from luohu_gateway.upstream import Answer, Asked, BrokeOff, TookTooLong, Unreachable, Upstreams

JSON = "application/json"
STREAM = "text/event-stream"
_NOT_NOW = frozenset({502, 503, 504})


class Refused(Exception):
    """A service answered with a problem (RFC 9457)."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(str(problem.get("detail", status)))
        self.status = status
        self.problem = problem

    @property
    def slug(self) -> str:
        """The problem's type, such as `item-locked`."""
        return str(self.problem.get("type", "")).rpartition("/")[2]


class Away(Exception):
    """A service cannot be reached just now: a page shows it as waiting, and comes again."""

    def __init__(self, service: str) -> None:
        super().__init__(service)
        self.service = service


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service answered, whole."""

    status: int
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)  #: lower-case names

    @property
    def data(self) -> Any:
        """The body as JSON has it; None for an empty one. Points are texts on the wire, so nothing is rounded here."""
        return orjson.loads(self.content) if self.content else None

    @property
    def etag(self) -> str:
        """What an `If-Match` takes to change exactly this."""
        return self.headers.get("etag", "")


class Wire:
    """The API as one visitor sees it."""

    def __init__(self, upstreams: Upstreams, *, world: str, token: str | None, control: bool, about: crossing.Headers):
        """control: whether the control plane is open. about: request id and trace context of the page's request."""
        self._upstreams = upstreams
        self._world = world
        self._token = token
        self._control = control
        self._about = about

    async def get(self, path: str, **params: Any) -> Any:
        """The body of a GET. Raises Refused and Away, as all of these do."""
        return (await self.ask("GET", path, params=params)).data

    async def post(self, path: str, data: Any = None, *, once: str = "") -> Reply:
        """A POST of JSON. once: an idempotency key, so that a form that is sent twice is taken once."""
        return await self.ask("POST", path, data=data, headers=_key(once))

    async def put(self, path: str, data: Any, *, etag: str = "") -> Reply:
        return await self.ask("PUT", path, data=data, headers={"if-match": etag} if etag else {})

    async def delete(self, path: str, *, etag: str = "") -> Reply:
        return await self.ask("DELETE", path, headers={"if-match": etag} if etag else {})

    async def ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        data: Any = None,
        content: bytes | AsyncIterator[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """One request. path: as at the gateway, such as `/agencies/tax/v1/records`. data: sent as JSON; content: as it
        is, with a `content-type` in the headers; in pieces, with a `content-length` too.

        Raises Refused for every problem, Away where no service answered.
        """
        given = dict(headers or {})
        body: bytes | AsyncIterator[bytes] = content or b""
        if data is not None:
            body = orjson.dumps(data)
            given["content-type"] = JSON
        passage = self._passage(path)
        answer = await self._send(self._asked(method, passage, params, given, body))
        try:
            whole = answer.whole
            if whole is None:
                whole = b"".join([chunk async for chunk in answer.chunks()])
        except httpx.HTTPError as error:
            raise Away(passage.service) from error
        finally:
            await answer.close()
        return _reply(answer, whole, passage.service)

    @asynccontextmanager
    async def stream(self, path: str, *, after: str = "") -> AsyncIterator[Answer]:
        """An event stream of the API, while it lasts. after: the last id that was seen."""
        passage = self._passage(path)
        given = {"accept": STREAM, **({"last-event-id": after} if after else {})}
        answer = await self._send(self._asked("GET", passage, None, given, b"", endless=True))
        try:
            if answer.status >= 400:
                whole = answer.whole
                _reply(answer, whole if whole is not None else b"", passage.service)
            yield answer
        finally:
            await answer.close()

    def _passage(self, path: str) -> Passage:
        passage = find(path, path.encode(), control=self._control)
        if passage is None:
            raise LookupError(f"{path} is an address of no service")
        return passage

    def _asked(
        self,
        method: str,
        passage: Passage,
        params: Mapping[str, Any] | None,
        given: Mapping[str, str],
        body: bytes | AsyncIterator[bytes],
        *,
        endless: bool = False,
    ) -> Asked:
        told = {"accept": JSON, "luohu-world": self._world, **given}
        if self._token:
            told["authorization"] = f"Bearer {self._token}"
        if isinstance(body, bytes) and (body or method in ("POST", "PUT", "PATCH")):
            told["content-length"] = str(len(body))
        query = {name: value for name, value in (params or {}).items() if value not in (None, "")}
        return Asked(
            method=method,
            passage=passage,
            query=urlencode(query, doseq=True).encode(),
            headers=[
                (b"host", self._upstreams.host(passage.service)),
                *self._about,
                *((name.encode(), value.encode("ascii", "replace")) for name, value in told.items()),
            ],
            body=body,
            patience=None if endless else CONTROL_PATIENCE if passage.patient else PATIENCE,
        )

    async def _send(self, asked: Asked) -> Answer:
        try:
            return await self._upstreams.ask(asked)
        except (Unreachable, BrokeOff, TookTooLong, httpx.HTTPError) as error:
            raise Away(asked.passage.service) from error


def _key(once: str) -> dict[str, str]:
    """The header of an idempotency key: a string in quotes (RFC 8941). None for what cannot stand in one."""
    clean = once.isascii() and once.isprintable() and not {'"', "\\"} & set(once)
    return {"idempotency-key": f'"{once}"'} if once and clean else {}


def _reply(answer: Answer, content: bytes, service: str) -> Reply:
    if answer.status in _NOT_NOW:
        raise Away(service)
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in answer.headers}
    if answer.status < 400:
        return Reply(answer.status, content, headers)
    try:
        problem = orjson.loads(content)
    except orjson.JSONDecodeError:
        problem = None
    raise Refused(answer.status, problem if isinstance(problem, dict) else {"status": answer.status})

"""The services behind the gateway, as it reaches them: a pool of connections for each, answers that stream.

The transport is used without the client above it. A client would keep cookies from one caller to the next, follow
redirects and decode bodies, none of which a door may do.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import cast

import httpx

from luohu_gateway.headers import Headers
from luohu_gateway.routing import Passage
from luohu_kit.pools import to_services
from luohu_kit.settings import Settings

CONNECT_SECONDS = 2.0
#: Idle connections go long before a service (75 s) closes them: a request is then never sent into a closing one.
KEEP_ALIVE_SECONDS = 30.0
CONNECTIONS = 512

_NOTHING_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Unreachable(Exception):
    """No connection, so nothing was sent."""


class BrokeOff(Exception):
    """The connection ended before an answer came; what was asked may have been done."""


class TookTooLong(Exception):
    """No answer in time; what was asked may still be done."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it leaves the gateway."""

    method: str
    passage: Passage
    query: bytes
    headers: Headers
    body: bytes | AsyncIterator[bytes]
    patience: float | None  #: seconds between two bytes of the answer; None: for ever (event streams)

    @property
    def repeatable(self) -> bool:
        """Asking twice does no more than asking once."""
        return self.method in ("GET", "HEAD", "OPTIONS")


class Answer:
    """An answer whose body has not been read yet. Close it, whatever happens."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self.status = response.status_code
        self.headers: Headers = [(name.lower(), value) for name, value in response.headers.raw]

    def chunks(self) -> AsyncIterator[bytes]:
        """The body as it comes, not decoded. Raises httpx.TransportError when it breaks off."""
        return aiter(cast(httpx.AsyncByteStream, self._response.stream))

    async def close(self) -> None:
        await self._response.aclose()


class Upstreams:
    """All services, each under its name."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient | None = None) -> None:
        """http: a client to send with instead of the pool, for a city that lives inside of one process."""
        self._settings = settings
        self._http = http
        self._transport = to_services(
            settings,
            httpx.Limits(
                max_connections=CONNECTIONS,
                max_keepalive_connections=CONNECTIONS,
                keepalive_expiry=KEEP_ALIVE_SECONDS,
            ),
        )
        self._base: dict[str, httpx.URL] = {}

    def base(self, service: str) -> httpx.URL:
        """The address of a service."""
        if service not in self._base:
            self._base[service] = httpx.URL(self._settings.url_of(service))
        return self._base[service]

    def origin(self, service: str) -> str:
        return str(self.base(service)).rstrip("/")

    def host(self, service: str) -> bytes:
        return self.base(service).netloc

    async def ask(self, asked: Asked) -> Answer:
        """Send it, once more where a connection broke and asking twice does no harm.

        Raises Unreachable, BrokeOff or TookTooLong.
        """
        try:
            return await self._ask(asked)
        except BrokeOff:
            if not asked.repeatable:
                raise
        return await self._ask(asked)

    async def _ask(self, asked: Asked) -> Answer:
        base = self.base(asked.passage.service)
        target = base.raw_path.rstrip(b"/") + asked.passage.target + (b"?" + asked.query if asked.query else b"")
        timeout = {"connect": CONNECT_SECONDS, "read": asked.patience, "write": 15.0, "pool": CONNECT_SECONDS}
        try:
            request = httpx.Request(
                asked.method,
                base.copy_with(raw_path=target),
                headers=asked.headers,
                content=asked.body or None,
                extensions={"timeout": timeout, "target": target},
            )
            return Answer(await self._send(request))
        except _NOTHING_SENT as error:
            raise Unreachable(type(error).__name__) from error
        except httpx.TimeoutException as error:
            raise TookTooLong(type(error).__name__) from error
        except httpx.TransportError as error:
            raise BrokeOff(type(error).__name__) from error

    async def _send(self, request: httpx.Request) -> httpx.Response:
        if self._http is not None:
            return await self._http.send(request, stream=True, follow_redirects=False)
        response = await self._transport.handle_async_request(request)
        response.request = request
        return response

    async def close(self) -> None:
        await self._transport.aclose()

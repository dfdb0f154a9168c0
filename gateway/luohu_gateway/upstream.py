"""The services behind the gateway, as it reaches them: a pool of connections for each, answers that stream.

The transport is used without the client above it. A client would keep cookies from one caller to the next, follow
redirects and decode bodies, none of which a door may do.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import cast

import httpx

from luohu_gateway.headers import Headers
from luohu_gateway.replicas import Replica, Replicas
from luohu_gateway.routing import Passage
from luohu_kit.settings import Settings
from luohu_transport import Connections

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

    @property
    def whole(self) -> bytes | None:
        """The body where it came with the head, as most do; None where it is still to come."""
        stream = self._response.stream
        return b"".join(stream) if isinstance(stream, httpx.ByteStream) else None

    async def close(self) -> None:
        await self._response.aclose()


class Upstreams:
    """All services, each under its name."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient | None = None) -> None:
        """http: a client to send with instead of the pool, for a city that lives inside of one process."""
        self._settings = settings
        self._http = http
        self._transport = Connections(httpx.Limits(max_connections=CONNECTIONS, keepalive_expiry=KEEP_ALIVE_SECONDS))
        self._services: dict[str, Replicas] = {}

    def replicas(self, service: str) -> Replicas:
        """The addresses of a service."""
        if service not in self._services:
            self._services[service] = Replicas(self._settings.addresses_of(service))
        return self._services[service]

    def base(self, service: str) -> httpx.URL:
        """The address that a service is named after."""
        return self.replicas(service).first.url

    def origin(self, service: str) -> str:
        """The same, as text without a slash at its end."""
        return self.replicas(service).origin

    def host(self, service: str) -> bytes:
        return self.replicas(service).host

    async def ask(self, asked: Asked) -> Answer:
        """Send it to one replica; to the next where nothing was sent, and once more where a connection broke and asking
        twice does no harm.

        Raises Unreachable, BrokeOff or TookTooLong.
        """
        replicas = self.replicas(asked.passage.service)
        tried: list[Replica] = []
        broken = False
        while True:
            replica = replicas.choose(asyncio.get_running_loop().time(), tried)
            try:
                return await self._ask_one(asked, replica)
            except Unreachable:
                # A body that is sent on as it comes has not been touched: nobody was there to take it.
                tried.append(replica)
                if len(tried) >= len(replicas):
                    raise
            except BrokeOff:
                if not asked.repeatable or broken:
                    raise
                broken = True

    async def _ask_one(self, asked: Asked, replica: Replica) -> Answer:
        clock = asyncio.get_running_loop().time
        replica.given(clock())
        try:
            answer = await self._ask(asked, replica.url)
        except (Unreachable, BrokeOff, TookTooLong):
            replica.failed(clock())
            raise
        except asyncio.CancelledError:
            replica.left(clock())
            raise
        finally:
            replica.on_their_way -= 1
        replica.answered(clock())
        return answer

    async def _ask(self, asked: Asked, base: httpx.URL) -> Answer:
        target = base.raw_path.rstrip(b"/") + asked.passage.target + (b"?" + asked.query if asked.query else b"")
        timeout = {"connect": CONNECT_SECONDS, "read": asked.patience, "write": 15.0, "pool": CONNECT_SECONDS}
        try:
            request = httpx.Request(
                asked.method,
                # Connections go by `target`, and spelling it as an address of httpx as well costs a tenth of a request.
                base if self._http is None else base.copy_with(raw_path=target),
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

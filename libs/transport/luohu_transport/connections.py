"""A transport of httpx on the connections of aiohttp. Requests leave as they are, answers come as they were sent.

Whoever repeats a request must know whether it may have been done, so failures are told apart by where they happen,
not by their names in aiohttp: whatever fails before the first byte of a request leaves is `ConnectError` or
`ConnectTimeout`, whatever fails later is another `TransportError` (`luohu_transport.exchange`).
"""

import asyncio
import ssl
from functools import lru_cache

import aiohttp
import httpx
from yarl import URL

from luohu_transport.body import AsItComes, Upload, answered
from luohu_transport.exchange import LeftOver, Question, Reply

LONGEST_LINE = 64 * 1024  #: bytes of one header line of an answer
ROUNDS = 100  #: connections that turn out to be of no use, one after another, before a request gives up
#: What aiohttp would add of its own. A gateway passes on what it got, and a signature covers what was written.
_NOTHING_ADDED = frozenset({"Accept", "Accept-Encoding", "User-Agent", "Content-Type"})


class Connections(httpx.AsyncBaseTransport):
    """A pool of connections, so many to each address. Cookies, redirects, proxies and decoding: none.

    It belongs to the loop that uses it, and is made at the first request: a process may fork before.
    """

    def __init__(self, limits: httpx.Limits | None = None) -> None:
        """limits: `max_connections` are those to one address, None for any number; idle ones go after
        `keepalive_expiry` seconds, None for never.
        """
        self._limits = limits or httpx.Limits(max_connections=100, keepalive_expiry=5.0)
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, whose body is there already or streams. Raises httpx.TransportError."""
        for _ in range(ROUNDS):
            try:
                return await self._exchange(request)
            except LeftOver:  # nothing was sent on it, and it is out of the pool
                await asyncio.sleep(0)
        raise httpx.ConnectError(f"{request.url.host} closes every connection before it is used")

    async def _exchange(self, request: httpx.Request) -> httpx.Response:
        session = await self._here()
        patience = request.extensions.get("timeout", {})
        upload = Upload(request, patience.get("write"))
        try:
            async with upload.deadline:
                answer = await session.request(
                    request.method,
                    _address(request),
                    headers=[(name.decode("ascii"), _text(value)) for name, value in upload.headers],
                    data=upload.content,
                    allow_redirects=False,
                    timeout=_timeouts(patience.get("connect"), patience.get("pool"), patience.get("read")),
                    ssl=_trust() if request.url.scheme == "https" else True,
                )
        except TimeoutError as error:
            if isinstance(error, aiohttp.ServerTimeoutError):
                raise httpx.ConnectTimeout(str(error), request=request) from error
            raise httpx.WriteTimeout("the body was not taken in time", request=request) from error
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as error:
            raise httpx.UnsupportedProtocol(str(error), request=request) from error
        except (aiohttp.ClientError, OSError) as error:  # what is later than a connection is httpx's own: `Question`
            raise httpx.ConnectError(str(error), request=request) from error
        except ValueError as error:
            raise httpx.LocalProtocolError(str(error), request=request) from error
        except httpx.TransportError:
            upload.raise_own()
            raise
        return httpx.Response(
            answer.status, headers=answer.raw_headers, stream=answered(answer) or AsItComes(answer), request=request
        )

    async def _here(self) -> aiohttp.ClientSession:
        if self._closed:
            raise httpx.ConnectError("the connections are closed")
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            if self._session is not None:
                await self._session.close()  # a script that calls asyncio.run twice: the first loop is gone
            self._session, self._loop = self._opened(), loop
        assert self._session is not None  # noqa: S101 - narrows the type
        return self._session

    def _opened(self) -> aiohttp.ClientSession:
        limits = self._limits
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0, limit_per_host=limits.max_connections or 0, keepalive_timeout=limits.keepalive_expiry
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            max_line_size=LONGEST_LINE,
            max_field_size=LONGEST_LINE,
            skip_auto_headers=_NOTHING_ADDED,
            request_class=Question,
            response_class=Reply,
        )

    async def aclose(self) -> None:
        """Close all connections. Requests that come later are not sent."""
        self._closed = True
        if self._session is not None:
            await self._session.close()


def _address(request: httpx.Request) -> URL:
    """The address with path and query just as they were written: aiohttp would spell their escapes its own way."""
    url = request.url
    target: bytes = request.extensions.get("target", url.raw_path)
    return URL(f"{url.scheme}://{url.netloc.decode('ascii')}{target.decode('ascii')}", encoded=True)


def _text(value: bytes) -> str:
    """A header's value as aiohttp takes it: it writes UTF-8. Other bytes are read as what HTTP once was, ISO-8859-1."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


@lru_cache
def _timeouts(connect: float | None, pool: float | None, read: float | None) -> aiohttp.ClientTimeout:
    """All seconds. What aiohttp calls `connect` is waiting for a free connection and making one, together."""
    both = None if connect is None or pool is None else connect + pool
    return aiohttp.ClientTimeout(total=None, connect=both, sock_connect=connect, sock_read=read)


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """Whom to trust behind https: made when it is needed, because it reads all the certificates that there are."""
    return httpx.create_ssl_context(trust_env=False)

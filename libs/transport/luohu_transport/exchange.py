"""One request on one connection, as aiohttp lets it be shaped: nothing is sent on a connection that has ended, and what
goes wrong once something was sent is said in httpx's words, here, where it is known that something was.

aiohttp repeats GET, PUT and DELETE by itself when a connection breaks, without telling anybody. Here only those repeat
who know what is repeated, so it is not given the chance: it repeats on errors of its own alone.
"""

import select
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import httpx
from aiohttp.connector import Connection


class LeftOver(Exception):
    """The connection had ended while nobody used it, or holds bytes that belong to nothing. Nothing was sent."""


class Question(aiohttp.ClientRequest):
    """A request."""

    async def send(self, conn: Connection) -> aiohttp.ClientResponse:
        """Send it. Raises LeftOver, httpx.TransportError."""
        if conn.transport is None or _ended(conn.transport.get_extra_info("socket").fileno()):
            raise LeftOver
        with told():
            return await super().send(conn)


class Reply(aiohttp.ClientResponse):
    """An answer."""

    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        """Read its head. Raises httpx.TransportError."""
        with told():
            return await super().start(connection)


def _ended(descriptor: int) -> bool:
    """Whether there is something to read where nobody has asked yet: the other side's good-bye, most of all. The loop
    may not have come round to telling aiohttp.
    """
    look = select.poll()
    look.register(descriptor, select.POLLIN)
    return bool(look.poll(0))


@contextmanager
def told() -> Iterator[None]:
    """Failures of a request that has left, or has begun to, as httpx has them."""
    try:
        yield
    except aiohttp.SocketTimeoutError as error:
        raise httpx.ReadTimeout(str(error)) from error
    except aiohttp.ServerDisconnectedError as error:
        raise httpx.RemoteProtocolError("the server closed the connection without an answer") from error
    except (aiohttp.ClientResponseError, aiohttp.ClientPayloadError) as error:
        raise httpx.RemoteProtocolError(str(error)) from error
    except (aiohttp.ClientError, OSError) as error:
        raise httpx.ReadError(str(error)) from error

"""Connections to the services of the city, a pool for each.

The pool of httpcore looks at every connection that it has, twice for each request, and asks the kernel about each that
is idle. A service that speaks to a dozen others would pay for all of them whenever it speaks to one.
"""

from collections.abc import Iterable
from types import TracebackType
from typing import Self

import httpx

from luohu_contract.directory import BY_NAME
from luohu_kit.settings import Settings


class Pools(httpx.AsyncBaseTransport):
    """A transport with a pool for each of the origins, and one for all the rest."""

    def __init__(self, origins: Iterable[str], limits: httpx.Limits) -> None:
        """limits: of each pool."""
        trust = httpx.create_ssl_context(trust_env=False)  # once: it reads all the certificates that there are
        self._rest = httpx.AsyncHTTPTransport(verify=trust, limits=limits, trust_env=False)
        self._pools = {
            (url.host, url.port): httpx.AsyncHTTPTransport(verify=trust, limits=limits, trust_env=False)
            for url in map(httpx.URL, origins)
        }

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it through the pool of its origin."""
        pool = self._pools.get((request.url.host, request.url.port), self._rest)
        return await pool.handle_async_request(request)

    async def __aenter__(self) -> Self:
        for pool in self._all():
            await pool.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        for pool in self._all():
            await pool.__aexit__(kind, error, trace)

    async def aclose(self) -> None:
        """Close all connections."""
        for pool in self._all():
            await pool.aclose()

    def _all(self) -> list[httpx.AsyncHTTPTransport]:
        return [self._rest, *self._pools.values()]


def to_services(settings: Settings, limits: httpx.Limits) -> Pools:
    """A pool for every service of the city."""
    return Pools([settings.url_of(name) for name in BY_NAME], limits)

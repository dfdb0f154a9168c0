"""A network of a test that reaches apps in this process by name, and real sockets on loopback by address."""

from collections.abc import Mapping

import httpx

from luohu_testbed.city import Network, RefuseEverything

LOOPBACK = "127.0.0.1"


class LoopbackNetwork(Network):
    """`http://<service>` is an app in this process; `http://127.0.0.1:<port>` is whoever listens there."""

    def __init__(self) -> None:
        super().__init__()
        self.client = httpx.AsyncClient(transport=_OrLoopback(self._apps), timeout=30)


class _OrLoopback(httpx.AsyncBaseTransport):
    def __init__(self, apps: Mapping[str, httpx.AsyncBaseTransport]) -> None:
        self._apps = apps
        self._sockets = httpx.AsyncHTTPTransport(verify=False)
        self._nobody = RefuseEverything()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        beyond = self._sockets if request.url.host == LOOPBACK else self._nobody
        return await self._apps.get(request.url.host, beyond).handle_async_request(request)

    async def aclose(self) -> None:
        await self._sockets.aclose()

"""A client of httpx between services, without what only strangers on the web need."""

from typing import Any

import httpx


class Client(httpx.AsyncClient):
    """A client that hands requests to its transport as they are.

    Cookies, redirects, credentials in addresses and hooks cost a third of a request, and there are none between the
    services. Whoever asks for one of them is not given it.
    """

    def __init__(self, transport: httpx.AsyncBaseTransport, timeout: httpx.Timeout) -> None:
        super().__init__(transport=transport, timeout=timeout, trust_env=False)
        self._straight = transport

    async def send(
        self,
        request: httpx.Request,
        *,
        stream: bool = False,
        auth: Any = None,
        follow_redirects: Any = False,
    ) -> httpx.Response:
        """The answer to a request. Raises httpx.TransportError."""
        answer = await self._straight.handle_async_request(request)
        answer.request = request
        if not stream:
            try:
                await answer.aread()
            finally:
                await answer.aclose()
        return answer

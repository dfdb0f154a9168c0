"""The line to a city's gateway: every request is repeated while it meets nobody, and every refusal is raised.

What may be sent twice is sent again after anything that is no answer: reads, and whatever carries an Idempotency-Key,
the same on every attempt. Everything else is sent again only when it is certain that nothing was done.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx
from pydantic_core import to_json

from luohu_client.problem import Problem, Unanswered
from luohu_client.retry import NEVER_SENT, Patience, retry_after, worth_repeating
from luohu_transport import Connections

SAFE = frozenset({"GET", "PUT", "DELETE"})
TIMEOUT = 40.0  #: seconds for an answer: longer than the longest `Prefer: wait`

_TIMEOUT = httpx.Timeout(TIMEOUT).as_dict()
_ALWAYS = {"Accept": "*/*", "User-Agent": "luohu-client"}


class Line:
    """One HTTP client of a city. Close it when it is done with."""

    def __init__(
        self, url: str, *, transport: httpx.AsyncBaseTransport | None = None, patience: Patience | None = None
    ) -> None:
        self.url = url.rstrip("/")
        self.patience = patience or Patience()
        self._transport = transport or Connections()
        # For streams. What is answered whole goes to the transport itself: redirects, cookies and hooks, of which there
        # are none here, cost more than all the rest of a request.
        self._client = httpx.AsyncClient(base_url=self.url, timeout=TIMEOUT, trust_env=False, transport=self._transport)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def ask(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        content: bytes | None = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        keyed: bool = False,
        repeatable: bool = False,
        timeout: float | None = None,  # noqa: ASYNC109 - httpx enforces it
    ) -> httpx.Response:
        """The answer to a request. Raises Problem for a refusal, Unanswered when there is none.

        json: anything that pydantic can write. keyed: the route takes an Idempotency-Key, and gets one. repeatable: a
        POST that only reads. timeout: seconds after which an answer that does not come counts as lost.
        """
        sent = dict(headers or {})
        if keyed:
            sent["Idempotency-Key"] = f'"{uuid4()}"'
        if json is not None:
            content, sent["Content-Type"] = to_json(json, by_alias=True), "application/json"
        elif form is not None:
            content, sent["Content-Type"] = urlencode(form).encode(), "application/x-www-form-urlencoded"
        request = httpx.Request(
            method,
            path if path.startswith(("http://", "https://")) else self.url + path,
            params=None if params is None else {name: value for name, value in params.items() if value is not None},
            headers={**_ALWAYS, **sent},
            content=content,
            extensions={"timeout": httpx.Timeout(timeout).as_dict() if timeout else _TIMEOUT},
        )
        repeatable = repeatable or keyed or (method in SAFE and "If-Match" not in sent)
        answer = await self._until_answered(request, repeatable=repeatable)
        if not answer.is_success:
            raise Problem(answer)
        return answer

    @asynccontextmanager
    async def streaming(
        self, path: str, *, params: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> AsyncIterator[httpx.Response]:
        """An answer that is read as it comes, for as long as it comes. Raises Problem; httpx's own errors pass."""
        timeout = httpx.Timeout(TIMEOUT)  # a stream's heartbeats come more often
        async with self._client.stream("GET", path, params=params, headers=headers, timeout=timeout) as answer:
            if not answer.is_success:
                await answer.aread()
                raise Problem(answer)
            yield answer

    async def pause(self, attempt: int, answer: httpx.Response | None = None) -> float:
        """Wait as long as is due after an attempt (from 1) that came to nothing; the seconds waited."""
        seconds = self.patience.pause(attempt, _asked(answer), random.random())  # noqa: S311
        await asyncio.sleep(seconds)
        return seconds

    async def _until_answered(self, request: httpx.Request, *, repeatable: bool) -> httpx.Response:
        began, attempt = time.monotonic(), 0
        while True:
            attempt += 1
            answer: httpx.Response | None = None
            why: httpx.TransportError | None = None
            try:
                answer = await self._transport.handle_async_request(request)
                answer.request = request
                await answer.aread()
            except httpx.TransportError as error:
                if not repeatable and not isinstance(error, NEVER_SENT):
                    raise Unanswered(f"{_told(request, error)}; it may have been done") from error
                why = error
            if answer is not None and not worth_repeating(answer, repeatable=repeatable):
                return answer
            due = self.patience.pause(attempt, _asked(answer), random.random())  # noqa: S311
            if time.monotonic() - began + due > self.patience.within:
                if answer is not None:
                    return answer
                raise Unanswered(f"{_told(request, why)}, after {attempt} attempts") from why
            await asyncio.sleep(due)


def _asked(answer: httpx.Response | None) -> float | None:
    return None if answer is None else retry_after(answer)


def _told(request: httpx.Request, error: Exception | None) -> str:
    return f"{request.method} {request.url} was not answered ({str(error) or type(error).__name__})"

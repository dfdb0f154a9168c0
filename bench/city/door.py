"""The gateway as a load generator needs it: bytes out, JSON in, and a city that asks for time is given it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import aiohttp
import orjson

MOST = 600  #: how often one request is sent away before the run gives up
PATIENCE = 120.0  #: seconds for one answer
JSON = "application/json"
_BUSY = frozenset({429, 503})


class Refused(Exception):
    """An answer that is no success."""

    def __init__(self, asked: str, status: int, content: bytes) -> None:
        self.status = status
        super().__init__(f"{asked}: HTTP {status} {content[:1000].decode(errors='replace')}")


class SentAway(Exception):
    """The city asked for time again and again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: Mapping[str, str]


class Door:
    """Use as a context. It may be used by many tasks at once."""

    def __init__(self, url: str) -> None:
        self.requests = 0  #: that were answered
        self.sent_away = 0  #: answers that asked to come again later
        self._url = url
        self._session: aiohttp.ClientSession

    async def __aenter__(self) -> "Door":
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            timeout=aiohttp.ClientTimeout(total=PATIENCE),
            skip_auto_headers=("Accept-Encoding", "User-Agent"),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def ask(
        self, method: str, path: str, token: str, body: bytes | None = None, *, kind: str = JSON, **headers: str
    ) -> Answer:
        """The answer to a request of whoever has the token. headers: further ones, `_` for `-`.

        Raises Refused for anything but success, SentAway when the city asks for time again and again.
        """
        sent = {"Authorization": f"Bearer {token}", "Content-Type": kind}
        sent.update((name.replace("_", "-"), value) for name, value in headers.items())
        for _ in range(MOST):
            async with self._session.request(method, self._url + path, data=body, headers=sent) as answer:
                content = await answer.read()
                if answer.status in _BUSY:
                    self.sent_away += 1
                    await asyncio.sleep(float(answer.headers.get("Retry-After", "1")))
                    continue
                self.requests += 1
                if answer.status >= 300:
                    raise Refused(f"{method} {path}", answer.status, content)
                return Answer(answer.status, orjson.loads(content) if content else None, answer.headers)
        raise SentAway(f"{method} {path} was sent away {MOST} times")

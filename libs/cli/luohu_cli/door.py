"""The gateway as the command line uses it: every request is repeated until it is answered, and every answer is kept.

A service may be killed at any moment and comes back within a second. A request that met no answer, or one of a
gateway that found nobody behind it, is therefore sent again, for at most thirty seconds. A POST carries an
Idempotency-Key, the same on every attempt, so that it is done once.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from luohu_cli.failure import Failure

DEADLINE_SECONDS = 30.0
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)  #: seconds before the next attempt; the last one is repeated
PATIENCE = 10.0  #: seconds for an answer: longer than the longest `Prefer: wait`, far longer than any other takes
ADVANCE_PATIENCE = 900.0  #: an advance of the clock answers when the city has settled, at every stop on the way
NOBODY_BEHIND = frozenset({502, 503, 504})  #: the gateway reached no service


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and the answer that it came to."""

    request: httpx.Request
    response: httpx.Response
    attempts: int  #: more than one when services were away
    seconds: float  #: all attempts together

    @property
    def unsure(self) -> bool:
        """An earlier attempt may have been carried out although its answer was lost."""
        return self.attempts > 1


class Unanswered(Failure):
    """Nobody answered within the deadline."""


class Refused(Failure):
    """The city refused a request: a problem document (RFC 9457)."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.status = exchange.response.status_code
        try:
            self.problem: Mapping[str, Any] = exchange.response.json()
        except ValueError:
            self.problem = {}
        detail = self.problem.get("detail") or exchange.response.text[:300]
        super().__init__(f"{exchange.request.method} {exchange.request.url.path} answered {self.status}: {detail}")

    @property
    def slug(self) -> str:
        """What a client switches on: the last part of `type`."""
        return str(self.problem.get("type", "")).rsplit("/", 1)[-1]


@dataclass(slots=True)
class Door:
    """A client of one world at the gateway. `exchanges` grows with every answer, refusals included."""

    url: str
    world: str = ""
    transport: httpx.BaseTransport | None = None
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    deadline: float = DEADLINE_SECONDS
    exchanges: list[Exchange] = field(default_factory=list)
    _client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self._client = httpx.Client(base_url=self.url, timeout=PATIENCE, trust_env=False, transport=self.transport)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> "Door":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        token: str = "",
        json: Any = None,
        form: Mapping[str, str] | None = None,
        content: bytes | None = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        patience: float = PATIENCE,
    ) -> Exchange:
        """Send a request until it is answered; the answer, whatever it is. Raises Unanswered after the deadline.

        patience: seconds after which an answer that does not come counts as lost.
        """
        sent = dict(headers or {})
        if token:
            sent["Authorization"] = f"Bearer {token}"
        elif self.world:
            sent["Luohu-World"] = self.world
        if method == "POST" and form is None:
            sent["Idempotency-Key"] = f'"{uuid4()}"'
        request = self._client.build_request(
            method, path, json=json, data=form, content=content, params=params, headers=sent, timeout=patience
        )
        exchange = self._until_answered(request)
        self.exchanges.append(exchange)
        return exchange

    def must(self, method: str, path: str, **options: Any) -> Exchange:
        """`ask`, and a refusal raises Refused."""
        exchange = self.ask(method, path, **options)
        if not exchange.response.is_success:
            raise Refused(exchange)
        return exchange

    def _until_answered(self, request: httpx.Request) -> Exchange:
        began, attempts, reason = self.clock(), 0, ""
        while True:
            attempts += 1
            try:
                response = self._client.send(request)
            except httpx.TransportError as error:
                reason = str(error) or type(error).__name__
            else:
                if not _worth_repeating(response):
                    return Exchange(request, response, attempts, self.clock() - began)
                reason = f"HTTP {response.status_code}"
            pause = PAUSES[min(attempts, len(PAUSES)) - 1]
            if self.clock() - began + pause > self.deadline:
                raise Unanswered(
                    f"{request.method} {request.url} found no answer within {self.deadline:.0f} s ({reason}); "
                    "`luohu status` says who is away"
                )
            self.sleep(pause)


def _worth_repeating(response: httpx.Response) -> bool:
    """Nobody was behind the gateway, it had no room, or the first attempt is still being worked on."""
    if response.status_code in NOBODY_BEHIND:
        return True
    if response.status_code == 429:
        return b"/problems/service-busy" in response.content  # nothing was begun
    return response.status_code == 409 and b"idempotency-key-in-use" in response.content

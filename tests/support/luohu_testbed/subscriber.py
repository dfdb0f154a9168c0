"""A subscriber of webhooks inside of the test: takes down what comes, and answers as it is told."""

from dataclasses import dataclass, field
from typing import Any

import orjson
from standardwebhooks import Webhook
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from luohu_testbed.city import Network

_next = iter(range(2, 255))


@dataclass(frozen=True)
class Told:
    """One request that came."""

    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> dict[str, Any]:
        """The body as JSON."""
        found: dict[str, Any] = orjson.loads(self.body)
        return found

    def check(self, secret: str) -> None:
        """Raises WebhookVerificationError when nobody with this secret signed it just now."""
        Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """An address on loopback. answers: the statuses of the first requests, and then for ever the last of them."""

    answers: list[int] = field(default_factory=lambda: [204])
    told: list[Told] = field(default_factory=list)
    host: str = field(default_factory=lambda: f"127.0.0.{next(_next)}")

    @property
    def url(self) -> str:
        return f"http://{self.host}/hooks"

    def kinds(self) -> list[str]:
        """The types of what came, in order."""
        return [one.message["type"] for one in self.told]

    def attach(self, network: Network) -> "Receiver":
        """Be there for the services of that network."""
        paths = [Route("/hooks", self._take, methods=["POST"]), Route("/elsewhere", self._take, methods=["POST"])]
        network.attach(self.host, Starlette(routes=paths))
        return self

    async def _take(self, request: Request) -> Response:
        self.told.append(Told(dict(request.headers), await request.body()))
        status = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return Response(status_code=status, headers={"Location": "/elsewhere"} if 300 <= status < 400 else {})

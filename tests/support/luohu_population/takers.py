"""Services that take a population's batches down instead of keeping them, and fail as the test says."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from luohu_contract.signing import verify
from luohu_kit.settings import Settings
from luohu_sandbox.fleet import KEEPERS
from luohu_sandbox.population.batch import PATHS, RECORDS
from luohu_testbed.small_city import SmallCity


@dataclass
class Taker:
    """One service: batches are taken down, everything else goes to the service itself."""

    name: str
    inner: ASGIApp
    settings: Settings
    bodies: list[dict[str, Any]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)  #: statuses of the next batches, before all go well again
    open: asyncio.Event = field(default_factory=asyncio.Event)  #: batches wait while it is not set

    def __post_init__(self) -> None:
        self.open.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATHS.get(self.name, RECORDS):
            await self.inner(scope, receive, send)
            return
        answer = await self._take(Request(scope, receive))
        await answer(scope, receive, send)

    async def _take(self, request: Request) -> Response:
        body = await request.body()
        verify(self.settings.secrets_between("sandbox", self.name), request.headers, body)
        await self.open.wait()
        status = self.answers.pop(0) if self.answers else 200
        if status == 200:
            self.bodies.append({"world": request.headers["luohu-world"], **orjson.loads(body)})
        return JSONResponse({"detail": "as the test says"}, status)

    def taken(self, world: str) -> Counter[str]:
        """How many of each kind came for a world."""
        return Counter(
            {
                kind: sum(len(body.get(kind, ())) for body in self.bodies if body["world"] == world)
                for kind in {key for body in self.bodies for key in body if key != "world"}
            }
        )


def take_down(city: SmallCity) -> dict[str, Taker]:
    """Put a taker before every service of a city."""
    takers: dict[str, Taker] = {}
    for name in KEEPERS:
        settings = city.runtime(name).settings
        takers[name] = Taker(name, city.apps[name], settings)
        city.network.attach(name, takers[name])
    return takers

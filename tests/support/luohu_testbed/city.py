"""Services in this process, on real databases: one alone, or the whole city, reached by ASGI instead of sockets."""

import importlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import ModuleType
from typing import Any, cast

import httpx
from fastapi import FastAPI
from starlette.routing import BaseRoute, Mount

from luohu_contract.directory import SERVICES, Service
from luohu_kit.admission import Admission
from luohu_kit.clock import Clock, ClockMode, ClockState
from luohu_kit.making import put_world
from luohu_kit.migration import History
from luohu_kit.runtime import Runtime
from luohu_kit.settings import Mode, Settings
from luohu_kit.worlds import NewWorld
from luohu_testbed.databases import Databases

NOON = datetime(2021, 7, 5, 4, 0, tzinfo=UTC)  #: Monday 2021-07-05, noon in Beijing, inside the declaration stage


class RefuseEverything(httpx.AsyncBaseTransport):
    """Beyond the services of the test there is no network."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"{request.url} is outside the test", request=request)


class Network:
    """A client for which `http://<service>` is that app in this process, and nothing else exists."""

    def __init__(self) -> None:
        self._apps: dict[str, Any] = {}
        self.client = httpx.AsyncClient(transport=self._Transport(self._apps), timeout=30)

    def attach(self, name: str, app: Any) -> None:
        """From now on `http://name` is this app."""
        self._apps[name] = httpx.ASGITransport(app, raise_app_exceptions=False)

    def detach(self, name: str) -> None:
        """From now on `http://name` refuses connections."""
        self._apps.pop(name, None)

    class _Transport(httpx.AsyncBaseTransport):
        def __init__(self, apps: Mapping[str, httpx.AsyncBaseTransport]) -> None:
            self._apps = apps

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            inside = self._apps.get(request.url.host, RefuseEverything())
            return await inside.handle_async_request(request)


@dataclass
class Running:
    """A running service of a test."""

    app: FastAPI
    settings: Settings
    client: httpx.AsyncClient

    @property
    def runtime(self) -> Runtime:
        return cast(Runtime, self.app.state.runtime)


_ROUTES: dict[tuple[Any, Mode], list[BaseRoute]] = {}


def make_app(create_app: Any, settings: Settings, http: httpx.AsyncClient) -> FastAPI:
    """A service's app. Its routes are those of the first one that was made in this process.

    They keep nothing of an app, and FastAPI needs longer to make sense of eighty routes than most tests need for all
    that they ask.
    """
    app: FastAPI = create_app(settings, http=http)
    if not any(isinstance(route, Mount) for route in app.router.routes):  # what is mounted has connections of its own
        app.router.routes = _ROUTES.setdefault((create_app, settings.mode), app.router.routes)
    return app


def urls() -> dict[str, str]:
    """Every service at its name."""
    return {service.name: f"http://{service.name}" for service in SERVICES}


def frozen(at: datetime = NOON) -> ClockState:
    """A clock that stands still."""
    return ClockState.of(Clock(ClockMode.FROZEN, datetime.now(UTC), at))


async def make_world(
    runtime: Runtime,
    name: str = "main",
    *,
    personas: bool = False,
    year: int = 2021,
    admission: Admission = Admission.OPEN,
) -> None:
    """A world on one service, frozen at NOON. Open, unless admission is what is tested."""
    new = NewWorld(programme="beijing", year=year, seed=1, clock=frozen(), personas=personas, admission=admission)
    await put_world(runtime, name, new)


@asynccontextmanager
async def one_service(
    databases: Databases,
    name: str,
    create_app: Any,
    histories: Sequence[History],
    *,
    network: Network | None = None,
    worlds: Sequence[str] = ("main",),
    **settings: Any,
) -> AsyncIterator[Running]:
    """One service on a fresh database, with worlds frozen at NOON. Others are what the test attaches to the network."""
    network = network or Network()
    url = await databases.clone({name: histories})
    told: dict[str, Any] = {"service": name, "database_url": url, "urls": urls(), "log_level": "WARNING", **settings}
    configured = Settings(**told)
    try:
        app = make_app(create_app, configured, network.client)
        network.attach(name, app)
        async with app.router.lifespan_context(app):
            for world in worlds:
                await make_world(app.state.runtime, world)
            async with httpx.AsyncClient(
                transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url=f"http://{name}", timeout=30
            ) as client:
                yield Running(app, configured, client)
    finally:
        await databases.drop(url, [name])


def module_of(service: Service) -> ModuleType:
    """The `app` module of a service."""
    return importlib.import_module(f"{service.package}.app")


@dataclass
class City:
    """The whole city in this process. `client` speaks to the gateway."""

    network: Network
    client: httpx.AsyncClient
    apps: dict[str, FastAPI]
    settings: Settings
    tokens: dict[tuple[str, str], str] = field(default_factory=dict)

    async def token(self, persona: str, world: str) -> str:
        """A bearer token of a persona or a member of staff in a world."""
        if (persona, world) not in self.tokens:
            answer = await self.client.post(
                "/identity/token",
                data={"grant_type": "urn:luohu:grant:persona", "persona": persona, "world": world},
            )
            assert answer.status_code == 200, answer.text
            self.tokens[persona, world] = answer.json()["access_token"]
        return self.tokens[persona, world]


@asynccontextmanager
async def whole_city(databases: Databases, **settings: Any) -> AsyncIterator[City]:
    """All services of the directory, each on its own fresh database, meeting over ASGI."""
    network = Network()
    histories = {s.name: getattr(module_of(s), "HISTORIES", ()) for s in SERVICES}
    with_database = {name: owned for name, owned in histories.items() if name != "gateway"}
    url = await databases.clone(with_database)
    configured = Settings(database_url=url, urls=urls(), log_level="WARNING", **settings)
    apps: dict[str, FastAPI] = {}
    async with AsyncExitStack() as stack:
        stack.push_async_callback(databases.drop, url, list(with_database))
        # The sandbox starts last: it gives every service the world main.
        for service in sorted(SERVICES, key=lambda s: s.name == "sandbox"):
            create, own = module_of(service).create_app, configured.of(service.name)
            app = apps[service.name] = make_app(create, own, network.client)
            network.attach(service.name, app)
            await stack.enter_async_context(app.router.lifespan_context(app))
        client = await stack.enter_async_context(
            httpx.AsyncClient(
                transport=httpx.ASGITransport(apps["gateway"], raise_app_exceptions=False),
                base_url="http://gateway",
                timeout=60,
            )
        )
        yield City(network, client, apps, configured)

"""The real sandbox over services that keep worlds as all do; their only work is bells that wait on the clock."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import asyncpg
import httpx
from fastapi import FastAPI
from sqlalchemy import text

from luohu_kit.runtime import Runtime
from luohu_kit.service import create_service
from luohu_kit.settings import Settings
from luohu_sandbox.app import HISTORIES, create_app
from luohu_sandbox.fleet import KEEPERS
from luohu_testbed.city import Network, urls
from luohu_testbed.databases import Databases
from luohu_testbed.waiting import until

BELLS = """
CREATE TABLE bell (world text NOT NULL DEFAULT current_setting('luohu.world'), name text NOT NULL,
                   due_at timestamptz NOT NULL, PRIMARY KEY (world, name));
ALTER TABLE bell ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_world ON bell USING (world = current_setting('luohu.world', true));
ALTER TABLE bell OWNER TO luohu_owner;
GRANT ALL ON bell TO luohu_service;
"""


class Ringing:
    """The duty of a service whose only work is bells."""

    name = "bell"
    waiting = "SELECT world, min(due_at) AS due_at FROM bell GROUP BY world"

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt

    async def run(self, world: str) -> int:
        async with self._rt.begin(world) as work:
            rung = await work.rows("DELETE FROM bell WHERE due_at <= :now RETURNING due_at, name", {"now": work.now})
            await work.note_fired(self.name, [(row.due_at, row.name) for row in rung])
            await work.commit()
        return len(rung)


@dataclass
class SmallCity:
    """The sandbox and its services. `client` speaks to the sandbox."""

    client: httpx.AsyncClient
    network: Network
    apps: dict[str, FastAPI]
    databases: str  #: URL template

    def runtime(self, service: str) -> Runtime:
        found: Runtime = self.apps[service].state.runtime
        return found

    async def hang(self, service: str, name: str, due_at: str, world: str = "main") -> None:
        """A bell that waits on the world's clock."""
        async with self.runtime(service).begin(world) as work:
            values = {"name": name, "due_at": datetime.fromisoformat(due_at)}
            await work.execute("INSERT INTO bell (name, due_at) VALUES (:name, :due_at)", values)
            work.wake("bell")
            await work.commit()

    async def worlds_of(self, service: str) -> set[str]:
        async with self.runtime(service).everywhere() as connection:
            return {row[0] for row in await connection.execute(text("SELECT name FROM kit.world"))}

    async def post(self, path: str, body: object = None, world: str = "main") -> httpx.Response:
        return await self.client.post(path, json=body, headers={"Luohu-World": world})

    async def make(self, name: str, **wish: object) -> None:
        """A world that stands still at the beginning of the round."""
        made = await self.post("/_luohu/worlds", {"name": name, "clock": {"mode": "frozen"}, **wish})
        assert made.status_code == 201, made.text

    async def ready(self) -> bool:
        return bool((await self.client.get("/_luohu/health")).json()["ready"])


async def start(app: FastAPI, stack: AsyncExitStack) -> None:
    await stack.enter_async_context(app.router.lifespan_context(app))


def gateway_health() -> FastAPI:
    """As much of a gateway as the city's health asks for."""
    app = FastAPI()

    @app.get("/health")
    async def health() -> dict[str, object]:
        return {"service": "gateway", "version": "1", "ready": True}

    return app


@asynccontextmanager
async def small_city(databases: Databases, *, settle_seconds: float = 20.0) -> AsyncIterator[SmallCity]:
    """A city of its own. settle_seconds: real time after which an advance gives up."""
    network = Network()
    url = await databases.clone({"sandbox": HISTORIES, **dict.fromkeys(KEEPERS, ())})
    settings = Settings(database_url=url, urls=urls(), log_level="CRITICAL", settle_seconds=settle_seconds)
    apps: dict[str, FastAPI] = {}
    async with AsyncExitStack() as stack:
        stack.push_async_callback(databases.drop, url, ["sandbox", *KEEPERS])
        for name in KEEPERS:
            own = settings.of(name)
            connection = await asyncpg.connect(own.dsn().replace("+asyncpg", ""))
            await connection.execute(BELLS)
            await connection.close()
            app = apps[name] = create_service(own, title=name, duties=(Ringing,), http=network.client)
            network.attach(name, app)
            await start(app, stack)
        network.attach("gateway", gateway_health())
        app = apps["sandbox"] = create_app(settings, http=network.client)
        network.attach("sandbox", app)
        await start(app, stack)
        client = await stack.enter_async_context(
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://sandbox", timeout=30
            )
        )
        small = SmallCity(client, network, apps, url)
        await until(small.ready)
        yield small

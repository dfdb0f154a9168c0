"""A small ground for the kit's own tests: a database with the kit's history and one table of a made-up service."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from luohu_kit import work
from luohu_kit.db import make_engine
from luohu_kit.making import put_world
from luohu_kit.runtime import Runtime
from luohu_kit.settings import Settings
from luohu_kit.wake import Hub
from luohu_kit.worlds import NewWorld
from luohu_testbed.city import Network, frozen, urls
from luohu_testbed.databases import Databases
from luohu_testbed.ground import Ground


@pytest.fixture
async def ground(databases: Databases) -> AsyncIterator[Ground]:
    url = await databases.clone({"declaration": ()})
    settings = Settings(service="declaration", database_url=url, urls=urls(), poll_seconds=0.2, lease_seconds=1.0)
    network, engine, hub = Network(), make_engine(settings), Hub()
    shared = work.Ground(engine, hub, lease=timedelta(seconds=settings.lease_seconds))
    runtime = Runtime(
        settings, network.client, hub, shared, work.make_begin(shared), work.make_begin_everywhere(engine)
    )
    for world in ("main", "other"):
        new = NewWorld(programme="beijing", year=2021, seed=1, clock=frozen(), personas=False)
        await put_world(runtime, world, new)
    yield Ground(runtime, network)
    await engine.dispose()
    await network.client.aclose()
    await databases.drop(url, ["declaration"])


@pytest.fixture
def runtime(ground: Ground) -> Runtime:
    return ground.runtime


@pytest.fixture
def http(ground: Ground) -> httpx.AsyncClient:
    return ground.network.client

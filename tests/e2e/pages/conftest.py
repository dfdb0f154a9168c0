"""A browser for each worker; for each test a world, and somebody new who looks at the pages of it."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import httpx
import pytest
from playwright.async_api import Browser

from luohu_client import City, World
from luohu_kit.settings import Settings
from luohu_pages.chromium import launched
from luohu_pages.hand import Hand
from luohu_pages.keyboard import Keyboard
from luohu_pages.mouse import Mouse
from luohu_pages.stage import Stage
from luohu_pages.visitor import Visitor, visiting, visiting_from_afar
from luohu_testbed.doors import served
from luohu_testbed.real import RealCity

Arriving = Callable[[], Awaitable[Visitor]]


@pytest.fixture(scope="session")
def city(request: pytest.FixtureRequest) -> RealCity:
    """That of all end-to-end tests; with `LUOHU_URL`, one that is up: whoever works at a page need not wait for it."""
    if url := os.environ.get("LUOHU_URL"):
        return RealCity(Settings().data_dir, httpx.URL(url).port)
    started: RealCity = request.getfixturevalue("city")
    return started


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with launched() as opened:
        yield opened


@pytest.fixture
async def arranged(city: RealCity, world: str) -> AsyncIterator[World]:
    """The world of the test as the client has it: for what happened before, and what others do meanwhile."""
    async with City(city.url) as opened:
        yield opened.world(world)


@pytest.fixture
async def arriving(browser: Browser, city: RealCity, world: str) -> AsyncIterator[Arriving]:
    """Makes visitors, each with a browser of their own: `operator = await arriving()`."""
    async with AsyncExitStack() as stack:

        async def arrive() -> Visitor:
            visitor = await stack.enter_async_context(visiting(browser, city.url))
            await visitor.look_at(world)
            return visitor

        yield arrive


@pytest.fixture
async def visitor(arriving: Arriving) -> Visitor:
    """Somebody who is not signed in."""
    return await arriving()


@pytest.fixture
async def remote(browser: Browser, city: RealCity, world: str) -> AsyncIterator[Visitor]:
    """A visitor whose connection can be cut: `with remote.cut_off(): ...`."""
    async with visiting_from_afar(browser, city.url) as visitor:
        await visitor.look_at(world)
        yield visitor


@pytest.fixture(params=[Mouse, Keyboard], ids=lambda kind: kind.name)
def hand(request: pytest.FixtureRequest, visitor: Visitor) -> Hand:
    """The visitor's hand: the test runs twice, once with a mouse and once with a keyboard."""
    kind: type[Hand] = request.param
    return kind(visitor)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Pages that the test writes itself."""
    stage = Stage()
    async with served(stage) as stage.origin:
        yield stage

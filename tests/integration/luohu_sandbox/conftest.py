"""A sandbox over services whose only work is bells: one for all tests, one for each test that takes services away."""

from collections.abc import AsyncIterator

import pytest

from luohu_testbed.databases import Databases
from luohu_testbed.small_city import SmallCity, small_city


@pytest.fixture(scope="session")
async def city(databases: Databases) -> AsyncIterator[SmallCity]:
    """One city for all tests that leave its services alone; each takes a world of its own."""
    async with small_city(databases) as small:
        yield small


@pytest.fixture
async def own_city(databases: Databases) -> AsyncIterator[SmallCity]:
    """A city for a test that takes services away."""
    async with small_city(databases) as small:
        yield small


@pytest.fixture
async def impatient_city(databases: Databases) -> AsyncIterator[SmallCity]:
    """A city in which an advance gives up soon."""
    async with small_city(databases, settle_seconds=0.3) as small:
        yield small


@pytest.fixture
async def world(city: SmallCity) -> AsyncIterator[str]:
    """A world that stands still at the beginning of the round, taken away afterwards."""
    made = await city.post("/_luohu/worlds", {"clock": {"mode": "frozen"}})
    assert made.status_code == 201, made.text
    name = made.json()["name"]
    yield name
    await city.client.delete(f"/_luohu/worlds/{name}")

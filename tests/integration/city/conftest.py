"""The whole city in this process, once for all tests, and a world of its own for each."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest

from luohu_testbed.browser import Browser, browsing
from luohu_testbed.city import City, whole_city
from luohu_testbed.databases import Databases
from luohu_testbed.waiting import until


@pytest.fixture(scope="session")
async def city(databases: Databases) -> AsyncIterator[City]:
    async with whole_city(databases) as city:

        async def ready() -> bool:
            return bool((await city.client.get("/_luohu/health")).json()["ready"])

        await until(ready, within=60)
        yield city


@pytest.fixture
def wish() -> dict[str, Any]:
    """What the test's world is made as: everybody may file, and the clock stands still."""
    return {"clock": {"mode": "frozen"}, "admission": "open"}


@pytest.fixture
async def world(city: City, wish: dict[str, Any]) -> AsyncIterator[str]:
    """A world of the test's own, with the people of the seeds."""
    made = await city.client.post("/_luohu/worlds", json=wish)
    assert made.status_code == 201, made.text
    name = made.json()["name"]
    yield name
    await city.client.delete(f"/_luohu/worlds/{name}")


@pytest.fixture
async def browser(city: City, world: str) -> AsyncIterator[Browser]:
    """Somebody at the pages of the world."""
    async with browsing(city, world) as browser:
        yield browser


Control = Callable[..., Awaitable[Any]]


@pytest.fixture
def control(city: City, world: str) -> Control:
    """The control plane of the world: `await control("POST", "/journal/count", {...})` gives the answer's JSON."""

    async def ask(method: str, path: str, body: object = None, *, status: int = 200) -> Any:
        headers = {"Luohu-World": world}
        answer: httpx.Response = await city.client.request(method, f"/_luohu{path}", json=body, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    return ask


@pytest.fixture
def put(control: Control) -> Control:
    """Faults of the world: `await put("declaration->tax", status=500)`."""

    async def put(edge: str, **fault: Any) -> Any:
        return await control("PUT", f"/faults/{edge}", fault)

    return put

"""A gateway in front of one service that does as the test says."""

from collections.abc import AsyncIterator

import httpx
import pytest

from luohu_testbed.doors import Behind, gateway_to, served


@pytest.fixture
async def behind() -> AsyncIterator[Behind]:
    service = Behind()
    async with served(service) as url:
        service.url = url
        yield service


@pytest.fixture
async def gateway(behind: Behind) -> AsyncIterator[httpx.AsyncClient]:
    url: str = behind.url  # type: ignore[attr-defined]
    async with gateway_to(dict.fromkeys(("declaration", "tax", "identity", "sandbox"), url)) as client:
        yield client

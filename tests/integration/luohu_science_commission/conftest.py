"""The science commission on a real database, with the lists of its seeds."""

from collections.abc import AsyncIterator

import pytest

from luohu_science_commission.app import HISTORIES, create_app
from luohu_testbed.city import Network, Running, make_world, one_service
from luohu_testbed.databases import Databases
from luohu_testbed.issuer import Issuer


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
async def commission(databases: Databases, issuer: Issuer) -> AsyncIterator[Running]:
    """The world `main` has the personas' lists, the world `other` has nothing."""
    network = Network()
    network.attach("identity", issuer.app)
    async with one_service(
        databases, "science-commission", create_app, HISTORIES, network=network, worlds=()
    ) as running:
        await make_world(running.runtime, "main", personas=True)
        await make_world(running.runtime, "other")
        yield running
    await network.client.aclose()

"""The library of the tests: a real agency on a real database, with a declaration service that only takes notes."""

from collections.abc import AsyncIterator

import pytest

from luohu_library_cards.app import HISTORIES, create_app
from luohu_library_cards.desk import Desk, FakeDeclaration
from luohu_testbed.city import Network, make_world, one_service
from luohu_testbed.databases import Databases
from luohu_testbed.issuer import Issuer


@pytest.fixture
async def desk(databases: Databases) -> AsyncIterator[Desk]:
    """The library with its seeds in the world `main`; `other` is a world without seeds."""
    network, issuer, declaration = Network(), Issuer(), FakeDeclaration()
    network.attach("identity", issuer.app)
    network.attach("declaration", declaration.app)
    async with one_service(databases, "library-cards", create_app, HISTORIES, network=network, worlds=()) as running:
        await make_world(running.runtime, "main", personas=True)
        await make_world(running.runtime, "other")
        yield Desk(running, network, issuer, declaration)
    await network.client.aclose()

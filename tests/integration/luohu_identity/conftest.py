"""The identity service on a fresh database, with the people of the seeds in `main` and nobody in `other`."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from luohu_identity.app import HISTORIES, create_app
from luohu_testbed.city import make_world, one_service
from luohu_testbed.databases import Databases
from luohu_testbed.identity_desk import Identity
from luohu_testbed.signing_in import Arrive, Visitor, visitor_at

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
async def identity(databases: Databases) -> AsyncIterator[Identity]:
    """Shared by the tests of a file, which leave its keys and the world `main` alone."""
    async with _started(databases) as started:
        yield started


@pytest.fixture
async def fresh(databases: Databases) -> AsyncIterator[Identity]:
    """For tests that change what all worlds share."""
    async with _started(databases) as started:
        yield started


@pytest.fixture
async def world(identity: Identity) -> str:
    """A world with nobody in it."""
    name = f"world-{next(_NUMBERS)}"
    await make_world(identity.running.runtime, name)
    return name


@pytest.fixture
async def arrive(identity: Identity) -> AsyncIterator[Arrive]:
    """Lets somebody new come, with a browser of their own."""
    visitors: list[Visitor] = []

    def come() -> Visitor:
        visitors.append(visitor_at(identity.running.app))
        return visitors[-1]

    yield come
    for visitor in visitors:
        await visitor.client.aclose()


@pytest.fixture
def visitor(arrive: Arrive) -> Visitor:
    return arrive()


@asynccontextmanager
async def _started(databases: Databases) -> AsyncIterator[Identity]:
    async with one_service(databases, "identity", create_app, HISTORIES, worlds=("other",)) as running:
        await make_world(running.runtime, "main", personas=True)
        yield Identity(running)

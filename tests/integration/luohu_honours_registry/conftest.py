"""The award and honour lists on a real database, with their seeds; alone, and with the real counter before them."""

from collections.abc import AsyncIterator

import pytest

from luohu_declaration.app import HISTORIES as DECLARATION_HISTORIES
from luohu_declaration.app import create_app as create_declaration
from luohu_filing.counter import Counter
from luohu_honours_registry.app import HISTORIES, create_app
from luohu_testbed.city import one_service
from luohu_testbed.databases import Databases
from luohu_testbed.office import Office, open_office


@pytest.fixture
async def office(databases: Databases) -> AsyncIterator[Office]:
    async with open_office(databases, "honours-registry", create_app, HISTORIES) as office:
        yield office


@pytest.fixture
async def counter(databases: Databases, office: Office) -> AsyncIterator[Counter]:
    """A real declaration service whose questions about awards and honours reach the real lists."""
    async with one_service(
        databases, "declaration", create_declaration, DECLARATION_HISTORIES, network=office.network
    ) as running:
        yield Counter(running, office.network, office.issuer, {})

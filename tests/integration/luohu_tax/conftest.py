"""The tax authority on a real database, with the employers of its seeds."""

from collections.abc import AsyncIterator

import pytest

from luohu_tax.app import HISTORIES, create_app
from luohu_testbed.databases import Databases
from luohu_testbed.office import Office, open_office


@pytest.fixture
async def office(databases: Databases) -> AsyncIterator[Office]:
    async with open_office(databases, "tax", create_app, HISTORIES) as office:
        yield office

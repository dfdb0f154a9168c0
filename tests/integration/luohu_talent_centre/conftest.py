"""The talent centre on a real database, and somebody who asks in the declaration service's place."""

from collections.abc import AsyncIterator

import pytest

from luohu_talent_centre.app import HISTORIES, create_app
from luohu_testbed.databases import Databases
from luohu_testbed.office import Office, open_office


@pytest.fixture(scope="module")
async def office(databases: Databases) -> AsyncIterator[Office]:
    async with open_office(databases, "talent-centre", create_app, HISTORIES) as office:
        yield office

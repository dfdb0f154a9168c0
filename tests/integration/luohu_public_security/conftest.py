"""Public security on a real database, with the people of its seeds, and a declaration service that takes news down."""

from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from luohu_contract.news import CriminalRecord, CriminalRecords
from luohu_public_security.app import HISTORIES, create_app
from luohu_testbed.databases import Databases
from luohu_testbed.office import Office, open_office


@pytest.fixture
def told() -> list[CriminalRecord]:
    """The crimes that the declaration service was told of."""
    return []


@pytest.fixture
async def office(databases: Databases, told: list[CriminalRecord]) -> AsyncIterator[Office]:
    async def hear(request: Request) -> Response:
        told.extend(CriminalRecords.model_validate_json(await request.body()).records)
        return Response(status_code=202)

    declaration = Starlette(routes=[Route("/v1/criminal-records", hear, methods=["POST"])])
    async with open_office(databases, "public-security", create_app, HISTORIES, declaration=declaration) as office:
        yield office

"""The counter: a real declaration service on a real database, with agencies that only take notes."""

from collections.abc import AsyncIterator

import pytest

from luohu_contract.directory import AGENCIES
from luohu_declaration.app import HISTORIES, create_app
from luohu_filing.counter import Counter, FakeAgency
from luohu_filing.enrolment import Enrolment
from luohu_tax import app as tax_authority
from luohu_testbed.city import Network, one_service
from luohu_testbed.databases import Databases
from luohu_testbed.issuer import Issuer


@pytest.fixture
async def counter(databases: Databases) -> AsyncIterator[Counter]:
    """Two worlds, `main` and `other`, frozen at noon of 2021-07-05; the reconciler looks after 0.3 seconds."""
    network, issuer = Network(), Issuer()
    network.attach("identity", issuer.app)
    agencies = {agency.name: FakeAgency() for agency in AGENCIES}
    for name, agency in agencies.items():
        network.attach(name, agency.app)
    async with one_service(
        databases,
        "declaration",
        create_app,
        HISTORIES,
        network=network,
        worlds=("main", "other"),
        overdue_seconds=0.3,
        event_streams=3,
        event_heartbeat_seconds=0.2,
    ) as running:
        yield Counter(running, network, issuer, agencies)
    await network.client.aclose()


@pytest.fixture
async def enrolment(counter: Counter, databases: Databases) -> AsyncIterator[Enrolment]:
    """Employers at the counter; the real tax authority takes the place of the one that only takes notes."""
    create, histories = tax_authority.create_app, tax_authority.HISTORIES
    async with one_service(databases, "tax", create, histories, network=counter.network, worlds=()) as tax:
        found = Enrolment(counter, tax)
        await found.start()
        yield found

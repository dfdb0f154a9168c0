"""Our declaration service keeps every clause, over real HTTP on loopback, with the kit in the place of an agency."""

import socket

from luohu_conformance.check import Result
from luohu_conformance.declaration import AGENCY, STRANGER, DeclarationUnderTest, check_declaration
from luohu_conformance.listening import listening
from luohu_conformance.speaking import Pair
from luohu_declaration.app import HISTORIES, create_app
from luohu_kit.settings import Settings
from luohu_testbed.city import one_service, urls
from luohu_testbed.databases import Databases
from luohu_testbed.issuer import APPLICANT, Issuer
from luohu_testbed.loopback import LOOPBACK, LoopbackNetwork


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server((LOOPBACK, 0)) as sock:
        return int(sock.getsockname()[1])


def pair(settings: Settings, agency: str) -> Pair:
    """The secrets between an agency and the declaration service."""
    [sends] = settings.secrets_between(agency, "declaration")
    [receives] = settings.secrets_between("declaration", agency)
    return Pair(agency, "declaration", sends, receives)


async def test_our_declaration_service_keeps_every_clause(databases: Databases) -> None:
    network, issuer = LoopbackNetwork(), Issuer()
    network.attach("identity", issuer.app)
    agency_port, own_port = free_port(), free_port()
    own = f"http://{LOOPBACK}:{own_port}"
    addresses = {**urls(), "declaration": own, AGENCY: f"http://{LOOPBACK}:{agency_port}"}
    async with (
        network.client,
        one_service(
            databases,
            "declaration",
            create_app,
            HISTORIES,
            network=network,
            urls=addresses,
            overdue_seconds=0.3,
        ) as running,
        listening(running.app, own_port),
    ):
        service = DeclarationUnderTest(
            own,
            pair(running.settings, AGENCY),
            issuer.token(**APPLICANT),
            stranger=pair(running.settings, STRANGER),
            port=agency_port,
        )
        # The second time the applicant has a declaration with homes in it, as after a run at somebody's desk.
        for _ in range(2):
            report = await check_declaration(service)
            told = {finding.id: (finding.result.value, finding.seen) for finding in report.findings}
            assert len(report.of(Result.HOLDS)) == len(report.findings), told

"""Runs the contract against a declaration service: the kit plays an agency to it, and an applicant."""

from collections.abc import Callable
from dataclasses import dataclass

from luohu_conformance.check import Check, Finding, made
from luohu_conformance.declaration import asking, closing, filing, forging, locking, rechecks, verdicts
from luohu_conformance.declaration.applicant import Applicant
from luohu_conformance.declaration.bench import Bench
from luohu_conformance.declaration.office import Office
from luohu_conformance.listening import LOOPBACK, listening
from luohu_conformance.report import Report
from luohu_conformance.speaking import Pair, Speaker, client

AGENCY = "housing-registry"  #: whom the kit stands for: homes are the simplest items with every turn in their life
STRANGER = "tax"  #: an agency that is asked nothing here

CHECKS: tuple[Check[Bench], ...] = (
    *filing.SUITE,
    *asking.SUITE,
    *locking.SUITE,
    *forging.SUITE,
    *verdicts.SUITE,
    *rechecks.SUITE,
    *closing.SUITE,
)


@dataclass(frozen=True, slots=True)
class DeclarationUnderTest:
    """The declaration service, and how it is spoken to."""

    url: str  #: where its routes are, without a trailing slash
    pair: Pair  #: AGENCY and `declaration`
    token: str  #: of an applicant who may file, and whose homes may be deleted
    world: str = "main"  #: of the token
    stranger: Pair | None = None  #: STRANGER and `declaration`, where its secret is known
    port: int = 0  #: of the kit, where the service looks for AGENCY; 0 takes a free one
    host: str = LOOPBACK  #: that the kit listens on
    patience: float = 30.0  #: seconds of real time that it may take over what it does by itself


async def check_declaration(
    service: DeclarationUnderTest,
    told: Callable[[Finding], None] = lambda finding: None,
    begun: Callable[[str], None] = lambda home: None,
) -> Report:
    """Make all checks. told: is called with each finding as soon as it is there. begun: with the agency's address.

    Raises AddressTaken, NotReady; httpx.ConnectError when nobody is at the address.
    """
    office = Office(service.pair)
    async with listening(office.app, service.port, service.host) as home, client() as http:
        await http.get(service.url)
        begun(home)
        speaker = Speaker(http, service.url, service.pair, service.world)
        applicant = Applicant(http, service.url, service.token)
        bench = Bench(speaker, office, applicant, service.stranger, service.patience)
        findings = await made(CHECKS, bench, told)
    return Report(service.pair.other, service.url, service.world, findings)

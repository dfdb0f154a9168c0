"""Runs the contract against an agency: the kit plays the declaration service, asks, and takes verdicts down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from luohu_conformance.agency import asking, closing, forging, rechecks, verdicts
from luohu_conformance.agency.bench import Bench
from luohu_conformance.agency.desk import Desk
from luohu_conformance.check import Check, Finding, made
from luohu_conformance.listening import LOOPBACK, listening
from luohu_conformance.report import Report
from luohu_conformance.samples import CASES, Case
from luohu_conformance.speaking import Pair, Speaker, client
from luohu_contract.directory import BY_NAME

CHECKS: tuple[Check[Bench], ...] = (
    *asking.SUITE,
    *verdicts.SUITE,
    *forging.SUITE,
    *rechecks.SUITE,
    *closing.SUITE,
)


@dataclass(frozen=True, slots=True)
class AgencyUnderTest:
    """The agency, and how it is spoken to."""

    url: str  #: where its routes are, without a trailing slash
    pair: Pair  #: `declaration` and the name of the agency
    world: str = "main"
    cases: Sequence[Case] = ()  #: what it is asked about; made-up claims of the kinds that the directory gives it
    port: int = 0  #: of the kit; 0 takes a free one
    callback: str = ""  #: URL at which the agency reaches the kit; the kit's own when left out
    host: str = LOOPBACK  #: that the kit listens on
    patience: float = 30.0  #: seconds of real time that it may take over what it does by itself


async def check_agency(
    service: AgencyUnderTest,
    told: Callable[[Finding], None] = lambda finding: None,
    begun: Callable[[str], None] = lambda callback: None,
) -> Report:
    """Make all checks. told: is called with each finding as soon as it is there. begun: with the callback address.

    Raises AddressTaken, NotReady; httpx.ConnectError when nobody is at the address.
    """
    desk = Desk(service.pair)
    answered = BY_NAME[service.pair.other].answers
    cases = service.cases or [case for case in CASES if case.claim.kind in answered]
    async with listening(desk.app, service.port, service.host) as home, client() as http:
        await http.get(service.url)
        speaker = Speaker(http, service.url, service.pair, service.world)
        callback = service.callback or f"{home}/v1/verdicts"
        begun(callback)
        bench = Bench(speaker, desk, tuple(cases), callback, service.patience)
        findings = await made(CHECKS, bench, told)
    return Report(service.pair.other, service.url, service.world, findings)

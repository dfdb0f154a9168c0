"""An agency that keeps the contract passes; one with a single thing wrong is caught by the check that is about it."""

import asyncio

import pytest

from luohu_conformance.agency import CHECKS, AgencyUnderTest, check_agency
from luohu_conformance.check import Result
from luohu_conformance.listening import listening
from luohu_conformance.report import Report
from luohu_conformance.speaking import Pair
from luohu_wrong.agency import DEFECTS, NAME, Agency

#: Seconds that what never comes is waited for; what comes at all comes sooner, however busy the machine.
PATIENCE = {"never tells": 2.0, "tells once": 2.0}


async def report_of(defect: str) -> Report:
    agency = Agency(defect)
    pair = Pair("declaration", NAME, sends_with=agency.hears_with, receives_with=agency.speaks_with)
    async with listening(agency.app) as url, agency.working():
        patience = PATIENCE.get(defect, 30.0)
        return await check_agency(AgencyUnderTest(url, pair, "w-1", patience=patience))


@pytest.fixture(scope="module")
async def reports() -> dict[str, Report]:
    """The reports on all of them, made side by side: most of the time they only wait."""
    some = asyncio.Semaphore(4)

    async def one(defect: str) -> tuple[str, Report]:
        async with some:
            return defect, await report_of(defect)

    return dict(await asyncio.gather(*map(one, ["", *DEFECTS])))


def test_an_agency_that_keeps_the_contract_passes_every_check(reports: dict[str, Report]) -> None:
    told = {finding.id: (finding.result, finding.seen) for finding in reports[""].findings}
    assert {told_of[0] for told_of in told.values()} == {Result.HOLDS}, told
    assert reports[""].conforms


@pytest.mark.parametrize("defect", DEFECTS)
def test_each_defect_is_caught_by_the_one_check_that_is_about_it(reports: dict[str, Report], defect: str) -> None:
    check, words = DEFECTS[defect]
    broken = {finding.id: finding.seen for finding in reports[defect].of(Result.BROKEN)}
    assert list(broken) == [check], broken
    assert words in broken[check]
    assert not reports[defect].conforms


def test_every_check_has_an_agency_that_it_catches() -> None:
    assert {check.id for check in CHECKS} == {check for check, _ in DEFECTS.values()}


def test_what_a_check_needs_comes_before_it() -> None:
    ids = [check.id for check in CHECKS]
    assert len(ids) == len(set(ids))
    for place, check in enumerate(CHECKS):
        assert set(check.needs) <= set(ids[:place]), check.id

"""A declaration service that keeps the contract passes; one with one thing wrong is caught by the check about it."""

import asyncio

import pytest

from luohu_conformance.check import Result
from luohu_conformance.declaration import CHECKS, DeclarationUnderTest, check_declaration
from luohu_conformance.listening import listening
from luohu_conformance.report import Report
from luohu_conformance.speaking import Pair
from luohu_wrong.counter import DEFECTS, TOKEN, Declaration
from luohu_wrong.declaration import AGENCY, STRANGER

#: Seconds that what never comes is waited for; what comes at all comes sooner, however busy the machine.
PATIENCE = dict.fromkeys(("asks once", "keeps supplements", "looks after nothing", "looks and forgets"), 2.0)


async def report_of(defect: str) -> Report:
    service = Declaration(defect)
    pairs = [Pair(me, "declaration", service.hears_with[me], service.speaks_with) for me in (AGENCY, STRANGER)]
    async with listening(service.app) as url, service.working():
        service.url = url
        under_test = DeclarationUnderTest(url, pairs[0], TOKEN, stranger=pairs[1], patience=PATIENCE.get(defect, 30.0))
        return await check_declaration(under_test, begun=lambda home: setattr(service, "agency", home))


@pytest.fixture(scope="module")
async def reports() -> dict[str, Report]:
    """The reports on all of them, made side by side: most of the time they only wait."""
    some = asyncio.Semaphore(8)

    async def one(defect: str) -> tuple[str, Report]:
        async with some:
            return defect, await report_of(defect)

    return dict(await asyncio.gather(*map(one, ["", *DEFECTS])))


def test_a_service_that_keeps_the_contract_passes_every_check(reports: dict[str, Report]) -> None:
    told = {finding.id: (finding.result, finding.seen) for finding in reports[""].findings}
    assert {told_of[0] for told_of in told.values()} == {Result.HOLDS}, told


@pytest.mark.parametrize("defect", DEFECTS)
def test_each_defect_is_caught_by_the_one_check_that_is_about_it(reports: dict[str, Report], defect: str) -> None:
    check, words = DEFECTS[defect]
    broken = {finding.id: finding.seen for finding in reports[defect].of(Result.BROKEN)}
    assert list(broken) == [check], broken
    assert words in broken[check]


def test_every_check_has_a_service_that_it_catches() -> None:
    assert {check.id for check in CHECKS} == {check for check, _ in DEFECTS.values()}


def test_what_a_check_needs_comes_before_it() -> None:
    ids = [check.id for check in CHECKS]
    assert len(ids) == len(set(ids))
    for place, check in enumerate(CHECKS):
        assert set(check.needs) <= set(ids[:place]), check.id

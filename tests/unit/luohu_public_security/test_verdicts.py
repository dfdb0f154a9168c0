"""The record at public security: the window of detentions, which permit is shown, and who is nobody."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.claim import Claim, ConductClaim, InsuranceClaim, Person, Sex
from luohu_contract.decision import Valid
from luohu_contract.message import Question
from luohu_contract.months import Month
from luohu_contract.standing import ConductFindings, PermitStatus
from luohu_public_security.verdicts import Facts, ResidencePermit, Resident, judge

HAN = Person(name="韩冰", id_number="990105197707071717")
WINDOW = (2016, 2017, 2018, 2019, 2020)
VALID, CANCELLED = PermitStatus.VALID, PermitStatus.CANCELLED
RESIDENT = Resident("韩冰", date(1977, 7, 7), Sex.MALE, "吉林省", household_in_beijing=False)


def question(claim: Claim) -> Question:
    return Question(id=UUID(int=1), item_id=UUID(int=2), attempt=1, subject=HAN, claim=claim, as_of=date(2020, 12, 31))


def read(facts: Facts, years: tuple[int, ...] = WINDOW) -> ConductFindings:
    decision = judge(question(ConductClaim(detention_years=years)), facts)
    assert isinstance(decision, Valid)
    assert isinstance(decision.findings, ConductFindings)
    return decision.findings


def permit(number: str, applied_on: str, status: PermitStatus = VALID) -> ResidencePermit:
    return ResidencePermit(number, date.fromisoformat(applied_on), status)


@pytest.mark.parametrize(
    ("days", "count"),
    [
        pytest.param([], 0, id="none"),
        pytest.param(["2016-01-01", "2020-12-31"], 2, id="the first and the last day of the window"),
        pytest.param(["2015-12-31", "2021-01-01"], 0, id="a day before and a day after"),
        pytest.param(["2018-05-01", "2018-05-01"], 2, id="twice on one day"),
    ],
)
def test_detentions_count_in_the_years_that_are_asked_about(days: list[str], count: int) -> None:
    findings = read(Facts(detained_on=tuple(map(date.fromisoformat, days))))

    assert findings.detentions == count
    assert sum(findings.detentions_by_year.values()) == count
    assert tuple(findings.detentions_by_year) == WINDOW


@given(st.lists(st.dates(date(2010, 1, 1), date(2025, 12, 31))), st.sets(st.integers(2008, 2026), min_size=1))
def test_every_day_counts_in_its_own_year_and_in_no_other(days: list[date], years: set[int]) -> None:
    findings = read(Facts(detained_on=tuple(days)), tuple(sorted(years)[:10]))
    for year, count in findings.detentions_by_year.items():
        assert count == sum(day.year == year for day in days)
    assert findings.detentions == sum(findings.detentions_by_year.values())


def test_a_year_that_is_named_twice_counts_once() -> None:
    assert read(Facts(detained_on=(date(2018, 5, 1),)), (2018, 2018)).detentions == 1


@pytest.mark.parametrize(
    ("permits", "shown"),
    [
        pytest.param([], None, id="none"),
        pytest.param([permit("A", "2019-01-01"), permit("B", "2017-01-01")], "B", id="the valid one of earlier date"),
        pytest.param(
            [permit("A", "2016-01-01", CANCELLED), permit("B", "2021-02-01")], "B", id="a valid one, however late"
        ),
        pytest.param(
            [permit("A", "2016-01-01", CANCELLED), permit("B", "2018-01-01", CANCELLED)],
            "B",
            id="the last of the ended",
        ),
    ],
)
def test_which_permit_is_shown(permits: list[ResidencePermit], shown: str | None) -> None:
    for order in (permits, permits[::-1]):
        found = read(Facts(permits=tuple(order))).permit
        assert (found.number if found else None) == shown


def test_who_somebody_is_and_where_the_household_is() -> None:
    findings = read(Facts(resident=RESIDENT))

    assert findings.identity is not None
    assert (findings.identity.name, findings.identity.sex) == ("韩冰", Sex.MALE)
    assert (findings.household, findings.household_in_beijing) == ("吉林省", False)
    moved = Resident("韩冰", date(1977, 7, 7), Sex.MALE, "北京市朝阳区", household_in_beijing=True)
    assert read(Facts(resident=moved)).household_in_beijing is True


def test_nobody_known_is_an_answer_too() -> None:
    findings = read(Facts())
    assert (findings.identity, findings.household, findings.permit) == (None, None, None)
    assert (findings.household_in_beijing, findings.criminal_record, findings.detentions) == (False, False, 0)


def test_a_crime_shows_whenever_it_was() -> None:
    assert read(Facts(convicted=True)).criminal_record is True


def test_another_claim_is_not_judged_here() -> None:
    with pytest.raises(TypeError, match="insurance"):
        judge(question(InsuranceClaim(through=Month(2020, 12))), Facts())

"""The insurance record: runs of months, what is counted, and laws that hold for any register."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.claim import Claim, InsuranceClaim, Person, TaxClaim
from luohu_contract.decision import Valid
from luohu_contract.message import Question
from luohu_contract.months import Month, months_between
from luohu_contract.standing import AccountStatus, Insurance, InsuranceFindings, InsuranceSpan, WorkCategory
from luohu_social_insurance.verdicts import Account, Contribution, Facts, judge, runs

HAN = Person(name="韩冰", id_number="990105197707071717")
THROUGH = Month(2020, 12)
FIVE = tuple(Insurance)
OTHER = "91990108MA0LUH1019"


def paid(first: str, last: str | None, **fields: Any) -> Contribution:
    """All five insurances, paid in time by one employer in 朝阳区; everything can be said otherwise."""
    usual = {
        "insurances": FIVE,
        "back_paid": False,
        "district": "朝阳区",
        "employer": "91990105MA0LUH014J",
        "employer_name": "北京示例科技有限公司",
    }
    return Contribution(first=Month.parse(first), last=Month.parse(last) if last else None, **{**usual, **fields})


def question(claim: Claim) -> Question:
    return Question(id=UUID(int=1), item_id=UUID(int=2), attempt=1, subject=HAN, claim=claim, as_of=date(2020, 12, 31))


def read(*contributions: Contribution, account: Account | None = None, through: Month = THROUGH) -> InsuranceFindings:
    decision = judge(question(InsuranceClaim(through=through)), Facts(contributions, account))
    assert isinstance(decision, Valid)
    assert isinstance(decision.findings, InsuranceFindings)
    return decision.findings


def pension(findings: InsuranceFindings) -> list[tuple[str, str]]:
    """The runs of one insurance, as texts."""
    return [(str(s.first), str(s.last)) for s in findings.spans if s.insurance is Insurance.PENSION]


@pytest.mark.parametrize(
    ("contributions", "spans", "months"),
    [
        pytest.param([], [], 0, id="nothing on record"),
        pytest.param([paid("2020-12", "2020-12")], [("2020-12", "2020-12")], 1, id="a single month"),
        pytest.param([paid("2020-11", None)], [("2020-11", "2020-12")], 2, id="one that goes on is cut off"),
        pytest.param([paid("2020-11", "2021-06")], [("2020-11", "2020-12")], 2, id="and so is one that ends later"),
        pytest.param([paid("2021-01", None)], [], 0, id="what begins later is not there yet"),
        pytest.param(
            [paid("2013-07", "2014-12"), paid("2012-01", "2013-06")], [("2012-01", "2014-12")], 36, id="touching"
        ),
        pytest.param(
            [paid("2012-01", "2013-06"), paid("2012-12", "2013-03")], [("2012-01", "2013-06")], 18, id="one in another"
        ),
        pytest.param(
            [paid("2012-01", "2012-06"), paid("2012-08", "2012-12")],
            [("2012-01", "2012-06"), ("2012-08", "2012-12")],
            11,
            id="a month missing keeps them apart",
        ),
        pytest.param(
            [paid("2012-01", "2012-06"), paid("2012-06", "2012-12", employer=OTHER)],
            [("2012-01", "2012-06"), ("2012-06", "2012-12")],
            12,
            id="a month that two employers paid counts once",
        ),
        pytest.param(
            [paid("2012-01", "2012-06"), paid("2012-07", "2012-12", district="市本级")],
            [("2012-01", "2012-06"), ("2012-07", "2012-12")],
            12,
            id="another district is another run",
        ),
    ],
)
def test_runs_and_months(contributions: list[Contribution], spans: list[tuple[str, str]], months: int) -> None:
    findings = read(*contributions)

    assert pension(findings) == spans
    assert findings.months_by_insurance.pension == months
    assert (findings.years, findings.months) == divmod(months, 12)


def test_the_handbooks_vector_shows_the_longest_insurance() -> None:
    """DOMAIN 7.12, V1: pension 87, medical 84, injury 86, unemployment 84, maternity 80."""
    months = {"pension": 87, "medical": 84, "injury": 86, "unemployment": 84, "maternity": 80}
    contributions = [
        paid(str(THROUGH.plus(1 - count)), None, insurances=(Insurance(name),)) for name, count in months.items()
    ]
    findings = read(*contributions)

    assert findings.months_by_insurance.model_dump() == months
    assert (findings.longest, findings.years, findings.months) == (Insurance.PENSION, 7, 3)


def test_of_two_with_as_many_months_the_first_of_the_screen_is_the_longest() -> None:
    alike = read(paid("2012-01", "2012-03", insurances=(Insurance.MATERNITY, Insurance.MEDICAL)))
    assert alike.longest is Insurance.MEDICAL


def test_back_paid_months_are_counted_apart_and_once_for_all_insurances() -> None:
    late = {"back_paid": True, "recorded_on": date(2013, 5, 20)}
    findings = read(
        paid("2012-01", "2012-12"),
        paid("2013-01", "2013-03", **late),
        paid("2013-03", "2013-04", **late, insurances=(Insurance.PENSION,)),
        paid("2012-12", "2012-12", **late),  # paid in time as well, so there was nothing to pay back
    )

    assert findings.back_paid_months == 4
    assert findings.months_by_insurance.pension == 12
    assert [span.recorded_on for span in findings.spans if span.back_paid] == [date(2013, 5, 20)] * len(Insurance)


def test_payments_of_different_days_of_record_stay_apart() -> None:
    findings = read(
        paid("2013-01", "2013-01", back_paid=True, recorded_on=date(2013, 5, 20)),
        paid("2013-02", "2013-02", back_paid=True, recorded_on=date(2021, 1, 4)),
    )
    assert pension(findings) == [("2013-01", "2013-01"), ("2013-02", "2013-02")]


def test_nobody_known_is_an_answer_too() -> None:
    findings = read()
    assert (findings.status, findings.category, findings.longest) == (AccountStatus.NONE, None, None)
    assert (findings.years, findings.months, findings.spans) == (0, 0, ())


def test_status_and_category_are_the_accounts() -> None:
    findings = read(account=Account(AccountStatus.SUSPENDED, WorkCategory.CADRE))
    assert (findings.status, findings.category) == (AccountStatus.SUSPENDED, WorkCategory.CADRE)


def test_another_claim_is_not_judged_here() -> None:
    tax = TaxClaim(authorised=True, tax_years=(2020,), penalty_years=(2020,))
    with pytest.raises(TypeError, match="tax"):
        judge(question(tax), Facts())


months = st.integers(Month(1998, 7).ordinal, Month(2021, 12).ordinal).map(lambda n: Month(n // 12, n % 12 + 1))


@st.composite
def contributions(draw: st.DrawFn) -> Contribution:
    first = draw(months)
    last = draw(st.none() | st.integers(0, 60).map(first.plus))
    back_paid = draw(st.booleans())
    return Contribution(
        insurances=tuple(draw(st.sets(st.sampled_from(FIVE), min_size=1))),
        first=first,
        last=last,
        back_paid=back_paid,
        district=draw(st.sampled_from(["朝阳区", "市本级"])),
        employer=draw(st.sampled_from(["91990105MA0LUH014J", OTHER])),
        employer_name="北京示例科技有限公司",
        recorded_on=date(2019, 1, 1) if back_paid else None,
    )


registers = st.lists(contributions(), max_size=8)


def covered(facts: list[Contribution], insurance: Insurance, through: Month, *, back_paid: bool) -> set[int]:
    """Month by month, the slow way."""
    return {
        month
        for one in facts
        if insurance in one.insurances and one.back_paid is back_paid
        for month in range(one.first.ordinal, min(one.last or through, through).ordinal + 1)
    }


@given(registers, months)
def test_every_month_is_in_the_runs_as_it_is_in_the_register(facts: list[Contribution], through: Month) -> None:
    findings = read(*facts, through=through)
    back: set[int] = set()
    for insurance in Insurance:
        paid_months = covered(facts, insurance, through, back_paid=False)
        assert findings.months_by_insurance.of(insurance) == len(paid_months)
        back |= covered(facts, insurance, through, back_paid=True) - paid_months
    assert findings.back_paid_months == len(back)


@given(registers, months, st.randoms(use_true_random=False))
def test_the_order_of_the_register_changes_nothing(facts: list[Contribution], through: Month, random: Any) -> None:
    shuffled = list(facts)
    random.shuffle(shuffled)
    assert read(*shuffled, *facts, through=through) == read(*facts, through=through)


def _alike(span: InsuranceSpan) -> InsuranceSpan:
    return span.model_copy(update={"first": THROUGH, "last": THROUGH})


@given(registers, months)
def test_runs_are_as_few_as_they_can_be_and_end_in_time(facts: list[Contribution], through: Month) -> None:
    found = runs(facts, through)
    for place, span in enumerate(found):
        assert span.first <= span.last <= through
        for other in found[place + 1 :]:
            if _alike(span) == _alike(other):
                assert span.last.plus(1) < other.first


@given(registers, months, st.integers(1, 24))
def test_a_later_month_never_takes_one_away(facts: list[Contribution], through: Month, more: int) -> None:
    now, later = read(*facts, through=through), read(*facts, through=through.plus(more))
    for insurance in Insurance:
        gained = later.months_by_insurance.of(insurance) - now.months_by_insurance.of(insurance)
        assert 0 <= gained <= months_between(through.plus(1), through.plus(more))

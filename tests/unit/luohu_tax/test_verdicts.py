"""The tax authority's rule: the figure, the gate, the kinds of income, the penalties."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.claim import InnovationType, Person, ScienceAwardClaim, TaxClaim, TaxPenaltiesClaim
from luohu_contract.decision import Invalid, Valid
from luohu_contract.finding import TaxFindings, TaxPenaltiesFindings
from luohu_contract.message import Question
from luohu_contract.reasons import REASONS
from luohu_tax.verdicts import Facts, IncomeKind, Payment, Penalty, judge

HAN = Person(name="韩冰", id_number="990105197707071717")
CLAIM = TaxClaim(authorised=True, tax_years=(2020, 2019, 2018), penalty_years=(2020, 2019, 2018, 2017, 2016))
QUESTION = Question(id=UUID(int=1), item_id=UUID(int=2), attempt=1, subject=HAN, claim=CLAIM, as_of=date(2020, 12, 31))
PARTIAL = "tax.partially_valid"
PENALTY = "tax.penalty_recorded"


def paid(y2018: str, y2019: str, y2020: str) -> tuple[Payment, ...]:
    amounts = (
        (2018, y2018, IncomeKind.WAGES),
        (2019, y2019, IncomeKind.COMPREHENSIVE),
        (2020, y2020, IncomeKind.BUSINESS),
    )
    return tuple(Payment(date(y, 6, 15), kind, Decimal(amount)) for y, amount, kind in amounts if Decimal(amount))


def fined(*on: date, fine: str = "200") -> tuple[Penalty, ...]:
    return tuple(Penalty(day, Decimal(fine)) for day in on)


def findings(decision: object) -> TaxFindings:
    assert isinstance(decision, Valid | Invalid)
    assert isinstance(decision.findings, TaxFindings)
    return decision.findings


@pytest.mark.parametrize(
    ("amounts", "penalties", "valid_years", "outcome"),
    [
        pytest.param(("80000", "100000", "99999.99"), 0, 1, (PARTIAL,), id="a cent below the figure is below it"),
        pytest.param(("100000", "100000", "100000"), 0, 3, (), id="the figure itself is enough"),
        pytest.param(("0", "200000", "200000"), 0, 0, "tax.year_invalid", id="a year without tax closes the gate"),
        pytest.param(("150000", "150000", "1"), 0, 2, (PARTIAL,), id="one yuan keeps the gate open"),
        pytest.param(("150000", "150000", "150000"), 1, 3, (PENALTY,), id="three years and a penalty"),
        pytest.param(("150000", "1", "1"), 2, 1, (PARTIAL, PENALTY), id="both can be disputed"),
        pytest.param(("1", "1", "1"), 2, 0, "tax.year_invalid", id="no year reaches the figure"),
        pytest.param(("0", "0", "0"), 0, 0, "tax.year_invalid", id="nobody knows this person"),
        pytest.param(("70000.50", "124500", "80000"), 0, 1, (PARTIAL,), id="the handbook's screen"),
    ],
)
def test_years_and_penalties(
    amounts: tuple[str, str, str], penalties: int, valid_years: int, outcome: tuple[str, ...] | str
) -> None:
    facts = Facts(paid(*amounts), fined(*[date(2019, 5, 10)] * penalties))

    decision = judge(QUESTION, facts)

    found = findings(decision)
    assert (found.valid_years, found.tax_penalties) == (valid_years, penalties)
    assert [year.year for year in found.years] == [2020, 2019, 2018]
    assert [year.valid for year in found.years] == [Decimal(amount) >= 100_000 for amount in reversed(amounts)]
    assert [year.paid for year in found.years] == [Decimal(amount) > 0 for amount in reversed(amounts)]
    assert (decision.reason if isinstance(decision, Invalid) else getattr(decision, "disputable", None)) == outcome


@pytest.mark.parametrize(
    ("paid_on", "kind", "counts"),
    [
        pytest.param(date(2018, 12, 31), IncomeKind.WAGES, True, id="wages on the last day before the reform"),
        pytest.param(date(2018, 12, 31), IncomeKind.COMPREHENSIVE, False, id="comprehensive income is not there yet"),
        pytest.param(date(2018, 12, 31), IncomeKind.ROYALTIES, False, id="royalties did not count then"),
        pytest.param(date(2018, 12, 31), IncomeKind.BUSINESS, True, id="a sole trader's business"),
        pytest.param(date(2019, 1, 1), IncomeKind.COMPREHENSIVE, True, id="comprehensive income from the first day"),
        pytest.param(date(2019, 1, 1), IncomeKind.MANUSCRIPT, True, id="manuscripts from then on"),
        pytest.param(date(2019, 1, 15), IncomeKind.WAGES, True, id="December's wages, booked in January"),
        pytest.param(date(2020, 7, 1), IncomeKind.PROPERTY_TRANSFER, False, id="the sale of a home"),
        pytest.param(date(2018, 7, 1), IncomeKind.DIVIDENDS, False, id="dividends"),
        pytest.param(date(2020, 7, 1), IncomeKind.WINDFALL, False, id="a windfall"),
    ],
)
def test_which_kinds_of_income_count(paid_on: date, kind: IncomeKind, counts: bool) -> None:
    assert Payment(paid_on, kind, Decimal(1)).counts is counts


@pytest.mark.parametrize(
    ("penalty", "count"),
    [
        pytest.param(Penalty(date(2016, 1, 1), Decimal(50)), 1, id="50 yuan on the first day of the five years"),
        pytest.param(Penalty(date(2015, 12, 31), Decimal(500)), 0, id="the day before"),
        pytest.param(Penalty(date(2020, 12, 31), Decimal(50)), 1, id="the base date"),
        pytest.param(Penalty(date(2021, 1, 1), Decimal(500)), 0, id="the day after the base date"),
        pytest.param(Penalty(date(2019, 5, 10), Decimal("49.99")), 0, id="a cent below the least fine"),
        pytest.param(Penalty(date(2019, 5, 10), Decimal(200), revoked=True), 0, id="withdrawn"),
    ],
)
def test_which_fines_are_penalties(penalty: Penalty, count: int) -> None:
    facts = Facts(paid("150000", "150000", "150000"), (penalty,))

    assert findings(judge(QUESTION, facts)).tax_penalties == count


def test_a_penalty_can_be_disputed_although_no_year_counts() -> None:
    fined_without_tax = judge(QUESTION, Facts((), fined(date(2019, 5, 10))))
    assert isinstance(fined_without_tax, Invalid)
    assert (fined_without_tax.reason, fined_without_tax.disputable) == ("tax.year_invalid", (PENALTY,))


def test_penalties_are_read_alone_too_and_nothing_else_is_said() -> None:
    alone = QUESTION.model_copy(update={"claim": TaxPenaltiesClaim(penalty_years=(2019, 2020))})
    facts = Facts((), fined(date(2018, 5, 10), date(2019, 5, 10), date(2020, 5, 10)))
    assert judge(alone, facts) == Valid(TaxPenaltiesFindings(tax_penalties=2, years=(2019, 2020)))


CENTS = st.integers(1, 30_000_000).map(lambda cents: Decimal(cents) / 100)


@given(st.lists(CENTS, min_size=1, max_size=12))
def test_how_a_years_tax_is_split_does_not_matter(parts: list[Decimal]) -> None:
    day = date(2019, 3, 1)
    whole = Facts((Payment(day, IncomeKind.COMPREHENSIVE, sum(parts, Decimal(0))),))
    split = Facts(tuple(Payment(day, IncomeKind.WAGES, part) for part in parts))

    assert findings(judge(QUESTION, whole)) == findings(judge(QUESTION, split))


@given(CENTS, CENTS, CENTS, CENTS)
def test_more_tax_never_makes_a_result_worse(a: Decimal, b: Decimal, c: Decimal, more: Decimal) -> None:
    before = paid(str(a), str(b), str(c))
    after = (*before, Payment(date(2020, 1, 1), IncomeKind.COMPREHENSIVE, more))

    assert findings(judge(QUESTION, Facts(after))).valid_years >= findings(judge(QUESTION, Facts(before))).valid_years


def test_every_reason_of_the_authority_is_in_the_table() -> None:
    assert {"tax.year_invalid", PARTIAL, PENALTY} == {code for code in REASONS if code.startswith("tax.")}


def test_other_claims_are_not_judged() -> None:
    claim: Any = ScienceAwardClaim(type=InnovationType.SHAREHOLDING)

    with pytest.raises(TypeError, match="science_award"):
        judge(QUESTION.model_copy(update={"claim": claim}), Facts())

"""The science commission's rule: what was filed here, the lists, the conditions of 附件1."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.claim import Person, ScienceAwardClaim, TaxClaim
from luohu_contract.decision import Invalid, Valid
from luohu_contract.finding import ScienceAwardFindings
from luohu_contract.innovation import CommissionType, CompanyKind, InnovationType, WinnerRole
from luohu_contract.message import Question
from luohu_contract.reasons import REASONS
from luohu_science_commission.verdicts import (
    Company,
    Facts,
    Filing,
    Grade,
    Holding,
    Investment,
    Shortfall,
    Win,
    judge,
)

NATIONAL: Final = InnovationType.COMPETITION_NATIONAL_STARTUP
BEIJING: Final = InnovationType.COMPETITION_BEIJING_STARTUP
SHARES: Final = InnovationType.SHAREHOLDING
USCC = "91990108MA0LUH1019"
DENG = Person(name="邓超然", id_number="990108198204122221")
COMPANY = Company(USCC, True, CompanyKind.HIGH_TECH, date(2018, 10, 31), date(2021, 10, 30))
WIN = Win(NATIONAL, 2018, USCC, Grade.THIRD, DENG.id_number, DENG.name, WinnerRole.LEGAL_REPRESENTATIVE)
PRIZE = Facts(
    filings=(Filing(NATIONAL, USCC, 2018, Grade.THIRD),),
    wins=(WIN,),
    companies=(COMPANY,),
    income_tax={2020: Decimal(35_000), 2019: Decimal(90_000)},
)
HOLDING = Holding(USCC, 2020, Decimal(10), True)
RAISED = (
    Investment(USCC, date(2018, 1, 1), Decimal(2_000_000), True),
    Investment(USCC, date(2020, 12, 31), Decimal(3_000_000), True),
)
HELD = Facts(filings=(Filing(SHARES, USCC),), companies=(COMPANY,), holdings=(HOLDING,), investments=RAISED)
WON = ScienceAwardFindings(
    filed_type=NATIONAL,
    grade="三等奖",
    competition_year=2018,
    role=WinnerRole.LEGAL_REPRESENTATIVE,
    registered_in_beijing=True,
    income_tax=Decimal(35_000),
)
OWNED = ScienceAwardFindings(
    filed_type=SHARES,
    registered_in_beijing=True,
    company_kind=CompanyKind.HIGH_TECH,
    shareholding_percent=Decimal(10),
    full_year=True,
    equity_raised=Decimal(5_000_000),
)
NOT_MATCHED = "award.not_matched"
NOT_MET = "award.shareholding_not_met"
TAX_LOW = "award.income_tax_below_limit"


def asked(claim: Any) -> Question:
    return Question(id=UUID(int=1), item_id=UUID(int=2), attempt=1, subject=DENG, claim=claim, as_of=date(2020, 12, 31))


def about(kind: CommissionType) -> Question:
    return asked(ScienceAwardClaim(type=kind))


@pytest.mark.parametrize(
    ("kind", "facts", "reason", "cause"),
    [
        pytest.param(NATIONAL, Facts(), "award.not_filed_at_science_commission", None, id="nothing was filed here"),
        pytest.param(BEIJING, PRIZE, "award.type_mismatch", None, id="another type was filed here"),
        pytest.param(NATIONAL, replace(PRIZE, wins=()), NOT_MATCHED, Shortfall.AWARD_UNKNOWN, id="no such prize"),
        pytest.param(
            NATIONAL,
            replace(PRIZE, wins=(replace(WIN, edition=2017),)),
            NOT_MATCHED,
            Shortfall.AWARD_UNKNOWN,
            id="a prize of another edition",
        ),
        pytest.param(
            BEIJING,
            replace(
                PRIZE,
                filings=(Filing(BEIJING, USCC, 2014, Grade.THIRD),),
                wins=(replace(WIN, type=BEIJING, edition=2014),),
            ),
            NOT_MATCHED,
            Shortfall.AWARD_UNKNOWN,
            id="an edition before the first that counts",
        ),
        pytest.param(
            NATIONAL,
            replace(PRIZE, wins=(replace(WIN, id_number="x"),)),
            NOT_MATCHED,
            Shortfall.PERSON_NOT_ON_LIST,
            id="the company's prize without the person",
        ),
        pytest.param(
            NATIONAL,
            replace(PRIZE, wins=(replace(WIN, grade=Grade.SECOND),)),
            NOT_MATCHED,
            Shortfall.GRADE_DIFFERS,
            id="another grade",
        ),
        pytest.param(NATIONAL, replace(PRIZE, companies=()), NOT_MATCHED, Shortfall.COMPANY_UNKNOWN, id="unknown firm"),
        pytest.param(
            NATIONAL,
            replace(PRIZE, companies=(replace(COMPANY, in_beijing=False),)),
            NOT_MATCHED,
            Shortfall.COMPANY_OUTSIDE_BEIJING,
            id="a firm elsewhere",
        ),
        pytest.param(
            NATIONAL,
            replace(PRIZE, income_tax={2020: Decimal("34999.99"), 2019: Decimal(90_000)}),
            TAX_LOW,
            None,
            id="a cent below the income tax",
        ),
        pytest.param(NATIONAL, replace(PRIZE, income_tax={}), TAX_LOW, None, id="no income tax"),
        pytest.param(SHARES, replace(HELD, companies=()), NOT_MATCHED, Shortfall.COMPANY_UNKNOWN, id="no firm"),
        pytest.param(
            SHARES,
            replace(HELD, companies=(replace(COMPANY, in_beijing=False),)),
            NOT_MET,
            Shortfall.COMPANY_OUTSIDE_BEIJING,
            id="shares of a firm elsewhere",
        ),
        pytest.param(
            SHARES,
            replace(HELD, companies=(replace(COMPANY, kind=CompanyKind.OTHER),)),
            NOT_MET,
            Shortfall.COMPANY_KIND,
            id="neither high-tech nor science",
        ),
        pytest.param(
            SHARES,
            replace(HELD, companies=(replace(COMPANY, recognised_from=date(2020, 1, 2)),)),
            NOT_MET,
            Shortfall.COMPANY_KIND,
            id="recognised a day too late",
        ),
        pytest.param(
            SHARES,
            replace(HELD, companies=(replace(COMPANY, recognised_to=date(2020, 12, 30)),)),
            NOT_MET,
            Shortfall.COMPANY_KIND,
            id="recognised a day too short",
        ),
        pytest.param(
            SHARES,
            replace(HELD, holdings=(replace(HOLDING, year=2019),)),
            NOT_MET,
            Shortfall.SHARE_UNKNOWN,
            id="shares of another year",
        ),
        pytest.param(
            SHARES,
            replace(HELD, holdings=(replace(HOLDING, percent=Decimal("9.99")),)),
            NOT_MET,
            Shortfall.SHARE_BELOW_LIMIT,
            id="a little below 10 %",
        ),
        pytest.param(
            SHARES,
            replace(HELD, holdings=(replace(HOLDING, full_year=False),)),
            NOT_MET,
            Shortfall.YEAR_NOT_FULL,
            id="part of the year",
        ),
        pytest.param(
            SHARES,
            replace(HELD, investments=(RAISED[0], replace(RAISED[1], amount=Decimal("2999999.99")))),
            NOT_MET,
            Shortfall.EQUITY_BELOW_LIMIT,
            id="a cent below the money",
        ),
        pytest.param(
            SHARES,
            replace(HELD, investments=(replace(RAISED[0], received_on=date(2017, 12, 31)), RAISED[1])),
            NOT_MET,
            Shortfall.EQUITY_BELOW_LIMIT,
            id="money from before the three years",
        ),
        pytest.param(
            SHARES,
            replace(HELD, investments=(replace(RAISED[0], investor_filed=False), RAISED[1])),
            NOT_MET,
            Shortfall.EQUITY_BELOW_LIMIT,
            id="money of somebody who is not filed",
        ),
    ],
)
def test_a_filing_that_is_not_borne_out(
    kind: CommissionType, facts: Facts, reason: str, cause: Shortfall | None
) -> None:
    decision = judge(about(kind), facts)

    assert isinstance(decision, Invalid)
    assert (decision.reason, decision.cause) == (reason, cause)


@pytest.mark.parametrize(
    ("kind", "facts", "expected"),
    [
        pytest.param(NATIONAL, PRIZE, WON, id="tax just enough"),
        pytest.param(
            NATIONAL,
            replace(PRIZE, wins=(replace(WIN, role=WinnerRole.CORE_TEAM_MEMBER),)),
            WON.model_copy(update={"role": WinnerRole.CORE_TEAM_MEMBER}),
            id="in the core team",
        ),
        pytest.param(SHARES, HELD, OWNED, id="share and money just enough"),
        pytest.param(
            SHARES,
            replace(PRIZE, filings=(*PRIZE.filings, *HELD.filings), holdings=HELD.holdings, investments=RAISED),
            OWNED,
            id="one of two filings",
        ),
    ],
)
def test_a_filing_that_is_borne_out(kind: CommissionType, facts: Facts, expected: ScienceAwardFindings) -> None:
    assert judge(about(kind), facts) == Valid(expected)


def test_a_mismatch_tells_what_was_filed() -> None:
    decision = judge(about(BEIJING), PRIZE)

    assert isinstance(decision, Invalid)
    assert decision.findings == ScienceAwardFindings(filed_type=NATIONAL)


@given(st.lists(st.integers(1, 10_000_000), max_size=6), st.integers(1, 10_000_000))
def test_more_money_never_makes_a_result_worse(amounts: list[int], more: int) -> None:
    def valid(parts: list[int]) -> bool:
        raised = tuple(Investment(USCC, date(2019, 6, 1), Decimal(part), True) for part in parts)
        return isinstance(judge(about(SHARES), replace(HELD, investments=raised)), Valid)

    assert valid([*amounts, more]) >= valid(amounts)
    assert valid(amounts) is (sum(amounts) >= 5_000_000)


def test_every_reason_that_the_commission_alone_gives_is_in_the_catalogue() -> None:
    own = {
        "award.not_filed_at_science_commission",
        "award.type_mismatch",
        NOT_MATCHED,
        TAX_LOW,
        NOT_MET,
    }
    assert own == {code for code in REASONS if code.startswith("award.")}


def test_other_claims_are_not_judged() -> None:
    with pytest.raises(TypeError, match="tax"):
        judge(asked(TaxClaim(authorised=True, tax_years=(2020,), penalty_years=(2020,))), Facts())

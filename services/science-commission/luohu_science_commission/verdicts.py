"""The commission's rule: what an applicant filed with it, against its lists of winners and its data on companies.

Handbook 三.五.2(1) and 附件1 (二) rows 1 and 2, (三). First comes whether the type was filed here at all, then whether
the lists bear the filing out, then the conditions of the annex. The figures stand below with their source: an agency
knows no policy of the city, so that a test holds them to those of every round.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from luohu_contract.claim import Person, ScienceAwardClaim
from luohu_contract.decision import Decision, Invalid, Valid
from luohu_contract.finding import ScienceAwardFindings
from luohu_contract.innovation import CommissionType, CompanyKind, InnovationType, WinnerRole
from luohu_contract.message import Question

#: CNY of income tax in the year before the round, for the winners of a competition (附件1(二)1: 3.5万元).
INCOME_TAX_OF_WINNERS = Decimal(35_000)
#: First edition that counts (附件1(二)1: 2012年以来; 附件1(二)2: 2015年以来).
FIRST_EDITION = {
    InnovationType.COMPETITION_NATIONAL_STARTUP: 2012,
    InnovationType.COMPETITION_BEIJING_STARTUP: 2015,
}
#: Share of the company, in per cent (附件1(三): 持股比例不低于10%).
LEAST_SHARE = Decimal(10)
#: CNY raised in three years from filed investment institutions (附件1(三), lowest band: 500万元).
LEAST_EQUITY = Decimal(5_000_000)
#: Calendar years in which the money was raised, the last being the year before the round (附件1(三): 近三年).
EQUITY_YEARS = 3

NOT_FILED = "award.not_filed_at_science_commission"
TYPE_MISMATCH = "award.type_mismatch"
NOT_MATCHED = "award.not_matched"
INCOME_TAX_BELOW_LIMIT = "award.income_tax_below_limit"
SHAREHOLDING_NOT_MET = "award.shareholding_not_met"


class Grade(StrEnum):
    """获奖等级"""

    FIRST = "first"  #: 一等奖
    SECOND = "second"  #: 二等奖
    THIRD = "third"  #: 三等奖


GRADE_ZH = {Grade.FIRST: "一等奖", Grade.SECOND: "二等奖", Grade.THIRD: "三等奖"}


class Shortfall(StrEnum):
    """What an operator reads beside the reason, in the order in which it is asked."""

    AWARD_UNKNOWN = "award_unknown"  #: no such prize of that company in that edition, or an edition too old
    PERSON_NOT_ON_LIST = "person_not_on_list"  #: neither legal representative nor in the core team
    GRADE_DIFFERS = "grade_differs"
    COMPANY_UNKNOWN = "company_unknown"
    COMPANY_OUTSIDE_BEIJING = "company_outside_beijing"
    COMPANY_KIND = "company_kind"  #: not recognised, or not for the whole year
    SHARE_UNKNOWN = "share_unknown"  #: no shares in the year before the round
    SHARE_BELOW_LIMIT = "share_below_limit"
    YEAR_NOT_FULL = "year_not_full"  #: worked there, or held the shares, for part of the year only
    EQUITY_BELOW_LIMIT = "equity_below_limit"


@dataclass(frozen=True, slots=True)
class Filing:
    """What the applicant filed here."""

    type: CommissionType
    company: str  #: 统一社会信用代码
    edition: int | None = None  #: year of the competition
    grade: Grade | None = None


@dataclass(frozen=True, slots=True)
class Win:
    """One person on the list of a company that won a prize."""

    type: InnovationType
    edition: int
    company: str
    grade: Grade
    id_number: str
    name: str
    role: WinnerRole  #: 法定代表人 or 核心团队成员


@dataclass(frozen=True, slots=True)
class Company:
    """A company as the commission knows it; kind and place are those of today, the dates those of the recognition."""

    uscc: str
    in_beijing: bool
    kind: CompanyKind
    recognised_from: date | None = None
    recognised_to: date | None = None

    def recognised_through(self, year: int) -> bool:
        """Whether it was a high-tech or a science and technology company for the whole of a year."""
        if self.kind is CompanyKind.OTHER or self.recognised_from is None:
            return False
        return self.recognised_from <= date(year, 1, 1) and (self.recognised_to or date.max) >= date(year, 12, 31)


@dataclass(frozen=True, slots=True)
class Holding:
    """The applicant's shares of a company in one calendar year."""

    company: str
    year: int
    percent: Decimal  #: the lowest of the year
    full_year: bool  #: held the shares and worked there from January to December without a break


@dataclass(frozen=True, slots=True)
class Investment:
    """Equity cash that a company received."""

    company: str
    received_on: date
    amount: Decimal  #: CNY
    investor_filed: bool  #: the investor is a filed investment institution


@dataclass(frozen=True, slots=True)
class Facts:
    """What the commission holds about one applicant and the companies of the filings."""

    filings: tuple[Filing, ...] = ()
    wins: tuple[Win, ...] = ()
    companies: tuple[Company, ...] = ()
    holdings: tuple[Holding, ...] = ()
    investments: tuple[Investment, ...] = ()
    #: CNY by year, as delivered by the tax authority
    income_tax: Mapping[int, Decimal] = field(default_factory=dict)


def judge(question: Question, facts: Facts) -> Decision:
    """Judge the declared type by what was filed here. TypeError for any other claim."""
    claim = question.claim
    if not isinstance(claim, ScienceAwardClaim):
        raise TypeError(f"the science commission does not judge a claim of kind {claim.kind}")
    if not facts.filings:
        return Invalid(NOT_FILED)
    filing = next((filing for filing in facts.filings if filing.type is claim.type), None)
    if filing is None:
        return Invalid(TYPE_MISMATCH, ScienceAwardFindings(filed_type=facts.filings[0].type))
    return assess(filing, facts, question.subject, question.as_of.year)


def assess(filing: Filing, facts: Facts, applicant: Person, year: int) -> Decision:
    """Judge one filing by itself, as the commission shows it to the applicant.

    year: the calendar year before the round, of which income tax and shares are asked.
    """
    if filing.type is InnovationType.SHAREHOLDING:
        return _shares(filing, facts, year)
    return _prize(filing, facts, applicant, year)


def _prize(filing: Filing, facts: Facts, applicant: Person, year: int) -> Decision:
    wins = _wins(filing, facts.wins)
    own = [win for win in wins if (win.id_number, win.name) == (applicant.id_number, applicant.name)]
    company = _company(filing, facts.companies)
    paid = facts.income_tax.get(year, Decimal(0))
    found = ScienceAwardFindings(
        filed_type=filing.type,
        grade=None if filing.grade is None else GRADE_ZH[filing.grade],
        competition_year=filing.edition,
        role=own[0].role if own else None,
        registered_in_beijing=company and company.in_beijing,
        income_tax=paid,
    )
    if shortfall := _prize_shortfall(filing, wins, own, company):
        return Invalid(NOT_MATCHED, found, shortfall)
    if paid < INCOME_TAX_OF_WINNERS:
        return Invalid(INCOME_TAX_BELOW_LIMIT, found)
    return Valid(found)


def _wins(filing: Filing, wins: Sequence[Win]) -> list[Win]:
    """The winners of the company in that edition, of a competition and a year that count."""
    asked = (filing.type, filing.edition, filing.company)
    first = FIRST_EDITION[filing.type]
    return [win for win in wins if (win.type, win.edition, win.company) == asked and win.edition >= first]


def _prize_shortfall(
    filing: Filing, wins: Sequence[Win], own: Sequence[Win], company: Company | None
) -> Shortfall | None:
    if not wins:
        return Shortfall.AWARD_UNKNOWN
    if not own:
        return Shortfall.PERSON_NOT_ON_LIST
    if filing.grade not in {win.grade for win in own}:
        return Shortfall.GRADE_DIFFERS
    if company is None:
        return Shortfall.COMPANY_UNKNOWN
    return None if company.in_beijing else Shortfall.COMPANY_OUTSIDE_BEIJING


def _shares(filing: Filing, facts: Facts, year: int) -> Decision:
    company = _company(filing, facts.companies)
    holding = next((h for h in facts.holdings if (h.company, h.year) == (filing.company, year)), None)
    raised = _raised(filing.company, facts.investments, year)
    found = ScienceAwardFindings(
        filed_type=filing.type,
        registered_in_beijing=company and company.in_beijing,
        company_kind=company and (company.kind if company.recognised_through(year) else CompanyKind.OTHER),
        shareholding_percent=holding and holding.percent,
        full_year=holding and holding.full_year,
        equity_raised=raised,
    )
    if company is None:
        return Invalid(NOT_MATCHED, found, Shortfall.COMPANY_UNKNOWN)
    if shortfall := _shares_shortfall(company, holding, raised, year):
        return Invalid(SHAREHOLDING_NOT_MET, found, shortfall)
    return Valid(found)


def _shares_shortfall(company: Company, holding: Holding | None, raised: Decimal, year: int) -> Shortfall | None:
    if not company.in_beijing:
        return Shortfall.COMPANY_OUTSIDE_BEIJING
    if not company.recognised_through(year):
        return Shortfall.COMPANY_KIND
    if holding is None:
        return Shortfall.SHARE_UNKNOWN
    if holding.percent < LEAST_SHARE:
        return Shortfall.SHARE_BELOW_LIMIT
    if not holding.full_year:
        return Shortfall.YEAR_NOT_FULL
    return Shortfall.EQUITY_BELOW_LIMIT if raised < LEAST_EQUITY else None


def _company(filing: Filing, companies: Sequence[Company]) -> Company | None:
    return next((company for company in companies if company.uscc == filing.company), None)


def _raised(uscc: str, investments: Sequence[Investment], last_year: int) -> Decimal:
    years = range(last_year - EQUITY_YEARS + 1, last_year + 1)
    counted = (i.amount for i in investments if i.company == uscc and i.investor_filed and i.received_on.year in years)
    return sum(counted, Decimal(0))

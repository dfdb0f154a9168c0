"""The tax authority's rule: which years of income tax reach the figure, and how many penalties there are.

Handbook 三.六.1. A payment belongs to the calendar year in which it reached the treasury (税款入库日期), and counts
only when its kind of income does: wages, labour services and sole traders' business to the end of 2018, comprehensive
and business income from 2019 on (comprehensive: wages, labour services, manuscripts and royalties). The register holds
what was paid in Beijing, nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from luohu_contract.claim import TaxClaim, TaxPenaltiesClaim, TaxTotalClaim
from luohu_contract.decision import Decision, Invalid, Valid
from luohu_contract.finding import TaxFindings, TaxPenaltiesFindings, TaxTotalFindings, TaxYear
from luohu_contract.message import Question

# An agency knows no policy of the city; a test holds these two to the figures of every round.
#: CNY of income tax that a year needs (handbook 三.六.1: 每1年在10万元及以上).
YEARLY_TAX = Decimal(100_000)
#: CNY from which a fine is a penalty on record (handbook 三.六.1: 处以五十元及以上的罚款).
LEAST_FINE = Decimal(50)
#: First day of the comprehensive income tax (handbook 三.六.1: 2019年1月1日以后, 含1月1日).
REFORM = date(2019, 1, 1)

YEAR_INVALID = "tax.year_invalid"
PARTIALLY_VALID = "tax.partially_valid"
PENALTY_RECORDED = "tax.penalty_recorded"


class IncomeKind(StrEnum):
    """Kinds of income as the tax is filed under them."""

    WAGES = "wages"  #: 工资薪金所得
    LABOUR_SERVICES = "labour_services"  #: 劳务报酬所得
    MANUSCRIPT = "manuscript"  #: 稿酬所得, counts from 2019
    ROYALTIES = "royalties"  #: 特许权使用费所得, counts from 2019
    COMPREHENSIVE = "comprehensive"  #: 综合所得, the yearly settlement of the four kinds above, from 2019
    BUSINESS = "business"  #: 个体工商户生产经营所得 to 2018, 经营所得 from 2019
    PROPERTY_TRANSFER = "property_transfer"  #: 财产转让所得, never counts
    DIVIDENDS = "dividends"  #: 利息、股息、红利所得, never counts
    WINDFALL = "windfall"  #: 偶然所得, never counts


BEFORE_REFORM = frozenset({IncomeKind.WAGES, IncomeKind.LABOUR_SERVICES, IncomeKind.BUSINESS})
SINCE_REFORM = BEFORE_REFORM | {IncomeKind.MANUSCRIPT, IncomeKind.ROYALTIES, IncomeKind.COMPREHENSIVE}


@dataclass(frozen=True, slots=True)
class Payment:
    """Income tax that reached the treasury in Beijing."""

    paid_on: date  #: 税款入库日期
    income_kind: IncomeKind
    amount: Decimal  #: CNY

    @property
    def counts(self) -> bool:
        """Whether tax on this kind of income counts on this day."""
        return self.income_kind in (BEFORE_REFORM if self.paid_on < REFORM else SINCE_REFORM)


@dataclass(frozen=True, slots=True)
class Penalty:
    """A fine that the city's tax authority imposed."""

    imposed_on: date
    fine: Decimal  #: CNY
    revoked: bool = False  #: withdrawn after an objection


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything on record about one person."""

    payments: tuple[Payment, ...] = ()
    penalties: tuple[Penalty, ...] = ()


def judge(question: Question, facts: Facts) -> Decision:
    """年度结果 and 近五年在本市涉税违法次数. TypeError for a claim that is not about tax.

    All years count for nothing when one of them has no tax at all (the gate), so the result is then invalid too. A
    result with at least one year is valid; years that failed beside it can be rechecked, and penalties whatever the
    years are (三.六.3 has a row for each). A result of all years without a penalty leaves nothing to dispute.
    """
    claim = question.claim
    if isinstance(claim, TaxPenaltiesClaim):
        count = _penalties(facts.penalties, claim.penalty_years)
        return Valid(TaxPenaltiesFindings(tax_penalties=count, years=tuple(sorted(claim.penalty_years))))
    if isinstance(claim, TaxTotalClaim):
        paid = sum((_paid(year, facts.payments) for year in set(claim.years)), Decimal(0))
        return Valid(TaxTotalFindings(total=paid, years=tuple(sorted(claim.years))))
    if not isinstance(claim, TaxClaim):
        raise TypeError(f"the tax authority does not judge a claim of kind {claim.kind}")
    years = tuple(_year(year, facts.payments) for year in claim.tax_years)
    gate = all(year.paid for year in years)
    valid_years = sum(year.valid for year in years) if gate else 0
    penalties = _penalties(facts.penalties, claim.penalty_years)
    findings = TaxFindings(years=years, valid_years=valid_years, tax_penalties=penalties)
    fined = (PENALTY_RECORDED,) * (penalties > 0)
    if valid_years == 0:
        return Invalid(YEAR_INVALID, findings, disputable=fined)
    return Valid(findings, (PARTIALLY_VALID,) * (valid_years < len(years)) + fined)


def _year(year: int, payments: Sequence[Payment]) -> TaxYear:
    paid = _paid(year, payments)
    return TaxYear(year=year, valid=paid >= YEARLY_TAX, paid=paid > 0)


def _paid(year: int, payments: Sequence[Payment]) -> Decimal:
    """CNY of that year's tax that counts."""
    return sum((p.amount for p in payments if p.counts and p.paid_on.year == year), Decimal(0))


def _penalties(penalties: Sequence[Penalty], years: Sequence[int]) -> int:
    return sum(not p.revoked and p.fine >= LEAST_FINE and p.imposed_on.year in years for p in penalties)

"""What the registers hold of an applicant in tests: insured for just long enough, with a permit, and nothing else."""

from datetime import date
from typing import Any

from luohu_contract.claim import Sex
from luohu_contract.finding import TaxPenaltiesFindings
from luohu_contract.months import Month
from luohu_contract.standing import (
    AccountStatus,
    ConductFindings,
    Insurance,
    InsuranceFindings,
    InsuranceSpan,
    MonthsByInsurance,
    Permit,
    PermitStatus,
    RegisteredIdentity,
    WorkCategory,
)

EMPLOYER = "91990105MA0LUH014J"


def insured(
    first: str = "2011-01", last: str = "2020-12", district: str = "海淀区", **fields: Any
) -> InsuranceFindings:
    """Pension insurance, month by month, without a gap: ten years unless something else is said."""
    began, ended = Month.parse(first), Month.parse(last)
    months = ended.ordinal - began.ordinal + 1
    span = InsuranceSpan(
        insurance=Insurance.PENSION,
        first=began,
        last=ended,
        district=district,
        employer=EMPLOYER,
        employer_name="北京示例科技有限公司",
    )
    facts: dict[str, Any] = {
        "spans": (span,),
        "status": AccountStatus.NORMAL,
        "category": WorkCategory.WORKER,
        "months_by_insurance": MonthsByInsurance(pension=months),
        "longest": Insurance.PENSION,
        "years": months // 12,
        "months": months % 12,
    }
    return InsuranceFindings(**{**facts, **fields})


def known(**fields: Any) -> ConductFindings:
    """王伟 as public security knows him: from 河北省, with a permit, never detained."""
    facts: dict[str, Any] = {
        "identity": RegisteredIdentity(name="王伟", birth_date=date(1985, 6, 15), sex=Sex.MALE),
        "household": "河北省",
        "permit": Permit(number="990000001", applied_on=date(2016, 5, 3), status=PermitStatus.VALID),
        "detentions_by_year": dict.fromkeys(range(2016, 2021), 0),
    }
    return ConductFindings(**{**facts, **fields})


def unfined(penalties: int = 0) -> TaxPenaltiesFindings:
    """The penalties of the five years before the round of 2021: none unless something else is said."""
    return TaxPenaltiesFindings(tax_penalties=penalties, years=tuple(range(2016, 2021)))

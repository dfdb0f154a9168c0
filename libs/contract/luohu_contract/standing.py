"""What is read and not claimed: the insurance record and the record at public security (DOMAIN 2.3, 2.10).

Both answers are always `valid`: they say what the registers hold, and somebody whom no register knows has no months and
no permit. Whether that is enough is judged by the declaration system (eligibility, DOMAIN 3.5).
"""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from luohu_contract.claim import ClaimKind, Sex
from luohu_contract.model import Wire
from luohu_contract.months import Month


class Insurance(StrEnum):
    """The five insurances, in the order of the screen; of two with as many months the first is the longest."""

    PENSION = "pension"  #: 养老
    MEDICAL = "medical"  #: 医疗
    UNEMPLOYMENT = "unemployment"  #: 失业
    INJURY = "injury"  #: 工伤
    MATERNITY = "maternity"  #: 生育


class AccountStatus(StrEnum):
    """How a person's insurance account stands."""

    NORMAL = "normal"  #: 正常缴费
    SUSPENDED = "suspended"  #: 暂停缴费
    CLOSED = "closed"  #: 终止缴费
    NONE = "none"  #: no account: never insured in the city


class WorkCategory(StrEnum):
    """Decides a woman's retirement age; on no form, so it is taken from the insurance record (DOMAIN 3.5, assumed)."""

    WORKER = "worker"  #: 工人
    CADRE = "cadre"  #: 干部, a managerial post


class PermitStatus(StrEnum):
    VALID = "valid"  #: 有效
    CANCELLED = "cancelled"  #: 已注销


class InsuranceSpan(Wire):
    """A run of months of one insurance that were paid alike. Both end months count."""

    insurance: Insurance
    first: Month
    last: Month
    back_paid: bool = False  #: 补缴
    district: str  #: name of the district of payment, or 市本级
    employer: str  #: USCC of the account that paid
    employer_name: str
    recorded_on: date | None = None  #: day on which the payment record was formed; None: month by month, in time


class MonthsByInsurance(Wire):
    """缴费月数: distinct months that were paid in time. Back-paid months are not among them."""

    pension: int = Field(default=0, ge=0)
    medical: int = Field(default=0, ge=0)
    unemployment: int = Field(default=0, ge=0)
    injury: int = Field(default=0, ge=0)
    maternity: int = Field(default=0, ge=0)

    def of(self, insurance: Insurance) -> int:
        """Months of one insurance."""
        months: int = getattr(self, insurance.value)
        return months


class InsuranceFindings(Wire):
    """The insurance record up to the month that was asked about (DOMAIN 2.3)."""

    kind: Literal[ClaimKind.INSURANCE] = ClaimKind.INSURANCE
    spans: tuple[InsuranceSpan, ...] = ()  #: by insurance, then by first month
    status: AccountStatus = AccountStatus.NONE
    category: WorkCategory | None = None
    months_by_insurance: MonthsByInsurance = MonthsByInsurance()
    back_paid_months: int = Field(default=0, ge=0)  #: distinct months in which any insurance was back-paid
    longest: Insurance | None = None  #: the insurance with most paid months; None when no month is paid
    years: int = Field(default=0, ge=0)  #: 年 of the longest, full ones
    months: int = Field(default=0, ge=0, le=11)  #: 个月 of the longest, beyond the full years


class RegisteredIdentity(Wire):
    """The identity card as public security has it today."""

    name: str
    birth_date: date
    sex: Sex


class Permit(Wire):
    """北京市居住证"""

    number: str
    applied_on: date
    status: PermitStatus


class ConductFindings(Wire):
    """The record at public security (DOMAIN 2.10)."""

    kind: Literal[ClaimKind.CONDUCT] = ClaimKind.CONDUCT
    identity: RegisteredIdentity | None = None  #: None: nobody is registered under this number
    household: str | None = None  #: province or city in which the household is registered
    household_in_beijing: bool = False
    permit: Permit | None = None  #: the valid one; else the one that was applied for last
    detentions: int = Field(default=0, ge=0)  #: in all years that were asked about
    detentions_by_year: dict[int, int] = Field(default_factory=dict)  #: every year that was asked about
    criminal_record: bool = False  #: at any time: a crime ends the procedure whenever it was (DOMAIN 3.9)

"""The records of the commission's registers, as its API and its seed files have them."""

from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from luohu_agency.field import Amount, Day, Name, PersonNumber, Uscc, Words, Year
from luohu_contract.innovation import CommissionType, CompanyKind, CompetitionType, WinnerRole
from luohu_contract.model import Wire
from luohu_science_commission.verdicts import Grade


class RecheckState(StrEnum):
    """复查 of a filing, which is asked for and decided here alone."""

    NONE = "none"
    ASKED = "asked"
    UPHELD = "upheld"  #: the result stands
    OVERTURNED = "overturned"  #: the lists were corrected; the result follows them


class FilingRecord(Wire):
    """What an applicant filed here; one for each type."""

    id_number: PersonNumber
    name: Name
    type: CommissionType
    company: Uscc  #: 统一社会信用代码
    company_name: Name
    edition: Year | None = None  #: year of the competition
    grade: Grade | None = None  #: 获奖等级
    statement: Words = ""
    recheck: RecheckState = RecheckState.NONE
    recheck_statement: Words = ""  #: 补充说明
    opinion: Words = ""  #: the operator's words about the recheck


class WinnerRecord(Wire):
    """One person of a winning company: legal representative or core team."""

    type: CompetitionType
    edition: Year
    company: Uscc
    grade: Grade
    id_number: PersonNumber
    name: Name
    role: WinnerRole  #: 法定代表人 or 核心团队成员


class CompanyRecord(Wire):
    """A company, and what it was recognised as."""

    uscc: Uscc
    name: Name
    in_beijing: bool = True  #: registered in Beijing
    kind: CompanyKind = CompanyKind.OTHER
    recognised_from: Day | None = None
    recognised_to: Day | None = None


class HoldingRecord(Wire):
    """Shares of one person in one calendar year."""

    id_number: PersonNumber
    company: Uscc
    year: Year
    percent: Decimal = Field(gt=0, le=100, decimal_places=2)  #: the lowest of the year
    full_year: bool  #: held them and worked there from January to December


class InvestmentRecord(Wire):
    """股权类现金融资: equity cash that a company received."""

    company: Uscc
    received_on: Day
    amount: Amount
    investor: Name
    investor_filed: bool  #: a filed investment institution (备案)


class IncomeTaxRecord(Wire):
    """Income tax of one person and year, as the tax authority delivered it to the commission."""

    id_number: PersonNumber
    year: Year
    amount: Amount

"""What an agency found: one model for each kind of claim, the middle block of the handbook's result screens.

The records that are only read (insurance, conduct) stand in `standing`, those of the departments' windows in
`department`, of the talent centre in `archive`.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from luohu_contract.archive import DegreeCheckFindings as DegreeCheckFindings  # noqa: PLC0414 - found here, too
from luohu_contract.archive import PersonnelFileFindings as PersonnelFileFindings  # noqa: PLC0414 - as above
from luohu_contract.claim import ClaimKind, OverseasLevel
from luohu_contract.department import DepartmentFindings as DepartmentFindings  # noqa: PLC0414 - as above
from luohu_contract.honours import CommendedType
from luohu_contract.innovation import CommissionType, CompanyKind, WinnerRole
from luohu_contract.model import Wire
from luohu_contract.standing import ConductFindings, InsuranceFindings


class PropertyFindings(Wire):
    """Own home and dormitory: 登簿日期(填发日期) and 权证失效日期; None prints as `--`."""

    kind: Literal[ClaimKind.OWN_HOME, ClaimKind.DORMITORY]
    registered_on: date | None = None
    expired_on: date | None = None  #: None: in force, or unknown


class LeaseFindings(Wire):
    """Rented home: 合同开始日期 and 合同结束日期."""

    kind: Literal[ClaimKind.RENTAL] = ClaimKind.RENTAL
    lease_from: date | None = None
    lease_to: date | None = None


class QualificationFindings(Wire):
    """备案毕业时间 of a qualification."""

    kind: Literal[ClaimKind.QUALIFICATION] = ClaimKind.QUALIFICATION
    graduated_on: date | None = None


class DegreeFindings(Wire):
    """获学位日期 as the record prints it: `yyyy-mm` or `yyyy-mm-dd`, or whatever malformed text it holds."""

    kind: Literal[ClaimKind.DEGREE] = ClaimKind.DEGREE
    degree_conferred_on: str | None = None


class OverseasFindings(Wire):
    """The domestic level that the certificate names, and its date."""

    kind: Literal[ClaimKind.OVERSEAS_EDUCATION] = ClaimKind.OVERSEAS_EDUCATION
    level: OverseasLevel | None = None
    issued_on: date | None = None


class TaxYear(Wire):
    """年度结果 of one year: `2020年无效`."""

    year: int
    valid: bool  #: the income tax of the year reaches the figure
    paid: bool  #: some income tax was paid in the year (the gate over all three years)


class TaxFindings(Wire):
    """年度结果 for each year, 有效(n年), and 近五年在本市涉税违法次数."""

    kind: Literal[ClaimKind.TAX] = ClaimKind.TAX
    years: tuple[TaxYear, ...]
    valid_years: int
    tax_penalties: int


class TaxPenaltiesFindings(Wire):
    """近五年在本市涉税违法次数, read on its own."""

    kind: Literal[ClaimKind.TAX_PENALTIES] = ClaimKind.TAX_PENALTIES
    tax_penalties: int = Field(ge=0)
    years: tuple[int, ...]  #: every year that was asked about


class TaxTotalFindings(Wire):
    """Income tax that was paid in the city in all of these years together."""

    kind: Literal[ClaimKind.TAX_TOTAL] = ClaimKind.TAX_TOTAL
    total: Decimal = Field(ge=0)  #: CNY
    years: tuple[int, ...]  #: every year that was asked about


class ScienceAwardFindings(Wire):
    """What the commission holds of the applicant's filing."""

    kind: Literal[ClaimKind.SCIENCE_AWARD] = ClaimKind.SCIENCE_AWARD
    filed_type: CommissionType | None = None
    grade: str | None = None  #: 一等奖, 二等奖, 三等奖
    competition_year: int | None = None  #: edition of the competition
    role: WinnerRole | None = None  #: in the company that won
    registered_in_beijing: bool | None = None  #: the company
    income_tax: Decimal | None = None  #: CNY paid in the calendar year before the round
    company_kind: CompanyKind | None = None  #: what the company was recognised as for that whole year, else `other`
    shareholding_percent: Decimal | None = None  #: the lowest of that year
    full_year: bool | None = None  #: worked there and held the shares for the whole of that year
    equity_raised: Decimal | None = None  #: CNY over three years, from filed investment institutions


class AwardFindings(Wire):
    """What the list of winners holds about the person: the columns of the result screen, and what scoring needs."""

    kind: Literal[ClaimKind.AWARD] = ClaimKind.AWARD
    award_kind: str  #: 奖种
    project_name: str | None = None  #: 获奖项目名称
    project_number: str | None = None  #: 获奖项目编号
    grade: str | None = None  #: 获奖等级, or the kind of work
    place: int | None = None  #: 获奖排名
    role: str | None = None  #: 编剧, 导演, …
    year: int | None = None
    first_founder: bool | None = None  #: 第一创始人; None where the award does not ask
    employer: str | None = None  #: at the time of the award


class HonourFindings(Wire):
    """What the list of honours holds about the person."""

    kind: Literal[ClaimKind.HONOUR] = ClaimKind.HONOUR
    type: CommendedType
    name: str  #: 荣誉表彰名称, a name of 附件2
    year: int
    employer: str | None = None  #: at the time of the honour


Findings = Annotated[
    PropertyFindings
    | LeaseFindings
    | QualificationFindings
    | DegreeFindings
    | OverseasFindings
    | TaxFindings
    | ScienceAwardFindings
    | AwardFindings
    | HonourFindings
    | TaxPenaltiesFindings
    | TaxTotalFindings
    | InsuranceFindings
    | ConductFindings
    | DepartmentFindings
    | PersonnelFileFindings
    | DegreeCheckFindings,
    Field(discriminator="kind"),
]

"""What an agency found: one model for each kind of claim, the middle block of the handbook's result screens.

The records that are only read (insurance, conduct) stand in `standing`.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from luohu_contract.claim import ClaimKind, InnovationType, OverseasLevel
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


class ScienceAwardFindings(Wire):
    """What the commission holds of the applicant's filing."""

    kind: Literal[ClaimKind.SCIENCE_AWARD] = ClaimKind.SCIENCE_AWARD
    filed_type: InnovationType | None = None
    grade: str | None = None  #: 一等奖, 二等奖, 三等奖
    shareholding_percent: Decimal | None = None
    equity_raised: Decimal | None = None  #: CNY over three years


Findings = Annotated[
    PropertyFindings
    | LeaseFindings
    | QualificationFindings
    | DegreeFindings
    | OverseasFindings
    | TaxFindings
    | ScienceAwardFindings
    | InsuranceFindings
    | ConductFindings,
    Field(discriminator="kind"),
]

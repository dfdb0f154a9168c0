"""The shape of a version of the rules: every figure that they need, by indicator."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from luohu_contract.cities import City
from luohu_contract.claim import DegreeLevel, QualificationLevel
from luohu_contract.months import Month
from luohu_scoring.figure import (
    Count,
    Figure,
    Money,
    Penalty,
    Points,
    Ref,
    RetirementAge,
    Strict,
    Validity,
    Whole,
    wrong,
)
from luohu_scoring.lists import Honours, InnovationFigures


class Employment(Strict):
    """合法稳定就业"""

    first_month: Figure[Month]  #: months before it never count
    points_per_year: Figure[Points]


class Housing(Strict):
    """合法稳定住所"""

    own_home_per_year: Figure[Points]
    shared_per_year: Figure[Points]  #: rented homes and dormitories
    filed_from: Figure[Month]  #: from here rented homes and dormitories count only when they were filed


class Tier(Strict):
    """One row of the education table: what is held, its points, and how far back the deduction reaches."""

    qualification: QualificationLevel | None = None
    degree: DegreeLevel | None = None
    points: Points
    months: Annotated[Count, Field(le=120)]  #: up to the month of graduation, that month counted
    most_deducted: Points | None = None  #: the deduction goes no further; None: no limit but the months
    ref: Ref

    @model_validator(mode="after")
    def _something(self) -> "Tier":
        if self.qualification is None and self.degree is None:
            raise ValueError("a row names a qualification, a degree or both")
        return self


class Education(Strict):
    """教育背景 and its deduction"""

    window: Figure[Literal["tier", "study"]]  #: the row's months before graduation, or the months of the study itself
    employment_per_year: Figure[Points]  #: what an insured month of the window had given
    housing_per_year: Figure[Points]  #: the same for housing: always at this rate
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]


class AreaByMonths(Strict):
    """职住区域 by months outside of the six; months of work outside that make no full year top up the others."""

    kind: Literal["months"]
    first_month: Figure[Month]
    live_per_year: Figure[Points]  #: an own home outside
    both_per_year: Figure[Points]  #: and insurance paid outside
    most: Figure[Points]


class AreaByTransfer(Strict):
    """职住区域 for those who moved out of the six: the home alone, or home and work."""

    kind: Literal["transfer"]
    first_month: Figure[Month]
    live_per_year: Figure[Points]
    live_most: Figure[Points]
    both_per_year: Figure[Points]
    most: Figure[Points]


class Tax(Strict):
    """纳税"""

    years: Figure[Annotated[Count, Field(le=10)]]  #: calendar years up to the one before the round; each needs some tax
    yearly_tax: Figure[Money]  #: CNY that a year needs to count
    points_per_year: Figure[Points]
    years_needed: Figure[Annotated[Count, Field(le=10)]]  #: fewer years that count give nothing
    penalty: Figure[Penalty]  #: for each
    penalty_years: Figure[Annotated[Count, Field(le=10)]]
    least_fine: Figure[Money]  #: CNY from which a fine is a penalty

    @model_validator(mode="after")
    def _possible(self) -> "Tax":
        if self.years_needed.value > self.years.value:
            raise wrong(
                ("years_needed", "value"),
                "{needed} years are needed and {years} are looked at: write at most {years}",
                needed=self.years_needed.value,
                years=self.years.value,
            )
        return self


class Age(Strict):
    """年龄, by the year of birth"""

    full: Figure[Points]
    full_until: Figure[Annotated[Count, Field(le=100)]]  #: years of age
    year_over: Figure[Points]  #: taken for each year above it


class LawAbiding(Strict):
    """守法记录"""

    detention: Figure[Penalty]  #: for each
    years: Figure[Annotated[Count, Field(le=10)]]


class RetirementAges(Strict):
    """Ages below which people may apply (一.二)."""

    man: Figure[RetirementAge]
    woman_worker: Figure[RetirementAge]  #: 女工人
    woman_cadre: Figure[RetirementAge]  #: 女干部(管理岗位)


class Eligibility(Strict):
    """资格条件"""

    continuous_months: Figure[Annotated[Count, Field(le=600)]]
    back_paid_most: Figure[Annotated[Whole, Field(ge=0)]]  #: among them
    retirement_age: RetirementAges

    @model_validator(mode="after")
    def _possible(self) -> "Eligibility":
        if self.back_paid_most.value > self.continuous_months.value:
            raise wrong(
                ("back_paid_most", "value"),
                "{most} months of {months} cannot be paid back: write at most {months}",
                most=self.back_paid_most.value,
                months=self.continuous_months.value,
            )
        return self


class Rules(Strict):
    """A version of the rules, in force for several rounds."""

    rules: Annotated[str, Field(pattern=r"^[A-Z]{2}-\d{4}$")]
    city: City
    eligibility: Eligibility
    employment: Employment
    housing: Housing
    education: Education
    job_housing_area: Annotated[AreaByMonths | AreaByTransfer, Field(discriminator="kind")]
    innovation: InnovationFigures
    tax: Tax
    age: Age
    honours: Honours
    law_abiding: LawAbiding
    award_valid: Figure[Validity]
    letters_valid: Figure[Validity]  #: of the letters with which a household moves
    sanction_years: Figure[Annotated[Count, Field(le=50)]]  #: rounds after the one of the offence

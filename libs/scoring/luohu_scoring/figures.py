"""The shape of a policy file: every figure that the rules need, each with the paragraph that it comes from.

`{value: 3, ref: "三.一.1"}` is one figure. A row of a table has one `ref` for the whole row. A reference names a place
of the handbook (三.一.1, 附件1(一)3, 申报须知 4) or begins with a mark in brackets: [assumed], [secondary],
[published results].
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from luohu_contract.award_names import grade_names, role_names
from luohu_contract.awards import awards_of
from luohu_contract.claim import DegreeLevel, QualificationLevel
from luohu_contract.duration import Duration
from luohu_contract.honours import HonourType, names_of
from luohu_contract.innovation import InnovationType
from luohu_contract.months import Month

T = TypeVar("T")

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,11})(?:\.\d{1,4})?", re.ASCII)
_CITY_TIME = timedelta(hours=8)


def _number(value: object) -> Decimal:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _NUMBER.fullmatch(text):
        raise ValueError(f"{value!r} is no number; write for example 10.5 or -12, with at most four decimals")
    return Decimal(text)


def _whole(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{value!r} is no whole number; write for example 36")
    return value


def _day(value: object) -> object:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else _not(value)
    except ValueError:
        raise ValueError(f"{value!r} is no day; write for example 2020-12-31") from None


def _instant(value: object) -> object:
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else _not(value)
    except ValueError:
        instant = None
    if instant is None or instant.utcoffset() != _CITY_TIME:
        raise ValueError(f"{value!r} is no instant of the city; write for example 2021-07-01T00:00:00+08:00")
    return instant


def _not(value: object) -> Any:
    raise ValueError(value)


def _reference(value: str) -> str:
    if not re.match(
        r"[一二三四五六]\.[一二三四五六七八九十]|附件[1-5]|申报须知|\[(?:assumed|secondary|published results)\]", value
    ):
        raise ValueError(
            f"{value!r} is no reference; name a place of the handbook (三.一.1, 附件1(一)3, 申报须知 4) or begin with"
            " [assumed], [secondary] or [published results]"
        )
    return value


def _ten_years_at_most(value: Duration) -> Duration:
    start = datetime(2000, 1, 1, tzinfo=UTC)
    if not value or value.after(start) > Duration(months=120).after(start):
        raise ValueError(f"{value} is not possible; write more than nothing and at most P10Y, for example P2Y")
    return value


Number = Annotated[Decimal, BeforeValidator(_number)]
Points = Annotated[Number, Field(ge=0, le=100)]  #: given
Penalty = Annotated[Number, Field(ge=-100, lt=0)]  #: taken
Money = Annotated[Number, Field(gt=0, le=Decimal(10) ** 11)]  #: CNY
Percent = Annotated[Number, Field(gt=0, le=100)]
Whole = Annotated[int, BeforeValidator(_whole)]
Count = Annotated[Whole, Field(ge=1)]
RetirementAge = Annotated[Whole, Field(ge=18, le=100)]
Validity = Annotated[Duration, AfterValidator(_ten_years_at_most)]
Year = Annotated[int, BeforeValidator(_whole), Field(ge=1949, le=2099)]
Day = Annotated[date, BeforeValidator(_day)]
Instant = Annotated[datetime, BeforeValidator(_instant)]
Ref = Annotated[str, Field(max_length=300), AfterValidator(_reference)]


class Strict(BaseModel):
    """A part of a policy file. A key that it does not know is refused, with the keys that it knows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _known(cls, data: Any) -> Any:
        if isinstance(data, dict):
            known = [field.alias or name for name, field in cls.model_fields.items()]
            for key in data:
                if key not in known:
                    raise PydanticCustomError(
                        "unknown_key",
                        "the key {key} is not known here; there are {known}",
                        {"key": key, "known": ", ".join(known)},
                    )
        return data


def _wrong(at: Sequence[str | int], says: str, **values: object) -> PydanticCustomError:
    """A fault at a place below the part that is looked at; `says` may hold `{values}`."""
    return PydanticCustomError("not_possible", says, {"at": tuple(at), **values})


def _unknown(at: Sequence[str | int], what: str, given: str, known: Sequence[str]) -> PydanticCustomError:
    says = "{given} is no {what}; there are {known}" if known else "{given} has no place: there is no {what}"
    return _wrong(at, says, given=given, what=what, known=", ".join(known))


class Figure(Strict, Generic[T]):
    """One value of the rules and where it stands."""

    value: T
    ref: Ref


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


class Band(Strict):
    """A part of a row of 附件1: who falls into it, and the points. What is not named does not matter."""

    grades: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    places: tuple[Count, Count] | None = None  #: first and last, both counted
    raised: Money | None = None  #: CNY of equity cash, this much or more
    points: Annotated[Points, Field(le=12)]

    @model_validator(mode="after")
    def _in_order(self) -> "Band":
        if self.places is not None and self.places[1] < self.places[0]:
            raise ValueError(f"places go from the first to the last, not {self.places[0]} to {self.places[1]}")
        return self


class Award(Strict):
    """A row of 附件1: an award, a competition or a shareholding, with its conditions and its bands, best first."""

    type: InnovationType
    award: str | None = None  #: 奖种; None: the type is one award
    scope: Literal["national", "city"]
    since: Year | None = None  #: first year that counts
    roles: tuple[str, ...] = ()  #: only people in these roles
    first_founder: bool = False  #: only the first founder
    beijing: bool = False  #: only companies registered in Beijing
    income_tax: Money | None = None  #: CNY, the least that was paid in the year before the round
    share: Percent | None = None  #: the least share, held through a full year of work
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    ref: Ref

    @model_validator(mode="after")
    def _named_as_in_the_lists(self) -> "Award":
        """A misspelt name would match no list and give nobody points, silently."""
        awards = [each.name for each in awards_of(self.type)]
        if self.award is not None and self.award not in awards:
            raise _unknown(("award",), f"award of {self.type.value}", self.award, awards)
        self._roles(("roles",), self.roles)
        for place, band in enumerate(self.bands):
            known = grade_names(self.type, self.award)
            for number, grade in enumerate(band.grades):
                if grade not in known:
                    raise _unknown(("bands", place, "grades", number), "grade of it", grade, known)
            self._roles(("bands", place, "roles"), band.roles)
        return self

    def _roles(self, at: tuple[str | int, ...], roles: Sequence[str]) -> None:
        known = role_names(self.type, self.award)
        for number, role in enumerate(roles):
            if role not in known:
                raise _unknown((*at, number), "role in it", role, known)


class InnovationFigures(Strict):
    """创新创业: the highest single item counts."""

    national_most: Figure[Points]
    city_most: Figure[Points]
    rows: Annotated[tuple[Award, ...], Field(min_length=1)]


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
            raise _wrong(
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


class HonourRow(Strict):
    """A row of 附件2: the names under which an honour was given."""

    type: HonourType
    names: Annotated[tuple[str, ...], Field(min_length=1)]
    ref: Ref

    @model_validator(mode="after")
    def _named_as_in_the_lists(self) -> "HonourRow":
        known = names_of(self.type)
        for place, name in enumerate(self.names):
            if name not in known:
                raise _unknown(("names", place), f"honour of {self.type.value}", name, known)
        return self


class Honours(Strict):
    """荣誉表彰: once, however many there are"""

    points: Figure[Points]
    rows: Annotated[tuple[HonourRow, ...], Field(min_length=1)]


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
            raise _wrong(
                ("back_paid_most", "value"),
                "{most} months of {months} cannot be paid back: write at most {months}",
                most=self.back_paid_most.value,
                months=self.continuous_months.value,
            )
        return self


class Rules(Strict):
    """A version of the rules, in force for several rounds."""

    rules: Annotated[str, Field(pattern=r"^[A-Z]{2}-\d{4}$")]
    city: Literal["beijing"]
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


class CalendarFigures(Strict):
    """The days of a round. `…_closes` and `…_ends` are the first instant after."""

    declaration_opens: Figure[Instant]
    declaration_closes: Figure[Instant]
    query_opens: Figure[Instant]
    query_closes: Figure[Instant]
    appeals_decided_by: Figure[Instant]
    list_published: Figure[Instant]
    publicity_ends: Figure[Instant]

    @model_validator(mode="after")
    def _in_order(self) -> "CalendarFigures":
        named = [(name, getattr(self, name).value) for name in type(self).model_fields]
        for (before, first), (after, second) in pairwise(named):
            if second < first:
                raise PydanticCustomError(
                    "out_of_order", "{after} lies before {before}", {"key": after, "after": after, "before": before}
                )
        return self


class YearFile(Strict):
    """What is particular to one round."""

    city: Literal["beijing"]
    year: Year
    rules: Annotated[str, Field(pattern=r"^[A-Z]{2}-\d{4}$")]  #: the version: a file in `rules/`
    base_date: Figure[Day]
    permit_by: Figure[Day] | None = None  #: last day to apply for the residence permit; None: the base date
    quota: Figure[Annotated[Count, Field(le=1_000_000)]]
    calendar: CalendarFigures

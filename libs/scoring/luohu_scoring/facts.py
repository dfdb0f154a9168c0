"""What is known about one person in one round: accepted items and records, months and values, nothing else.

Facts hold what agencies found, never what somebody claims. Periods are months, `yyyy-mm`, both ends counted. The same
document comes from the declaration service, from a file of `luohu score`, and from a case file.
"""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from luohu_contract.claim import DegreeLevel, QualificationLevel
from luohu_contract.districts import CITY_LEVEL, DISTRICTS, parse_district
from luohu_contract.months import Month
from luohu_contract.standing import Insurance
from luohu_scoring.line import Line
from luohu_scoring.merits import Honour, Innovation

#: Most periods of one kind in one document. More is a mistake of whoever wrote it.
MOST_ITEMS = 500


class FactsInvalid(ValueError):
    """A facts document is impossible or says two things at once. `faults` has the path of each field and the reason."""

    def __init__(self, faults: tuple[tuple[str, str], ...]) -> None:
        super().__init__("; ".join(f"{path}: {wrong}" if path else wrong for path, wrong in faults))
        self.faults = faults


class HomeKind(StrEnum):
    """The three kinds of home (handbook 三.二.1)."""

    OWN_HOME = "own_home"  #: 自有住所
    RENTAL = "rental"  #: 合法租赁住所
    DORMITORY = "dormitory"  #: 单位宿舍


def _district(name: str) -> str:
    return parse_district(name).name


def _place_of_payment(name: str) -> str:
    if name == CITY_LEVEL:
        return name
    try:
        return parse_district(name).name
    except ValueError:
        names = ", ".join(district.name for district in DISTRICTS)
        raise ValueError(f"insurance is paid in a district or at the city's agency: {names}, {CITY_LEVEL}") from None


District = Annotated[str, Field(max_length=60), AfterValidator(_district)]
PlaceOfPayment = Annotated[str, Field(max_length=60), AfterValidator(_place_of_payment)]


class _Fact(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, str_max_length=200)


class Spell(_Fact):
    """A run of months, both ends counted."""

    first: Month = Field(alias="from")
    last: Month = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> "Spell":
        if self.last < self.first:
            raise ValueError(f"the period ends in {self.last}, before it begins in {self.first}")
        return self


class InsuranceSpell(Spell):
    """Months for which one insurance was paid in Beijing."""

    insurance: Insurance
    back_paid: bool = False  #: 补缴: paid later, counted nowhere in the score; a month also paid in time counts
    district: PlaceOfPayment  #: where the employer pays, or 市本级


class HomeSpell(Spell):
    """Effective months of an accepted home: those that were entered and that the registers bear out."""

    item: str | None = None  #: id of the item, for the trace
    kind: HomeKind
    district: District


class EducationFacts(_Fact):
    """The one education that is filed: the halves that were accepted."""

    item: str | None = None
    qualification: QualificationLevel | None = None  #: 学历
    degree: DegreeLevel | None = None  #: 学位
    graduated: Month  #: 毕业时间, of the qualification where there is one
    studied_from: Month | None = None  #: first month of study; only BJ-2018 asks for it

    @model_validator(mode="after")
    def _something(self) -> "EducationFacts":
        if self.qualification is None and self.degree is None:
            raise ValueError(
                "an education has a qualification, a degree or both; leave `education` out when neither holds"
            )
        if self.studied_from is not None and self.graduated < self.studied_from:
            raise ValueError(f"the study ends in {self.graduated}, before it begins in {self.studied_from}")
        return self


class AreaFacts(_Fact):
    """The choice on the page of the job-housing area."""

    committed: bool = False  #: 以职住区域指标积分: will register in that home


class TaxYear(_Fact):
    """One calendar year: the tax itself, or what the tax authority said of it."""

    year: int = Field(ge=1949, le=2099)
    amount: Decimal | None = Field(default=None, ge=0, le=Decimal("1e12"))  #: CNY of income tax paid in Beijing
    valid: bool | None = None  #: the tax reached the figure
    paid: bool | None = None  #: there was some tax

    @model_validator(mode="after")
    def _one_way(self) -> "TaxYear":
        said = self.valid is not None and self.paid is not None
        if said == (self.amount is not None) or (self.valid is None) != (self.paid is None):
            raise ValueError("a tax year has either `amount`, or both `valid` and `paid`")
        if self.valid and not self.paid:
            raise ValueError("a year cannot be valid when no tax was paid in it")
        return self


class TaxFacts(_Fact):
    """Income tax by year, and the penalties of the five years before the round."""

    years: tuple[TaxYear, ...] = Field(default=(), max_length=10)  #: a year that is not here had no tax
    penalties: int = Field(default=0, ge=0, le=1000)

    @model_validator(mode="after")
    def _once(self) -> "TaxFacts":
        if len({year.year for year in self.years}) < len(self.years):
            raise ValueError("a tax year comes twice")
        return self


class LawFacts(_Fact):
    """Administrative detentions in Beijing in the five years before the round."""

    detentions: int = Field(default=0, ge=0, le=1000)


class Facts(_Fact):
    """One person in one round. Raises FactsInvalid from `Facts.read`, ValidationError from the constructor."""

    schema_: Literal["luohu.facts/1"] = Field(default="luohu.facts/1", alias="schema")
    id: str = Field(min_length=1)
    city: Literal["beijing"] = "beijing"
    year: int = Field(ge=2000, le=2099)  #: 申报年度
    birth_date: date | None = None  #: on the identity card; this or `birth_year`
    birth_year: int | None = Field(default=None, ge=1900, le=2099)
    insurance: tuple[InsuranceSpell, ...] = Field(default=(), max_length=MOST_ITEMS)
    homes: tuple[HomeSpell, ...] = Field(default=(), max_length=MOST_ITEMS)
    education: EducationFacts | None = None
    area: AreaFacts = AreaFacts()
    innovation: tuple[Innovation, ...] = Field(default=(), max_length=MOST_ITEMS)
    tax: TaxFacts | None = None
    honours: tuple[Honour, ...] = Field(default=(), max_length=MOST_ITEMS)
    law: LawFacts = LawFacts()
    pending: frozenset[Line] = frozenset()  #: lines that are not decided yet

    @property
    def born(self) -> int:
        """The year of birth."""
        if self.birth_date is not None:
            return self.birth_date.year
        if self.birth_year is None:
            raise AssertionError("facts have a birth date or a birth year")
        return self.birth_year

    @model_validator(mode="before")
    @classmethod
    def _has_a_birth(cls, data: Any) -> Any:
        if isinstance(data, dict) and (data.get("birth_date") is None) == (data.get("birth_year") is None):
            raise ValueError("facts have either `birth_date` or `birth_year`")
        return data

    @model_validator(mode="after")
    def _possible(self) -> "Facts":
        faults = list(self._before_birth())
        if faults:
            raise ValueError("; ".join(f"{path}: {wrong}" for path, wrong in faults))
        return self

    def _before_birth(self) -> Iterable[tuple[str, str]]:
        born = f"before the birth in {self.born}"
        if self.born >= self.year:
            yield (
                "birth_date" if self.birth_date else "birth_year",
                f"nobody born in {self.born} is in round {self.year}",
            )
        for place, spell in enumerate(self.insurance):
            if spell.first.year < self.born:
                yield f"insurance.{place}.from", f"{spell.first} lies {born}"
        for place, home in enumerate(self.homes):
            if home.first.year < self.born:
                yield f"homes.{place}.from", f"{home.first} lies {born}"
        if self.education and self.education.graduated.year < self.born:
            yield "education.graduated", f"{self.education.graduated} lies {born}"

    @classmethod
    def read(cls, document: object) -> "Facts":
        """From a mapping, or from a JSON text. Raises FactsInvalid with the path of every field that is wrong."""
        data = parse(document) if isinstance(document, str | bytes) else document
        if not isinstance(data, dict):
            raise FactsInvalid((("", "facts are a JSON object, with one person in one round"),))
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise FactsInvalid(tuple(_fault(one) for one in error.errors(include_url=False))) from None

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The JSON Schema of a facts document, as `luohu score --schema` prints it."""
        return cls.model_json_schema(by_alias=True)


def parse(text: str | bytes) -> Any:
    """A JSON text, numbers with a fraction as Decimals. Raises FactsInvalid for what is no JSON, and for twin keys."""
    try:
        return json.loads(text, parse_float=Decimal, object_pairs_hook=_without_twins)
    except (ValueError, RecursionError) as error:
        raise FactsInvalid((("", f"this is no JSON: {error}"),)) from None


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(f"one of the keys {', '.join(key for key, _ in pairs)} comes twice")
    return found


def _fault(error: Any) -> tuple[str, str]:
    wrong = str(error["msg"]).removeprefix("Value error, ")
    path = ".".join(str(step) for step in error["loc"])
    head, _, rest = wrong.partition(": ")
    if not path and rest and " " not in head:  # a fault of the whole document names its own field
        return head, rest
    return path, wrong

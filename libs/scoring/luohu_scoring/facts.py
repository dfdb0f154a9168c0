"""What is known about one person in one round: accepted items and records, months and values, nothing else.

Facts hold what agencies found, or what a decision put in its place, never what somebody claims. Periods are months,
`yyyy-mm`, both ends counted. The same document comes from the declaration service, from a file of `luohu score`, and
from a case file.
"""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from luohu_contract.cities import FIRST_CITY, City
from luohu_contract.claim import DegreeLevel, QualificationLevel
from luohu_contract.months import Month
from luohu_scoring.line import Line
from luohu_scoring.merits import Honour, Innovation
from luohu_scoring.spells import Fact, HomePlace, HomeSpell, InsuranceSpell, Name, WorkPlace

#: Most periods of one kind in one document. More is a mistake of whoever wrote it.
MOST_ITEMS = 500


class FactsInvalid(ValueError):
    """A facts document is impossible or says two things at once. `faults` has the path of each field and the reason."""

    def __init__(self, faults: tuple[tuple[str, str], ...]) -> None:
        super().__init__("; ".join(f"{path}: {wrong}" if path else wrong for path, wrong in faults))
        self.faults = faults


class Document(Fact):
    """A document of facts. Raises FactsInvalid from `read`, ValidationError from the constructor."""

    @classmethod
    def read(cls, document: object) -> Self:
        """From a mapping, or from a JSON text. Raises FactsInvalid with the path of every field that is wrong."""
        data = object_of(parse(document) if isinstance(document, str | bytes) else document)
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise FactsInvalid(tuple(_fault(one) for one in error.errors(include_url=False))) from None

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The JSON Schema of such a document, as `luohu score --schema` prints it."""
        return cls.model_json_schema(by_alias=True)


class EducationFacts(Fact):
    """The one education that is filed: the halves that were accepted."""

    item: Name | None = None
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


class AreaPlaces(Fact):
    """Where somebody lived and worked, where that was found for the job-housing area by itself.

    None: the own homes, or the insurance, of the facts say it.
    """

    lived: tuple[HomePlace, ...] | None = Field(default=None, max_length=MOST_ITEMS)
    worked: tuple[WorkPlace, ...] | None = Field(default=None, max_length=MOST_ITEMS)


class AreaFacts(AreaPlaces):
    """The choice on the page of the job-housing area, and places that were found for it alone."""

    committed: bool = False  #: 以职住区域指标积分: will register in that home


class TaxYear(Fact):
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


class TaxFacts(Fact):
    """Income tax by year, and the penalties of the five years before the round."""

    years: tuple[TaxYear, ...] = Field(default=(), max_length=10)  #: a year that is not here had no tax
    penalties: int = Field(default=0, ge=0, le=1000)

    @model_validator(mode="after")
    def _once(self) -> "TaxFacts":
        if len({year.year for year in self.years}) < len(self.years):
            raise ValueError("a tax year comes twice")
        return self


class LawFacts(Fact):
    """Administrative detentions in Beijing in the five years before the round."""

    detentions: int = Field(default=0, ge=0, le=1000)


class Facts(Document):
    """One person in one round. Raises FactsInvalid from `Facts.read`, ValidationError from the constructor."""

    schema_: Literal["luohu.facts/1"] = Field(default="luohu.facts/1", alias="schema")
    id: str = Field(min_length=1)
    city: City = FIRST_CITY  #: one in which everybody declares in a season
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
    rechecked: frozenset[Line] = frozenset()  #: lines that have a result which is looked at again: it stands till then
    corrected: dict[Line, Name] = Field(default_factory=dict)  #: lines that a decision corrected, and which one did

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
        for name in ("lived", "worked"):
            for place, at in enumerate(getattr(self.area, name) or ()):
                if at.first.year < self.born:
                    yield f"area.{name}.{place}.from", f"{at.first} lies {born}"
        if self.education and self.education.graduated.year < self.born:
            yield "education.graduated", f"{self.education.graduated} lies {born}"


def object_of(document: object) -> dict[str, Any]:
    """A document that was parsed, as the JSON object that it has to be. Raises FactsInvalid."""
    if not isinstance(document, dict):
        raise FactsInvalid((("", "facts are a JSON object, with one person in one round"),))
    return document


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
    """The path of a field and what is wrong with it, of one error of pydantic."""
    wrong = str(error["msg"]).removeprefix("Value error, ")
    path = ".".join(str(step) for step in error["loc"])
    head, _, rest = wrong.partition(": ")
    if not path and rest and " " not in head:  # a fault of the whole document names its own field
        return head, rest
    return path, wrong

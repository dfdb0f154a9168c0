"""Runs of months: which insurance was paid, in which home somebody lived, and where that was."""

from enum import StrEnum
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from luohu_contract.districts import CITY_LEVEL, DISTRICTS, parse_district
from luohu_contract.months import Month
from luohu_contract.standing import Insurance

#: A name that can be stored: PostgreSQL keeps no NUL.
Name = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class HomeKind(StrEnum):
    """The three kinds of home (handbook 三.二.1)."""

    OWN_HOME = "own_home"  #: 自有住所
    RENTAL = "rental"  #: 合法租赁住所
    DORMITORY = "dormitory"  #: 单位宿舍


@lru_cache(maxsize=256)  # the districts in every way in which they are written
def _district(name: str) -> str:
    return parse_district(name).name


@lru_cache(maxsize=256)
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


class Fact(BaseModel):
    """A part of the facts: strict about unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, str_max_length=200)


class Spell(Fact):
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

    item: Name | None = None  #: id of the item, for the trace
    kind: HomeKind
    district: District


class HomePlace(Spell):
    """Months in an own home, by where it stands: all that the job-housing area asks of a home."""

    district: District


class WorkPlace(Spell):
    """Months that were insured, by where the employer pays: all that the job-housing area asks of work."""

    district: PlaceOfPayment

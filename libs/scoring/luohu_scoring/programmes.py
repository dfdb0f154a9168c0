"""What a city's programme is called and how it runs, apart from its figures: `policies/<city>/programme.yaml`.

A city is there when it has this file; the years that it has a policy for stand in the files beside it. What differs
between cities is said here and in the city's own packages, and nobody else asks which city it is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from luohu_contract.cities import City
from luohu_contract.directory import BY_NAME
from luohu_contract.districts import DistrictUnknown, parse_district
from luohu_scoring.figure import Strict, Whole, Year, wrong
from luohu_scoring.policy import PolicyMissing, folder, read_file, validated, years
from luohu_scoring.scheme import Scheme
from luohu_scoring.strict_yaml import PolicyInvalid

FILE = "programme.yaml"
CITY_TIME = timezone(timedelta(hours=8))  #: of every city
_WITH_YEAR = re.compile(r".+-[0-9]{4}", re.ASCII)


class ProgrammeUnknown(LookupError):
    """No programme has this name. The text names those that there are."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        there = f"there are {', '.join(known)}" if known else "there are none at all"
        super().__init__(f"{name[:60]} is no programme; {there}")
        self.name = name
        self.known = tuple(known)


class YearTwice(ValueError):
    """A programme was named with its year, and another year beside it."""

    def __init__(self, name: str, year: int | None) -> None:
        super().__init__(f"{name} says the year already, and {year} is another one; leave one of them out")


def _a_service(name: str) -> str:
    if name not in BY_NAME:
        raise ValueError(f"{name} is no service; there are {', '.join(BY_NAME)}")
    return name


Named = Annotated[str, Field(min_length=1, max_length=60)]
Service = Annotated[str, AfterValidator(_a_service)]


class Title(Strict):
    """A name in both languages."""

    zh: Named
    en: Named


class Beginning(Strict):
    """The day and the hour at which the worlds of a year begin, unless somebody says otherwise."""

    month: Annotated[Whole, Field(ge=1, le=12)]
    day: Annotated[Whole, Field(ge=1, le=31)]
    hour: Annotated[Whole, Field(ge=0, le=23)]

    @model_validator(mode="after")
    def _in_every_year(self) -> "Beginning":
        try:
            date(2001, self.month, self.day)
        except ValueError:
            raise wrong(("day",), "there is no day {day} of month {month} in every year", **dict(self)) from None
        return self


class _File(Strict):
    """The file as it is written."""

    city: City
    title: Title
    scheme: Scheme
    default_year: Year
    begins: Beginning
    offices: dict[Service, Named]  #: names of services in this city
    districts: Annotated[tuple[Named, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """The programme of one city."""

    city: str
    title: Title
    scheme: Scheme
    default_year: int  #: of worlds whose wish names none
    begins: Beginning
    offices: Mapping[str, str]  #: what the office behind a service is called in this city, by the service's name
    districts: tuple[str, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years that it has a policy for, the earliest first."""
        return years(self.city)

    def beginning(self, year: int) -> datetime:
        """The instant at which a world of this year begins."""
        begins = self.begins
        return datetime(year, begins.month, begins.day, begins.hour, tzinfo=CITY_TIME)


def programmes() -> Mapping[str, Programme]:
    """Every programme that there is, by city. Raises PolicyInvalid for a file with a fault, and for one that lacks."""
    return _in(folder())


def programme(city: str) -> Programme:
    """The programme of a city. Raises ProgrammeUnknown, PolicyInvalid."""
    known = programmes()
    if city not in known:
        raise ProgrammeUnknown(city, tuple(known))
    return known[city]


def rounds() -> tuple[str, ...]:
    """Every year of every programme that has a policy, by the name that a wish may give: `beijing-2021`, …"""
    return tuple(f"{each.city}-{year}" for each in programmes().values() for year in each.years)


def district_name(text: str) -> str:
    """A district by its whole name, of whichever city; Beijing's are understood in short, or by their code, as well.

    Raises DistrictUnknown, which lists them all.
    """
    try:
        return parse_district(text).name
    except DistrictUnknown:
        known = [district for each in programmes().values() for district in each.districts]
        if (name := "".join(text.split())) in known:
            return name
        raise DistrictUnknown(known) from None


def chosen(name: str, year: int | None = None) -> tuple[Programme, int]:
    """The programme and the year that are meant by `tianjin-2016`, or by a city and a year, or by a city alone.

    Raises ProgrammeUnknown, YearTwice, PolicyMissing; PolicyInvalid for a file with a fault.
    """
    city, _, said = name.rpartition("-") if _WITH_YEAR.fullmatch(name) else (name, "", "")
    known = programmes()
    if city not in known:
        raise ProgrammeUnknown(name, rounds())
    found = known[city]
    if said and year not in (None, int(said)):
        raise YearTwice(name, year)
    wanted = int(said) if said else found.default_year if year is None else year
    if wanted not in found.years:
        raise PolicyMissing(city, wanted, found.years)
    return found, wanted


@cache
def _in(there: Path) -> Mapping[str, Programme]:
    cities = sorted(each for each in there.iterdir() if each.is_dir()) if there.is_dir() else []
    return {city.name: _read(city / FILE) for city in cities}


def _read(path: Path) -> Programme:
    if not path.is_file():
        raise PolicyInvalid(str(path), 1, 1, f"every city has a {FILE} beside its policies; this one is missing")
    document = read_file(path)
    file = validated(_File, document, document.data)
    if file.city != path.parent.name:
        raise document.invalid(("city",), f"the folder is one of {path.parent.name}, and the file of {file.city}")
    twice = sorted({name for name in file.districts if file.districts.count(name) > 1})
    if twice:
        raise document.invalid(("districts",), f"{twice[0]} comes twice; leave one of them")
    return Programme(**dict(file))

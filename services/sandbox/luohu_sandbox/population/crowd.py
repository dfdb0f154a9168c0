"""Everybody of one world: by the scheme of its city, the same questions of both kinds of people."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from luohu_sandbox.population.career import career
from luohu_sandbox.population.casework import truth as cases
from luohu_sandbox.population.casework.person import Around, applicant, plant_of
from luohu_sandbox.population.casework.readings import insured
from luohu_sandbox.population.cities import SHAPES
from luohu_sandbox.population.draw import Draw
from luohu_sandbox.population.employers import Employer
from luohu_sandbox.population.filing import Json
from luohu_sandbox.population.life import Human
from luohu_sandbox.population.person import person, trouble_of
from luohu_sandbox.population.span import Round
from luohu_sandbox.population.truth import line, lines, who
from luohu_scoring import load_policy, load_table
from luohu_scoring.programmes import programme
from luohu_scoring.scheme import Scheme


class NobodyKnown(LookupError):
    """Nobody has written down who lives in a city."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of a crowd, as the registers take them."""

    human: Human
    employer: Employer  #: of today
    records: tuple[tuple[str, str, Json], ...]


class Crowd(Protocol):
    """The people of one seed, city and year."""

    def member(self, index: int) -> Member:
        """Somebody with all records."""
        ...

    def employer(self, index: int) -> Employer:
        """Where somebody works; cheaper than all of them."""
        ...

    def listed(self, index: int) -> Json:
        """Somebody in the list of people."""
        ...

    def lines(self, first: int, count: int) -> Iterator[bytes]:
        """The truth of some people in a row, one line each: keys in order, no blanks, UTF-8."""
        ...


@dataclass(frozen=True, slots=True)
class SeasonCrowd:
    """People who declare in a season."""

    seed: int
    around: Round

    def member(self, index: int) -> Member:
        one = person(self.seed, self.around, index)
        return Member(one.life, one.career.employer, one.records)

    def employer(self, index: int) -> Employer:
        trouble = trouble_of(self.seed, index)
        return career(self.seed, self.around, Draw(self.seed, index, "career"), trouble).employer

    def listed(self, index: int) -> Json:
        one = person(self.seed, self.around, index)
        return {**who(one), "eligible": one.eligible, "planted": list(one.planted)}

    def lines(self, first: int, count: int) -> Iterator[bytes]:
        return lines(self.seed, self.around, first, count)


@dataclass(frozen=True, slots=True)
class CaseCrowd:
    """People for whom employers apply."""

    seed: int
    around: Around

    def member(self, index: int) -> Member:
        one = applicant(self.seed, self.around, index)
        return Member(one.some.human, one.some.career.employer, one.records)

    def employer(self, index: int) -> Employer:
        shape, plant = self.around.shape, plant_of(self.seed, self.around, index)
        return insured(self.seed, index, self.around.as_of, shape.town, shape.months, plant).employer

    def listed(self, index: int) -> Json:
        told = cases.truth(applicant(self.seed, self.around, index))
        return {**told["person"], "eligible": told["eligible"], "planted": told["planted"]}

    def lines(self, first: int, count: int) -> Iterator[bytes]:
        for index in range(first, first + count):
            yield line(cases.truth(applicant(self.seed, self.around, index)))


def crowd_of(seed: int, city: str, year: int) -> Crowd:
    """The people of a seed in a city's year. Raises NobodyKnown, PolicyMissing, ProgrammeUnknown."""
    if programme(city).scheme is Scheme.SEASON:
        return SeasonCrowd(seed, Round.of(load_policy(city, year)))
    if city not in SHAPES:
        raise NobodyKnown(city)
    return CaseCrowd(seed, Around(SHAPES[city], load_table(city, year)))

"""One person who applies by a case, whole: by the seed, the city's shape and table, and the person's number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from luohu_sandbox.population.casework.readings import birth_date, counted, insured, retired
from luohu_sandbox.population.casework.shape import Shape
from luohu_sandbox.population.casework.side import Judged
from luohu_sandbox.population.casework.somebody import Plant, Somebody
from luohu_sandbox.population.draw import Draw, turn
from luohu_sandbox.population.filing import Json
from luohu_sandbox.population.life import Human
from luohu_sandbox.population.numbers import APPLICANT, resident_id
from luohu_sandbox.population.words import person_name
from luohu_scoring import TablePolicy

PLANTED_EVERY = 4  #: with one in so many something is wrong [assumed]
MEN = 54_000


@dataclass(frozen=True, slots=True)
class Around:
    """Where and when they live. Everything is measured at the day of the year's first intake."""

    shape: Shape
    policy: TablePolicy

    @property
    def as_of(self) -> date:
        """The day of measure."""
        return self.policy.intakes[0].as_of


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody with everything that the registers hold of them and that is entered for them."""

    around: Around
    some: Somebody
    records: tuple[tuple[str, str, Json], ...]  #: agency, kind, fields
    judged: tuple[Judged, ...]
    fields: Mapping[str, Any]  #: of the form

    @property
    def planted(self) -> tuple[str, ...]:
        """What is wrong on purpose."""
        return () if self.some.plant is None else (self.some.plant.defect,)

    @property
    def entries(self) -> dict[str, dict[str, Json]]:
        """What is entered, by indicator and department."""
        found: dict[str, dict[str, Json]] = {}
        for each in self.judged:
            if each.entry is not None:
                found.setdefault(each.indicator, {})[each.department] = each.entry
        return found


def plant_of(seed: int, around: Around, index: int) -> Plant | None:
    """What is wrong with the person of a number."""
    number = turn(seed, "plant", index, PLANTED_EVERY)
    return None if number is None else around.shape.plants[number % len(around.shape.plants)]


def applicant(seed: int, around: Around, index: int) -> Applicant:
    """The person of a number."""
    shape, plant = around.shape, plant_of(seed, around, index)
    career = insured(seed, index, around.as_of, shape.town, shape.months, plant)
    some = Somebody(_born(seed, around, index, plant), career, counted(career, around.as_of), around.as_of, plant)
    sides = [topic.of(some) for topic in shape.topics]
    return Applicant(
        around=around,
        some=some,
        records=tuple(record for side in sides for record in side.records),
        judged=tuple(each for side in sides for each in side.judged),
        fields=shape.course.fields(some),
    )


def _born(seed: int, around: Around, index: int, plant: Plant | None) -> Human:
    draw = Draw(seed, index, "born")
    man = draw.chance(MEN)
    day = birth_date(draw, around.as_of, around.shape.ages, man=man, retired=retired(plant))
    return Human(
        seed=seed,
        index=index,
        name=person_name(draw, man=man),
        man=man,
        birth_date=day,
        id_number=resident_id(index, APPLICANT, day, man=man),
    )

"""Somebody who applies by a case: who they are, where they work, and what is wrong on purpose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from luohu_sandbox.population.career import Career
from luohu_sandbox.population.draw import Draw
from luohu_sandbox.population.life import Human

Scalar = bool | int | str
Values = dict[str, Scalar]  #: by the names that point tables use


@dataclass(frozen=True, slots=True)
class Plant:
    """A defect at the place where it is planted."""

    defect: str  #: name in `casework.defects`
    indicator: str = ""  #: of the record that has it; empty for what is wrong with the person or the form
    department: str = ""


@dataclass(frozen=True, slots=True)
class Somebody:
    """One of them."""

    human: Human
    career: Career
    paid: Mapping[str, int]  #: what the insurance register counts at the day of measure
    as_of: date  #: the day at which everything is measured
    plant: Plant | None

    def draw(self, topic: str) -> Draw:
        """The draws of one topic."""
        return self.human.draw(topic)

    def has(self, defect: str) -> bool:
        """Whether this is what is wrong."""
        return self.plant is not None and self.plant.defect == defect

    def at(self, indicator: str, department: str) -> str | None:
        """What is wrong with one record."""
        here = self.plant is not None and (self.plant.indicator, self.plant.department) == (indicator, department)
        return self.plant.defect if self.plant is not None and here else None

    def touches(self, indicator: str) -> bool:
        """Whether something is wrong with an indicator: then it is claimed in any case."""
        return self.plant is not None and self.plant.indicator == indicator

    @property
    def years(self) -> int:
        """Full years at the present employer."""
        last = self.career.runs[-1]
        return (last.last - last.first + 1) // 12


def completed_years(birth_date: str, as_of: date) -> int:
    """Age in whole years."""
    born = date.fromisoformat(birth_date)
    return as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))

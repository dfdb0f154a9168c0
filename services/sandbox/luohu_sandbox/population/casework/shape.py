"""What differs between cities: who lives there, what departments hold, what is planted, how an application ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from luohu_sandbox.population.casework.side import Judged, Topic
from luohu_sandbox.population.casework.somebody import Plant, Somebody, Values
from luohu_sandbox.population.draw import Quantiles
from luohu_sandbox.population.employers import Employer, Town
from luohu_sandbox.population.filing import Json
from luohu_scoring import TablePolicy, TableScore


@dataclass(frozen=True, slots=True)
class Refused:
    """A step that is not taken, and codes of everything that it lacks."""

    step: str
    lacking: tuple[str, ...]

    def document(self) -> Json:
        """In JSON."""
        return {"step": self.step, "lacking": list(self.lacking)}


class Course(Protocol):
    """How an application goes in one city."""

    def fields(self, some: Somebody) -> Json:
        """The form's own fields."""
        ...

    def account(self, employer: Employer) -> Json | None:
        """The form of the employer's own account, where it needs one first."""
        ...

    def refused(self, some: Somebody, estimate: Decimal, policy: TablePolicy) -> Refused | None:
        """What is not taken of the application. estimate: points if every department agreed."""
        ...

    def where(self, refused: Refused) -> str | None:
        """The status in which a refused application stays; None: there is none."""
        ...

    def ends(self, judged: Sequence[Judged], score: TableScore, policy: TablePolicy) -> str:
        """The status that an application comes to, by its verdicts and its points."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """One city's people."""

    town: Town
    ages: Quantiles
    months: Quantiles  #: of insurance, up to the day of measure
    topics: tuple[Topic, ...]
    plants: tuple[Plant, ...]  #: gone through in turn
    course: Course
    password: str | None = None  #: that employers set for the accounts of their people


def figures(policy: TablePolicy) -> Values:
    """The figures of eligibility."""
    return {name: figure.value for name, figure in policy.eligibility.items()}


def below_guide(estimate: Decimal, policy: TablePolicy) -> Mapping[str, bool]:
    """Whether the points by estimate miss the figure below which nothing is taken, by the code of it."""
    return {"guide-not-reached": policy.guide is not None and estimate < policy.guide}

"""A procedure as a city writes it down: `policies/<city>/procedures.yaml`, one table of steps for each kind of case.

A step leads from statuses to a status. Somebody takes it (`by`), or the city itself does: at once when all of `when`
holds, or not before a time has passed (`after`), or with the list of the intake (`at`). `needs` refuses whoever takes
it too early; `does` is what follows in the same transaction. The names in `needs`, `when` and `does` are those of
`usecases.casework`; a name that nobody knows is a fault of the file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from luohu_contract.claim import ClaimKind
from luohu_contract.texts.kind import Text
from luohu_declaration.domain.casework.fields import FieldSpec
from luohu_declaration.domain.casework.soundness import Place

CITY = "city"  #: the actor of what the city's own clockwork does


class About(StrEnum):
    """Whose case it is."""

    PERSON = "person"
    EMPLOYER = "employer"


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition or an effect by its name, with what it is told."""

    name: str
    argument: Any = None


@dataclass(frozen=True, slots=True)
class Wait:
    """How long the city waits before it takes a step, from the moment at which a case could come to it."""

    working_days: str | None = None  #: names of figures of the point table
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """Something that is judged like a record of the point table, and gives no points."""

    title: Text
    department: str
    ask: ClaimKind


class Shows(StrEnum):
    """What a document holds besides whom it is about."""

    FORM = "form"  #: what was entered
    POINTS = "points"  #: the lines of the table and the total
    PARTS = "parts"  #: 单项计分值: what each department gives


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that a case gives, from a step on."""

    name: str
    title: Text
    since: str  #: the step with which it is issued; `opened`: with the case itself
    issued_by: str  #: the office under it
    shows: tuple[Shows, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One way from status to status."""

    name: str
    title: Text
    sources: tuple[str, ...]
    target: str
    by: frozenset[str]
    needs: tuple[Clause, ...]
    when: tuple[Clause, ...]
    does: tuple[Clause, ...]
    asks: Mapping[str, FieldSpec]  #: what whoever takes the step has to say
    after: Wait | None
    with_list: bool  #: taken when the list of the case's intake is made
    form: bool  #: whether another form comes with it


@dataclass(frozen=True, slots=True)
class Procedure:
    """The course of one kind of case."""

    city: str
    kind: str
    title: Text
    about: About
    first: str  #: the status that a case begins with
    opened_by: frozenset[str]
    needs: tuple[Clause, ...]  #: to open one
    does: tuple[Clause, ...]
    entries: bool  #: whether the form has entries for the indicators of the point table
    checks: Mapping[str, Check]  #: what is judged besides the indicators, by name; it gives no points
    fields: Mapping[str, FieldSpec]  #: the other fields of the form
    statuses: Mapping[str, Text]
    rechecks_in: tuple[str, ...]  #: statuses in which a verdict can be rechecked
    documents: Mapping[str, Document]  #: papers that a case gives
    steps: Mapping[str, Step]

    @property
    def actors(self) -> frozenset[str]:
        """Everybody who takes a step of it, or opens a case."""
        return self.opened_by.union(*(step.by for step in self.steps.values()))

    def possible(self, status: str) -> tuple[Step, ...]:
        """The steps that lead on from a status, in the order of the file."""
        return tuple(step for step in self.steps.values() if status in step.sources)

    def own(self, status: str) -> tuple[Step, ...]:
        """Those that the city takes by itself."""
        return tuple(step for step in self.possible(status) if CITY in step.by)

    def ended(self, status: str) -> bool:
        """Whether nothing leads on."""
        return not self.possible(status)


def clauses(procedures: Mapping[str, Procedure]) -> Iterator[tuple[Place, Procedure, Clause]]:
    """Every condition and effect that the procedures name, with its place in the file: `(…, "needs", 0)`.

    The last word but one of the place says what it is: `needs` and `when` name conditions, `does` effects.
    """
    for kind, procedure in procedures.items():
        here: Place = ("procedures", kind)
        yield from _at(here, procedure, needs=procedure.needs, does=procedure.does)
        for index, step in enumerate(procedure.steps.values()):
            yield from _at((*here, "steps", index), procedure, needs=step.needs, when=step.when, does=step.does)


def _at(here: Place, procedure: Procedure, **named: tuple[Clause, ...]) -> Iterator[tuple[Place, Procedure, Clause]]:
    for where, those in named.items():
        for index, clause in enumerate(those):
            yield (*here, where, index), procedure, clause

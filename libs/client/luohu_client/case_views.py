"""What the city answers about cases and its programme, as a client reads it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime

from luohu_client.views import Told

Scalar = bool | int | str


class Label(Told):
    """A text in both languages."""

    zh: str
    en: str


class NextStep(Told):
    """A step that leads on."""

    step: str
    title: Label
    by: tuple[str, ...]  #: who takes it: `employer`, `window`, `operator:talent-centre`, `city`
    at: AwareDatetime | None = None  #: when the city takes it by itself
    not_before: AwareDatetime | None = None  #: days have to pass first


class CaseState(Told):
    """A case as it was when it was read."""

    id: UUID
    kind: str
    title: Label
    status: str
    label: Label  #: of the status
    since: AwareDatetime  #: the world's time
    version: int
    employer: str
    person: Mapping[str, str] | None = None
    intake: str | None = None
    parent_id: UUID | None = None
    form: Mapping[str, Any]
    next: tuple[NextStep, ...]
    children: tuple[UUID, ...] = ()


class CaseRecord(Told):
    """What one department judges of one indicator (单项审核记录)."""

    indicator: str
    department: str
    state: str  #: `no_material_needed`, `material_outstanding`, `material_delivered` (it is at work), `done`
    item_id: UUID | None = None  #: names the recheck to an operator
    item_status: str | None = None
    reason: str | None = None
    values: Mapping[str, Scalar] | None = None  #: None while it is not decided
    points: str | None = None  #: 单项计分值
    evidence_requested: str | None = None  #: what an operator wants to see besides: `case.add_evidence(name, …)`

    @property
    def name(self) -> str:
        """`skill/human_resources`."""
        return f"{self.indicator}/{self.department}"


class CasePoints(Told):
    """The points of a case, with every step behind them in `document`."""

    rules: str
    total: str | None  #: None while something is not decided
    needed: str | None  #: below it no application is taken
    document: Mapping[str, Any]
    computed_at: AwareDatetime

    @property
    def lines(self) -> Mapping[str, str | None]:
        """Points by indicator."""
        found: Mapping[str, str | None] = self.document["lines"]
        return found

    @property
    def vetoed(self) -> tuple[str, ...]:
        """The indicators that end the application whatever the total is."""
        return tuple(self.document["vetoed"])


class CaseEvent(Told):
    """One line of a case's history."""

    seq: int
    at: AwareDatetime
    event: str
    to: str
    detail: Mapping[str, Any]
    actor: str


class Estimate(Told):
    """What some values would give."""

    total: str | None
    needed: str | None
    enough: bool
    document: Mapping[str, Any]


class Intake(Told):
    """A time of the year in which applications are taken."""

    name: str
    opens: AwareDatetime
    closes: AwareDatetime | None
    as_of: date
    list_published: AwareDatetime | None  #: when the list is to be made
    listed_at: AwareDatetime | None  #: when it was
    selection: str  #: `quota`, `line` or `threshold`
    places: int | None = None
    points: str | None = None


class Place(Told):
    """One place of a list."""

    rank: int
    name: str
    total: str
    admitted: bool


class ProgrammeState(Told):
    """What can be asked for in the city of a world, with which forms, and what counts how much."""

    programme: str  #: such as `tianjin-2016`
    city: str
    year: int
    rules: str | None = None
    guide: str | None = None
    procedures: tuple[Mapping[str, Any], ...] = ()
    indicators: tuple[Mapping[str, Any], ...] = ()

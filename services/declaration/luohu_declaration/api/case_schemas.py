"""What is taken and shown of cases, in JSON."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from luohu_contract.department import Scalar
from luohu_contract.model import Wire
from luohu_contract.texts.kind import Text
from luohu_declaration.api.schemas import Words
from luohu_declaration.domain.casework.case import Case
from luohu_declaration.domain.casework.procedure import Procedure
from luohu_declaration.domain.casework.records import Record
from luohu_declaration.storage.case_points import Listed, Points
from luohu_declaration.storage.cases import Counted, Passed
from luohu_declaration.usecases.casework.conditions.times import not_before
from luohu_scoring import TablePolicy, printed

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class TextView(Wire):
    """A label in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, text: Text) -> "TextView":
        """The label."""
        return cls(zh=text.zh, en=text.en)


class PersonWanted(Wire):
    """Whom a case is about."""

    name: str = Field(min_length=1, max_length=60)
    id_number: str = Field(min_length=15, max_length=20)


class FormWanted(Wire):
    """What is entered: the procedure's own fields, and entries by indicator and department (GET /v1/programme)."""

    fields: dict[str, Any] = Field(default_factory=dict, max_length=60)
    entries: dict[str, Any] = Field(default_factory=dict, max_length=60)


class CaseWanted(Wire):
    """One case to be opened. An employer names the person; a person signs in as themselves."""

    kind: Slug
    person: PersonWanted | None = None
    form: FormWanted = FormWanted()
    parent_id: UUID | None = None  #: the case that a renewal renews
    password: Annotated[str, Field(min_length=8, max_length=64)] | None = None  #: that the employer sets for the person


class RosterRow(Wire):
    """One line of a roster."""

    person: PersonWanted
    form: FormWanted = FormWanted()


class RosterWanted(Wire):
    """名册: several people of one employer, all of them or none."""

    kind: Slug
    people: tuple[RosterRow, ...] = Field(min_length=1, max_length=100)


class StepWanted(Wire):
    """What whoever takes a step says, and another form where the step takes one."""

    said: dict[str, Any] = Field(default_factory=dict, max_length=20)
    form: FormWanted | None = None


class RecheckOfRecord(Wire):
    """复核: what is disputed, in whose words, and with which files of the case."""

    disputes: str = Field(min_length=1, max_length=80)
    statement: Words
    evidence: tuple[UUID, ...] = Field(default=(), max_length=20)


class StepView(Wire):
    """A step that leads on."""

    step: str
    title: TextView
    by: tuple[str, ...]
    at: AwareDatetime | None = None  #: when the city takes it by itself
    not_before: AwareDatetime | None = None  #: days have to pass first, such as those until papers are handed in


class CaseView(Wire):
    """A case, where it stands, and what leads on."""

    id: UUID
    kind: str
    title: TextView
    status: str
    label: TextView  #: of the status
    since: AwareDatetime  #: the world's time
    version: int
    employer: str
    person: PersonWanted | None = None
    intake: str | None = None
    parent_id: UUID | None = None
    opened_at: AwareDatetime
    form: dict[str, Any]
    next: tuple[StepView, ...]
    children: tuple[UUID, ...] = ()
    links: dict[str, str]


class CaseList(Wire):
    """Cases in the order in which they were opened."""

    total: int
    offset: int
    limit: int
    items: tuple[CaseView, ...]


class CaseCount(Wire):
    """How many cases of a kind stand at a status."""

    kind: str
    status: str
    count: int


class CaseCounts(Wire):
    """Where the cases stand that the caller sees. What no case stands at is left out."""

    total: int
    items: tuple[CaseCount, ...]

    @classmethod
    def of(cls, found: Sequence[Counted]) -> "CaseCounts":
        """What was counted."""
        items = tuple(CaseCount(kind=each.kind, status=each.status, count=each.count) for each in found)
        return cls(total=sum(each.count for each in found), items=items)


class Roster(Wire):
    """The cases of a roster, in its order."""

    items: tuple[CaseView, ...]


class CaseEventView(Wire):
    """One line of a case's history."""

    seq: int
    at: AwareDatetime
    event: str
    from_status: str | None = Field(serialization_alias="from")
    to_status: str = Field(serialization_alias="to")
    detail: dict[str, Any]
    actor: str

    @classmethod
    def of(cls, line: Passed) -> "CaseEventView":
        """A line."""
        return cls(
            seq=line.seq,
            at=line.at,
            event=line.event,
            from_status=line.from_status,
            to_status=line.to_status,
            detail=dict(line.detail),
            actor=line.actor,
        )


class CaseHistory(Wire):
    items: tuple[CaseEventView, ...]


class RecordView(Wire):
    """单项审核记录: where it stands, what the verdict says, and the points of this department."""

    indicator: str
    department: str
    state: str  #: no_material_needed, material_outstanding, material_delivered, done
    since: AwareDatetime
    item_id: UUID | None = None
    item_status: str | None = None
    reason: str | None = None
    values: dict[str, Scalar] | None = None  #: None while it is not decided
    points: str | None = None  #: 单项计分值; None while it is not decided
    evidence_requested: str | None = None  #: what an operator of the department wants to see besides

    @classmethod
    def of(cls, record: Record, as_of: date, points: Points | None) -> "RecordView":
        """A record with what it counts."""
        item = record.item
        parts = {} if points is None else points.document["parts"].get(record.indicator, {})
        return cls(
            indicator=record.indicator,
            department=record.department,
            state=record.shown,
            since=record.since,
            item_id=item and item.id,
            item_status=item and item.standing.status.value,
            reason=item and item.standing.reason,
            values=record.values(as_of),
            points=parts.get(record.department),
            evidence_requested=item and item.standing.evidence_requested,
        )


class RecordList(Wire):
    items: tuple[RecordView, ...]


class CasePointsView(Wire):
    """积分: the lines, the total, and every step behind them with the figure and its reference."""

    rules: str
    total: str | None
    needed: str | None  #: below it no application is taken
    document: dict[str, Any]
    computed_at: AwareDatetime


class PlaceView(Wire):
    """One place of a list."""

    rank: int
    running: int
    name: str
    total: str
    admitted: bool

    @classmethod
    def of(cls, place: Listed) -> "PlaceView":
        """A place."""
        return cls(
            rank=place.rank,
            running=place.running,
            name=place.name,
            total=printed(place.total),
            admitted=place.admitted,
        )


class IntakeListView(Wire):
    """入户名单 of an intake."""

    intake: str
    published_at: AwareDatetime
    offset: int
    limit: int
    items: tuple[PlaceView, ...]


def case_view(
    case: Case, procedure: Procedure, table: TablePolicy, waits: Mapping[str, datetime], children: Sequence[UUID]
) -> CaseView:
    """A case as everybody who may see it sees it. waits: when the city takes which of its steps."""
    here = f"/v1/cases/{case.id}"
    person = None if case.person is None else PersonWanted(name=case.person.name, id_number=case.person.id_number)
    links = {"self": here, "events": f"{here}/events"}
    if procedure.entries:
        links |= {"records": f"{here}/records", "points": f"{here}/points", "evidence": f"{here}/evidence"}
    return CaseView(
        id=case.id,
        kind=case.kind,
        title=TextView.of(procedure.title),
        status=case.status,
        label=TextView.of(procedure.statuses[case.status]),
        since=case.since,
        version=case.version,
        employer=case.employer,
        person=person,
        intake=case.intake,
        parent_id=case.parent_id,
        opened_at=case.opened_at,
        form=dict(case.form),
        next=tuple(
            StepView(
                step=step.name,
                title=TextView.of(step.title),
                by=tuple(sorted(step.by)),
                at=waits.get(step.name),
                not_before=not_before(step, case.since, table),
            )
            for step in procedure.possible(case.status)
        ),
        children=tuple(children),
        links=links,
    )

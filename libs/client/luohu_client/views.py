"""What the city answers, as a client reads it. Fields that a newer city adds are kept under `model_extra`."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from luohu_contract.claim import Person
from luohu_contract.item import ItemKind, ItemStatus, Remedy, Subject


class Told(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(extra="allow", frozen=True, populate_by_name=True)


class Reason(Told):
    """Why an item is invalid, and the ways out."""

    code: str  #: docs/reference/reasons.md
    zh: str
    en: str
    remedies: tuple[Remedy, ...]
    hint: str
    hint_en: str


class RecheckOptions(Told):
    """Whether a recheck can be asked for now, and of what."""

    allowed: bool
    disputes: tuple[str, ...]
    instead: tuple[Remedy, ...]


class ItemState(Told):
    """An item as it was when it was read."""

    id: UUID
    declaration_id: UUID
    kind: ItemKind
    status: ItemStatus
    subject: Subject | None
    label: str  #: as the official page prints it: 无效(房源无效)
    display: str  #: as programs print it: invalid(property)
    since: AwareDatetime  #: the world's time
    reason: Reason | None
    attempt: int
    version: int
    entered: Mapping[str, Any]
    findings: Mapping[str, Any]
    computed: Mapping[str, Any] | None
    recheck: RecheckOptions
    evidence_requested: str | None  #: what an operator wants to see
    links: Mapping[str, str]  #: what can be done with it now, and where

    @property
    def under_review(self) -> bool:
        """Whether somebody other than the applicant is at work on it."""
        return self.status in (ItemStatus.PENDING, ItemStatus.RECHECK) and self.evidence_requested is None


class DeclarationState(Told):
    """A declaration as it was when it was read."""

    id: UUID
    year: int
    status: str
    status_label: str
    base_date: str
    person: Person
    items: tuple[ItemState, ...]


class FiledState(Told):
    """What was filed in one request."""

    filed: tuple[UUID, ...]  #: in its order


class Event(Told):
    """Something that happened to an item or to a declaration."""

    id: str  #: `after` of a stream that goes on behind it
    item_id: UUID | None = None  #: None: it happened to the declaration itself
    at: AwareDatetime  #: the world's time
    event: str
    from_status: str | None = Field(alias="from")
    to_status: str = Field(alias="to")
    detail: Mapping[str, Any]
    actor: str


class TaskState(Told):
    """A task in a queue of operators, as it was when it was read."""

    id: UUID
    title: str
    state: str  #: `created` while it is open
    assignee: str | None
    due_date: AwareDatetime | None
    outcome: str | None
    context: Mapping[str, Any] = {}  #: the question, what the register says, the evidence; of a task that was opened


class RecordState(Told):
    """A record of an agency's registers."""

    id: UUID
    kind: str
    fields: Mapping[str, Any]


class WorldState(Told):
    """A world as the control plane lists it."""

    name: str
    programme: str  #: the city
    year: int
    seed: int
    admission: str
    mode: str  #: of its clock
    now: AwareDatetime


class ClockState(Told):
    """A world's clock."""

    mode: str  #: `frozen`, `running` or `scaled`
    now: AwareDatetime
    next_due: AwareDatetime | None = None  #: the earliest thing that waits on it


class Fired(Told):
    """Something that waited on the clock and fell due."""

    at: AwareDatetime
    service: str
    what: str


class Advance(ClockState):
    """Where an advance ended, and what fell due on the way, in order."""

    fired: tuple[Fired, ...]
    fired_count: int


class FaultState(Told):
    """A fault and what it has done so far."""

    edge: str
    seen: int  #: requests that it looked at
    hits: int  #: of them, those that it touched
    held: int  #: messages that are set aside just now
    ended: bool


class Hop(Told):
    """One request in the journal of a world."""

    id: str
    world_at: AwareDatetime
    sender: str = Field(alias="from")
    receiver: str = Field(alias="to")
    method: str
    path: str
    topic: str | None
    status: int | None
    fault: str | None
    request: Any
    response: Any


class Scenario(Told):
    """What can be made to happen to one request."""

    name: str
    does: str
    outcome: str


class Persona(Told):
    """Somebody of every world that is made with personas, who has a story."""

    name: str
    programme: str  #: the city in whose worlds they live
    title: str
    shows: str  #: what comes of it
    story: str

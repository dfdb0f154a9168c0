"""What the declaration service shows and takes, in JSON."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from luohu_contract.claim import Person
from luohu_contract.item import ItemKind, ItemStatus, Remedy, Subject
from luohu_contract.message import Decider, EvidenceRef, Outcome, Part, QuestionKind
from luohu_contract.model import Wire
from luohu_contract.months import Month
from luohu_contract.standing import Insurance
from luohu_declaration.domain.course import CourseStatus
from luohu_declaration.domain.states import Status
from luohu_declaration.storage.waiting import Way
from luohu_declaration.usecases.review_spouse import Decision
from luohu_kit.tasks.router import TaskPerson


def readable(text: str) -> str:
    """Refuse control characters other than line breaks and tabs: PostgreSQL keeps no NUL."""
    if not text.translate({ord(c): None for c in "\n\r\t"}).isprintable():
        raise ValueError("control characters have no place in a text")
    return text


Words = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(readable)]
Code = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-z_]+\.[a-z_]+$")]
Links = dict[str, str]


class ReasonView(Wire):
    """Why an item is invalid, and what can be done about it now."""

    code: str
    zh: str  #: the label on the screen
    en: str
    remedies: tuple[Remedy, ...]  #: what is possible for this item
    hint: str  #: what to do, in Chinese
    hint_en: str


class PartView(Wire):
    """What was decided about one part: 相关部门核查结果."""

    outcome: Outcome
    reason: str | None = None  #: code of the catalogue
    label: str | None = None  #: the reason as the screen prints it
    findings: dict[str, Any] | None = None
    disputable: tuple[str, ...] = ()
    opinion: str | None = None  #: 审核意见
    decided_by: Decider
    decided_at: AwareDatetime


class Computed(Wire):
    """系统计算结果 of a residence."""

    effective_from: Month | None
    effective_to: Month | None
    months: int


class PapersView(Wire):
    """What a recheck attaches in one case, all in one PDF."""

    disputes: str  #: code that the recheck names
    part: Part
    case: str  #: which case of the reason; `any` where there is one
    zh: str  #: as the handbook asks for it
    en: str
    documents: tuple[tuple[str, ...], ...]  #: of each group at least one


class InsuredTimeView(Wire):
    """系统计算结果 of the employment record."""

    as_of: date
    years: int
    months: int
    insurance: Insurance | None  #: which of the five is the longest
    back_paid_months: int
    zh: str  #: as the page prints it
    en: str


class DetentionsView(Wire):
    """系统计算结果 of the law-abiding record."""

    years: tuple[int, ...]
    detentions: int
    zh: str  #: as the page prints it
    en: str


class TaxPenaltiesView(Wire):
    """系统计算结果 of the record of tax penalties."""

    years: tuple[int, ...]
    tax_penalties: int
    zh: str  #: as the page prints it
    en: str


ReadingView = InsuredTimeView | DetentionsView | TaxPenaltiesView


class RecheckView(Wire):
    """Whether a recheck can be asked for, about what, and what to do where it cannot."""

    allowed: bool
    disputes: tuple[str, ...]
    instead: tuple[Remedy, ...]
    hint: str | None = None
    hint_en: str | None = None
    papers: tuple[PapersView, ...] = ()  #: what to attach, by what is disputed


class ItemView(Wire):
    """One item: what was entered, what was found, what was computed."""

    id: UUID
    declaration_id: UUID
    kind: ItemKind
    status: ItemStatus
    subject: Subject | None
    label: str  #: as the page prints it: 无效(房源无效)
    display: str  #: as programs print it: invalid(property)
    since: AwareDatetime  #: the world's time at which it took this status
    reason: ReasonView | None
    attempt: int
    version: int
    filed_at: AwareDatetime
    entered: dict[str, Any]
    findings: dict[Part, PartView]
    computed: Computed | ReadingView | None
    recheck: RecheckView
    evidence_requested: str | None
    links: Links


class DeclarationSummary(Wire):
    """A declaration in a list."""

    id: UUID
    year: int
    applicant: str  #: the applicant's name
    opened_at: AwareDatetime
    status: CourseStatus
    status_label: str  #: 申请人积分申报状态
    since: AwareDatetime  #: the world's time at which it took this status
    links: Links


class DeclarationView(DeclarationSummary):
    """A declaration with its items."""

    base_date: str
    person: Person
    submitted_at: AwareDatetime | None  #: the last time; None while it is a draft
    items: tuple[ItemView, ...]


class DeclarationList(Wire):
    items: tuple[DeclarationSummary, ...]


class EvidenceView(Wire):
    """A file that was accepted."""

    id: UUID
    sha256: str
    size: int  #: bytes
    pages: int
    links: Links

    @classmethod
    def of(cls, file: EvidenceRef, pages: int, location: str) -> "EvidenceView":
        """A file that lies at that path."""
        return cls(id=file.id, sha256=file.sha256, size=file.size, pages=pages, links={"self": location})


class RecheckWanted(Wire):
    """申请复查: what is disputed, why, and what shows it."""

    disputes: Code
    part: Part | None = None  #: needed only where both halves of an education hold the code
    statement: Words
    evidence: tuple[UUID, ...] = Field(max_length=20)


class EvidenceAdded(Wire):
    """What an operator had asked for."""

    evidence: tuple[UUID, ...] = Field(max_length=20)
    statement: Annotated[str, Field(max_length=2000), AfterValidator(readable)] = ""


class EventView(Wire):
    """One line of the history of an item, or of a declaration with its items."""

    id: str  #: a stream goes on after it, as Last-Event-ID
    seq: int
    item_id: UUID | None  #: None: it happened to the declaration itself
    at: AwareDatetime  #: the world's time
    event: str
    from_status: Status | CourseStatus | None = Field(serialization_alias="from")
    to_status: Status | CourseStatus = Field(serialization_alias="to")
    detail: dict[str, Any]
    actor: str


class EventList(Wire):
    items: tuple[EventView, ...]


class WaitingView(Wire):
    """A question that waits for its agency."""

    question_id: UUID
    item_id: UUID
    declaration_id: UUID
    person: TaskPerson | None  #: whose the declaration is; None where no declaration of anybody stands behind it
    agency: str
    part: Part
    kind: QuestionKind
    attempt: int
    state: Way
    agency_state: str | None  #: where it stands at the agency, when last looked
    asked_at: AwareDatetime  #: the world's time
    age: str  #: on the world's clock, ISO 8601
    asked_real: AwareDatetime
    age_real: str  #: on the machine's clock, ISO 8601
    checks: int  #: how often the reconciler looked
    last_problem: str | None
    links: Links


class WaitingList(Wire):
    total: int
    offset: int
    limit: int
    items: tuple[WaitingView, ...]


class Dispatched(Wire):
    """Whether the question was sent again, or is on its way already."""

    question_id: UUID
    sent: bool


class ReviewCompletion(Wire):
    """The window's decision on a spouse record."""

    decision: Decision
    reason: Code | None = None  #: `spouse.*`, exactly when it rejects
    note: Annotated[str, Field(max_length=2000), AfterValidator(readable)] = ""

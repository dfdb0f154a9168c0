"""What the pages around the items show and take, in JSON."""

from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from luohu_contract.model import Wire
from luohu_declaration.api.schemas import Links, Words
from luohu_declaration.domain.dispute import DisputeState
from luohu_declaration.domain.eligibility import EligibilityState


class FailureView(Wire):
    """A condition that is not met, with the figures of the case and the way out."""

    code: str
    zh: str  #: as the system shows it
    en: str
    figures: dict[str, Any]
    todo: str  #: what to do, in Chinese
    todo_en: str
    agency: str | None  #: the service that holds the record
    source: str  #: chapter of the handbook


class DisputeView(Wire):
    """An objection to a refusal."""

    id: UUID
    state: DisputeState
    codes: tuple[str, ...]  #: the reasons that it is about
    statement: str
    filed_at: AwareDatetime
    decided_at: AwareDatetime | None
    opinion: str | None  #: the window's words


class EligibilityView(Wire):
    """资格条件: where the question stands."""

    declaration_id: UUID
    state: EligibilityState
    as_of: str  #: the base date
    reasons: tuple[FailureView, ...]
    set_aside: tuple[FailureView, ...]  #: not met either, but the window admitted the applicant in spite of them
    disputes: tuple[DisputeView, ...]
    readings: dict[str, UUID]  #: the items that are read, by their kind
    links: Links


class DisputeWanted(Wire):
    """异议: why the refusal is wrong, and what shows it."""

    statement: Words
    evidence: tuple[UUID, ...] = Field(default=(), max_length=20)


class CommitmentsWanted(Wire):
    """All four are needed; the page has a box for each."""

    notes_read: bool  #: 已阅读申报须知
    integrity_statement: bool  #: 诚信声明
    integrity_commitment: bool  #: 诚信承诺
    no_criminal_record_commitment: bool  #: 无刑事犯罪记录承诺


class CommitmentsView(Wire):
    """When they were made; None before."""

    declaration_id: UUID
    made_at: AwareDatetime | None
    links: Links


class OccurredView(Wire):
    """One line of what happened around the items."""

    seq: int
    at: AwareDatetime  #: the world's time
    event: str
    detail: dict[str, Any]
    actor: str


class OccurredList(Wire):
    items: tuple[OccurredView, ...]

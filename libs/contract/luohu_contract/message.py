"""The two messages of the loop: questions to an agency, verdicts from it.

`POST /v1/verifications` takes a `VerificationRequest` and answers an `Acknowledgement`; `POST /v1/verdicts` takes a
`VerdictDelivery` and answers a `Receipt`. Both are signed (see `signing`), both may be repeated.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from luohu_contract.claim import Claim, Person
from luohu_contract.finding import Findings
from luohu_contract.model import Wire

BATCH = 500  #: questions or verdicts in one request, at most

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class QuestionKind(StrEnum):
    VERIFICATION = "verification"  #: 在线审核
    RECHECK = "recheck"  #: 复查


class Part(StrEnum):
    """Which part of an item a question asks about: domestic education has two halves that are judged apart."""

    WHOLE = "whole"
    QUALIFICATION = "qualification"  #: 学历
    DEGREE = "degree"  #: 学位


class Outcome(StrEnum):
    """What an agency decided. There is no third value: an HTTP failure is never one of these."""

    VALID = "valid"  #: 有效
    INVALID = "invalid"  #: 无效


class Decider(StrEnum):
    REGISTER = "register"  #: compared with the register
    OPERATOR = "operator"  #: decided by a person at the agency


class EvidenceRef(Wire):
    """A file that the asker holds; the agency fetches it by id, and only an operator in charge gets to see it."""

    id: UUID
    sha256: Digest
    size: int = Field(ge=1)  #: bytes


class Question(Wire):
    """One question about one part of one item, in one attempt."""

    id: UUID
    item_id: UUID
    attempt: int = Field(ge=1)  #: grows each time that the item is sent, so late verdicts can be told
    part: Part = Part.WHOLE
    kind: QuestionKind = QuestionKind.VERIFICATION
    subject: Person  #: the applicant, as the identity card names them today
    claim: Claim
    as_of: date  #: the base date of the round
    disputes: str | None = None  #: recheck only: code of the reason or finding that the applicant disputes
    statement: str | None = Field(default=None, max_length=2000)  #: recheck only: the applicant's words
    evidence: tuple[EvidenceRef, ...] = ()
    trace: str | None = Field(default=None, pattern=r"^[0-9a-f]{32}$")  #: of the request that asked, for journals

    @model_validator(mode="after")
    def _recheck_disputes_something(self) -> "Question":
        if self.kind is QuestionKind.RECHECK and self.disputes is None:
            raise ValueError("a recheck names what it disputes: give `disputes` a code of the reason catalogue")
        return self


class VerificationRequest(Wire):
    """1 to 500 questions for one agency, all of one world."""

    callback_url: str = Field(pattern=r"^https?://", max_length=500)  #: where the verdicts go
    questions: tuple[Question, ...] = Field(min_length=1, max_length=BATCH)


class RefusedQuestion(Wire):
    """A question that the agency cannot take; the others of its batch are not touched."""

    id: UUID
    slug: str  #: slug of the problem, such as `claim-not-answered-here`
    detail: str


class Acknowledgement(Wire):
    """Accepted questions are stored durably, and will be answered once each."""

    accepted: tuple[UUID, ...]
    refused: tuple[RefusedQuestion, ...] = ()


class Verdict(Wire):
    """An agency's decision on one question."""

    id: UUID
    question_id: UUID
    item_id: UUID
    attempt: int = Field(ge=1)
    part: Part = Part.WHOLE
    kind: QuestionKind = QuestionKind.VERIFICATION
    outcome: Outcome
    reason: str | None = None  #: code of the reason catalogue; always there when invalid
    disputable: tuple[str, ...] = ()  #: codes of findings that can be rechecked, besides the reason
    findings: Findings | None = None
    opinion: str | None = None  #: an operator's words for the applicant
    decided_by: Decider = Decider.REGISTER
    decided_at: AwareDatetime  #: the world's time

    @model_validator(mode="after")
    def _invalid_names_a_reason(self) -> "Verdict":
        if (self.outcome is Outcome.INVALID) != (self.reason is not None):
            raise ValueError("an invalid verdict names its reason, a valid one has none")
        return self


class Verdicts(Wire):
    verdicts: tuple[Verdict, ...] = Field(min_length=1, max_length=BATCH)


class VerdictDelivery(Wire):
    """Standard Webhooks body: type, the world's time, data."""

    type: Literal["verdicts.decided"] = "verdicts.decided"
    timestamp: AwareDatetime
    data: Verdicts


class Reception(StrEnum):
    """What became of a delivered verdict. All of them are good answers; none changes anything twice."""

    MOVED = "moved"  #: the item took a new status
    NOTED = "noted"  #: recorded; the item waits for another part or for its spouse
    DUPLICATE = "duplicate"  #: this verdict was recorded before
    LATE = "late"  #: the item has gone on since (edited, deleted, sent again, or settled by its spouse)
    UNKNOWN = "unknown"  #: no such question was ever asked here


class Received(Wire):
    id: UUID  #: the verdict's
    outcome: Reception


class Receipt(Wire):
    receptions: tuple[Received, ...]


class VerificationState(StrEnum):
    """Where a question stands at the agency."""

    WAITING = "waiting"  #: not due yet on the world's clock
    WITH_OPERATOR = "with_operator"  #: in an operator's queue
    EVIDENCE_REQUESTED = "evidence_requested"  #: the operator asked the applicant for more
    DECIDED = "decided"


class VerificationStatus(Wire):
    """Answer of `GET /v1/verifications/{id}`: always there for an accepted question."""

    id: UUID
    state: VerificationState
    received_at: AwareDatetime
    due_at: datetime | None = None  #: when the agency will look at it, or the operator's deadline
    verdict: Verdict | None = None


class EvidenceRequest(Wire):
    """An operator asks for more: carried to the applicant as a note on the item, the question stays open."""

    question_id: UUID
    note: str = Field(min_length=1, max_length=2000)
    requested_at: AwareDatetime


class EvidenceSupplement(Wire):
    """What the applicant sent after an operator had asked for more. It may come twice; the id tells."""

    id: UUID
    question_id: UUID
    statement: str = Field(default="", max_length=2000)  #: the applicant's words
    evidence: tuple[EvidenceRef, ...] = Field(min_length=1, max_length=20)


class EvidenceSupplements(Wire):
    """1 to 500 supplements for one agency, all of one world."""

    supplements: tuple[EvidenceSupplement, ...] = Field(min_length=1, max_length=BATCH)

"""A verdict that a tester tells beforehand: which questions it is for, what it says, when it comes, how often.

`match` is compared with a question as it arrives at the agency; `verdict` is the answer in place of the register's.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, JsonValue, ValidationInfo, field_validator

from luohu_contract.claim import ClaimKind
from luohu_contract.duration import Duration, DurationOutOfRange
from luohu_contract.finding import Findings
from luohu_contract.item import Subject
from luohu_contract.message import Outcome, Part, Question, QuestionKind
from luohu_contract.model import Wire
from luohu_contract.possible import USUAL

MOST_TIMES = 1_000_000
_START = datetime(2020, 1, 1, tzinfo=UTC)
_LONGEST = Duration(months=120).after(_START)


def _of_world(delay: Duration) -> Duration:
    try:
        allowed = delay.after(_START) <= _LONGEST
    except DurationOutOfRange:
        allowed = False
    if not allowed:
        raise ValueError("this is time on the world's clock: at most ten years, P10Y")
    return delay


WorldDelay = Annotated[Duration, AfterValidator(_of_world)]
Code = Annotated[str, Field(max_length=80)]
ClaimPath = Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)*$", max_length=80)]


class ToldVerdict(Wire):
    """What the agency is to say."""

    outcome: Outcome
    reason: Code | None = Field(
        default=None, description="invalid only: code of the reason catalogue; the usual one of the kind, if left out"
    )
    subject: Subject | None = Field(default=None, description="invalid only: what it is invalid for; narrows the kinds")
    findings: Findings | None = Field(
        default=None, description="what was found; of a valid verdict, what bears the claim out, if left out"
    )
    disputable: Annotated[tuple[Code, ...], Field(max_length=5)] | None = Field(
        default=None,
        description="codes of findings that can be rechecked besides the reason; of a valid verdict about a home its "
        "two dates, if left out, else none",
    )

    @field_validator("reason", "subject")
    @classmethod
    def _a_valid_one_has_no_reason(cls, told: object, info: ValidationInfo) -> object:
        if told is not None and info.data.get("outcome") is Outcome.VALID:
            raise ValueError("a valid verdict has none: leave it out, or say invalid")
        return told

    def reason_for(self, kind: ClaimKind) -> str | None:
        """The reason with which a claim of that kind is found invalid; None for a valid verdict."""
        return None if self.outcome is Outcome.VALID else self.reason or USUAL[kind]


class QuestionMatch(Wire):
    """Which questions an expectation is for: those that agree with everything that is told; all, when nothing is."""

    kind: ClaimKind | None = None
    question_kind: QuestionKind | None = Field(default=None, description="`verification` or `recheck`")
    part: Part | None = Field(default=None, description="half of a domestic education")
    id_number: str | None = Field(default=None, min_length=4, max_length=30, description="the applicant's")
    item: UUID | None = Field(default=None, description="the item's id")
    claim: dict[ClaimPath, JsonValue] = Field(
        default_factory=dict, max_length=20, description='what was entered, by path: `{"period.first": "2020-08"}`'
    )

    def fits(self, question: Question) -> bool:
        """Whether a question agrees with everything that is told."""
        told = (
            (self.kind, question.claim.kind),
            (self.question_kind, question.kind),
            (self.part, question.part),
            (self.id_number and self.id_number.upper(), question.subject.id_number.upper()),
            (self.item, question.item_id),
        )
        if any(wanted is not None and wanted != given for wanted, given in told):
            return False
        entered = question.claim.model_dump(mode="json") if self.claim else {}
        return all(_at(entered, path) == wanted for path, wanted in self.claim.items())


class ExpectationWish(Wire):
    """The next `times` questions that match get this verdict, after `delay` on the world's clock."""

    match: QuestionMatch = QuestionMatch()
    verdict: ToldVerdict
    delay: WorldDelay = Field(default=Duration(), description="time on the world's clock until the verdict")
    times: int = Field(default=1, ge=1, le=MOST_TIMES)


class ExpectationView(ExpectationWish):
    """An expectation, and what became of it."""

    id: UUID
    agency: str
    kinds: tuple[ClaimKind, ...]  #: kinds of claim that it can be for
    used: int  #: questions that it has answered
    used_up: bool  #: it answers no more
    made_at: AwareDatetime  #: the world's time
    items: tuple[UUID, ...]  #: items whose questions it has answered, the first hundred


class ExpectationList(Wire):
    items: tuple[ExpectationView, ...]


def _at(entered: Mapping[str, Any], path: str) -> Any:
    value: Any = entered
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value

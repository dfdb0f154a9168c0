"""The steps of a story as `stories/*.yaml` tells them, read strictly.

What they mean stands at the head of `stories/beijing/loop.yaml`.
"""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from luohu_contract.directory import AGENCIES
from luohu_contract.message import Outcome, Part
from luohu_contract.model import Wire
from luohu_contract.problems import PROBLEMS
from luohu_sandbox.case_steps import (
    WHO,
    Deliver,
    Dispute,
    Fields,
    LookAtCase,
    Named,
    OpenCase,
    Paper,
    TakeStep,
    Text,
)


def _agency(name: str) -> str:
    known = [agency.name for agency in AGENCIES]
    if name not in known:
        raise ValueError(f"the city's agencies are {', '.join(known)}")
    return name


def _slug(slug: str) -> str:
    if slug not in PROBLEMS:
        raise ValueError(f"{slug} is no problem type of this city")
    return slug


Agency = Annotated[str, AfterValidator(_agency)]


class Evidence(Wire):
    name: Named = Field(alias="as")
    text: tuple[Text, ...] = Field(min_length=1)


class File(Wire):
    path: Literal["residences", "spouses", "education", "innovation", "honours", "tax"]
    name: Named = Field(alias="as")
    body: Fields


class Edit(Wire):
    item: Named
    body: Fields


class OfItem(Wire):
    """Delete and verify need no more than the item."""

    item: Named


class Recheck(Wire):
    item: Named
    disputes: str
    part: Part | None = None
    statement: Text
    evidence: tuple[Named, ...] = ()


class Supply(Wire):
    item: Named
    statement: Text
    evidence: tuple[Named, ...] = Field(min_length=1)


class Call(Wire):
    at: Agency
    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: Annotated[str, Field(pattern=r"^/v1/")]
    body: Fields | None = None
    status: int = Field(ge=200, le=499)
    name: Named | None = Field(default=None, alias="as")


class Record(Wire):
    """A record of an agency's register: the one that is found, or a new one where nothing is looked for."""

    kind: Named
    find: dict[str, str] | None = None


class Operator(Wire):
    agency: Agency
    item: Named
    part: Part | None = None
    queue: Named = "rechecks"
    decision: Literal["uphold", "overturn", "request_evidence"]
    reason: str | None = None
    note: Text
    record: Record | None = None
    fields_: Fields | None = Field(default=None, alias="fields")

    @model_validator(mode="after")
    def _fields_of_a_record(self) -> Self:
        if (self.record is None) != (self.fields_ is None):
            raise ValueError("`record` says which record, `fields` what is written: both or neither")
        return self


class Correct(Wire):
    agency: Agency
    record: Record
    fields_: Fields = Field(alias="fields")


class Window(Wire):
    item: Named
    decision: Literal["approve", "reject"]
    reason: str | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _reason_with_reject(self) -> Self:
        if (self.decision == "reject") != (self.reason is not None):
            raise ValueError("a review that is rejected has a reason, one that is approved has none")
        return self


class Ask(Wire):
    """Any request of anybody, and what its answer holds."""

    who: Annotated[str, Field(pattern=WHO)] = "applicant"
    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: Annotated[str, Field(pattern=r"^/")]
    body: Fields | None = None
    pdf: tuple[Text, ...] | None = None
    status: int = Field(default=200, ge=200, le=299)
    pick: Fields | None = None
    expect: Fields | None = None
    name: Named | None = Field(default=None, alias="as")
    keep: dict[Named, Named] | None = None


class Desk(Wire):
    """A task of a desk, taken and completed."""

    who: Annotated[str, Field(pattern=WHO)] = "window"
    queue: Annotated[str, Field(pattern=r"^/")]
    about: Named
    body: Fields


class Advance(Wire):
    """The world's clock moves on: by an ISO 8601 duration, or to an instant."""

    by: Text | None = None
    to: Text | None = None

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if (self.by is None) == (self.to is None):
            raise ValueError("the clock moves `by` a duration or `to` an instant: one of the two")
        return self


class ExpectedPart(Wire):
    outcome: Outcome | None = None
    reason: str | None = None
    findings: Fields | None = None


class Expect(Wire):
    item: Named
    status: Literal["draft", "pending", "valid", "invalid", "recheck"]
    subject: str | None = None
    display: str | None = None
    months: int | None = None
    effective_from: str | None = None
    effective_to: str | None = None
    reason: str | None = None
    parts: dict[Part, ExpectedPart] | None = None
    findings: Fields | None = None
    disputes: tuple[str, ...] | None = None
    evidence_requested: bool | None = None


class Refused(Wire):
    problem: Annotated[str, AfterValidator(_slug)]
    remedies: tuple[str, ...] | None = None
    step: "Step"


class Step(Wire):
    """One thing that is done or expected: exactly one of the keys, besides what is said before it."""

    say: Text | None = None
    evidence: Evidence | None = None
    file: File | None = None
    edit: Edit | None = None
    delete: OfItem | None = None
    verify: OfItem | None = None
    recheck: Recheck | None = None
    supply: Supply | None = None
    call: Call | None = None
    operator: Operator | None = None
    correct: Correct | None = None
    window: Window | None = None
    ask: Ask | None = None
    desk: Desk | None = None
    advance: Advance | None = None
    case: OpenCase | None = None
    take: TakeStep | None = None
    deliver: Deliver | None = None
    paper: Paper | None = None
    dispute: Dispute | None = None
    look: LookAtCase | None = None
    refused: Refused | None = None
    expect: Expect | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        done = self.model_fields_set - {"say"}
        if len(done) != 1:
            known = ", ".join(name for name in type(self).model_fields if name != "say")
            raise ValueError(f"a step has exactly one of {known}; this one has {', '.join(sorted(done)) or 'none'}")
        return self


Refused.model_rebuild()

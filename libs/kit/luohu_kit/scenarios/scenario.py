"""What a scenario is: what it does, on which requests, and what comes of it. Pure."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from luohu_contract.claim import ClaimKind
from luohu_contract.directory import BY_NAME, Role
from luohu_contract.expectation import WorldDelay
from luohu_contract.item import ItemStatus, Subject
from luohu_contract.message import Question, QuestionKind
from luohu_contract.model import Wire
from luohu_kit.faults.fault import Fault
from luohu_kit.scenarios.answer import Answer

OPERATOR = "operator"
Sentence = Annotated[str, Field(min_length=1, max_length=400)]


class On(StrEnum):
    """Requests of an applicant to which a scenario applies."""

    VERIFICATION = "verification"  #: POST /v1/items/{id}/verification
    RECHECK = "recheck"  #: POST /v1/items/{id}/recheck
    ANY = "any"  #: every request to the declaration service


class Verb(StrEnum):
    """What the district window does with a spouse record."""

    APPROVE = "approve"
    REJECT = "reject"


class Review(Wire):
    """The window's decision, at once."""

    decision: Verb
    reason: str | None = None


class EdgeFault(Wire):
    """A fault on every request of one edge that the scenario's own request causes."""

    edge: Literal["declaration->agency", "agency->declaration", "gateway->declaration"]
    fault: Fault

    def lies_between(self, sender: str, receiver: str) -> bool:
        """Whether that is its edge; `agency` stands for each of them."""
        return all(
            wanted == name or (wanted == "agency" and name in BY_NAME and BY_NAME[name].role is Role.AGENCY)
            for wanted, name in zip(self.edge.split("->"), (sender, receiver), strict=True)
        )


class Gives(Wire):
    """What the item is in the end."""

    status: ItemStatus
    subject: Subject | None = None
    reason: str | None = None


class Scenario(Wire):
    """One row of the catalogue."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    does: Sentence
    outcome: Sentence
    on: tuple[On, ...] = Field(min_length=1)
    claims: tuple[ClaimKind, ...] = ()  #: kinds of claim that it is for; empty: all
    gives: Gives | None = None  #: None: what would be without it
    answer: Answer | None = None  #: of the agency
    pace: Literal["operator"] | WorldDelay | None = None  #: of the agency; its answer is the register's, or `answer`
    review: Review | None = None  #: of the window
    faults: tuple[EdgeFault, ...] = ()

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if self.answer is None and self.pace is None and self.review is None and not self.faults:
            raise ValueError("a scenario does something: give `answer`, `pace`, `review` or `faults`")
        if self.answer is not None and self.answer.act is not None and self.on != (On.RECHECK,):
            raise ValueError("an operator's `act` answers a recheck: say `on: [recheck]`")
        return self

    @property
    def on_any(self) -> bool:
        """Whether it is for every request, whatever that asks."""
        return On.ANY in self.on

    def is_for(self, question: Question) -> bool:
        """Whether it says something of a question, or of the messages that carry it and its verdict."""
        asked = On.RECHECK if question.kind is QuestionKind.RECHECK else On.VERIFICATION
        return self.review is None and asked in self.on and (not self.claims or question.claim.kind in self.claims)

    def fault_between(self, sender: str, receiver: str) -> Fault | None:
        """What is done on an edge to the requests that it causes."""
        return next((one.fault for one in self.faults if one.lies_between(sender, receiver)), None)

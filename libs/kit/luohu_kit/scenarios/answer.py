"""What is said of one question beforehand, by a scenario or by an expectation, as its row keeps it."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from luohu_contract.expectation import ToldVerdict
from luohu_contract.model import Wire


class Act(StrEnum):
    """What an operator is to do in place of a verdict that is spelled out."""

    UPHOLD = "uphold"  #: the earlier answer stands
    OVERTURN = "overturn"  #: what was disputed is put right, by findings that bear the claim out
    REQUEST_EVIDENCE = "request_evidence"  #: the applicant is asked for more, and a person decides afterwards


class Answer(Wire):
    """How a question is answered in place of the rule: by a verdict, or by what an operator does."""

    verdict: ToldVerdict | None = None
    act: Act | None = None
    note: str | None = Field(default=None, min_length=1, max_length=2000)  #: what the applicant is asked for

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if (self.verdict is None) == (self.act is None):
            raise ValueError("an answer is a `verdict` or an operator's `act`: one of the two")
        if (self.note is not None) != (self.act is Act.REQUEST_EVIDENCE):
            raise ValueError("`note` says what the applicant is asked for: it goes with `act: request_evidence` alone")
        return self

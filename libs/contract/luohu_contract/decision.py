"""What an agency's rule may say about one question, and how an operator corrects the register before it is asked again.

These are the values of the pure zone: `<agency>/verdicts.py` returns them, the agency library turns them into verdicts
and operators' tasks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from luohu_contract.finding import Findings


@dataclass(frozen=True, slots=True)
class Valid:
    """The register bears the claim out."""

    findings: Findings
    disputable: tuple[str, ...] = ()  #: codes of the reason catalogue by which this valid result can be rechecked


@dataclass(frozen=True, slots=True)
class Invalid:
    """The register does not bear the claim out."""

    reason: str  #: code of the reason catalogue
    findings: Findings | None = None  #: what was found all the same
    cause: str | None = None  #: finer cause for operators (DOMAIN 5.5); never part of the verdict
    disputable: tuple[str, ...] = ()  #: codes of findings that can be rechecked besides the reason


@dataclass(frozen=True, slots=True)
class AskOperator:
    """The rule alone cannot say: a person at the agency looks.

    note: what the operator is to look at, shown at the head of the task.
    proposed: what the register alone suggests. It becomes the verdict when the operator upholds it; without one, an
    operator who upholds must name a reason (the claim is then invalid), and one who overturns gives findings.
    """

    note: str
    proposed: "Valid | Invalid | None" = None


Decision = Valid | Invalid | AskOperator


@dataclass(frozen=True, slots=True)
class Correction:
    """A change of one record that an operator made together with the decision; the register holds it already."""

    kind: str  #: name of the record kind
    record_id: UUID
    fields: Mapping[str, Any] = field(default_factory=dict)  #: the fields that were written, in JSON form
    new: bool = False  #: the record was not there before

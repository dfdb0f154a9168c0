"""The rule of the departments' windows: what was entered for an indicator, against what the department has on record.

Every department decides by its own record alone ([002] step 3: 审核打分); how many points it gives is not asked here. A
person is the one of the record by the id number. Somebody of whom nothing is on record and who claimed nothing is in
order: the department has nothing to say, and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from luohu_contract.decision import Decision, Invalid, Valid
from luohu_contract.department import DepartmentClaim, DepartmentFindings, Scalar
from luohu_contract.message import Question
from luohu_contract.writing import one_form

NOT_ON_RECORD = "department.not_on_record"
CERTIFICATE_DIFFERS = "department.certificate_differs"
NAME_DIFFERS = "department.name_differs"
VALUE_DIFFERS = "department.value_differs"


class Shortfall(StrEnum):
    """What an operator reads beside the reason."""

    NOTHING_RECORDED = "nothing_recorded"
    CERTIFICATE_OF_ANOTHER_NUMBER = "certificate_of_another_number"
    RECORDED_UNDER_ANOTHER_NAME = "recorded_under_another_name"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one department has on record about one person and one indicator."""

    name: str
    certificate_number: str | None
    values: Mapping[str, Scalar]


#: None: the department has nothing on record.
Facts = Entry | None


def judge(question: Question, facts: Facts) -> Decision:
    """Compare what was entered with the record. TypeError for any claim but one at a department."""
    claim = question.claim
    if not isinstance(claim, DepartmentClaim):
        raise TypeError(f"no department judges a claim of kind {claim.kind}")
    if facts is None:
        if claim.says_something:
            return Invalid(NOT_ON_RECORD, cause=Shortfall.NOTHING_RECORDED)
        return Valid(_found(claim, {}))
    if not _same(claim.certificate_number, facts.certificate_number):
        return Invalid(CERTIFICATE_DIFFERS, cause=Shortfall.CERTIFICATE_OF_ANOTHER_NUMBER)
    if not _same(question.subject.name, facts.name):
        return Invalid(NAME_DIFFERS, cause=Shortfall.RECORDED_UNDER_ANOTHER_NAME)
    found = _found(claim, facts.values)
    differing = sorted(name for name, value in claim.entered.items() if contradicts(facts.values, name, value))
    return Invalid(VALUE_DIFFERS, found, cause=", ".join(differing)) if differing else Valid(found)


def desks(question: Question) -> tuple[str, ...]:
    """The department whose operators a question concerns: they find it in the queue under its name."""
    return (question.claim.department,) if isinstance(question.claim, DepartmentClaim) else ()


def contradicts(recorded: Mapping[str, Scalar], name: str, entered: Scalar) -> bool:
    """Whether the record says something else; what it does not say at all, it does not contradict."""
    if name not in recorded:
        return False
    held = recorded[name]
    return type(held) is not type(entered) or held != entered  # true is no 1 here, as in JSON


def _same(entered: str | None, held: str | None) -> bool:
    """Whether two texts agree; what one side leaves out is not compared."""
    return entered is None or held is None or one_form(entered) == one_form(held)


def _found(claim: DepartmentClaim, values: Mapping[str, Scalar]) -> DepartmentFindings:
    return DepartmentFindings(department=claim.department, indicator=claim.indicator, values=dict(values))

"""An operator's completion of a recheck: its form, and what it makes of the earlier answer. Pure."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, JsonValue

from luohu_contract.decision import AskOperator, Decision, Invalid, Valid
from luohu_contract.finding import Findings
from luohu_contract.model import Wire
from luohu_contract.reasons import REASONS

Words = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")]


class DecisionKind(StrEnum):
    UPHOLD = "uphold"  #: the earlier answer stands
    OVERTURN = "overturn"  #: it does not: the register was wrong, or the evidence explains the difference
    REQUEST_EVIDENCE = "request_evidence"  #: the applicant is to send more


class CorrectedFields(Wire):
    """What the operator corrects in the register, together with the decision."""

    kind: str | None = Field(default=None, max_length=60)  #: which register; may be left out where it is clear
    record_id: UUID | None = None  #: the record to correct; None: a new one
    fields: dict[str, JsonValue] = Field(min_length=1, max_length=60)  #: those that change; of a new record, all


class Completion(Wire):
    """An operator's decision on one recheck."""

    decision: DecisionKind
    reason: str | None = Field(default=None, max_length=80)  #: code of the catalogue, where the claim is to be invalid
    note: Words = ""  #: for the applicant, who reads it as the opinion
    corrected_fields: CorrectedFields | None = None
    findings: Findings | None = None  #: overturn only: what was found, where no record needs to change
    follow_up_date: AwareDatetime | None = None  #: request_evidence only: when to look again


class DecisionNotPossible(Exception):
    """The decision does not fit; the message says what would."""

    def __init__(self, detail: str, pointer: str = "#/decision") -> None:
        super().__init__(detail)
        self.errors = [{"pointer": pointer, "detail": detail}]


def beside_the_reason(standing: Valid | Invalid | None, disputed: str | None) -> bool:
    """Whether a recheck is about a finding of an invalid answer, not about its reason: the answer may stay invalid."""
    return isinstance(standing, Invalid) and disputed != standing.reason and disputed in standing.disputable


def uphold(standing: Valid | Invalid | None, reason: str | None) -> Valid | Invalid:
    """The earlier answer again. A reason replaces that of an invalid one, and makes up for a missing answer.

    Raises DecisionNotPossible: upholding makes nothing worse, and what nobody proposed needs a reason.
    """
    if reason is None:
        if standing is None:
            raise DecisionNotPossible(
                "There is no earlier answer to uphold. Give `reason` to find the claim invalid, or overturn with "
                "`findings` to find it valid.",
                "#/reason",
            )
        return standing
    if isinstance(standing, Valid):
        raise DecisionNotPossible(
            f"The earlier answer is valid, and upholding it keeps it so; {reason} does not fit. Leave `reason` out.",
            "#/reason",
        )
    return _invalid(reason, standing)


def overturned_to_invalid(standing: Valid | Invalid | None, reason: str) -> Invalid:
    """What the register proposes is not borne out by what the operator saw. Raises DecisionNotPossible."""
    if isinstance(standing, Invalid):
        raise DecisionNotPossible(
            f"The earlier answer is invalid already ({standing.reason}). Uphold it with `reason` to change the reason, "
            "or leave `reason` out to find the claim valid.",
            "#/reason",
        )
    return _invalid(reason, standing)


def found_instead(standing: Valid | Invalid | None, findings: Findings, disputed: str | None) -> Valid | Invalid:
    """What an operator's own findings make of the answer: valid, unless only a finding beside its reason was disputed.

    The disputed finding was looked at, so it is not offered again; the others still are.
    """
    if isinstance(standing, Invalid) and beside_the_reason(standing, disputed):
        left = tuple(code for code in standing.disputable if code != disputed)
        return Invalid(standing.reason, findings, disputable=left)
    return Valid(findings, standing.disputable if isinstance(standing, Valid) else ())


def overturned(standing: Valid | Invalid | None, decision: Decision, disputed: str | None = None) -> Valid | Invalid:
    """The new answer, which must differ, and must be valid unless something beside the reason was disputed.

    disputed: the code that the recheck names. Raises DecisionNotPossible, which says what is missing.
    """
    if isinstance(decision, AskOperator):
        decision = decision.proposed or decision
    if isinstance(decision, AskOperator):
        raise DecisionNotPossible(
            f"The rule still asks for a person ({decision.note}). Give `findings` to find the claim valid.",
            "#/findings",
        )
    if isinstance(decision, Invalid) and not beside_the_reason(standing, disputed):
        cause = f", {decision.cause}" if decision.cause else ""
        raise DecisionNotPossible(
            f"By the register as it would then be, the claim is still invalid ({decision.reason}{cause}). Correct the "
            "record with `corrected_fields`, give `findings`, or uphold.",
            "#/corrected_fields",
        )
    if decision == standing or (isinstance(decision, Invalid) and standing and decision.findings == standing.findings):
        raise DecisionNotPossible(
            "Overturning would change nothing: the findings are those that are disputed. Correct the record with "
            "`corrected_fields`, give `findings`, or uphold.",
            "#/corrected_fields",
        )
    return decision


def _invalid(reason: str, standing: Valid | Invalid | None) -> Invalid:
    """Another reason for the same findings."""
    kept = standing.disputable if isinstance(standing, Invalid) else ()
    return Invalid(reason, standing.findings if standing else None, disputable=kept)


def check_form(completion: Completion) -> None:
    """What belongs to which decision. Raises DecisionNotPossible."""
    decision = completion.decision
    if decision is DecisionKind.REQUEST_EVIDENCE and not completion.note:
        raise DecisionNotPossible("Say in `note` what the applicant is to send.", "#/note")
    if completion.reason is not None and completion.reason not in REASONS:
        raise DecisionNotPossible(
            f"There is no reason of this code; the catalogue has {', '.join(sorted(REASONS))}.", "#/reason"
        )
    belongs = {
        "reason": decision is not DecisionKind.REQUEST_EVIDENCE,
        "corrected_fields": decision is DecisionKind.OVERTURN and completion.reason is None,
        "findings": decision is DecisionKind.OVERTURN and completion.reason is None,
        "follow_up_date": decision is DecisionKind.REQUEST_EVIDENCE,
    }
    for name, fits in belongs.items():
        if getattr(completion, name) is not None and not fits:
            raise DecisionNotPossible(f"`{name}` does not go with this decision. Leave it out.", f"#/{name}")

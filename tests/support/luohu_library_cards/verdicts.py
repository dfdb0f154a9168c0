"""The library's rule. Cards with special numbers make it fail, or ask for a person."""

from dataclasses import dataclass
from datetime import date

from luohu_contract.claim import OverseasEducationClaim, OverseasLevel
from luohu_contract.decision import AskOperator, Decision, Invalid, Valid
from luohu_contract.finding import OverseasFindings
from luohu_contract.message import Question

TORN = "99-TORN"  #: the rule fails on it
POISON = "99-POISON"  #: the query fails on it
FADED = "99-FADED"  #: a person has to look, and the register proposes valid
BLANK = "99-BLANK"  #: a person has to look, and nothing is proposed
DISPUTABLE = ("property.registration_date_disputed",)


@dataclass(frozen=True, slots=True)
class Card:
    name: str
    level: OverseasLevel
    issued_on: date


def judge(question: Question, card: Card | None) -> Decision:
    claim = question.claim
    assert isinstance(claim, OverseasEducationClaim)
    if claim.certificate_number == TORN:
        raise ZeroDivisionError("the card is torn")
    if claim.certificate_number == BLANK:
        return AskOperator("The card is blank: look at the scan.")
    if card is None:
        return Invalid("overseas.not_found", cause="card_unknown")
    valid = Valid(OverseasFindings(level=card.level, issued_on=card.issued_on), DISPUTABLE)
    if claim.certificate_number == FADED:
        return AskOperator("The card is faded: look at the scan.", proposed=valid)
    if card.name != question.subject.name:
        return Invalid("overseas.document_mismatch", valid.findings, cause="reader_differs")
    return valid

"""What a bot finds where it overturns: the claim, borne out in full. Pure."""

from luohu_contract.claim import (
    AwardClaim,
    Claim,
    DegreeCheckClaim,
    DegreeClaim,
    DepartmentClaim,
    DormitoryClaim,
    HonourClaim,
    OverseasEducationClaim,
    OwnHomeClaim,
    PersonnelFileClaim,
    QualificationClaim,
    RentalClaim,
    ScienceAwardClaim,
    TaxClaim,
    TaxPenaltiesClaim,
    TaxTotalClaim,
)
from luohu_contract.confirmed import confirmed
from luohu_contract.finding import (
    AwardFindings,
    DegreeCheckFindings,
    DegreeFindings,
    DepartmentFindings,
    Findings,
    HonourFindings,
    OverseasFindings,
    QualificationFindings,
    ScienceAwardFindings,
    TaxFindings,
)
from luohu_contract.message import Question
from luohu_contract.months import Month

PENALTY = "tax.penalty_recorded"

#: Claims that are borne out by what they say themselves, whatever was seen before.
_AS_ENTERED = (
    OwnHomeClaim,
    DormitoryClaim,
    RentalClaim,
    TaxPenaltiesClaim,
    TaxTotalClaim,
    PersonnelFileClaim,
)


def borne_out(question: Question, seen: Findings | None) -> Findings | None:
    """The findings with which the claim holds; None where nothing is claimed, and only records are read.

    seen: those of the answer that is overturned. A date that only a register knows is taken from there, else it is the
    base date of the round.
    """
    claim = question.claim
    if isinstance(claim, _AS_ENTERED):
        return confirmed(claim, question.as_of)
    if isinstance(claim, QualificationClaim | DegreeClaim | OverseasEducationClaim):
        return _education(question, claim, seen)
    if isinstance(claim, TaxClaim):
        return _tax(question, claim, seen)
    if isinstance(claim, DepartmentClaim | DegreeCheckClaim):
        return _at_a_window(question, claim, seen)
    return _merit(question, claim, seen)


def _education(
    question: Question, claim: QualificationClaim | DegreeClaim | OverseasEducationClaim, seen: Findings | None
) -> Findings:
    if isinstance(claim, QualificationClaim):
        known = seen.graduated_on if isinstance(seen, QualificationFindings) else None
        return QualificationFindings(graduated_on=known or question.as_of)
    if isinstance(claim, DegreeClaim):
        return DegreeFindings(degree_conferred_on=str(Month.of(question.as_of)))
    known = seen.issued_on if isinstance(seen, OverseasFindings) else None
    return OverseasFindings(level=claim.level, issued_on=known or question.as_of)


def _tax(question: Question, claim: TaxClaim, seen: Findings | None) -> Findings:
    """Every year reaches the figure; penalties are gone where they are what is disputed."""
    known = seen if isinstance(seen, TaxFindings) else None
    if known is not None and question.disputes == PENALTY:
        return known.model_copy(update={"tax_penalties": 0})
    penalties = known.tax_penalties if known else 0
    return confirmed(claim, question.as_of).model_copy(update={"tax_penalties": penalties})


def _at_a_window(question: Question, claim: DepartmentClaim | DegreeCheckClaim, seen: Findings | None) -> Findings:
    """What was entered is so; what the register knows besides stays."""
    if isinstance(claim, DepartmentClaim):
        known = seen.values if isinstance(seen, DepartmentFindings) else {}
        values = {**known, **claim.entered}
        return DepartmentFindings(department=claim.department, indicator=claim.indicator, values=values)
    found = confirmed(claim, question.as_of)
    if not isinstance(seen, DegreeCheckFindings):
        return found
    held = {"scarce_major": seen.scarce_major, **({"graduated": seen.graduated} if seen.graduated else {})}
    return found.model_copy(update=held)


def _merit(question: Question, claim: Claim, seen: Findings | None) -> Findings | None:
    """An award or an honour is on the list as it was entered."""
    if isinstance(claim, ScienceAwardClaim):
        known = seen if isinstance(seen, ScienceAwardFindings) else ScienceAwardFindings()
        return known.model_copy(update={"filed_type": claim.type})
    if isinstance(claim, AwardClaim):
        return AwardFindings(**claim.model_dump(exclude={"kind", "type"}))
    if isinstance(claim, HonourClaim):
        return HonourFindings(type=claim.type, name=claim.name or claim.type.value, year=question.as_of.year)
    return None

"""The registry's rule: are a qualification, a degree, an overseas certificate what the applicant entered.

Handbook 三.三.3. Qualification and degree are judged by the same questions in the same order, each on its own:

1. what the certificate's number itself says: a year after the base date, then another level than the chosen one;
2. whether a record is found under what was entered;
3. what the record says: a date after the base date, then another level;
4. whether name, birth date and sex of the record are those of the applicant's identity card of today;
5. of a degree only: whether its date is a month or a day at all.

So nobody is sent through a recheck of two weeks for a certificate that could not count afterwards.
"""

from luohu_contract.claim import DegreeClaim, OverseasEducationClaim, QualificationClaim
from luohu_contract.decision import Correction, Decision
from luohu_contract.message import Question
from luohu_education_registry.verdicts.domestic import judge_degree, judge_qualification
from luohu_education_registry.verdicts.overseas import judge_overseas
from luohu_education_registry.verdicts.record import (
    Degree,
    Facts,
    Holder,
    OverseasCertificate,
    OverseasSource,
    Qualification,
)

__all__ = [
    "Degree",
    "Facts",
    "Holder",
    "OverseasCertificate",
    "OverseasSource",
    "Qualification",
    "judge",
    "overturned",
]


def judge(question: Question, record: Facts) -> Decision:
    """Judge one half of a domestic education, or an overseas certificate. TypeError for any other claim."""
    match question.claim:
        case QualificationClaim() as claim:
            return judge_qualification(question, claim, record if isinstance(record, Qualification) else None)
        case DegreeClaim() as claim:
            return judge_degree(question, claim, record if isinstance(record, Degree) else None)
        case OverseasEducationClaim() as claim:
            return judge_overseas(question, claim, record if isinstance(record, OverseasCertificate) else None)
        case claim:
            raise TypeError(f"the education registry does not judge a claim of kind {claim.kind}")


def overturned(question: Question, record: Facts, correction: Correction | None) -> Decision:
    """What an operator's overturn means: the rule on the corrected register, with the holder's identity accepted.

    The evidence of a recheck of a domestic education proves that the person of the record is the applicant; everything
    else must still hold. Entering the applicant's number as `confirmed_as` makes that last for later questions too.
    """
    match question.claim, record:
        case QualificationClaim() as claim, Qualification():
            return judge_qualification(question, claim, record, accepted=True)
        case DegreeClaim() as claim, Degree():
            return judge_degree(question, claim, record, accepted=True)
    return judge(question, record)

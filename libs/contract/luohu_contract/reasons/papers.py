"""Which papers a recheck wants: the case of a reason's evidence that a claim falls under (三.五.3, 三.八.3)."""

from luohu_contract.awards import AWARD
from luohu_contract.claim import AwardClaim, Claim, HonourClaim
from luohu_contract.honours import HonourType
from luohu_contract.reasons.kind import Evidence, Reason

#: the case of `honour.not_matched`, by the type of the honour
HONOUR_CASE: dict[HonourType, str] = {
    HonourType.MODEL_WORKER: "model_worker",
    HonourType.NATIONAL_MORAL_MODEL: "moral_model",
    HonourType.CAPITAL_MORAL_MODEL: "moral_model",
    HonourType.NATIONAL_GOOD_SAMARITAN: "good_samaritan",
    HonourType.CAPITAL_GOOD_SAMARITAN: "good_samaritan",
}


def papers(row: Reason, claim: Claim | None) -> tuple[Evidence, ...]:
    """The evidence that a recheck of this claim wants: one case for awards and honours, else every case there is."""
    case: str | None = None
    if isinstance(claim, AwardClaim) and claim.award_kind in AWARD:
        case = AWARD[claim.award_kind].family
    elif isinstance(claim, HonourClaim):
        case = HONOUR_CASE[claim.type]
    return tuple(one for one in row.evidence if one.case == case) or row.evidence

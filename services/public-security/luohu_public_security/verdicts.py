"""What public security has on record about a person: identity, household, permit, detentions, crime (DOMAIN 2.10).

Detentions are counted by calendar year in the years that were asked about (近五年, handbook 三.九). A crime counts
whenever it was: it ends the procedure at any time (DOMAIN 3.9). Nothing is judged here but what the register holds.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from luohu_contract.claim import ConductClaim, Sex
from luohu_contract.decision import Decision, Valid
from luohu_contract.message import Question
from luohu_contract.standing import ConductFindings, Permit, PermitStatus, RegisteredIdentity


@dataclass(frozen=True, slots=True)
class Resident:
    """Who somebody is today, and where the household is registered."""

    name: str
    birth_date: date
    sex: Sex
    household: str
    household_in_beijing: bool


@dataclass(frozen=True, slots=True)
class ResidencePermit:
    """One permit; somebody who left and came back has several."""

    number: str
    applied_on: date
    status: PermitStatus


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything on record about one person; revoked detentions and judgments that were set aside are left out."""

    resident: Resident | None = None
    permits: tuple[ResidencePermit, ...] = ()
    detained_on: tuple[date, ...] = ()
    convicted: bool = False


def judge(question: Question, facts: Facts) -> Decision:
    """The record as it is. Always valid; TypeError for any claim but one that reads this record."""
    claim = question.claim
    if not isinstance(claim, ConductClaim):
        raise TypeError(f"public security does not judge a claim of kind {claim.kind}")
    resident = facts.resident
    in_year = Counter(day.year for day in facts.detained_on)
    by_year = {year: in_year[year] for year in sorted(set(claim.detention_years))}
    return Valid(
        ConductFindings(
            identity=RegisteredIdentity(name=resident.name, birth_date=resident.birth_date, sex=resident.sex)
            if resident
            else None,
            household=resident.household if resident else None,
            household_in_beijing=resident is not None and resident.household_in_beijing,
            permit=_shown(facts.permits),
            detentions=sum(by_year.values()),
            detentions_by_year=by_year,
            criminal_record=facts.convicted,
        )
    )


def _shown(permits: Sequence[ResidencePermit]) -> Permit | None:
    """The valid permit that was applied for first; where none is valid, the one that was applied for last."""
    valid = [permit for permit in permits if permit.status is PermitStatus.VALID]
    if valid:
        chosen = min(valid, key=lambda permit: (permit.applied_on, permit.number))
    elif permits:
        chosen = max(permits, key=lambda permit: (permit.applied_on, permit.number))
    else:
        return None
    return Permit(number=chosen.number, applied_on=chosen.applied_on, status=chosen.status)

"""How a declaration stands with the conditions of eligibility: computed from the two readings whenever it is asked.

Nothing of it is stored, so it can never lag behind a reading, a sanction or the window's decision.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from luohu_contract.item import ItemKind
from luohu_contract.message import Part
from luohu_contract.standing import ConductFindings, InsuranceFindings
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.dispute import Dispute, DisputeState, set_aside
from luohu_declaration.domain.eligibility import Bar, Case, EligibilityState, Failure, Rules, judge
from luohu_declaration.domain.item import Item, PartResult
from luohu_declaration.domain.sanction import Sanction
from luohu_declaration.storage import associations, disputes, sanctions
from luohu_declaration.usecases.rights import policy_of
from luohu_kit.work import Work
from luohu_scoring import Policy

#: The readings that the conditions stand on; the penalties are read along with them and count only as points.
_STANDS_ON = (ItemKind.EMPLOYMENT, ItemKind.LAW_ABIDING)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The state, and what it is made of."""

    state: EligibilityState
    failures: tuple[Failure, ...] = ()  #: conditions that are not met and that nobody set aside
    set_aside: tuple[Failure, ...] = ()  #: not met either, but the window admitted the applicant in spite of them
    readings: tuple[Item, ...] = ()  #: the items that the answer stands on
    disputes: tuple[Dispute, ...] = ()

    @property
    def waits_for(self) -> UUID | None:
        """A reading whose answer is out; None when nothing is."""
        return next((item.id for item in self.readings if item.standing.locked), None)

    @property
    def open_dispute(self) -> Dispute | None:
        """The objection that is with the window."""
        return next((each for each in self.disputes if each.state is DisputeState.OPEN), None)


async def eligibility_of(work: Work, declaration: Declaration, items: Iterable[Item]) -> Eligibility:
    """Where a declaration stands. items: its items, or at least the two that the conditions stand on."""
    readings = tuple(item for item in items if item.kind in _STANDS_ON)
    if not readings:
        return Eligibility(EligibilityState.UNCHECKED)
    filed = tuple(await disputes.of_declaration(work, declaration.id))
    results = {item.kind: _result(item) for item in readings}
    insurance, conduct = (results.get(kind) for kind in _STANDS_ON)
    if any(item.standing.locked for item in readings):
        return Eligibility(EligibilityState.CHECKING, readings=readings, disputes=filed)
    if insurance is None or conduct is None:
        return Eligibility(EligibilityState.UNCHECKED, readings=readings, disputes=filed)
    assert isinstance(insurance.findings, InsuranceFindings)  # noqa: S101 - findings fit their question
    assert isinstance(conduct.findings, ConductFindings)  # noqa: S101
    bar, employer_bar = await _bars(work, declaration)
    case = Case(
        person=declaration.person,
        insurance=insurance.findings,
        conduct=conduct.findings,
        base_date=work.world.base_date,
        bar=bar,
        employer_bar=employer_bar,
    )
    found = judge(case, rules_of(policy_of(work.world)))
    admitted = set_aside(filed)
    standing = tuple(each for each in found if each.code not in admitted)
    return Eligibility(
        state=EligibilityState.NOT_ELIGIBLE if standing else EligibilityState.ELIGIBLE,
        failures=standing,
        set_aside=tuple(each for each in found if each.code in admitted),
        readings=readings,
        disputes=filed,
    )


def rules_of(policy: Policy) -> Rules:
    """The figures of the conditions, as the policy has them."""
    figures = policy.eligibility
    ages = figures.retirement_age
    return Rules(
        continuous_months=figures.continuous_months,
        back_paid_most=figures.back_paid_most,
        permit_by=policy.permit_by,
        man=ages["man"],
        woman_worker=ages["woman_worker"],
        woman_cadre=ages["woman_cadre"],
    )


def _result(item: Item) -> PartResult | None:
    """What the agency said of a record; None before it said anything."""
    result = item.standing.results.get(Part.WHOLE)
    return result if result is not None and result.findings is not None else None


async def _bars(work: Work, declaration: Declaration) -> tuple[Bar | None, Bar | None]:
    """Sanctions of the applicant, and of the employer that they are associated with."""
    id_number, year = declaration.person.id_number, declaration.year
    own = await sanctions.person_barred(work, id_number, year)
    association = await associations.of_person(work, year, id_number)
    employers = await sanctions.employer_barred(work, association.uscc, year) if association else None
    return _bar(own), _bar(employers)


def _bar(sanction: Sanction | None) -> Bar | None:
    return None if sanction is None else Bar(sanction.from_year, sanction.to_year)

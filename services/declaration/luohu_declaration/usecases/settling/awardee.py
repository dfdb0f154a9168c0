"""What the rules of the settlement need to know of an awardee, gathered from the declaration."""

from decimal import Decimal

from luohu_contract.finding import PropertyFindings
from luohu_contract.forms import OwnHomeForm, Relation, SpouseForm
from luohu_contract.household import HomeOwner
from luohu_contract.item import ItemKind
from luohu_contract.message import Part
from luohu_declaration.domain.forms import form_of
from luohu_declaration.domain.item import Item
from luohu_declaration.domain.residence import effective_months
from luohu_declaration.domain.round import Round
from luohu_declaration.domain.settlement.papers import NEEDS, Case, Counter, Need
from luohu_declaration.domain.settlement.steps import SettlementEvent, SettlementRefused
from luohu_declaration.domain.settlement.transfer_checks import Awardee, FiledHome
from luohu_declaration.domain.states import Status
from luohu_declaration.storage import associations, award_basis, items
from luohu_declaration.usecases.rights import policy_of
from luohu_declaration.usecases.settling.holding import Held
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work
from luohu_scoring import Line, Policy
from luohu_scoring.timeline import outside

NOTHING = Decimal(0)


async def awardee_of(work: Work, held: Held) -> Awardee:
    """What transfer data is measured against."""
    person = held.declaration.person
    employer = await associations.approved(work, held.declaration.year, person.id_number)
    return Awardee(
        id_number=person.id_number,
        today=work.now.astimezone(BEIJING).date(),
        homes=await _homes(work, held),
        bound_to_area=await _bound_to_area(work, held),
        declared_children=await award_basis.declared_children(work, held.id),
        employer_name=None if employer is None else employer.employer_name,
    )


async def case_of(work: Work, held: Held, *, by_proxy: bool = False) -> Case:
    """What the lists of papers depend on. Raises SettlementRefused while no transfer data is entered."""
    data = held.settlement.data
    if data is None:
        raise SettlementRefused(held.settlement.status, SettlementEvent.PRINTED)
    at_spouses = any(home.owner is HomeOwner.SPOUSE for home in await _homes(work, held))
    return Case(data, points_from_spouses_home=at_spouses, by_proxy=by_proxy)


async def needs_of(work: Work, held: Held, counter: Counter, *, by_proxy: bool = False) -> list[Need]:
    """The papers that a counter wants. Raises SettlementRefused while no transfer data is entered."""
    return NEEDS[counter](await case_of(work, held, by_proxy=by_proxy))


async def _homes(work: Work, held: Held) -> list[FiledHome]:
    filed = await items.of_declaration(work, held.id)
    valid = [item for item in filed if item.kind is ItemKind.OWN_HOME and item.standing.status is Status.VALID]
    by_id = {item.id: item for item in filed}
    policy = policy_of(work.world)
    return [_home(item, by_id.get(item.spouse_id) if item.spouse_id else None, policy) for item in valid]


async def _bound_to_area(work: Work, held: Held) -> bool:
    """Whether the award rests on 职住区域: the commitment alone, which gave no points, binds nobody (三.四)."""
    won = await award_basis.won(work, held.id)
    scored = won is not None and won.lines.get(Line.JOB_HOUSING_AREA, NOTHING) > 0
    return scored and await award_basis.area_committed(work, held.id)


def _home(item: Item, spouse: Item | None, policy: Policy) -> FiledHome:
    """A home that counted. The home of who is not the spouse any more is no home of the family."""
    form, marriage = form_of(item), form_of(spouse) if spouse else None
    assert isinstance(form, OwnHomeForm)  # noqa: S101 - narrows the type
    found = item.standing.results[Part.WHOLE].findings
    divorced = isinstance(marriage, SpouseForm) and marriage.married_to is not None
    return FiledHome(
        certificate_number=form.certificate_number,
        owner=HomeOwner.SPOUSE if form.relation is Relation.SPOUSE else HomeOwner.SELF,
        outside=outside(form.district) and effective_months(item, spouse, Round.of(policy)).last == policy.last_month,
        ended=divorced or (isinstance(found, PropertyFindings) and found.expired_on is not None),
    )

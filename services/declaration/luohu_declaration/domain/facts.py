"""From what agencies found to the facts that are scored (handbook 三; DOMAIN 7): nothing that was merely claimed.

An item that is under review makes its line pending, unless it was valid: while that is rechecked its last findings
stand, and the total is not final (DOMAIN 5.4). Any other draft, an invalid item and a deleted one add nothing; invalid
taxes alone still have their penalties. Months before the birth, which old archives hold, are cut off: nobody lived or
worked then.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from luohu_contract.claim import InnovationType
from luohu_contract.finding import (
    AwardFindings,
    Findings,
    HonourFindings,
    ScienceAwardFindings,
    TaxFindings,
    TaxPenaltiesFindings,
)
from luohu_contract.forms import DormitoryForm, HonourForm, InnovationForm, OwnHomeForm, RentalForm
from luohu_contract.item import ItemKind
from luohu_contract.message import Part
from luohu_contract.months import Month
from luohu_contract.standing import ConductFindings, InsuranceFindings
from luohu_declaration.domain.born import born_on
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.forms import form_of
from luohu_declaration.domain.item import EDUCATION, RESIDENCES, Item
from luohu_declaration.domain.merit import awaits_commission
from luohu_declaration.domain.residence import effective_months
from luohu_declaration.domain.round import Round
from luohu_declaration.domain.states import Status
from luohu_declaration.domain.study_facts import education_of, findings_of
from luohu_scoring import (
    AreaFacts,
    Facts,
    HomeKind,
    HomeSpell,
    Honour,
    Innovation,
    InsuranceSpell,
    LawFacts,
    Line,
    TaxFacts,
    TaxYear,
)

#: The line that waits while an item of the kind is under review. A spouse record's residences wait with it.
LINE_OF: dict[ItemKind, Line] = {
    ItemKind.EMPLOYMENT: Line.EMPLOYMENT,
    ItemKind.OWN_HOME: Line.HOUSING,
    ItemKind.RENTAL: Line.HOUSING,
    ItemKind.DORMITORY: Line.HOUSING,
    ItemKind.DOMESTIC_EDUCATION: Line.EDUCATION,
    ItemKind.OVERSEAS_EDUCATION: Line.EDUCATION,
    ItemKind.INNOVATION: Line.INNOVATION,
    ItemKind.TAX: Line.TAX,
    ItemKind.TAX_PENALTIES: Line.TAX,
    ItemKind.HONOUR: Line.HONOUR,
    ItemKind.LAW_ABIDING: Line.LAW_ABIDING,
}

#: What the city reads by itself: without the reading, nothing is known.
_READ = (ItemKind.EMPLOYMENT, ItemKind.LAW_ABIDING)


def facts_of(
    declaration: Declaration,
    filed: Sequence[Item],
    *,
    city: str,
    around: Round,
    area_committed: bool,
    born: date | None = None,
) -> Facts:
    """The facts of one declaration as it stands, before corrections.

    filed: its items. around: the round. area_committed: 以职住区域指标积分. born: the birth date
    that a decision put in the place of the one on record.
    Raises ValueError when what was found cannot be true of one person.
    """
    items = {item.id: item for item in filed}
    valid = [item for item in filed if _stands(item)]
    born = born or born_on(declaration.person, filed)
    education = education_of(valid)
    if education is not None and education.graduated.year < born.year:
        education = None
    pending = _pending(filed, area_committed=area_committed)
    if education is None and any(item.kind in EDUCATION for item in valid):
        pending |= {Line.EDUCATION}  # accepted, but without a date that the deduction can be counted from
    return Facts.model_validate(
        {
            "id": str(declaration.id),
            "city": city,
            "year": declaration.year,
            "birth_date": born,
            "insurance": tuple(_insurance(valid, Month(born.year, 1))),
            "homes": tuple(_homes(valid, items, around, Month(born.year, 1))),
            "education": education,
            "area": AreaFacts(committed=area_committed),
            "innovation": tuple(_innovations(valid)),
            "tax": _tax(filed),
            "honours": tuple(_honours(valid)),
            "law": next(_conduct(valid), LawFacts()),
            "pending": pending,
            "rechecked": _lines((item for item in valid if item.standing.locked), area_committed=area_committed),
        }
    )


def _pending(filed: Sequence[Item], *, area_committed: bool) -> frozenset[Line]:
    """Lines whose result is out. The area waits for homes that are looked at, once it is to count at all.

    A type of the science commission waits from the start: the commission is asked when the stage ends (三.五.2(1)).
    """
    known = {item.kind for item in filed if item.standing.status in (Status.VALID, Status.INVALID)}
    unread = frozenset(LINE_OF[kind] for kind in _READ if kind not in known)
    waiting = (item for item in filed if awaits_commission(item) or (item.standing.locked and not _stands(item)))
    return unread | _lines(waiting, area_committed=area_committed)


def _lines(items: Iterable[Item], *, area_committed: bool) -> frozenset[Line]:
    """The lines that these items have a part in."""
    kinds = {item.kind for item in items}
    lines = {LINE_OF[kind] for kind in kinds if kind in LINE_OF}
    if area_committed and ItemKind.OWN_HOME in kinds:
        lines.add(Line.JOB_HOUSING_AREA)
    return frozenset(lines)


def _stands(item: Item) -> bool:
    """Whether a valid result counts: the item's own, or while it is rechecked the last one."""
    standing = item.standing
    rechecked = standing.status is Status.RECHECK and any(result.valid for result in standing.results.values())
    return standing.status is Status.VALID or rechecked


def _insurance(valid: Iterable[Item], born: Month) -> Iterable[InsuranceSpell]:
    """Months that were paid in time; back-paid ones count nowhere in the score (三.一)."""
    for item in valid:
        found = findings_of(item)
        if not isinstance(found, InsuranceFindings):
            continue
        for span in found.spans:
            if not span.back_paid and span.last >= born:
                first = max(span.first, born)
                yield InsuranceSpell(insurance=span.insurance, first=first, last=span.last, district=span.district)


def _homes(valid: Iterable[Item], items: Mapping[UUID, Item], around: Round, born: Month) -> Iterable[HomeSpell]:
    for item in valid:
        if item.kind not in RESIDENCES:
            continue
        spouse = items.get(item.spouse_id) if item.spouse_id else None
        months = effective_months(item, spouse, around)
        if months.first is None or months.last is None or months.last < born:
            continue
        form = form_of(item)
        assert isinstance(form, OwnHomeForm | RentalForm | DormitoryForm)  # noqa: S101 - narrows the type
        yield HomeSpell(
            item=str(item.id),
            kind=HomeKind(item.kind.value),
            first=max(months.first, born),
            last=months.last,
            district=form.district,
        )


def _innovations(valid: Iterable[Item]) -> Iterable[Innovation]:
    for item in valid:
        form = form_of(item)
        if isinstance(form, InnovationForm):
            yield _innovation(str(item.id), form.type, findings_of(item))


def _innovation(item: str, kind: InnovationType, found: Findings | None) -> Innovation:
    """Names and places as the list or the commission has them; what neither states counts as met."""
    if isinstance(found, AwardFindings):
        return Innovation(
            item=item,
            type=kind,
            award=found.award_kind,
            grade=found.grade,
            role=found.role,
            place=found.place,
            year=found.year,
            first_founder=found.first_founder,
        )
    if isinstance(found, ScienceAwardFindings):
        return Innovation(
            item=item,
            type=kind,
            grade=found.grade,
            role=found.role,
            year=found.competition_year,
            registered_in_beijing=found.registered_in_beijing,
            income_tax=found.income_tax,
            shareholding_percent=found.shareholding_percent,
            full_year=found.full_year,
            equity_raised=found.equity_raised,
        )
    return Innovation(item=item, type=kind)


def _tax(filed: Iterable[Item]) -> TaxFacts | None:
    """Years and penalties of the item, valid or not: penalties count, too, where no year does (三.六.1).

    Without an item the penalties that were read count in any case (DOMAIN 4.8).
    """
    read: TaxFacts | None = None
    for item in filed:
        result = item.standing.results.get(Part.WHOLE)
        found = result and result.findings
        if isinstance(found, TaxFindings):
            years = tuple(TaxYear(year=each.year, valid=each.valid, paid=each.paid) for each in found.years)
            return TaxFacts(years=years, penalties=found.tax_penalties)
        if isinstance(found, TaxPenaltiesFindings):
            read = TaxFacts(penalties=found.tax_penalties)
    return read


def _honours(valid: Iterable[Item]) -> Iterable[Honour]:
    for item in valid:
        form, found = form_of(item), findings_of(item)
        if isinstance(form, HonourForm):
            confirmed = found.name if isinstance(found, HonourFindings) else None
            yield Honour(item=str(item.id), type=form.type, name=confirmed)


def _conduct(valid: Iterable[Item]) -> Iterator[LawFacts]:
    for item in valid:
        found = findings_of(item)
        if isinstance(found, ConductFindings):
            yield LawFacts(detentions=found.detentions)

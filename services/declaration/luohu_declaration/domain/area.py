"""职住区域, month by month: what own homes and insurance give as they stand now (点击查看, handbook 三.四).

The months and the points are the scoring engine's; here are the rows that show where they come from.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from luohu_contract.forms import OwnHomeForm
from luohu_contract.item import ItemKind
from luohu_contract.message import Part
from luohu_contract.months import Month
from luohu_contract.standing import InsuranceFindings
from luohu_declaration.domain.forms import form_of
from luohu_declaration.domain.item import Item
from luohu_declaration.domain.residence import effective_months
from luohu_declaration.domain.round import Round
from luohu_declaration.domain.states import Status
from luohu_scoring import AreaFacts, Facts, HomeKind, HomeSpell, InsuranceSpell, Line, Policy, Step, score
from luohu_scoring.figures import AreaByMonths
from luohu_scoring.timeline import outside


class Side(StrEnum):
    """Where a home lies, or where insurance is paid, seen from the six central districts."""

    OUTSIDE = "outside"  #: 其他行政区
    INSIDE = "inside"  #: 城六区; insurance at the city's own agency counts here


@dataclass(frozen=True, slots=True)
class AreaMonth:
    """One row of the handbook's table."""

    month: Month
    lives: Side | None  #: by own homes that are valid; None: in none
    works: Side | None  #: by insurance that was paid in time; None: not insured


@dataclass(frozen=True, slots=True)
class Area:
    """The provisional result."""

    rows: tuple[AreaMonth, ...]
    both: int  #: months lived and worked outside
    live: int  #: months lived outside, and not worked there
    years_both: int  #: full years of the first
    years_live: int  #: full years of the second, with what was left over from the first
    points: Decimal
    reasons: tuple[str, ...]  #: codes of the reason catalogue
    steps: tuple[Step, ...]  #: how the points came to be
    waits_for: tuple[UUID, ...]  #: own homes and readings whose results are out


def area_of(filed: Sequence[Item], policy: Policy, *, birth_date: date, committed: bool) -> Area:
    """The area as the items stand now. committed: whether the applicant will register in that home."""
    first = policy.figures.job_housing_area.first_month.value
    homes = tuple(_homes(filed, first, Round.of(policy)))
    paid = tuple(_insurance(filed, first))
    facts = Facts(
        id="area",
        year=policy.year,
        birth_date=birth_date,
        insurance=paid,
        homes=homes,
        area=AreaFacts(committed=committed),
    )
    result = score(facts, policy)
    points = result.lines[Line.JOB_HOUSING_AREA]
    assert points is not None  # noqa: S101 - nothing was said to be pending
    both, live = result.months.area_both, result.months.area_live
    rows = tuple(_row(month, homes, paid) for month in _months(first, policy.last_month))
    years_both, rest = divmod(both, 12)
    rest = rest if isinstance(policy.figures.job_housing_area, AreaByMonths) else 0
    return Area(
        rows=rows,
        both=both,
        live=live,
        years_both=years_both,
        years_live=(live + rest) // 12,
        points=points,
        reasons=_reasons(rows, both + live),
        steps=tuple(step for step in result.trace if step.line is Line.JOB_HOUSING_AREA),
        waits_for=tuple(
            item.id for item in filed if item.kind in (ItemKind.OWN_HOME, ItemKind.EMPLOYMENT) and item.standing.locked
        ),
    )


def _reasons(rows: Sequence[AreaMonth], months: int) -> tuple[str, ...]:
    """Why there are no points, as far as homes and months say."""
    found = []
    if not rows or rows[-1].lives is not Side.OUTSIDE:
        found.append("area.not_outside_in_december")
    if months < 12:
        found.append("area.months_below_twelve")
    return tuple(found)


def _row(month: Month, homes: Iterable[HomeSpell], paid: Iterable[InsuranceSpell]) -> AreaMonth:
    """Of two own homes the one outside counts; who is insured inside works inside, as the engine has it."""
    homes_now = {outside(each.district) for each in homes if each.first <= month <= each.last}
    paid_now = {outside(each.district) for each in paid if each.first <= month <= each.last}
    lives = (Side.OUTSIDE if True in homes_now else Side.INSIDE) if homes_now else None
    works = (Side.INSIDE if False in paid_now else Side.OUTSIDE) if paid_now else None
    return AreaMonth(month, lives, works)


def _months(first: Month, last: Month) -> Iterable[Month]:
    while first <= last:
        yield first
        first = first.plus(1)


def _homes(filed: Sequence[Item], first: Month, around: Round) -> Iterable[HomeSpell]:
    """Own homes that are valid, from the first month that counts."""
    beside: Mapping[UUID, Item] = {item.id: item for item in filed}
    for item in filed:
        if item.kind is not ItemKind.OWN_HOME or item.standing.status is not Status.VALID:
            continue
        months = effective_months(item, beside.get(item.spouse_id) if item.spouse_id else None, around)
        form = form_of(item)
        assert isinstance(form, OwnHomeForm)  # noqa: S101 - narrows the type
        if months.first is not None and months.last is not None and months.last >= first:
            began = max(months.first, first)
            yield HomeSpell(
                item=str(item.id), kind=HomeKind.OWN_HOME, first=began, last=months.last, district=form.district
            )


def _insurance(filed: Sequence[Item], first: Month) -> Iterable[InsuranceSpell]:
    """Insurance that was paid in time, from the first month that counts."""
    for item in filed:
        result = item.standing.results.get(Part.WHOLE)
        found = None if result is None else result.findings
        if not isinstance(found, InsuranceFindings):
            continue
        for span in found.spans:
            if not span.back_paid and span.last >= first:
                began = max(span.first, first)
                yield InsuranceSpell(insurance=span.insurance, first=began, last=span.last, district=span.district)

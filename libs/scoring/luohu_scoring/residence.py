"""Points for time: employment, housing and the job-housing area (handbook 三.一, 三.二, 三.四)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from luohu_contract.standing import Insurance
from luohu_scoring.facts import Facts
from luohu_scoring.figure import Figure
from luohu_scoring.figures import AreaByMonths, AreaByTransfer
from luohu_scoring.line import Line
from luohu_scoring.points import half_up, per_year, printed
from luohu_scoring.policy import Policy
from luohu_scoring.spells import HomeKind, HomeSpell
from luohu_scoring.timeline import Employment, Homes, MonthSet, Places, after_first, count, outside, span, up_to
from luohu_scoring.trace import HousingMonths, Step, named

INSURANCE_ZH = {
    Insurance.PENSION: "养老",
    Insurance.MEDICAL: "医疗",
    Insurance.UNEMPLOYMENT: "失业",
    Insurance.INJURY: "工伤",
    Insurance.MATERNITY: "生育",
}


def employment(work: Employment, policy: Policy) -> list[Step]:
    """合法稳定就业: the months of the longest insurance, not full years (DOMAIN 7.2)."""
    figures = policy.figures.employment
    rate = figures.points_per_year
    name = f"{INSURANCE_ZH[work.insurance]} ({work.insurance.value})" if work.insurance else "no insurance"
    return [
        Step(
            Line.EMPLOYMENT,
            f"months of {name}, the longest insurance, {figures.first_month.value} to {policy.last_month}",
            str(count(work.months)),
            f"{printed(rate.value)} a year",
            rate.ref,
            per_year(count(work.months), rate.value),
        )
    ]


@dataclass(frozen=True, slots=True)
class _Split:
    """The month from which rented homes are filed divides the time line: what follows from it, for everybody."""

    before: MonthSet
    after: MonthSet  #: up to the last month that counts; none where the round ends before it
    own_before: str
    shared_before: str
    own_after: str
    shared_after: str

    @classmethod
    @lru_cache(maxsize=64)  # some policies, and a city of people
    def of(cls, policy: Policy) -> "_Split":
        since = policy.figures.housing.filed_from.value
        until = since.plus(-1)
        return cls(
            before=up_to(until),
            after=up_to(policy.last_month) & ~up_to(until),
            own_before=f"months in an own home up to {until}",
            shared_before=f"employed months without an own home up to {until}",
            own_after=f"months in an own home from {since}",
            shared_after=f"months in a rented home or dormitory from {since}",
        )


def employed_months(work: Employment, policy: Policy) -> tuple[int, int]:
    """Employed months before the split of housing, and from it on."""
    before = _Split.of(policy).before
    return count(work.months & before), count(work.months & ~before)


def housing_months(work: Employment, homes: Homes, policy: Policy) -> HousingMonths:
    """Months by bucket, compared by number on each side of the split; own homes go first (DOMAIN 7.2)."""
    before = _Split.of(policy).before
    employed_before, employed_after = employed_months(work, policy)
    own_before = min(count(homes.own & before), employed_before)
    own_after = min(count(homes.own & ~before), employed_after)
    filed = count(homes.shared & ~homes.own & ~before)
    return HousingMonths(
        own_before=own_before,
        shared_before=employed_before - own_before,
        own_after=own_after,
        shared_after=min(filed, employed_after - own_after),
    )


def housing(facts: Facts, months: HousingMonths, policy: Policy) -> list[Step]:
    """合法稳定住所: two buckets, and two more where the round reaches beyond the split. Each is rounded."""
    own, shared = policy.figures.housing.own_home_per_year, policy.figures.housing.shared_per_year
    split = _Split.of(policy)
    owned = [home for home in facts.homes if home.kind is HomeKind.OWN_HOME]
    buckets = [
        (split.own_before, months.own_before, own, lived_in(owned, split.before)),
        (split.shared_before, months.shared_before, shared, ()),
    ]
    if split.after:
        others = [home for home in facts.homes if home.kind is not HomeKind.OWN_HOME]
        buckets += [
            (split.own_after, months.own_after, own, lived_in(owned, split.after)),
            (split.shared_after, months.shared_after, shared, lived_in(others, split.after)),
        ]
    return [
        Step(
            Line.HOUSING,
            finding,
            str(lived),
            f"{printed(rate.value)} a year",
            rate.ref,
            per_year(lived, rate.value),
            items,
        )
        for finding, lived, rate, items in buckets
    ]


def lived_in(homes: Iterable[HomeSpell], within: MonthSet) -> tuple[str, ...]:
    """The items of homes with months among these."""
    return named(*(home.item for home in homes if span(home.first, home.last) & within))


def area_months(places: Places, policy: Policy) -> tuple[int, int]:
    """Months outside of the six since the area counts: (lived and worked there, lived there only).

    Living there is enough for the second, as the text asks for nothing else (三.四.1): months without insurance too.
    """
    rule = policy.figures.job_housing_area
    lived = places.lived_outside & span(rule.first_month.value, policy.last_month)
    both = lived & places.worked_outside
    if isinstance(rule, AreaByTransfer):
        # Moved: some month before, the home (or, without an own home, the work) was inside of the six [assumed].
        lived &= after_first(places.lived_inside | places.worked_inside)
        both &= after_first(places.worked_inside)
    return count(both), count(lived) - count(both)


def area(facts: Facts, places: Places, both: int, live: int, policy: Policy) -> list[Step]:
    """职住区域: nothing without the commitment and a home outside of the six in the last month (三.四.1)."""
    rule = policy.figures.job_housing_area
    gate = _gate(facts, places, policy)
    if gate:
        return [Step(Line.JOB_HOUSING_AREA, gate, "no", "both are needed", rule.first_month.ref, half_up(Decimal(0)))]
    years_both, rest = divmod(both, 12)
    if isinstance(rule, AreaByMonths):
        years_live, finding = (live + rest) // 12, f"months lived outside, and {rest} left over from above"
        points_live, points_both = years_live * rule.live_per_year.value, years_both * rule.both_per_year.value
    else:
        years_live, finding, rest = live // 12, "months lived outside after a move", 0
        points_live = min(rule.live_most.value, years_live * rule.live_per_year.value)
        points_both = years_both * rule.both_per_year.value
    items = _homes_outside(facts, policy)
    steps = [
        _area_step(
            "months lived and worked outside of the six", both, years_both, rule.both_per_year, points_both, items
        ),
        _area_step(finding, live + rest, years_live, rule.live_per_year, points_live, items),
    ]
    over = points_both + points_live - rule.most.value
    if over > 0:
        shown = printed(rule.most.value)
        steps.append(
            Step(
                Line.JOB_HOUSING_AREA,
                "points above the most",
                printed(over),
                f"at most {shown}",
                rule.most.ref,
                half_up(-over),
            )
        )
    return steps


def _gate(facts: Facts, places: Places, policy: Policy) -> str | None:
    if not facts.area.committed:
        return "commitment to register in that home"
    if not places.lived_outside & span(policy.last_month, policy.last_month):
        return f"own home outside of the six in {policy.last_month}"
    return None


def _homes_outside(facts: Facts, policy: Policy) -> tuple[str, ...]:
    if facts.area.lived is not None:  # a decision said where, in the place of the items
        return ()
    within = span(policy.figures.job_housing_area.first_month.value, policy.last_month)
    owned = (home for home in facts.homes if home.kind is HomeKind.OWN_HOME and outside(home.district))
    return lived_in(owned, within)


def _area_step(
    finding: str, months: int, years: int, rate: Figure[Decimal], points: Decimal, items: tuple[str, ...]
) -> Step:
    value, shown = f"{months}, which are {years} full years", f"{printed(rate.value)} a full year"
    return Step(Line.JOB_HOUSING_AREA, finding, value, shown, rate.ref, half_up(points), items)

"""Education and its deduction (handbook 三.三.1): two lines, because the page prints two."""

from dataclasses import dataclass
from functools import lru_cache

from luohu_contract.claim import DegreeLevel, QualificationLevel
from luohu_contract.months import Month
from luohu_scoring.facts import EducationFacts, Facts
from luohu_scoring.figures import Tier
from luohu_scoring.line import Line
from luohu_scoring.points import NOTHING, half_up, per_year, printed
from luohu_scoring.policy import Policy
from luohu_scoring.timeline import Employment, count, span, window_before
from luohu_scoring.trace import Step, named


def tier_of(education: EducationFacts, policy: Policy) -> Tier | None:
    """The best row of the table that the accepted halves reach; of rows with equal points, the first.

    A pair that has no row of its own (本科 with a master's degree) reaches the rows of its halves (DOMAIN 7.3).
    """
    return _tier(education.qualification, education.degree, policy)


@lru_cache(maxsize=256)
def _tier(qualification: QualificationLevel | None, degree: DegreeLevel | None, policy: Policy) -> Tier | None:
    reached = [
        tier
        for tier in policy.figures.education.tiers
        if tier.qualification in {None, qualification} and tier.degree in {None, degree}
    ]
    return max(reached, key=lambda tier: tier.points, default=None)


@dataclass(frozen=True, slots=True)
class Counted:
    """The education that counts, its row, and the months whose points the deduction takes back, both ends counted."""

    education: EducationFacts
    tier: Tier
    window: tuple[Month, Month]

    @classmethod
    def of(cls, facts: Facts, policy: Policy) -> "Counted | None":
        """None without an education, or when it was finished after the base date."""
        education = facts.education
        tier = tier_of(education, policy) if education else None
        if education is None or tier is None or education.graduated > policy.last_month:
            return None
        if policy.figures.education.window.value == "study" and education.studied_from is not None:
            return cls(education, tier, (education.studied_from, education.graduated))
        return cls(education, tier, window_before(education.graduated, tier.months))


def deducted_months(found: Counted | None, work: Employment) -> int:
    """Months of the counting insurance in the window. Back-paid ones gave no points, and lose none."""
    return 0 if found is None else count(work.months & span(*found.window))


def education(facts: Facts, found: Counted | None, policy: Policy) -> list[Step]:
    """教育背景: one education, the best row."""
    if found is None:
        ref = policy.figures.education.window.ref
        if facts.education is None:
            return [Step(Line.EDUCATION, "education", "none", "one counts", ref, NOTHING)]
        finished = f"graduated in {facts.education.graduated}"
        items, limit = named(facts.education.item), f"up to {policy.base_date}"
        return [Step(Line.EDUCATION, finished, "after the base date", limit, ref, NOTHING, items)]
    held, tier = found.education, found.tier
    halves = " + ".join(half.value for half in (held.qualification, held.degree) if half is not None)
    row = " + ".join(half.value for half in (tier.qualification, tier.degree) if half is not None)
    return [
        Step(
            Line.EDUCATION,
            "qualification and degree" if held.qualification and held.degree else _half(held),
            halves,
            f"{printed(tier.points)} for {row}",
            tier.ref,
            half_up(tier.points),
            named(held.item),
        )
    ]


def deduction(found: Counted | None, months: int, policy: Policy) -> list[Step]:
    """Points of the study time, at the half rate of housing for owners too; never below the row's limit."""
    if found is None:
        return []
    figures, tier = policy.figures.education, found.tier
    items = named(found.education.item)
    rate = figures.employment_per_year.value + figures.housing_per_year.value
    taken = per_year(months, rate)
    steps = [
        Step(
            Line.EDUCATION_DEDUCTION,
            f"insured months of the study, {found.window[0]} to {found.window[1]}",
            str(months),
            f"{printed(figures.employment_per_year.value)} + {printed(figures.housing_per_year.value)} a year",
            tier.ref,
            -taken if taken else NOTHING,
            items,
        )
    ]
    limit = tier.most_deducted
    if limit is not None and taken > limit:
        back = half_up(taken - limit)
        finding, figure = "deduction above the limit", f"at most {printed(limit)}"
        steps.append(Step(Line.EDUCATION_DEDUCTION, finding, printed(back), figure, tier.ref, back, items))
    return steps


def _half(held: EducationFacts) -> str:
    return "qualification alone" if held.qualification else "degree alone"

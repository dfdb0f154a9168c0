"""From facts and a policy to a score: pure, exact, and with a trace."""

from dataclasses import replace
from decimal import Decimal

from luohu_scoring import annex, merit_points, residence, study
from luohu_scoring.facts import Facts, FactsInvalid
from luohu_scoring.line import FOLLOWS, Line
from luohu_scoring.points import NOTHING, added, half_up
from luohu_scoring.policy import Policy
from luohu_scoring.timeline import Employment, Homes, Places, count
from luohu_scoring.trace import Months, Score, Step


def score(facts: Facts, policy: Policy) -> Score:
    """The ten lines, their total, and the steps behind them.

    A line that is pending, or that stands on one that is, is None; the total is None while there is such a line. It is
    None, too, while a line is rechecked, although each line has points then: what they come to is provisional.
    Raises FactsInvalid when the facts are of another city or year than the policy.
    Source: handbook 三; the arithmetic of DOMAIN 7.1.
    """
    if facts.city != policy.city:
        raise FactsInvalid((("city", f"{facts.city} is scored by another policy than that of {policy.city}"),))
    if facts.year != policy.year:
        raise FactsInvalid((("year", f"{facts.year} is scored by another policy than that of {policy.year}"),))
    months = _months(facts, policy)
    pending = facts.pending | {line for cause in facts.pending for line in FOLLOWS.get(cause, ())}
    steps = _steps(facts, months, policy)
    if pending:
        steps = [step for step in steps if step.line not in pending]
    trace = tuple(_sourced(step, facts) for step in steps) if facts.corrected else tuple(steps)
    lines: dict[Line, Decimal | None] = {line: None if line in pending else NOTHING for line in Line}
    for step in trace:
        lines[step.line] = (lines[step.line] or NOTHING) + step.points
    shown = {line: None if points is None else half_up(points) for line, points in lines.items()}
    total = added(shown.values())
    return Score(
        id=facts.id,
        city=policy.city,
        year=policy.year,
        rules=policy.rules,
        lines=shown,
        total=None if facts.rechecked else total,
        provisional=total if facts.rechecked else None,
        months=months[0],
        trace=trace,
    )


def _sourced(step: Step, facts: Facts) -> Step:
    """The step with the decision that corrected its line."""
    source = facts.corrected.get(step.line)
    return step if source is None else replace(step, source=source)


def _months(facts: Facts, policy: Policy) -> tuple[Months, Employment, Places, study.Counted | None]:
    work = Employment.of(facts, policy)
    before, after = residence.employed_months(work, policy)
    places = Places.of(facts, policy)
    both, live = residence.area_months(places, policy)
    studied = study.Counted.of(facts, policy)
    return (
        Months(
            employed=count(work.months),
            insurance=work.insurance,
            by_insurance=work.by_insurance,
            employed_before=before,
            employed_after=after,
            housing=residence.housing_months(work, Homes.of(facts, policy), policy),
            area_both=both,
            area_live=live,
            deducted=study.deducted_months(studied, work),
            window=None if studied is None else studied.window,
        ),
        work,
        places,
        studied,
    )


def _steps(facts: Facts, found: tuple[Months, Employment, Places, study.Counted | None], policy: Policy) -> list[Step]:
    months, work, places, studied = found
    return [
        *residence.employment(work, policy),
        *residence.housing(facts, months.housing, policy),
        *study.education(facts, studied, policy),
        *study.deduction(studied, months.deducted, policy),
        *residence.area(facts, places, months.area_both, months.area_live, policy),
        *annex.innovation(facts, policy),
        *merit_points.tax(facts, policy),
        *merit_points.age(facts, policy),
        *merit_points.honours(facts, policy),
        *merit_points.law_abiding(facts, policy),
    ]

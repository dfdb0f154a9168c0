"""Points for taxes, age, honours and conduct (handbook 三.六 to 三.九, 附件2)."""

from decimal import Decimal
from functools import lru_cache

from luohu_scoring.facts import Facts, TaxYear
from luohu_scoring.line import Line
from luohu_scoring.merits import Honour
from luohu_scoring.points import NOTHING, half_up, printed
from luohu_scoring.policy import Policy
from luohu_scoring.trace import Step, named


def tax(facts: Facts, policy: Policy) -> list[Step]:
    """纳税: years that reach the figure, if there was some tax in every year; less the penalties (DOMAIN 7.6)."""
    figures, filed = policy.figures.tax, facts.tax
    if filed is None:
        return [Step(Line.TAX, "tax authorisation", "none", "nothing to count", figures.yearly_tax.ref, NOTHING)]
    by_year = {year.year: year for year in filed.years}
    known = [by_year.get(year) or _untaxed(year) for year in policy.tax_years]
    unpaid = [str(year.year) for year in known if not (year.paid or year.amount)]
    good = [str(year.year) for year in known if year.valid or (year.amount or 0) >= figures.yearly_tax.value]
    figure = f"{printed(figures.points_per_year.value)} for each year from {printed(figures.yearly_tax.value)} CNY"
    value = f"{len(good)} of {', '.join(map(str, policy.tax_years))}"
    counts = len(good)
    if unpaid:
        counts, figure = 0, f"some tax in every year; none in {', '.join(unpaid)}"
    elif len(good) < figures.years_needed.value:
        counts, figure = 0, f"{figures.years_needed.value} years are needed"
    ref = figures.years.ref if unpaid else figures.points_per_year.ref
    steps = [
        Step(
            Line.TAX,
            "years of income tax that count",
            value,
            figure,
            ref,
            half_up(counts * figures.points_per_year.value),
        )
    ]
    if filed.penalties:
        years = f"tax penalties, {policy.penalty_years[0]} to {policy.penalty_years[-1]}"
        steps.append(_each(Line.TAX, years, filed.penalties, figures.penalty.value, figures.penalty.ref))
    return steps


@lru_cache(maxsize=256)
def _untaxed(year: int) -> TaxYear:
    """A year without tax."""
    return TaxYear(year=year, amount=Decimal(0))


def age_points(born: int, year: int, policy: Policy) -> Decimal:
    """The points of somebody born in a year, in a round (三.七.1). People born on 1 January are like all of their year.

    The age on 1 January of the year before the round, in full years, of somebody born in the last days of the year.
    """
    figures = policy.figures.age
    over = max(0, (year - 1) - (born + 1) - figures.full_until.value)
    return half_up(max(NOTHING, figures.full.value - over * figures.year_over.value))


def age(facts: Facts, policy: Policy) -> list[Step]:
    """年龄"""
    figures = policy.figures.age
    full, less = printed(figures.full.value), printed(figures.year_over.value)
    shown = f"{full} up to {figures.full_until.value}, then {less} less a year"
    points = age_points(facts.born, facts.year, policy)
    return [Step(Line.AGE, "year of birth", str(facts.born), shown, figures.full.ref, points)]


def honours(facts: Facts, policy: Policy) -> list[Step]:
    """荣誉表彰: once; an honour without a name counts by its type, one with a name only under a name of 附件2."""
    figures = policy.figures.honours
    for honour in facts.honours:
        ref = _listed(honour, policy)
        if ref is not None:
            shown = f"{printed(figures.points.value)} once"
            return [
                Step(
                    Line.HONOUR,
                    honour.type.value,
                    honour.name or "accepted",
                    shown,
                    ref,
                    half_up(figures.points.value),
                    named(honour.item),
                )
            ]
    value = "none that counts" if facts.honours else "none"
    items = named(*(honour.item for honour in facts.honours))
    shown = f"{printed(figures.points.value)} once"
    return [Step(Line.HONOUR, "honours", value, shown, figures.points.ref, NOTHING, items)]


def _listed(honour: Honour, policy: Policy) -> str | None:
    rows = [row for row in policy.figures.honours.rows if row.type is honour.type]
    return next((row.ref for row in rows if honour.name is None or honour.name in row.names), None)


def law_abiding(facts: Facts, policy: Policy) -> list[Step]:
    """守法记录: every detention counts."""
    figures = policy.figures.law_abiding
    years = f"detentions, {policy.detention_years[0]} to {policy.detention_years[-1]}"
    return [_each(Line.LAW_ABIDING, years, facts.law.detentions, figures.detention.value, figures.detention.ref)]


def _each(line: Line, finding: str, count: int, points: Decimal, ref: str) -> Step:
    taken = half_up(count * points) if count else NOTHING
    return Step(line, finding, str(count), f"{printed(points)} each", ref, taken)

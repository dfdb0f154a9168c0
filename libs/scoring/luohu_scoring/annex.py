"""Points for innovation: the rows and bands of annex 1 (handbook 三.五, 附件1)."""

from dataclasses import replace
from decimal import Decimal

from luohu_scoring.facts import Facts
from luohu_scoring.line import Line
from luohu_scoring.lists import Award, Band
from luohu_scoring.merits import Innovation
from luohu_scoring.points import NOTHING, half_up, printed
from luohu_scoring.policy import Policy
from luohu_scoring.trace import Step, named


def innovation(facts: Facts, policy: Policy) -> list[Step]:
    """创新创业: each item by its row of 附件1; the highest counts, the others are shown with nothing."""
    figures = policy.figures.innovation
    if not facts.innovation:
        return [
            Step(Line.INNOVATION, "innovation items", "none", "the highest counts", figures.national_most.ref, NOTHING)
        ]
    judged = [replace(_judged(item, policy), items=named(item.item)) for item in facts.innovation]
    best = max(range(len(judged)), key=lambda place: judged[place].points)
    return [step if place == best else _outdone(step) for place, step in enumerate(judged)]


def _outdone(step: Step) -> Step:
    if not step.points:
        return step
    return replace(step, figure=f"{step.figure}; another item has more", points=NOTHING)


def _judged(item: Innovation, policy: Policy) -> Step:
    figures = policy.figures.innovation
    finding = " ".join(filter(None, [item.award or item.type.value, item.grade, item.role]))
    value = "accepted" if item.place is None else f"place {item.place}"
    rows = [row for row in figures.rows if row.type is item.type and row.award in {None, item.award}]
    if not rows:
        return Step(Line.INNOVATION, finding, value, "not in the annex", figures.national_most.ref, NOTHING)
    row = rows[0]
    missed = _missed(item, row)
    band = None if missed else next((band for band in row.bands if _falls_into(item, band)), None)
    if band is None:
        return Step(
            Line.INNOVATION, finding, value, missed or "outside of the grades and places listed", row.ref, NOTHING
        )
    most = figures.national_most if row.scope == "national" else figures.city_most
    points = min(band.points, most.value)
    return Step(Line.INNOVATION, finding, value, f"{printed(points)} for {_named(band, row)}", row.ref, half_up(points))


def _missed(item: Innovation, row: Award) -> str | None:
    """The first condition of the row that the item does not meet. What is not given was judged by the agency."""
    limits = (
        (_below(item.year, row.since), f"counts from {row.since}"),
        (bool(row.roles) and item.role is not None and item.role not in row.roles, f"only for {', '.join(row.roles)}"),
        (row.first_founder and item.first_founder is False, "only for the first founder"),
        (row.beijing and item.registered_in_beijing is False, "only for companies registered in Beijing"),
        (_below(item.income_tax, row.income_tax), f"income tax of the year before from {row.income_tax} CNY"),
        (row.share is not None and item.full_year is False, "only after a full calendar year of work and shares"),
        (_below(item.shareholding_percent, row.share), f"shares from {row.share} %"),
    )
    return next((limit for missed, limit in limits if missed), None)


def _below(value: Decimal | int | None, least: Decimal | int | None) -> bool:
    return value is not None and least is not None and value < least


def _falls_into(item: Innovation, band: Band) -> bool:
    return (
        (not band.grades or item.grade in band.grades)
        and (not band.roles or item.role in band.roles)
        and (band.places is None or (item.place is not None and band.places[0] <= item.place <= band.places[1]))
        and (band.raised is None or (item.equity_raised is not None and item.equity_raised >= band.raised))
    )


def _named(band: Band, row: Award) -> str:
    places = band.places and (
        f"place {band.places[0]}"
        if band.places[0] == band.places[1]
        else f"places {band.places[0]} to {band.places[1]}"
    )
    parts = [
        "、".join(band.grades),
        "、".join(band.roles),
        places,
        band.raised and f"{printed(band.raised)} CNY raised",
    ]
    return ", ".join(str(part) for part in parts if part) or row.award or row.type.value

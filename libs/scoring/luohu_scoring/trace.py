"""A score and how it came to be: every step with what was found, the figure it met, and the paragraph."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from luohu_contract.months import Month
from luohu_contract.standing import Insurance
from luohu_scoring.line import Line
from luohu_scoring.points import printed


@dataclass(frozen=True, slots=True)
class Step:
    """One reason for points of a line. The points of all steps of a line add up to the line."""

    line: Line
    finding: str  #: what was looked at, in words
    value: str  #: what it was
    figure: str  #: the figure of the policy that it met
    ref: str  #: where the figure stands
    points: Decimal
    items: tuple[str, ...] = ()  #: ids of the items that it looked at; none where it looked at records alone
    source: str | None = None  #: the decision that corrected what was found; None: the agencies found it

    def document(self) -> dict[str, Any]:
        """As JSON holds it; `source` only where there is one."""
        shown: dict[str, Any] = {
            "line": self.line.value,
            "finding": self.finding,
            "value": self.value,
            "figure": self.figure,
            "ref": self.ref,
            "points": _text(self.points),
            "items": list(self.items),
        }
        return shown if self.source is None else {**shown, "source": self.source}


def named(*items: str | None) -> tuple[str, ...]:
    """The ids that are known, each once, for `Step.items`."""
    return tuple(dict.fromkeys(item for item in items if item is not None))


@dataclass(frozen=True, slots=True)
class HousingMonths:
    """Months that were paid for, by bucket. The buckets from the split on are 0 where the round ends before it."""

    own_before: int = 0  #: own home, up to the month before the split (2020-07)
    shared_before: int = 0  #: employed without an own home, same time
    own_after: int = 0  #: own home, from the split on
    shared_after: int = 0  #: rented home or dormitory, from the split on

    @property
    def own(self) -> int:
        """All months at the rate of own homes."""
        return self.own_before + self.own_after

    @property
    def total(self) -> int:
        """All months, never more than the employed ones."""
        return self.own + self.shared_before + self.shared_after


@dataclass(frozen=True, slots=True)
class Months:
    """The months behind the points, as pages show them."""

    employed: int  #: of the counting insurance
    insurance: Insurance | None  #: the counting insurance; None when nothing was paid
    by_insurance: Mapping[Insurance, int]
    employed_before: int  #: of these, up to the month before the split
    employed_after: int
    housing: HousingMonths
    area_both: int  #: lived and worked outside of the six
    area_live: int  #: lived outside, and did not work there
    deducted: int  #: insured months in the window of the education
    window: tuple[Month, Month] | None  #: that window, both ends counted


@dataclass(frozen=True, slots=True)
class Score:
    """The points of one person in one round."""

    id: str
    city: str
    year: int
    rules: str
    lines: Mapping[Line, Decimal | None]  #: all ten, in order; None: not decided yet
    total: Decimal | None  #: None while a line is not decided, or is rechecked
    provisional: Decimal | None  #: what the last results come to, while a line is rechecked and none is undecided
    months: Months
    trace: tuple[Step, ...]

    def document(self) -> dict[str, Any]:
        """As JSON holds it: points as texts with two decimals, months as numbers."""
        months = self.months
        return {
            "id": self.id,
            "city": self.city,
            "year": self.year,
            "rules": self.rules,
            "lines": {line.value: _text(points) for line, points in self.lines.items()},
            "total": _text(self.total),
            "provisional": _text(self.provisional),
            "months": {
                "employed": months.employed,
                "insurance": months.insurance and months.insurance.value,
                "by_insurance": {insurance.value: count for insurance, count in months.by_insurance.items()},
                "employed_before": months.employed_before,
                "employed_after": months.employed_after,
                "housing": {name: getattr(months.housing, name) for name in HousingMonths.__slots__},
                "area_both": months.area_both,
                "area_live": months.area_live,
                "deducted": months.deducted,
                "window": months.window and [str(month) for month in months.window],
            },
            "trace": [step.document() for step in self.trace],
        }


def _text(points: Decimal | None) -> str | None:
    return None if points is None else f"{points:f}"


def explain(score: Score) -> str:
    """The score as a person reads it: each line, and under it its steps with figure and paragraph."""
    total = "not known yet" if score.total is None else f"{score.total:f}"
    if score.provisional is not None:
        total = f"{score.provisional:f} by the last results, of which one is looked at again"
    rows = [f"{score.id}, {score.city} {score.year} ({score.rules}): {total}"]
    for line, points in score.lines.items():
        rows.append(f"{line.value:<20}{printed(points):>8}")
        rows.extend(
            f"    {step.finding}: {step.value}; {step.figure} ({step.ref}) -> {printed(step.points)}{_behind(step)}"
            for step in score.trace
            if step.line is line
        )
    return "\n".join(rows)


def _behind(step: Step) -> str:
    """The items that a step looked at, and the decision that corrected them."""
    items = f" [{', '.join(step.items)}]" if step.items else ""
    return items if step.source is None else f"{items}, corrected by {step.source}"

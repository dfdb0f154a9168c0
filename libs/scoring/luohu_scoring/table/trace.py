"""The score of one applicant by a table, and how it came to be: department by department, then what counts of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from luohu_scoring.points import printed


@dataclass(frozen=True, slots=True)
class TableStep:
    """One reason for points. The steps of an indicator add up to its line, and all steps to the total."""

    indicator: str | None  #: None: the step is about the total
    department: str | None  #: None: how the departments, or the indicators of a group, come together
    finding: str  #: what was looked at, in words
    value: str  #: what it was
    figure: str  #: the figure of the policy that it met
    ref: str  #: where the figure stands, with its mark ([002], [secondary], [assumed])
    points: Decimal

    def document(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "indicator": self.indicator,
            "department": self.department,
            "finding": self.finding,
            "value": self.value,
            "figure": self.figure,
            "ref": self.ref,
            "points": _text(self.points),
        }


@dataclass(frozen=True, slots=True)
class TableScore:
    """The points of one applicant. None stands for what is not decided yet, and for what is made of it."""

    id: str
    city: str
    year: int
    rules: str
    lines: Mapping[str, Decimal | None]  #: what counts, by indicator, in the order of the table
    parts: Mapping[str, Mapping[str, Decimal | None]]  #: what each department gives, by indicator and department
    total: Decimal | None
    vetoed: tuple[str, ...]  #: indicators that shut the applicant out, whatever the total is
    trace: tuple[TableStep, ...]

    def document(self) -> dict[str, Any]:
        """As JSON holds it: points as texts with two decimals."""
        return {
            "id": self.id,
            "city": self.city,
            "year": self.year,
            "rules": self.rules,
            "lines": {name: _text(points) for name, points in self.lines.items()},
            "parts": {
                name: {department: _text(points) for department, points in given.items()}
                for name, given in self.parts.items()
            },
            "total": _text(self.total),
            "vetoed": list(self.vetoed),
            "trace": [step.document() for step in self.trace],
        }


def _text(points: Decimal | None) -> str | None:
    return None if points is None else f"{points:f}"


def explain_table(score: TableScore) -> str:
    """The score as a person reads it: each line, and under it its steps with department, figure and reference."""
    total = "not known yet" if score.total is None else f"{score.total:f}"
    shut = f", shut out by {', '.join(score.vetoed)}" if score.vetoed else ""
    rows = [f"{score.id}, {score.city} {score.year} ({score.rules}): {total}{shut}"]
    for name, points in score.lines.items():
        rows.append(f"{name:<20}{printed(points):>8}")
        rows.extend(f"    {_told(step)}" for step in score.trace if step.indicator == name)
    rows.extend(_told(step) for step in score.trace if step.indicator is None)
    return "\n".join(rows)


def _told(step: TableStep) -> str:
    by = f"{step.department}: " if step.department else ""
    return f"{by}{step.finding}: {step.value}; {step.figure} ({step.ref}) -> {printed(step.points)}"

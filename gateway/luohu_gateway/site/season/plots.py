"""Plots as SVG from the server: where things stand is computed here, and a template draws it.

Nothing is drawn that does not stand in a table beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

WIDTH, HEIGHT = 900, 300  #: of the view box; a page scales it
LEFT, BOTTOM, TOP = 52, 34, 16  #: room for what stands at the axes
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it stands, how high, and what it says."""

    x: float
    y: float
    width: float
    height: float
    series: str
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark at an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars over whole points."""

    bars: tuple[Bar, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    lines: Mapping[str, float]  #: where a total stands, by the name of the line
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - BOTTOM
    top: int = TOP


def histogram(
    columns: Sequence[Mapping[str, Any]], series: Sequence[str], lines: Mapping[str, str | None], *, stacked: bool
) -> Plot | None:
    """Bars of people by whole points. None for nobody.

    columns: each with `points` and a count for each name of a series. lines: totals that are marked, by name.
    stacked: counts of one column stand on one another; else side by side.
    """
    counted = [each for each in columns if any(each[name] for name in series)]
    if not counted:
        return None
    low, high = counted[0]["points"], counted[-1]["points"] + 1
    highest = max((sum if stacked else max)(each[name] for name in series) for each in counted)
    scale = (HEIGHT - BOTTOM - TOP) / highest
    step = (WIDTH - LEFT) / (high - low)
    return Plot(
        bars=tuple(_bars(counted, series, low, step, scale, stacked=stacked)),
        across=tuple(Tick(LEFT + (at - low) * step, str(at)) for at in _marks(low, high, 12)),
        up=tuple(Tick(HEIGHT - BOTTOM - at * scale, f"{at:,}") for at in _marks(0, highest, 5)),
        lines={
            name: LEFT + (float(total) - low) * step
            for name, total in lines.items()
            if total is not None and low <= float(total) <= high
        },
    )


def _bars(
    counted: Sequence[Mapping[str, Any]],
    series: Sequence[str],
    low: int,
    step: float,
    scale: float,
    *,
    stacked: bool,
) -> list[Bar]:
    drawn = []
    for each in counted:
        beneath = 0
        for number, name in enumerate(series):
            people = each[name]
            width = step if stacked else step / len(series)
            x = LEFT + (each["points"] - low) * step + (0 if stacked else number * width)
            y = HEIGHT - BOTTOM - (beneath + people) * scale
            title = f"{each['points']}: {people:,}"
            drawn.append(Bar(round(x, 2), round(y, 2), round(width * 0.9, 2), round(people * scale, 2), name, title))
            beneath += people if stacked else 0
    return drawn


def _marks(low: int, high: int, most: int) -> list[int]:
    """Round numbers between two, at most about so many."""
    size = 1
    while True:
        for step in _STEPS:
            if (high - low) / (step * size) <= most:
                first = -(-low // (step * size)) * step * size
                return list(range(first, high + 1, step * size))
        size *= 10


@dataclass(frozen=True, slots=True)
class Span:
    """A stage on the line of the year."""

    stage: str
    opens: str | None
    closes: str | None
    x: float
    width: float
    state: str  #: past, now, next


def timeline(stages: Sequence[Mapping[str, Any]], now: str) -> tuple[tuple[Span, ...], float]:
    """The stages that have a beginning and an end, on a line; and where the present stands on it.

    Every stage has the same room, and the present stands where it is inside of its own: some last days, one two months.
    """
    bounded = [each for each in stages if each["opens"] and each["closes"]]
    room = (WIDTH - 2 * TOP) / max(1, len(bounded))
    at = datetime.fromisoformat(now)
    spans, here = [], float(TOP)
    for number, each in enumerate(bounded):
        opens, closes = datetime.fromisoformat(each["opens"]), datetime.fromisoformat(each["closes"])
        state = "past" if closes <= at else "now" if opens <= at else "next"
        x = TOP + number * room
        if state == "past":
            here = x + room
        elif state == "now":
            here = x + room * ((at - opens) / (closes - opens))
        spans.append(Span(each["stage"], each["opens"], each["closes"], round(x, 2), round(room, 2), state))
    return tuple(spans), round(here, 2)

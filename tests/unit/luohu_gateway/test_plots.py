"""Where things stand in a plot: bars as high as they count, marks at round numbers, the present in its stage."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_gateway.site.season.plots import BOTTOM, HEIGHT, LEFT, TOP, WIDTH, histogram, timeline

COLUMNS = [{"points": 98, "in": 0, "out": 30}, {"points": 100, "in": 10, "out": 5}, {"points": 101, "in": 4, "out": 0}]
STAGES = [
    {"stage": "before", "opens": None, "closes": "2021-07-01T00:00:00+08:00"},
    {"stage": "declaration", "opens": "2021-07-01T00:00:00+08:00", "closes": "2021-08-01T00:00:00+08:00"},
    {"stage": "publicity", "opens": "2021-08-01T00:00:00+08:00", "closes": "2021-08-03T00:00:00+08:00"},
]


def test_bars_of_a_column_stand_on_one_another_and_the_highest_fills_the_plot() -> None:
    plot = histogram(COLUMNS, ("in", "out"), {}, stacked=True)
    assert plot is not None
    tallest = [bar for bar in plot.bars if bar.x == LEFT]
    assert sum(bar.height for bar in tallest) == HEIGHT - BOTTOM - TOP
    below, above = [bar for bar in plot.bars if bar.title.startswith("100")]
    assert above.y + above.height == pytest.approx(below.y, abs=0.02)
    assert below.height == pytest.approx(2 * above.height, abs=0.02)


def test_bars_of_two_policies_stand_side_by_side() -> None:
    plot = histogram([{"points": 5, "now": 1, "other": 2}], ("now", "other"), {}, stacked=False)
    assert plot is not None
    now, other = plot.bars
    assert now.x + now.width <= other.x
    assert other.height == pytest.approx(2 * now.height, abs=0.02)


def test_a_cut_off_is_marked_between_its_whole_points() -> None:
    plot = histogram(COLUMNS, ("in", "out"), {"cut_off": "100.50", "far": "180.00", "none": None}, stacked=True)
    assert plot is not None
    step = (WIDTH - LEFT) / 4
    assert plot.lines == {"cut_off": pytest.approx(LEFT + 2.5 * step)}


def test_nobody_makes_no_plot() -> None:
    assert histogram([], ("in",), {}, stacked=True) is None
    assert histogram([{"points": 5, "in": 0}], ("in",), {}, stacked=True) is None


@given(st.dictionaries(st.integers(0, 300), st.integers(0, 200_000), min_size=1), st.booleans())
def test_everything_that_is_drawn_stands_inside_and_marks_are_apart(people: dict[int, int], stacked: bool) -> None:
    columns = [{"points": points, "a": people[points], "b": people[points] // 2} for points in sorted(people)]
    plot = histogram(columns, ("a", "b"), {}, stacked=stacked)
    if plot is None:
        assert not any(people.values())
        return
    for bar in plot.bars:
        assert LEFT <= bar.x <= bar.x + bar.width <= WIDTH + 0.02
        assert TOP - 0.02 <= bar.y <= bar.y + bar.height <= HEIGHT - BOTTOM + 0.02
    assert all(left.at < right.at for left, right in pairwise(plot.across))
    assert len(plot.across) <= 14


def test_the_present_stands_inside_of_its_stage_and_past_ones_are_behind_it() -> None:
    spans, here = timeline(STAGES, "2021-07-16T12:00:00+08:00")
    assert [(span.stage, span.state) for span in spans] == [("declaration", "now"), ("publicity", "next")]
    assert here == pytest.approx(spans[0].x + spans[0].width / 2, abs=0.1)
    spans, here = timeline(STAGES, "2021-09-01T00:00:00+08:00")
    assert [span.state for span in spans] == ["past", "past"]
    assert here == pytest.approx(WIDTH - TOP, abs=0.1)

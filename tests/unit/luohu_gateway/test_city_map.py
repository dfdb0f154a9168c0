"""The picture of the map, and how the words of its forms become what the API takes."""

from itertools import combinations
from typing import Any

import pytest

from luohu_contract.directory import BEYOND, EDGES, SERVICES
from luohu_gateway.site.city_map.filled import body_of
from luohu_gateway.site.city_map.layout import MAPS, Map
from luohu_gateway.site.city_map.sequence import MOST, drawn
from luohu_gateway.site.city_map.services import pace_of
from luohu_gateway.site.city_map.state import kind_of, words_of
from luohu_gateway.site.city_map.watch import Watcher

SPAN = {"min": "P1D", "max": "P2D"}
CLERK = {"decides": "uphold", "office_hours": True}


@pytest.mark.parametrize("picture", MAPS, ids=lambda one: one.name)
def test_every_service_and_every_edge_is_in_the_picture_and_no_two_lie_on_one_another(picture: Map) -> None:
    assert {node.name for node in picture.nodes} == {service.name for service in SERVICES} | BEYOND
    assert {(line.sender, line.receiver) for line in picture.lines} >= set(EDGES)
    for one, other in combinations(picture.nodes, 2):
        beside = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert beside or one.y + one.height <= other.y or other.y + other.height <= one.y, (one.name, other.name)
    for first, second in combinations(picture.lines, 2):
        apart = max(first.x1, first.x2) <= min(second.x1, second.x2) or max(second.x1, second.x2) <= min(
            first.x1, first.x2
        )
        assert apart or abs(first.y - second.y) >= 12, (first.edge, second.edge)


@pytest.mark.parametrize("picture", MAPS, ids=lambda one: one.name)
def test_every_line_ends_at_its_services_and_passes_through_no_other(picture: Map) -> None:
    places = {node.name: node for node in picture.nodes}
    for line in picture.lines:
        left, right = sorted((places[line.sender], places[line.receiver]), key=lambda node: node.x)
        assert {left.x + left.width, right.x} == {line.x1, line.x2}
        assert all(node.y <= line.y <= node.y + node.height for node in (left, right)), line.edge
        for node in picture.nodes:
            if node not in (left, right) and node.y <= line.y <= node.y + node.height:
                between = min(line.x1, line.x2) < node.x + node.width and node.x < max(line.x1, line.x2)
                assert not between, (line.edge, node.name)


def test_what_was_filled_is_nested_by_dots_and_what_was_left_is_left_out() -> None:
    form = {"status": "503", "outage.from": "2021-08-01", "reorder": "true", "seed": "many", "drop": ""}
    assert body_of(form, tuple(form), frozenset({"status", "seed"})) == {
        "status": 503,
        "outage": {"from": "2021-08-01"},
        "reorder": True,
        "seed": "many",
    }


@pytest.mark.parametrize(
    ("form", "pace"),
    [
        ({"how": "immediate", "pace": "P14D"}, "immediate"),
        ({"how": "time", "pace": "P14D", "pace.manual": "3"}, "P14D"),
        ({"how": "manual", "pace.manual": "3"}, {"manual": 3}),
        ({"how": "uniform", "pace.uniform.min": "P1D", "pace.uniform.max": "P2D"}, {"uniform": SPAN}),
        ({"how": "bot", "pace.bot.decides": "uphold", "pace.bot.office_hours": "true"}, {"bot": CLERK}),
    ],
)
def test_a_pace_is_what_its_way_asks_for(form: dict[str, str], pace: Any) -> None:
    assert pace_of(form)["pace"] == pace


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"outage": {}}, "broken"),
        ({"status": 503, "latency": "PT1S"}, "broken"),
        ({"latency": "PT1S"}, "slow"),
        ({"duplicate": 2}, "odd"),
    ],
)
def test_an_edge_looks_as_its_fault_does(fault: dict[str, Any], kind: str) -> None:
    assert kind_of({"outage": None, "status": None, **fault}) == kind


def test_a_fault_in_words_leaves_out_what_nobody_said() -> None:
    told = {"status": 503, "drop": None, "probability": "1", "seed": 0, "match": {"method": None}, "reorder": True}
    assert words_of(told) == "status 503, reorder"


async def test_a_watcher_that_is_slow_hears_sums() -> None:
    watcher = Watcher()
    for _ in range(3):
        watcher.saw([{"from": "declaration", "to": "tax", "count": 2, "failed": 1, "faults": 0}])
    counts, state = await watcher.news(1)
    assert (dict(counts["declaration->tax"]), state) == ({"count": 6, "failed": 3, "faults": 0}, None)
    assert await watcher.news(0) == ({}, None)


def test_a_long_journey_is_drawn_at_its_end() -> None:
    at = "2021-07-01T09:00:00+08:00"
    step = {"world_at": at, "from": "a", "to": "b", "says": "x", "answer": None, "fault": None, "times": 1}
    diagram = drawn(("a", "b"), [step] * (MOST + 5))
    assert (len(diagram.arrows), diagram.left_out) == (MOST, 5)
    assert [arrow.at for arrow in diagram.arrows[:2]] == [at, ""]
    assert diagram.arrows[-1].y < diagram.height

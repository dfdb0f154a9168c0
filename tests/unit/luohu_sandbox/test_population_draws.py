"""Draws are the same everywhere and belong to their number: nothing that is asked before or beside changes them."""

from collections import Counter

import pytest

from luohu_sandbox.population.draw import CERTAIN, Draw, Quantiles, Table, turn


def test_draws_are_these_on_every_machine() -> None:
    draw = Draw(1, 17, "homes")
    assert [draw.below(1000) for _ in range(20)] == FIRST_TWENTY


FIRST_TWENTY = [66, 128, 662, 652, 382, 644, 889, 593, 571, 637, 520, 715, 862, 240, 392, 92, 765, 585, 96, 584]


def test_another_topic_number_or_seed_draws_something_else() -> None:
    rows = [tuple(Draw(*key).below(10_000) for _ in range(3)) for key in ((1, 1, "a"), (1, 1, "b"), (1, 2, "a"))]
    assert len(set(rows)) == 3
    assert Draw(2, 1, "a").below(10_000) != Draw(1, 1, "a").below(10_000)


@pytest.mark.parametrize("bound", [1, 2, 7, 1000, 2**24])
def test_a_draw_lies_below_its_bound(bound: int) -> None:
    draw = Draw(3, 0, "bounds")
    assert all(0 <= draw.below(bound) < bound for _ in range(2000))


def test_between_reaches_both_ends_and_never_beyond() -> None:
    draw = Draw(4, 0, "between")
    assert {draw.between(3, 5) for _ in range(200)} == {3, 4, 5}
    assert draw.between(5, 3) == 5


def test_a_table_gives_each_value_its_share() -> None:
    table, draw = Table(("often", 90), ("seldom", 10)), Draw(5, 0, "table")
    found = Counter(table.at(draw) for _ in range(10_000))
    assert 800 < found["seldom"] < 1200
    assert found["often"] == 10_000 - found["seldom"]


def test_quantiles_are_straight_lines_between_their_points() -> None:
    half = Quantiles((0, 0), (CERTAIN // 2, 10), (CERTAIN, 1000))
    draw = Draw(6, 0, "quantiles")
    found = sorted(half.at(draw) for _ in range(10_000))
    assert found[0] >= 0
    assert found[-1] < 1000
    assert 9 <= found[5000] <= 30


def test_of_every_block_exactly_one_has_a_turn_and_turns_count_up() -> None:
    found = [(number, nth) for number in range(2000) if (nth := turn(7, "rare", number, 200)) is not None]
    assert [nth for _, nth in found] == list(range(10))
    assert [number // 200 for number, _ in found] == list(range(10))

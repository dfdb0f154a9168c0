"""When a process that died is started again."""

import pytest

from luohu_cli.backoff import Backoff


def test_whoever_lived_two_seconds_is_started_again_at_once() -> None:
    assert Backoff().after(2.0) == 0.0


def test_a_crash_loop_is_slowed_down_to_one_start_in_five_seconds() -> None:
    backoff = Backoff()

    assert [round(backoff.after(0.1), 1) for _ in range(8)] == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]


@pytest.mark.parametrize("deaths", [1, 5, 50])
def test_a_long_life_forgives_all_deaths_before_it(deaths: int) -> None:
    backoff = Backoff()
    for _ in range(deaths):
        backoff.after(0.0)

    assert backoff.after(60.0) == 0.0
    assert backoff.after(0.0) == 0.1

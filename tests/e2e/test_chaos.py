"""The short form of `make chaos`: a population lives while services and PostgreSQL are killed, paused and cut off."""

import asyncio

import pytest
from rich.console import Console

from chaos.outcome import Wish
from chaos.run import run
from chaos.town import POSTGRESQL
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

WISH = Wish(seed=20210701, verifications=200, kills=6)
#: What is done in this run, by its seed.
ACTS = {"filed at once", "filed alone", "verified at once", "verified alone", "rechecked", "deleted", "read"} | {
    "submitted",
    "withdrawn",
}
#: What is done about cases, by the procedures of their cities: whose days have to come, have them come.
CASES = {
    "tianjin-2016": {"application opened", "accept", "delivered", "rechecked"},
    "shanghai-2017": {"employer_account opened", "approve", "application opened", "fill", "submit", "pass", "apply"}
    | {"clock advanced", "hand_in"},
}


def test_nothing_is_lost_doubled_or_stuck_under_torment(city: RealCity) -> None:
    outcome = asyncio.run(run(city.url, city.data_dir, WISH, Console(quiet=True)))
    found = outcome.verdict
    assert found.clean, (found.lost, found.doubled, found.stuck)
    assert outcome.asked + outcome.unsure >= WISH.verifications
    assert outcome.kills == WISH.kills
    assert outcome.victims[POSTGRESQL] == 1
    assert outcome.checks > 100
    assert set(outcome.acts) >= ACTS, outcome.summary()


@pytest.mark.parametrize(("programme", "acts"), CASES.items())
def test_cases_neither_are_lost_nor_doubled_nor_stick(city: RealCity, programme: str, acts: set[str]) -> None:
    wish = Wish(seed=7, verifications=50, kills=2, programme=programme)
    outcome = asyncio.run(run(city.url, city.data_dir, wish, Console(quiet=True)))
    found = outcome.verdict
    assert found.clean, (found.lost, found.doubled, found.stuck)
    assert outcome.kills == wish.kills
    assert set(outcome.acts) >= acts, outcome.summary()

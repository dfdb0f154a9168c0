"""The short form of `make chaos`: a population lives while services and PostgreSQL are killed, paused and cut off."""

import asyncio

import pytest
from rich.console import Console

from chaos.outcome import Outcome, Wish
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
#: What is done in each city, by its procedures: where days have to come, they come.
CITIES = {
    "beijing-2021": {"filed at once"},
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


async def in_every_city(city: RealCity) -> list[Outcome]:
    """A world of each, all of them at the same time, and each with its own torment for everybody."""
    wishes = [Wish(seed=7, verifications=50, kills=2, programme=programme) for programme in CITIES]
    return await asyncio.gather(*(run(city.url, city.data_dir, wish, Console(quiet=True)) for wish in wishes))


def test_nor_is_anything_in_worlds_of_three_cities_side_by_side(city: RealCity) -> None:
    for outcome in asyncio.run(in_every_city(city)):
        found, programme = outcome.verdict, str(outcome.wish.programme)
        assert found.clean, (programme, found.lost, found.doubled, found.stuck)
        assert outcome.kills == outcome.wish.kills
        assert set(outcome.acts) >= CITIES[programme], outcome.summary()

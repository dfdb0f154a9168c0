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


def test_nothing_is_lost_doubled_or_stuck_under_torment(city: RealCity) -> None:
    outcome = asyncio.run(run(city.url, city.data_dir, WISH, Console(quiet=True)))
    found = outcome.verdict
    assert found.clean, (found.lost, found.doubled, found.stuck)
    assert outcome.asked + outcome.unsure >= WISH.verifications
    assert outcome.kills == WISH.kills
    assert outcome.victims[POSTGRESQL] == 1
    assert outcome.checks > 100
    assert set(outcome.acts) >= ACTS, outcome.summary()

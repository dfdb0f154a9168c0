"""The short form of `make chaos`: a population lives while services and PostgreSQL are killed, paused and cut off."""

import asyncio

import pytest
from rich.console import Console

from chaos.run import Wish, run
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

WISH = Wish(seed=20210701, verifications=150, kills=6)


def test_nothing_is_lost_doubled_or_stuck_under_torment(city: RealCity) -> None:
    outcome = asyncio.run(run(city.url, city.data_dir, WISH, Console(quiet=True)))
    found = outcome.verdict
    assert found.clean, (found.lost, found.doubled, found.stuck)
    assert outcome.asked + outcome.unsure >= WISH.verifications
    assert outcome.torments["kill"] + outcome.torments["kill postgresql"] == WISH.kills
    assert outcome.checks > 100

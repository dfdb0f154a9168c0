"""Drawn times are the same on every machine, and follow the distribution that was asked for."""

from datetime import UTC, datetime, timedelta
from statistics import NormalDist
from uuid import UUID

import pytest

from luohu_agency.drawing import LOTS, after, lot_of, normal
from luohu_contract.duration import Duration
from luohu_contract.message import Part
from luohu_kit.pace import Lognormal, Uniform
from luohu_library_cards.desk import WANG, question, recheck

NOON = datetime(2021, 7, 5, 4, 0, tzinfo=UTC)
DAYS = Uniform(min=Duration(days=5), max=Duration(days=14))
LONG_TAIL = Lognormal(median=Duration(days=3), p95=Duration(days=14))
ASKED = question()


def test_the_lot_stands_on_what_is_asked_and_not_on_random_ids() -> None:
    lot = lot_of(ASKED, 7, "library-cards")
    assert lot == 232_928_778_478_245  # written down: another machine, another day, the same
    assert lot_of(question(trace="0" * 32), 7, "library-cards") == lot
    others = [
        lot_of(ASKED, 8, "library-cards"),
        lot_of(ASKED, 7, "tax"),
        lot_of(question("99-0002"), 7, "library-cards"),
        lot_of(question(subject=WANG.model_copy(update={"id_number": "990101198506150039"})), 7, "library-cards"),
        lot_of(question(attempt=2), 7, "library-cards"),
        lot_of(question(part=Part.DEGREE), 7, "library-cards"),
        lot_of(recheck(ASKED, attempt=1), 7, "library-cards"),
    ]
    assert len({lot, *others}) == 8


@pytest.mark.parametrize(
    ("of", "lot", "seconds"),
    [
        (DAYS, 0, 432_000),
        (DAYS, LOTS - 1, 1_209_600),
        (DAYS, LOTS // 3, 691_200),
        (LONG_TAIL, LOTS // 2, 259_200),
        (LONG_TAIL, LOTS * 95 // 100, 1_209_600),
        (LONG_TAIL, LOTS // 20, 55_543),
        (LONG_TAIL, LOTS - 1, 315_619_200),
    ],
)
def test_a_lot_gives_its_time_to_the_second(of: Uniform | Lognormal, lot: int, seconds: int) -> None:
    assert after(of, lot, NOON) - NOON == timedelta(seconds=seconds)


@pytest.mark.parametrize("lot", [0, 1, LOTS // 1000, LOTS // 4, LOTS // 2, LOTS * 19 // 20, LOTS - 1])
def test_the_normal_distribution_is_the_normal_distribution(lot: int) -> None:
    assert float(normal(lot)) == pytest.approx(NormalDist().inv_cdf((2 * lot + 1) / (2 * LOTS)), abs=1e-9)


def test_many_questions_spread_as_they_were_told_to() -> None:
    lots = [lot_of(question(str(UUID(int=n))), 7, "library-cards") for n in range(2000)]
    times = sorted(after(LONG_TAIL, lot, NOON) - NOON for lot in lots)
    assert timedelta(days=2.6) < times[1000] < timedelta(days=3.4)
    assert timedelta(days=12) < times[1900] < timedelta(days=16)

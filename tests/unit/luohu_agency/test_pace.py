"""How fast an agency answers."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from luohu_agency.pace import Paces, PaceWanted, due
from luohu_contract.message import QuestionKind
from luohu_library_cards.desk import question, recheck

NOON = datetime(2021, 7, 5, 4, 0, tzinfo=UTC)
FIRST = question()
AGAIN = recheck(FIRST)


@pytest.mark.parametrize(
    ("pace", "when"),
    [
        ("immediate", NOON),
        ("operator", NOON),
        ("P14D", datetime(2021, 7, 19, 4, 0, tzinfo=UTC)),
        ("P1M", datetime(2021, 8, 5, 4, 0, tzinfo=UTC)),
        ("PT90M", datetime(2021, 7, 5, 5, 30, tzinfo=UTC)),
    ],
)
def test_a_question_is_taken_up_when_its_pace_says(pace: str, when: datetime) -> None:
    assert due(PaceWanted(pace=pace).pace, NOON) == when


def test_verifications_are_immediate_and_rechecks_go_to_operators_by_default() -> None:
    assert Paces({}).of(FIRST) == "immediate"
    assert Paces({}).of(AGAIN) == "operator"


def test_the_nearest_setting_counts() -> None:
    paces = Paces({("", QuestionKind.VERIFICATION): "P1D", ("overseas_education", QuestionKind.VERIFICATION): "P2D"})
    assert paces.of(FIRST) == "P2D"
    assert paces.of(AGAIN) == "operator"
    assert Paces({("", QuestionKind.VERIFICATION): "P1D"}).of(FIRST) == "P1D"


@pytest.mark.parametrize("pace", ["P10Y", "P3652D", "PT0S", "P520W"])
def test_paces_up_to_ten_years_are_taken(pace: str) -> None:
    assert PaceWanted(pace=pace).pace == pace


@pytest.mark.parametrize(
    "pace", ["P10Y1D", "P9999Y", "P9999999D", "PT99999999H", "soon", "14", "P", "-P1D", "Immediate"]
)
def test_anything_else_is_refused(pace: str) -> None:
    with pytest.raises(ValidationError, match="pace is"):
        PaceWanted(pace=pace)

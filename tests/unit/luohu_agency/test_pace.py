"""How fast an agency answers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from luohu_agency.hours import at_work
from luohu_agency.pace import Paces, bot_decides_at, bot_of, looks, parsed, written
from luohu_contract.message import QuestionKind
from luohu_kit.clock import BEIJING
from luohu_kit.pace import PaceWanted
from luohu_library_cards.desk import question, recheck

NOON = datetime(2021, 7, 5, 4, 0, tzinfo=UTC)
FIRST = question()
AGAIN = recheck(FIRST)
HERE = Paces(7, "library-cards")


def pace(said: Any) -> Any:
    return PaceWanted(pace=said).pace


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("immediate", NOON),
        ("operator", NOON),
        ("P14D", datetime(2021, 7, 19, 4, 0, tzinfo=UTC)),
        ("P1M", datetime(2021, 8, 5, 4, 0, tzinfo=UTC)),
        ("PT90M", datetime(2021, 7, 5, 5, 30, tzinfo=UTC)),
        ({"uniform": {"min": "P2D", "max": "P2D"}}, datetime(2021, 7, 7, 4, 0, tzinfo=UTC)),
        ({"manual": 3}, None),
        ({"bot": {"decides": "uphold", "takes": "P3D"}}, NOON),
    ],
)
def test_a_question_is_taken_up_when_its_pace_says(said: Any, when: datetime | None) -> None:
    assert HERE.due(pace(said), FIRST, NOON) == when


def test_a_drawn_time_lies_where_it_may() -> None:
    spread = pace({"uniform": {"min": "P5D", "max": "P14D"}})
    times = {HERE.due(spread, question(f"99-{number:04}"), NOON) for number in range(50)}
    assert len(times) == 50
    assert all(time and timedelta(days=5) <= time - NOON <= timedelta(days=14) for time in times)


def test_verifications_are_immediate_and_rechecks_go_to_operators_by_default() -> None:
    assert HERE.of(FIRST) == "immediate"
    assert HERE.of(AGAIN) == "operator"


def test_the_nearest_setting_counts() -> None:
    everything, overseas = ("", QuestionKind.VERIFICATION), ("overseas_education", QuestionKind.VERIFICATION)
    paces = Paces(7, "library-cards", {everything: "P1D", overseas: "P2D"})
    assert paces.of(FIRST) == "P2D"
    assert paces.of(AGAIN) == "operator"
    assert Paces(7, "library-cards", {everything: "P1D"}).of(FIRST) == "P1D"


@pytest.mark.parametrize(
    "said",
    [
        "P10Y",
        "P3652D",
        "PT0S",
        "P520W",
        {"uniform": {"min": "P5D", "max": "P1M"}},
        {"lognormal": {"median": "P3D", "p95": "P14D"}},
        {"manual": 1000},
        {"bot": {"decides": "by_evidence", "takes": "PT2H", "office_hours": True}},
        {
            "bot": {
                "decides": "overturn",
                "takes": {"lognormal": {"median": "P3D", "p95": "P14D"}},
                "office_hours": False,
            }
        },
    ],
)
def test_a_pace_is_taken_kept_and_shown_as_it_was_said(said: Any) -> None:
    wanted = PaceWanted(pace=said)
    assert wanted.model_dump(mode="json")["pace"] == said
    assert parsed(written(wanted.pace)) == wanted.pace


@pytest.mark.parametrize(
    ("said", "where"),
    [
        *((said, "") for said in ("P10Y1D", "P9999Y", "P9999999D", "PT99999999H", "soon", "14", "P", "-P1D", "Manual")),
        *((said, "") for said in (14, None, {}, {"manual": 1, "bot": {"decides": "uphold"}})),
        ({"fixed": "P1D"}, "fixed"),
        ({"manual": 0}, "manual"),
        ({"manual": True}, "manual"),
        ({"uniform": {"min": "P1D"}}, "uniform.max"),
        ({"uniform": {"min": "P2D", "max": "P1D"}}, "uniform"),
        ({"uniform": {"min": "P1D", "max": "P11Y"}}, "uniform.max"),
        ({"lognormal": {"median": "P1D", "p95": "P1D"}}, "lognormal"),
        ({"lognormal": {"median": "PT0S", "p95": "P1D"}}, "lognormal"),
        ({"lognormal": {"median": 3, "p95": "P1D"}}, "lognormal.median"),
        ({"bot": {"takes": "P1D"}}, "bot.decides"),
        ({"bot": {"decides": "uphold", "takes": {"uniform": {"min": "soon", "max": "P1D"}}}}, "bot.takes.uniform.min"),
        ({"bot": {"decides": "uphold", "takes": 3}}, "bot.takes"),
    ],
)
def test_anything_else_is_refused_by_the_name_of_its_field(said: Any, where: str) -> None:
    with pytest.raises(ValidationError) as refused:
        PaceWanted(pace=said)
    assert [".".join(map(str, error["loc"])) for error in refused.value.errors()] == [f"pace.{where}".rstrip(".")]


def test_only_a_manual_pace_waits_for_looks_and_only_a_bots_pace_has_a_bot() -> None:
    assert (looks(pace({"manual": 3})), looks(pace("P1D")), looks(pace("operator"))) == (3, None, None)
    assert bot_of("operator") is None
    assert bot_of(written(pace({"manual": 3}))) is None
    bot = bot_of(written(pace({"bot": {"decides": "uphold"}})))
    assert bot is not None
    assert bot.decides == "uphold"


def test_a_bot_takes_its_time_and_keeps_its_hours() -> None:
    def decided(takes: Any, *, office_hours: bool) -> datetime:
        bot = pace({"bot": {"decides": "uphold", "takes": takes, "office_hours": office_hours}}).bot
        return bot_decides_at(bot, FIRST, NOON, seed=7, agency="library-cards").astimezone(BEIJING)

    assert decided("PT6H", office_hours=False).isoformat() == "2021-07-05T18:00:00+08:00"
    assert decided("PT6H", office_hours=True).isoformat() == "2021-07-06T09:00:00+08:00"
    drawn = {"uniform": {"min": "P3D", "max": "P3D"}}
    assert decided(drawn, office_hours=True).isoformat() == "2021-07-08T12:00:00+08:00"


@pytest.mark.parametrize(
    ("instant", "works"),
    [
        ("2021-07-05T09:00:00", "2021-07-05T09:00:00"),
        ("2021-07-05T16:59:59", "2021-07-05T16:59:59"),
        ("2021-07-05T17:00:00", "2021-07-06T09:00:00"),
        ("2021-07-05T08:59:59", "2021-07-05T09:00:00"),
        ("2021-07-09T18:00:00", "2021-07-12T09:00:00"),
        ("2021-07-10T12:00:00", "2021-07-12T09:00:00"),
        ("2021-07-11T23:59:59", "2021-07-12T09:00:00"),
    ],
)
def test_the_office_is_open_from_nine_to_five_on_working_days(instant: str, works: str) -> None:
    here = datetime.fromisoformat(instant).replace(tzinfo=BEIJING)
    assert at_work(here).replace(tzinfo=None).isoformat() == works
    assert at_work(here.astimezone(UTC)) == at_work(here)

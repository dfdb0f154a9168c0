"""What people of a run of chaos do next: by what the case tells, and by what the programme asks."""

from datetime import datetime
from typing import Any

from chaos.cases.steps import OPINION, Steps, day_of, too_early
from luohu_client.case_views import CaseState, ProgrammeState

NOON = datetime.fromisoformat("2017-03-01T12:00:00+08:00")
LABEL = {"zh": "x", "en": "x"}
SECRET, TEXT = {"name": "password", "kind": "secret"}, {"name": "opinion", "kind": "text"}
CHOICE = {"name": "document", "kind": "choice", "choices": {"id_card": LABEL, "permit": LABEL}}
#: Step, who takes it, where it leads, what it asks for, whether a form comes with it.
ROWS: tuple[tuple[str, tuple[str, ...], str, list[dict[str, Any]], bool], ...] = (
    ("fill", ("applicant", "employer"), "filled", [SECRET], True),
    ("print", ("applicant", "city"), "printed", [CHOICE], False),
    ("send_back", ("employer",), "made", [TEXT], False),
    ("disqualify", ("administrator",), "vetoed", [TEXT], False),
    ("approve", ("city",), "approved", [], False),
)
STEPS = Steps(
    ProgrammeState(
        programme="a-2017",
        city="a",
        year=2017,
        procedures=(
            {
                "kind": "application",
                "rechecks_in": ["filled"],
                "steps": [{"step": step, "to": to, "asks": asks, "form": form} for step, _, to, asks, form in ROWS],
            },
        ),
    )
)


def standing(status: str, **at: datetime) -> CaseState:
    told = [{"step": step, "title": LABEL, "by": by, "at": at.get(step)} for step, by, *_ in ROWS]
    return CaseState.model_validate(
        {
            "id": "00000000-0000-4000-8000-000000000001",
            "kind": "application",
            "title": LABEL,
            "status": status,
            "label": LABEL,
            "since": NOON,
            "version": 1,
            "employer": "x",
            "form": {},
            "next": told,
        }
    )


def test_people_take_every_step_but_those_of_the_city_and_of_the_administrator() -> None:
    ways = STEPS.ways(standing("new"))
    assert [(each.step, each.by, each.form, each.back) for each in ways] == [
        ("fill", ("applicant", "employer"), True, False),
        ("print", ("applicant",), False, False),
        ("send_back", ("employer",), False, True),
    ]
    assert [each.said("first", lambda choices: choices[-1]) for each in ways] == [
        {"password": "first"},
        {"document": "permit"},
        {"opinion": OPINION},
    ]


def test_nobody_takes_a_step_that_leads_nowhere_else() -> None:
    assert [each.step for each in STEPS.ways(standing("filled"))] == ["print", "send_back"]


def test_verdicts_are_disputed_where_the_procedure_allows_it() -> None:
    assert STEPS.rechecks(standing("filled"))
    assert not STEPS.rechecks(standing("printed"))


def test_a_case_waits_for_the_day_that_it_tells_and_for_the_last_day_that_is_lacking() -> None:
    assert day_of(standing("new")) is None
    assert day_of(standing("new", approve=NOON)) == NOON
    lacking = [{"code": "too-early", "from": "2017-03-07"}, {"code": "too-early", "from": "2017-03-09"}]
    assert too_early(lacking) == datetime.fromisoformat("2017-03-09T00:00:00+08:00")
    assert too_early([*lacking, {"code": "guide-not-reached"}]) is None

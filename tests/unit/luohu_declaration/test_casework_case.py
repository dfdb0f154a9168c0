"""Steps of a case: those of the guide's town, taken or refused with what follows instead."""

from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

from luohu_declaration.domain.casework.case import Case, Lacking, NotYet, StepRefused, step_from
from luohu_declaration.domain.casework.procedure import CITY, Clause, Procedure, Wait
from luohu_declaration.usecases.casework.programme import load_procedures
from luohu_kit.clock import BEIJING
from luohu_scoring import load_table
from luohu_scoring.policy import FOLDER
from luohu_scoring.table.cases import load_table_cases, table_differences
from luohu_scoring.table.coverage import uncovered
from luohu_town import guide


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    return guide.settle(tmp_path)


@pytest.fixture
def procedure(town: Path) -> Procedure:
    return load_procedures("haitang")["application"]


def case(status: str) -> Case:
    now = datetime(2030, 3, 4, 9, tzinfo=BEIJING)
    return Case(uuid4(), "application", status, now, 1, "91998101MA0LUH801Y", None, None, "spring", {}, now)


def test_what_the_file_says_is_what_a_procedure_is(procedure: Procedure) -> None:
    assert (procedure.first, procedure.opened_by, procedure.rechecks_in[0]) == ("applied", {"employer"}, "in_review")
    assert [step.name for step in procedure.possible("applied")] == ["accept", "reject"]
    assert [step.name for step in procedure.own("ranked")] == ["award", "leave_out"]
    assert [each for each in procedure.statuses if procedure.ended(each)] == [
        "rejected",
        "not_on_list",
        "registered",
        "lapsed",
        "vetoed",
    ]
    score = procedure.steps["score"]
    assert (score.by, score.after, score.when[0]) == ({CITY}, Wait("review"), Clause("records_decided"))
    assert procedure.steps["leave_out"].when == (Clause("fails", "on_list"),)
    assert procedure.steps["rank"].with_list


def test_a_step_leads_on_only_from_its_statuses(procedure: Procedure) -> None:
    assert step_from(procedure, case("applied"), "accept").target == "in_review"
    with pytest.raises(StepRefused, match="'accept' does not follow from it; what follows: register, lapse") as refused:
        step_from(procedure, case("on_list"), "accept")
    assert refused.value.extensions == {"case_status": "on_list", "possible": ["register", "lapse"]}
    with pytest.raises(StepRefused, match="no step 'dance'; what follows: nothing any more"):
        step_from(procedure, case("vetoed"), "dance")


def test_everything_that_lacks_is_said_with_what_to_do() -> None:
    lacking = [Lacking("a", "甲", "Do this.", {"field": "#/a"}), Lacking("b", "乙", "And that.")]
    refused = NotYet("accept", lacking)
    assert str(refused) == "'accept' is not possible now: Do this. And that."
    assert refused.extensions["lacking"][0] == {"code": "a", "zh": "甲", "en": "Do this.", "field": "#/a"}


def test_the_guides_examples_hold_and_look_at_every_row(town: Path) -> None:
    table, cases = load_table("haitang", guide.YEAR), load_table_cases(town / f"{guide.YEAR}.cases.yaml")
    assert not any(table_differences(each, table) for each in cases)
    assert uncovered(table, cases) == ()

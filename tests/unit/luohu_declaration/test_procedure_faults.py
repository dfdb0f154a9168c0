"""Procedures are read before the city is up: a fault is named with its file, line, column and what is valid."""

from pathlib import Path

import pytest

from luohu_declaration.areas.casework import check_procedures
from luohu_scoring import PolicyInvalid
from luohu_scoring.policy import FOLDER
from luohu_testbed.policies import spoil
from luohu_town import guide

P, Y, G = "procedures.yaml", "2030.yaml", "programme.yaml"
LETTER = "  letter: # 准予落户通知书, for whoever is on the list\n"
VETOED = "      - step: veto\n"
BACK = "{step: back, zh: 退, en: Back, from: [vetoed], to: in_review, by: [city], when: [nothing_more]}"
DEN = "    checks:\n      den: {zh: 住处, en: Den, department: guild, ask: rental}\n"
CRAFT = "    checks:\n      craft: {zh: 手艺, en: Craft, department: guild, ask: department}\n"
FIELDS = "    fields:\n      contract"
VETO = "by: [city]\n        when: [vetoed]"


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the guide's town, which is alone in its country, and which a test may spoil."""
    monkeypatch.setenv(FOLDER, str(tmp_path))
    return guide.settle(tmp_path)


def test_the_town_of_the_guide_has_no_fault(town: Path) -> None:
    check_procedures()


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        pytest.param("city: haitang", "city: haitan", 0, "file of haitang, and it says haitan", id="city"),
        pytest.param("    opened_by: [employer]\n", "    opend_by: [employer]\n", 4, "opend_by is not known", id="key"),
        pytest.param("opens: applied", "opens: aplied", 0, "aplied is no status; there are applied", id="first status"),
        pytest.param(
            "[in_review, papers_over]\n    fields", "[review]\n    fields", 1, "review is no status", id="recheck"
        ),
        pytest.param("since: accept", "since: acept", 0, "acept is no step; there are opened, accept", id="paper"),
        pytest.param("to: scored", "to: score", 0, "score is no status; there are", id="target"),
        pytest.param(
            "from: [ranked]\n        to: on_list",
            "from: [rank]\n        to: on_list",
            7,
            "rank is no status",
            id="source",
        ),
        pytest.param(
            "      ranked: {zh",
            "      idle: {zh: 闲置, en: Idle}\n      ranked: {zh",
            6,
            "no step ever leads to idle",
            id="unreached",
        ),
        pytest.param("step: leave_out", "step: award", 0, "award comes twice; a step is written once", id="step twice"),
        pytest.param(
            VETO, VETO.replace("city", "window"), 0, "for steps that the city takes by itself", id="when of others"
        ),
        pytest.param(VETO, "by: [city]", 0, "say `when`, `after` or `at`", id="a city that cannot wait"),
        pytest.param("by: [window]\n        needs", "by: [windows]\n        needs", 5, "pattern", id="nobody"),
        pytest.param(
            "readings_decided, eligible",
            "readings_decided, elegible",
            18,
            "elegible is no condition; there are account_open",
            id="condition",
        ),
        pytest.param("when: [vetoed]", "when: [veto]", 7, "veto is no condition", id="condition of the city"),
        pytest.param(
            "[end_material]", "[end_papers]", 1, "end_papers is no effect; there are ask_readings", id="effect"
        ),
        pytest.param("does: [ask_readings]", "does: [eligible]", 7, "eligible is no effect", id="a condition done"),
        pytest.param(
            "working_days: papers",
            "working_days: paper",
            0,
            "haitang/2030.yaml has no paper under `working_days`; there are papers, review",
            id="days",
        ),
        pytest.param(
            "period: registration",
            "period: register",
            0,
            "has no register under `periods`; there are registration",
            id="period",
        ),
        pytest.param("{working_days: papers}", "{}", -7, "names `working_days` or a `period`", id="no wait"),
        pytest.param(
            "working_days: contract_age",
            "working_days: contract",
            None,
            "contract is no figure of `working_days` in haitang/2030.yaml",
            id="days of a field",
        ),
        pytest.param("field: contract_since", "field: yard", None, "yard is no day that has to be given", id="no day"),
        pytest.param(
            "field: contract_since",
            "field: since",
            None,
            "since is no field of the form; there are contract_since, yard",
            id="no field",
        ),
        pytest.param(
            "      - no_other_case",
            "      - {no_other_case: ever}",
            9,
            "ever is no extent; there are while_open",
            id="extent",
        ),
        pytest.param(
            "      - intake_open", "      - {intake_open: now}", 9, "intake_open: is told nothing", id="told too much"
        ),
        pytest.param("fails: on_list", "fails: waited", 0, "waited is no condition that is told nothing", id="fails"),
        pytest.param(
            "tell_points: employer",
            "tell_points: mayor",
            0,
            "mayor is no recipient; there are employer, person",
            id="recipient",
        ),
        pytest.param(
            "open_child: letter",
            "open_child: notice",
            0,
            "notice is no kind of case; there are application, letter",
            id="child",
        ),
        pytest.param(
            "opened_by: [city]",
            "opened_by: [employer]",
            None,
            "letter is not opened by the city: write `opened_by: [city]`",
            id="nobody opens",
        ),
        pytest.param(
            "[records_decided, p",
            "[{records_decided: [crafts]}, p",
            2,
            "crafts is no indicator and no check; there are age",
            id="indicator",
        ),
        pytest.param(
            "[records_decided, p",
            "[{records_valid: craft}, p",
            2,
            "is told a list of indicators or checks",
            id="no list",
        ),
        pytest.param(
            "[records_decided, p",
            "[{parent_is: {kind: letter, status: lost}}, p",
            2,
            "lost is no status of letter; there are ready",
            id="status of another",
        ),
        pytest.param(
            "[records_decided, p",
            "[{account_open: letter}, p",
            2,
            "is told a kind of case and its status",
            id="no case",
        ),
        pytest.param(
            "[records_decided, p",
            "[{fields_say: {swims: true}}, p",
            2,
            "swims is no field of the form",
            id="what a form says",
        ),
        pytest.param(
            FIELDS,
            CRAFT + FIELDS,
            None,
            "craft is an indicator of haitang/2030.yaml already",
            id="check",
        ),
        pytest.param(
            FIELDS,
            DEN + FIELDS,
            None,
            "rental gives no values for a table; there are",
            id="ask of a check",
        ),
        pytest.param("kind: date", "kind: day", 0, "'text', 'date'", id="kind of field"),
        pytest.param(
            ", choices: {north: {zh: 北厂, en: North}, south: {zh: 南厂, en: South}}",
            "",
            None,
            "has `choices`, and no other has",
            id="no choice",
        ),
        pytest.param(
            "kind: date",
            "kind: date, choices: {now: {zh: 今, en: Now}}",
            None,
            "has `choices`, and no other has",
            id="choices of a day",
        ),
        pytest.param(
            "from: [papers_over]\n        to: scored",
            "from: [papers_over]\n        to: in_review",
            None,
            "no step ever leads to scored",
            id="lost",
        ),
        pytest.param(
            VETOED,
            f"      - {BACK}\n{VETOED}",
            None,
            "the city would go round in circles: vetoed → in_review → vetoed",
            id="circle",
        ),
        pytest.param(
            "    opened_by: [employer]\n",
            "    opened_by: [employer]\n    about: employer\n",
            None,
            "a case about an employer has no entries",
            id="points of an employer",
        ),
        pytest.param(
            LETTER,
            f"{LETTER}    about: employer\n    does: [{{tell: person}}]\n",
            None,
            "a case about an employer is about nobody",
            id="tells nobody",
        ),
    ],
)
def test_a_fault_is_refused_at_the_start_with_its_place(
    town: Path, old: str, new: str, at: int | None, says: str
) -> None:
    line, column = spoil(town / P, old, new)
    with pytest.raises(PolicyInvalid) as refused:
        check_procedures()
    assert says in refused.value.wrong
    assert refused.value.file.endswith("haitang/procedures.yaml")
    if at is not None:
        assert (refused.value.line, refused.value.column) == (line, column + at), str(refused.value)


def test_a_list_that_no_intake_makes_is_no_step(town: Path) -> None:
    spoil(town / Y, '    list_published: {value: 2030-04-15T10:00:00+08:00, ref: "[assumed]"}\n', "")
    spoil(town / Y, "{kind: quota, places: {value: 1,", "{kind: threshold, points: {value: 60,")
    with pytest.raises(PolicyInvalid, match=r"no intake of haitang/2030\.yaml has a list"):
        check_procedures()


def test_a_time_that_passes_in_between_makes_a_circle_safe(town: Path) -> None:
    spoil(
        town / P, VETOED, f"      - {BACK.replace('when: [nothing_more]', 'after: {period: registration}')}\n{VETOED}"
    )
    check_procedures()


def test_a_city_of_tables_without_procedures_is_refused(town: Path) -> None:
    (town / P).unlink()
    with pytest.raises(PolicyInvalid, match="works by cases; this file is missing"):
        check_procedures()


def test_procedures_beside_a_season_are_refused(town: Path) -> None:
    (town / Y).unlink()
    season = (guide.ROOT / "policies" / "beijing" / "2021.yaml").read_text(encoding="utf-8")
    (town / "2021.yaml").write_text(season, encoding="utf-8")
    with pytest.raises(PolicyInvalid, match=r"haitang/2021\.yaml is one of a season"):
        check_procedures()

"""Point tables are read as strictly as seasons: a fault is named with its file, line, column and the valid form."""

import shutil
from pathlib import Path

import pytest

from luohu_scoring import OtherScheme, PolicyInvalid, load_every_policy, load_policy, load_table, load_table_file
from luohu_scoring.policy import FOLDER
from luohu_scoring.table.cases import load_table_cases
from luohu_testbed.policies import spoil

SOURCE = Path(__file__).parents[3] / "policies"
T, S = "tianjin/2016.yaml", "shanghai/2017.yaml"


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """A copy of the policies that a test may spoil."""
    return Path(shutil.copytree(SOURCE, tmp_path / "policies"))


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "says"),
    [
        pytest.param(T, "guide:", "gide:", 0, "the key gide is not known here; there are scheme, city", id="unknown"),
        pytest.param(T, "rules: TJ-2016", "rules: TJ-2016\nyear: 2016", None, "the key year comes twice", id="twice"),
        pytest.param(
            T, "city: tianjin", "city: shanghai", 0, "city: shanghai is not that of the file's path", id="city"
        ),
        pytest.param(
            T, "year: 2016", "year: 2017", 0, "year: 2017 is not that of the file's path; write 2016", id="year"
        ),
        pytest.param(T, "rules: TJ-2016", "rules: Tianjin", 0, "pattern", id="version"),
        pytest.param(T, "value: 140", "value: 1e2", 0, "'1e2' is no number; write for example", id="a float"),
        pytest.param(T, "value: 140", "value: 2000", 0, "less than or equal to 1000", id="a far guide"),
        pytest.param(
            T, 'value: 140, ref: "[002] (五)', 'value: 140, ref: "[004] (五)', 12, "[002] or [003]", id="mark"
        ),
        pytest.param(T, "{value: P6M", "{value: P60Y", 1, "at most P10Y", id="a long period"),
        pytest.param(T, "material_delivery: {value: 3", "material_delivery: {value: -3", 20, "equal to 0", id="days"),
        pytest.param(T, "contract_months: {value: 12", "contract_months: {value: a", 18, "example 12 or", id="text"),
        pytest.param(
            T, "contract_months: {value: 12", "contract_months: {value: -1", 18, "neither true or false", id="minus"
        ),
        pytest.param(
            T,
            "2016-05-01T00:00:00+08:00",
            "2015-05-01T00:00:00+08:00",
            -16,
            "closes does not lie after opens",
            id="shut",
        ),
        pytest.param(T, "2016-06-15T10:00:00+08:00", "2016-04-15T10:00:00+08:00", -24, "after closes", id="early list"),
        pytest.param(T, "2016-06-15T10:00:00+08:00", "2016-06-15T10:00:00", -7, "no instant of the city", id="offset"),
        pytest.param(T, "value: 1000", "value: 0", 0, "greater than or equal to 1", id="no places"),
        pytest.param(T, "kind: line", "kind: lottery", None, "'quota', 'line', 'threshold'", id="selection"),
        pytest.param(S, "kind: threshold, points", "kind: quota, places", 0, "a quota needs `closes`", id="open quota"),
        pytest.param(
            S, "[education, title]", "[education, titel]", 12, "titel is no indicator; there are age", id="group"
        ),
        pytest.param(S, "[investment_tax, local_jobs]", "[title, local_jobs]", 1, "title comes twice", id="two groups"),
        pytest.param(S, "[investment_tax, local_jobs]", "[local_jobs]", 0, "at least 2 items", id="group of one"),
        pytest.param(T, "combine: agree", "combine: vote", 0, "'single', 'max', 'agree' or 'sum'", id="combination"),
        pytest.param(
            T,
            "combine: agree",
            "combine: single",
            0,
            "single does not go with 2 departments: write",
            id="single of two",
        ),
        pytest.param(T, "department: housing_fund", "department: human_resources", 0, "comes twice", id="department"),
        pytest.param(T, "department: housing_fund", "department: Fund", 0, "pattern", id="name"),
        pytest.param(T, "ask: own_home", "ask: own_house", 0, "'own_home'", id="no claim"),
        pytest.param(
            T, "ask: own_home", "ask: rental", 0, "rental gives no values for a table; there are", id="no values"
        ),
        pytest.param(
            T, "of: owned", "of: own", 0, "own is no value that `ask: own_home` gives; there are owned", id="of"
        ),
        pytest.param(
            T, "of: pension_months", "of: pension", 0, "pension is no value that `ask: insurance`", id="months"
        ),
        pytest.param(T, "of: medical_months", "of: pension_months", 0, "pension_months comes twice", id="same month"),
        pytest.param(T, "kind: bands\n          of: age", "kind: belts\n          of: age", None, "'tiers'", id="kind"),
        pytest.param(T, "{from: 46, points: 0", "{from: 36, points: 0", 1, "write more than 36", id="bands"),
        pytest.param(
            T, "{from: 46, points: 0", "{from: 46, points: -1", 11, "greater than or equal to 0", id="minus points"
        ),
        pytest.param(T, "master, doctor]", "master, master]", 8, "master comes twice; leave it in one tier", id="tier"),
        pytest.param(T, "zh: 高级技师, ", "", None, "zh: this key is missing", id="no label"),
        pytest.param(S, "points: -50", "points: 50", 0, "less than 0", id="a reward for it"),
        pytest.param(S, "unit: 100000", "unit: 0", 0, "greater than 0", id="no unit"),
        pytest.param(S, "points: 4, least: 5", "points: 4, least: 0", 11, "greater than or equal to 1", id="least"),
        pytest.param(
            T,
            'papers: true\n        ref: "[secondary] 教委"',
            'papers: 1\n        ref: "[secondary] 教委"',
            0,
            "valid boolean",
            id="papers",
        ),
        pytest.param(
            T,
            "kind: veto, of: birth_policy",
            "kind: flag, points: 1, of: birth_policy",
            None,
            "a veto by all",
            id="half",
        ),
        pytest.param(T, "zh: 住房, en: Own home", "zh: 住房", None, "en: this key is missing", id="one language"),
    ],
)
def test_a_fault_is_named_with_its_place(
    policies: Path, file: str, old: str, new: str, at: int | None, says: str
) -> None:
    """at: columns from the text that was replaced to the one that is named; None: somewhere else in the file."""
    line, column = spoil(policies / file, old, new)

    with pytest.raises(PolicyInvalid) as fault:
        load_table_file(policies / file)

    assert says in str(fault.value)
    assert str(fault.value).startswith(f"{policies / file}:{fault.value.line}:{fault.value.column}: ")
    if at is not None:
        assert (fault.value.line, fault.value.column) == (line, column + at)


def test_a_fault_in_a_table_is_found_when_a_service_starts(policies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line, column = spoil(policies / T, "value: 140", "value: many")
    monkeypatch.setenv(FOLDER, str(policies))

    with pytest.raises(PolicyInvalid, match=rf"2016\.yaml:{line}:{column}: guide\.value: 'many' is no number"):
        load_every_policy()


def test_a_scheme_that_nobody_knows_is_named_with_those_that_there_are(
    policies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, column = spoil(policies / T, "scheme: table", "scheme: lottery")
    monkeypatch.setenv(FOLDER, str(policies))

    for load in (lambda: load_table("tianjin", 2016), lambda: load_policy("tianjin", 2016), load_every_policy):
        with pytest.raises(PolicyInvalid, match=rf":{line}:{column}: 'lottery' is no scheme; there are season, table"):
            load()


def test_a_table_without_its_scheme_is_no_table(policies: Path) -> None:
    spoil(policies / T, "scheme: table\n", "")

    with pytest.raises(OtherScheme, match="is of the scheme season; load_policy reads it"):
        load_table_file(policies / T)


def test_a_fourth_city_with_a_table_needs_its_files_alone(policies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (policies / T).read_text(encoding="utf-8").replace("city: tianjin", "city: new-town")
    (policies / "new-town").mkdir()
    (policies / "new-town" / "2016.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv(FOLDER, str(policies))

    assert load_table("new-town", 2016).guide == 140
    assert "new-town" in {policy.city for policy in load_every_policy()}


@pytest.mark.parametrize("text", ["scheme: table", "scheme: table\nquota: [", "scheme: table\nindicators: {}"])
def test_what_is_no_table_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "2016.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(PolicyInvalid, match=r"2016\.yaml:\d+:\d+: "):
        load_table_file(file)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "expect: {lines: {insurance: 0}}",
            "expect: {}",
            "a case expects one of lines, parts, total, vetoed; this one",
        ),
        ("expect: {lines: {insurance: 0}}", "expect: {line: {}}", "the key line is not known here; there are lines"),
        ("age: {public_security: {age: 35}}", "age: [35]", "facts: records.age: Input should be a valid dictionary"),
        ("[[18, 20], [35, 20]", "[[18], [35, 20]", "the row has 1 values, the table 2 columns"),
        ("[[5, 0], [6, 10]", "[[5, x], [6, 10]", "lines.service_years: Value error, 'x' is no number"),
    ],
)
def test_a_case_file_is_as_strict(policies: Path, old: str, new: str, says: str) -> None:
    file = policies / "tianjin" / "2016.cases.yaml"
    line, _ = spoil(file, old, new)

    with pytest.raises(PolicyInvalid) as fault:
        load_table_cases(file)
    assert says in str(fault.value)
    assert str(fault.value).startswith(f"{file}:{fault.value.line}:")
    assert abs(fault.value.line - line) <= 12

"""Policy files: every year loads, and a fault in one is named with its file, line, column and the valid form."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from luohu_scoring import PolicyInvalid, PolicyMissing, load_policy, load_policy_file, years
from luohu_scoring.cases import load_cases
from luohu_scoring.policy import FOLDER
from luohu_testbed.policies import spoil

SOURCE = Path(__file__).parents[3] / "policies"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A copy of Beijing's policies that a test may spoil."""
    return Path(shutil.copytree(SOURCE / "beijing", tmp_path / "beijing"))


def test_there_is_a_policy_for_every_round_from_2018_to_2023() -> None:
    assert years("beijing") == (2018, 2019, 2020, 2021, 2022, 2023)


@pytest.mark.parametrize("year", range(2018, 2024))
def test_a_round_has_its_own_days_and_the_rules_of_its_time(year: int) -> None:
    policy = load_policy("beijing", year)
    days = policy.calendar

    assert policy.rules == ("BJ-2018" if year < 2020 else "BJ-2020")
    assert policy.base_date == date(year - 1, 12, 31)
    assert policy.permit_by == (date(2018, 4, 9) if year == 2018 else policy.base_date)
    assert policy.quota == 6000
    assert str(policy.award_valid) == "P2Y"
    assert policy.sanction_years == 5
    assert policy.tax_years == (year - 3, year - 2, year - 1)
    assert policy.penalty_years == policy.detention_years == tuple(range(year - 5, year))
    assert policy.eligibility.continuous_months == 84
    assert policy.eligibility.back_paid_most == 5
    assert policy.eligibility.retirement_age == {"man": 60, "woman_worker": 50, "woman_cadre": 55}
    assert days.declaration_opens.year == days.publicity_ends.year == year
    assert days.declaration_opens.utcoffset() == timedelta(hours=8)
    assert days.publicity_ends - days.list_published >= timedelta(days=7)


def test_the_default_round_stands_in_the_files_as_it_was_decided() -> None:
    days = load_policy("beijing", 2021).calendar

    assert [day.isoformat() for day in (days.declaration_opens, days.declaration_closes)] == [
        "2021-07-01T00:00:00+08:00",
        "2021-08-01T00:00:00+08:00",
    ]
    assert days.query_opens.isoformat() == "2021-09-01T00:00:00+08:00"
    assert days.query_closes.isoformat() == "2021-09-16T00:00:00+08:00"
    assert days.publicity_ends.isoformat() == "2021-10-23T00:00:00+08:00"


def test_a_year_without_a_policy_is_missing_and_the_years_that_exist_are_named() -> None:
    with pytest.raises(PolicyMissing, match=r"no policy for 2030; there are 2018, 2019, 2020, 2021, 2022, 2023"):
        load_policy("beijing", 2030)
    with pytest.raises(PolicyMissing, match="the city has none at all"):
        load_policy("atlantis", 2021)


def test_a_city_may_bring_policies_of_its_own(monkeypatch: pytest.MonkeyPatch, city: Path, tmp_path: Path) -> None:
    spoil(city / "2021.yaml", "value: 6000", "value: 10")
    monkeypatch.setenv(FOLDER, str(tmp_path))

    assert load_policy("beijing", 2021).quota == 10


RULES = "rules/BJ-2020.yaml"
HALF = 'value: 0.5, ref: "三.二.1"'


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "says"),
    [
        pytest.param("2021.yaml", "quota:", "quotas:", 0, "quotas is not known here; there are city", id="unknown"),
        pytest.param("2021.yaml", "quota:", "year: 2021\nquota:", 0, "the key year comes twice", id="twice"),
        pytest.param("2021.yaml", "value: 6000", "value: 0", 0, "greater than or equal to 1", id="out of range"),
        pytest.param("2021.yaml", "value: 6000", "value: 6e3", 0, "'6e3' is no whole number", id="no number"),
        pytest.param("2021.yaml", "value: 6000", "value: true", 0, "True is no whole number", id="a truth"),
        pytest.param("2021.yaml", "2020-12-31", "2020-31-12", -7, "is no day; write for example", id="no day"),
        pytest.param("2021.yaml", "2020-12-31", "2021-12-31", -7, "lies before the round of 2021", id="late base date"),
        pytest.param(
            "2021.yaml",
            "2021-07-01T00:00:00+08:00",
            "2021-07-01T00:00:00",
            -7,
            "no instant of the city",
            id="no offset",
        ),
        pytest.param(
            "2021.yaml", "2021-09-16T00:00:00", "2021-08-16T00:00:00", None, "query_closes lies before", id="order"
        ),
        pytest.param("2021.yaml", "rules: BJ-2020", "rules: BJ-2030", 0, "BJ-2018, BJ-2020", id="no such rules"),
        pytest.param(RULES, HALF, "value: 0.5", None, "ref: this key is missing", id="no ref"),
        pytest.param(RULES, "value: -12", "value: 12", 0, "less than 0", id="a penalty that gives"),
        pytest.param(RULES, HALF, HALF.replace("0.5", "5e-1"), 0, "is no number", id="a float"),
        pytest.param(RULES, 'ref: "附件2, row 1"', "ref: somewhere", 0, "is no reference", id="no reference"),
        pytest.param(RULES, "places: [16, 30]", "places: [30, 16]", None, "not 30 to 16", id="places"),
        pytest.param(RULES, "kind: months", "kind: days", None, "months", id="no such kind of rule"),
        pytest.param(RULES, "first_month: {value: 1998-07", "first_month: {value: 1998-13", 14, "month", id="no month"),
        pytest.param(RULES, "man: {value: 60", "man: {value: 17", 6, "greater than or equal to 18", id="children"),
        pytest.param(RULES, "man: {value: 60", "man: {value: 101", 6, "less than or equal to 100", id="no retirement"),
        pytest.param(RULES, "months: {value: 84", "months: {value: 601", 9, "less than or equal to 600", id="a life"),
        pytest.param(RULES, "most: {value: 5,", "most: {value: -1,", 7, "greater than or equal to 0", id="below none"),
        pytest.param(RULES, "most: {value: 5,", "most: {value: 85,", 7, "write at most 84", id="more than there are"),
        pytest.param(RULES, "needed: {value: 1,", "needed: {value: 4,", 9, "write at most 3", id="years needed"),
        pytest.param(RULES, "value: P2Y", "value: P10Y1D", 0, "at most P10Y", id="a long award"),
        pytest.param(RULES, "value: P2Y", "value: P0D", 0, "more than nothing", id="no award at all"),
        pytest.param(RULES, "sanction_years: {value: 5", "sanction_years: {value: 51", 17, "equal to 50", id="bans"),
        pytest.param(
            RULES, "award: 国家自然科学奖", "award: 国家自燃科学奖", 0, "国家自然科学奖, 国家技术发明奖", id="award"
        ),
        pytest.param(
            RULES, "grades: [特别奖, 一等奖]", "grades: [特别奖, 一等将]", None, "特别奖, 一等奖, 二等奖", id="grade"
        ),
        pytest.param(RULES, "作词, 作曲, 演唱], points: 12", "作词, 作取], points: 12", None, "作词, 作曲", id="role"),
        pytest.param(
            RULES,
            "since: 2015\n      roles: [legal_representative",
            "since: 2015\n      roles: [legal_representativ",
            None,
            "core_team_member",
            id="winner",
        ),
        pytest.param(RULES, "北京市劳动模范", "北京市劳模", 0, "全国劳动模范, 北京市劳动模范", id="honour"),
        pytest.param("rules/BJ-2018.yaml", "extends: BJ-2020", "extends: BJ-2018", 0, "no other version", id="itself"),
    ],
)
def test_a_fault_is_named_with_its_place(city: Path, file: str, old: str, new: str, at: int | None, says: str) -> None:
    """at: columns from the text that was replaced to the one that is named; None: somewhere else in the file."""
    line, column = spoil(city / file, old, new)
    year = "2018.yaml" if "2018" in file else "2021.yaml"

    with pytest.raises(PolicyInvalid) as fault:
        load_policy_file(city / year)

    assert says in str(fault.value)
    assert str(fault.value).startswith(f"{city / file}:{fault.value.line}:{fault.value.column}: ")
    if at is not None:
        assert (fault.value.line, fault.value.column) == (line, column + at)


@pytest.mark.parametrize(
    "text", ["", "quota: [", "- a\n- b", "a: &x 1\nb: !!python/object:os.system {}", "\t", "? [a]\n: 1"]
)
def test_what_is_no_policy_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "2021.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(PolicyInvalid, match=r"2021\.yaml:\d+:\d+: "):
        load_policy_file(file)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "2021.yaml"
    file.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(PolicyInvalid, match="cannot be read as UTF-8"):
        load_policy_file(file)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("expect: {lines: {employment: 21.75}, months: {employed: 87}}", "expect: {}", "this one could not fail"),
        ("lines: {employment: 21.75}", "lines: {emploiment: 21.75}", "cases.0.expect.lines.emploiment"),
        ("{insurance: pension, from: 2013-10", "{insurance: pensions, from: 2013-10", "facts: insurance.0.insurance"),
        ("columns: [birth_year, lines.age]", "columns: [birth_year.3, lines.age]", "is no place in facts"),
        ("      - [1969, 0]", "      - [1969]", "the row has 1 values, the table 2 columns"),
    ],
)
def test_a_case_file_is_as_strict(city: Path, old: str, new: str, says: str) -> None:
    spoil(city / "2021.cases.yaml", old, new)

    with pytest.raises(PolicyInvalid, match=r"2021\.cases\.yaml:\d+:\d+: ") as fault:
        load_cases(city / "2021.cases.yaml")

    assert says in str(fault.value)

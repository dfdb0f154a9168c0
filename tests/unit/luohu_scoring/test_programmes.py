"""Programmes: every city's file loads, a fault in one is named with its place, and a wish names a city and a year."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from luohu_contract.districts import DISTRICTS, DistrictUnknown
from luohu_scoring import PolicyInvalid, PolicyMissing, Scheme, load_every_policy, years
from luohu_scoring.policy import FOLDER, read_file, year_file
from luohu_scoring.programmes import (
    Programme,
    ProgrammeUnknown,
    YearTwice,
    chosen,
    district_name,
    programme,
    programmes,
    rounds,
)
from luohu_scoring.scheme import scheme_of

SOURCE = Path(__file__).parents[3] / "policies"
GOOD = (SOURCE / "beijing" / "programme.yaml").read_text(encoding="utf-8")


@pytest.fixture
def cities(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the policies that a test may spoil, with a fourth city that has a year of its own."""
    folder = Path(shutil.copytree(SOURCE, tmp_path / "policies"))
    there = folder / "new-town"
    there.mkdir()
    own = GOOD.replace("city: beijing", "city: new-town").replace("scheme: season", "scheme: table")
    (there / "programme.yaml").write_text(own.replace("{month: 7, day: 1,", "{month: 2, day: 3,"), encoding="utf-8")
    monkeypatch.setenv(FOLDER, str(folder))
    return folder


def a_year(cities: Path) -> None:
    (cities / "new-town" / "2021.yaml").write_text("", encoding="utf-8")


@pytest.mark.parametrize("each", programmes().values(), ids=lambda each: each.city)
def test_every_city_has_a_programme_and_the_year_that_is_meant_without_one(each: Programme) -> None:
    assert each.title.zh
    assert each.districts
    assert each.beginning(2019).isoformat().endswith(":00:00+08:00")
    assert not each.years or each.default_year in each.years


@pytest.mark.parametrize("each", programmes().values(), ids=lambda each: each.city)
def test_what_a_programme_says_of_itself_is_what_the_files_beside_it_are(each: Programme) -> None:
    schemes = {scheme_of(read_file(year_file(each.city, year))) for year in each.years}
    assert schemes == {each.scheme}
    assert (SOURCE / each.city / "procedures.yaml").is_file() == (each.scheme is Scheme.TABLE)


def test_beijing_is_what_it_was_before_there_were_others() -> None:
    found = programme("beijing")
    assert (found.scheme, found.default_year) == (Scheme.SEASON, 2021)
    assert found.beginning(2021) == datetime.fromisoformat("2021-07-01T09:00:00+08:00")
    assert found.districts == tuple(district.name for district in DISTRICTS)
    assert years("beijing") == found.years == tuple(range(2018, 2024))
    assert {policy.city for policy in load_every_policy()} >= {"beijing"}


def test_districts_are_those_of_the_programmes() -> None:
    assert [district_name(text) for text in ("朝阳", "110105", "滨海新区", " 崇明区 ")] == [
        "朝阳区",
        "朝阳区",
        "滨海新区",
        "崇明区",
    ]
    with pytest.raises(DistrictUnknown, match=r"there are 东城区, .*崇明区.*蓟县"):
        district_name("曼哈顿区")


def test_a_wish_names_a_city_a_year_or_both(cities: Path) -> None:
    a_year(cities)
    for name, year in (("new-town", None), ("new-town-2021", None), ("new-town", 2021), ("new-town-2021", 2021)):
        found, wanted = chosen(name, year)
        assert (found.city, found.scheme, wanted) == ("new-town", Scheme.TABLE, 2021)
    assert chosen("beijing", 2019)[1] == 2019
    assert "new-town-2021" in rounds()


@pytest.mark.parametrize(
    ("name", "year", "error", "told"),
    [
        ("paris", None, ProgrammeUnknown, r"paris is no programme; there are beijing-2018, .*beijing-2023"),
        ("paris-2021", None, ProgrammeUnknown, r"paris-2021 is no programme"),
        ("new-town-2021", None, PolicyMissing, r"new-town has no policy for 2021; the city has none at all"),
        ("beijing", 1999, PolicyMissing, r"beijing has no policy for 1999; there are 2018, .*2023"),
        ("beijing-2021", 2020, YearTwice, r"beijing-2021 says the year already, and 2020 is another one"),
    ],
)
def test_a_wish_for_what_there_is_not_is_told_what_there_is(
    cities: Path, name: str, year: int | None, error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        chosen(name, year)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("scheme: season", "scheme: lottery", r":4:1: scheme: "),
        ("hour: 9}", "hour: 24}", r":6:28: begins.hour: "),
        ("hour: 9}", "hour: 9, minute: 1}", r":6:37: begins.minute: the key minute is not known here"),
        ("{month: 7, day: 1,", "{month: 2, day: 29,", r":6:20: begins.day: there is no day 29 of month 2 in every"),
        ("  tax:", "  taxi:", r"taxi is no service; there are gateway"),
        ("city: beijing", "city: peking", r":2:1: the folder is one of beijing, and the file of peking"),
        ("[东城区,", "[东城区, 西城区,", r"西城区 comes twice"),
        ("city: beijing", "", r"city: this key is missing"),
    ],
)
def test_a_fault_is_named_with_its_place(cities: Path, old: str, new: str, told: str) -> None:
    file = cities / "beijing" / "programme.yaml"
    assert GOOD.count(old) == 1
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(PolicyInvalid, match=told) as refused:
        programmes()
    assert str(refused.value).startswith(f"{file}:")


def test_a_city_without_the_file_is_missed(cities: Path) -> None:
    (cities / "beijing" / "programme.yaml").unlink()
    with pytest.raises(PolicyInvalid, match=r"beijing.programme\.yaml:1:1: every city has a programme\.yaml"):
        programmes()

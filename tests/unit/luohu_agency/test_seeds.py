"""Seed files are read strictly."""

from pathlib import Path

import pytest

from luohu_agency import seeds
from luohu_agency.seeds import SeedsUnreadable, parse, read
from luohu_library_cards.agency import SPEC


def test_scalars_are_texts_and_null_is_nothing() -> None:
    assert parse("a: no\nb: 0.10\nc: 1:30\nd: 2014-08-05\ne: null\nf: ~\ng: 007\nh: 1e3") == {
        "a": "no",
        "b": "0.10",
        "c": "1:30",
        "d": "2014-08-05",
        "e": None,
        "f": None,
        "g": "007",
        "h": "1e3",
    }


@pytest.mark.parametrize(
    "text",
    ["a: 1\na: 2", "x:\n  - {a: 1, a: 2}", "a: [", "a: !!python/object:os.system {}"],
    ids=["twice", "inner", "open", "tag"],
)
def test_what_is_doubtful_is_refused(text: str) -> None:
    with pytest.raises(SeedsUnreadable):
        parse(text)


def test_the_same_record_has_the_same_id_every_time() -> None:
    [(cards, first), (_, fines)] = read(SPEC)["beijing"]
    assert cards.name == "card"
    assert read(SPEC)["beijing"][0][1] == first
    assert len({record_id for record_id, _ in (*first, *fines)}) == 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("book: []", "there is no record kind 'book'; this agency has card, fine"),
        ("card: {}", "expected a list"),
        ("[]", "a seed file is a mapping"),
        ("fine:\n  - {id_number: '1', amount: much, books: 1}", "fine number 1, amount"),
        ("fine:\n  - {id_number: '1', amount: 1, books: 1, colour: red}", "fine number 1, colour"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, told: str
) -> None:
    put(tmp_path / "seeds" / "beijing" / "wrong.yaml", text)
    monkeypatch.setattr(seeds, "files", lambda package: tmp_path)
    with pytest.raises(SeedsUnreadable, match=r"seeds/beijing/wrong\.yaml") as refused:
        read(SPEC)
    assert told in str(refused.value)


def test_every_city_has_seeds_of_its_own_and_none_stand_beside_the_cities(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeds, "files", lambda package: tmp_path)
    assert read(SPEC) == {}
    for city, amount in (("beijing", 1), ("tianjin", 2)):
        put(tmp_path / "seeds" / city / "fines.yaml", f"fine:\n  - {{id_number: '1', amount: {amount}, books: 1}}")
    found = read(SPEC)
    assert {city: [value.amount for _, value in of_city[1][1]] for city, of_city in found.items()} == {
        "beijing": [1],
        "tianjin": [2],
    }
    put(tmp_path / "seeds" / "fines.yaml", "fine: []")
    with pytest.raises(SeedsUnreadable, match=r"seeds/fines\.yaml: move it to the folder of its city"):
        read(SPEC)


def put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")

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
    [(cards, first), (_, fines)] = read(SPEC)
    assert cards.name == "card"
    assert read(SPEC)[0][1] == first
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
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "wrong.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(seeds, "files", lambda package: tmp_path)
    with pytest.raises(SeedsUnreadable, match=r"seeds/wrong\.yaml") as refused:
        read(SPEC)
    assert told in str(refused.value)

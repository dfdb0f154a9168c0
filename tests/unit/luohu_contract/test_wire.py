"""What every wire model refuses: unknown fields, texts that cannot be stored, texts without end."""

import json
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from luohu_contract.claim import Person
from luohu_contract.message import EvidenceSupplement, Question, VerificationRequest
from luohu_contract.model import LONGEST_TEXT, Wire


class Inner(Wire):
    text: str


class Outer(Wire):
    plain: str = ""
    limited: Annotated[str, Field(max_length=5000)] = ""
    shaped: Annotated[str, Field(pattern=r"^a")] = "a"
    maybe: str | None = None
    many: tuple[str, ...] = ()
    by_name: dict[str, str] = Field(default_factory=dict)
    inner: Inner | None = None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"plain": "a\0b"}, ("plain",)),
        ({"plain": "\0"}, ("plain",)),
        ({"limited": "\0b"}, ("limited",)),
        ({"shaped": "a\0b"}, ("shaped",)),
        ({"maybe": "a\0"}, ("maybe",)),
        ({"many": ["a", "a\0"]}, ("many", 1)),
        ({"by_name": {"a": "\0"}}, ("by_name", "a")),
        ({"by_name": {"a\0": ""}}, ("by_name", "a\0", "[key]")),
        ({"inner": {"text": "line\n\0"}}, ("inner", "text")),
    ],
)
def test_nul_is_refused_under_the_fields_name(given: dict[str, object], field: tuple[str | int, ...]) -> None:
    for read in (Outer.model_validate, lambda value: Outer.model_validate_json(json.dumps(value))):
        with pytest.raises(ValidationError) as caught:
            read(given)
        assert [error["loc"] for error in caught.value.errors()] == [field]


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(ValidationError, match="plain"):
        Outer.model_validate({"plain": "\ud800"})
    with pytest.raises(ValidationError):
        Outer.model_validate_json(r'{"plain": "\ud800"}')


def test_a_text_without_a_limit_of_its_own_has_one_all_the_same() -> None:
    assert Outer(plain="字" * LONGEST_TEXT).plain
    assert len(Outer(limited="字" * 5000).limited) == 5000
    for field in ("plain", "maybe", "shaped"):
        with pytest.raises(ValidationError, match=str(LONGEST_TEXT)):
            Outer.model_validate({field: "a" * (LONGEST_TEXT + 1)})
    with pytest.raises(ValidationError, match="5000"):
        Outer(limited="a" * 5001)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50))
def test_every_other_text_is_taken_and_stripped(text: str) -> None:
    again = Outer.model_validate_json(Outer(plain=text).model_dump_json())
    assert again.plain == Outer(plain=text).plain
    assert again.plain in text


@pytest.mark.parametrize("model", [Person, Question, VerificationRequest, EvidenceSupplement, Outer])
def test_unknown_fields_are_refused(model: type[Wire]) -> None:
    with pytest.raises(ValidationError, match="surprise"):
        model.model_validate({"surprise": 1})


def test_a_message_is_not_changed_after_it_was_read() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Inner(text="a").text = "b"  # type: ignore[misc]


def test_the_published_schema_says_that_nul_is_refused() -> None:
    assert "pattern" in Person.model_json_schema()["properties"]["name"]


def test_a_number_is_one_that_can_be_stored_and_written() -> None:
    class Numbers(Wire):
        free: int = 0
        positive: int = Field(default=1, ge=1)
        seed: int = Field(default=0, ge=0, lt=2**53)

    largest = 2**63 - 1
    assert Numbers(free=-largest, positive=largest).model_dump_json()
    for beyond in ({"free": largest + 1}, {"free": -largest - 1}, {"positive": 10**40}, {"seed": 2**53}):
        with pytest.raises(ValidationError):
            Numbers(**beyond)

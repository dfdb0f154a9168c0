"""Unified social credit codes and organisation codes: DOMAIN 6.2, and what the check characters promise."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from luohu_contract.claim import OrganisationIdType
from luohu_contract.numbers import (
    NumberInvalid,
    check_organisation_id,
    normalise_uscc,
    parse_organisation_code,
    parse_uscc,
)
from luohu_contract.numbers.organisation import organisation_check

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [3**place % 31 for place in range(17)]


def _check(seventeen: str) -> str:
    """By hand, as the standard says it."""
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(seventeen, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


codes = st.builds(
    lambda head, tail: head + tail,
    st.text("0123456789", min_size=8, max_size=8),
    st.text(ALPHABET, min_size=9, max_size=9),
).map(lambda seventeen: seventeen + _check(seventeen))
VALID = [
    "91990105MA0LUH014J",
    "92990112MA0LUH0309",
    "12990108MB0LUH026C",
    "51990101MJ0LUH0417",
    "52990106MJ0LUH05X4",
]


@pytest.mark.parametrize("number", VALID)
def test_a_valid_code_is_taken(number: str) -> None:
    assert parse_uscc(number) == number
    assert _check(number[:17]) == number[17]


@pytest.mark.parametrize("number", VALID)
def test_an_organisation_code_stands_inside(number: str) -> None:
    assert parse_organisation_code(number[8:17]) == f"{number[8:16]}-{number[16]}"


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        pytest.param("91990105MA0LUH014K", "check character", id="check character"),
        pytest.param("91990150MA0LUH014J", "check character", id="two digits exchanged"),
        pytest.param("91990105MAOLUH014J", "I, O, S, V", id="letter O"),
        pytest.param("91990105MA0LUH014", "it has 17", id="17 characters"),
        pytest.param("9199010５MA0LUH014J", "18 characters", id="full-width digit"),
        pytest.param("A1990105MA0LUH014J", "18 characters", id="letter among the first eight"),
        pytest.param("", "it has 0", id="empty"),
        pytest.param("91990105MA0LUH014J" * 300, "it has 5400", id="very long"),
    ],
)
def test_an_invalid_code_is_refused(number: str, wrong: str) -> None:
    with pytest.raises(NumberInvalid, match=wrong):
        parse_uscc(number)


@pytest.mark.parametrize("typed", ["91990105ma0luh014j", " 91990105 MA0LUH014J "])
def test_case_and_spaces_are_put_right(typed: str) -> None:
    assert parse_uscc(typed) == normalise_uscc(typed) == "91990105MA0LUH014J"


@given(codes)
def test_every_code_with_its_check_character_is_taken(number: str) -> None:
    assert parse_uscc(number) == number


@given(codes, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_single_changed_character_is_caught(number: str, place: int, other: str) -> None:
    assume(number[place] != other)
    with pytest.raises(NumberInvalid):
        parse_uscc(number[:place] + other + number[place + 1 :])


@given(codes, st.integers(0, 16))
def test_any_two_neighbours_exchanged_are_caught(number: str, place: int) -> None:
    assume(number[place] != number[place + 1])
    with pytest.raises(NumberInvalid):
        parse_uscc(number[:place] + number[place + 1] + number[place] + number[place + 2 :])


@pytest.mark.parametrize("number", ["99990001-1", "99990002-X", "99990005-4"])
def test_a_valid_organisation_code_is_taken(number: str) -> None:
    assert parse_organisation_code(number) == number
    assert parse_organisation_code(number.replace("-", "").lower()) == number


@pytest.mark.parametrize("number", ["99990001-2", "9999000-11", "99990001", "９9990001-1", "99990001-A", "99990001--1"])
def test_an_invalid_organisation_code_is_refused(number: str) -> None:
    with pytest.raises(NumberInvalid):
        parse_organisation_code(number)


@given(st.text("0123456789", min_size=8, max_size=8), st.integers(0, 7), st.sampled_from("0123456789"))
def test_any_single_changed_digit_of_an_organisation_code_is_caught(first: str, place: int, other: str) -> None:
    assume(first[place] != other)
    changed = first[:place] + other + first[place + 1 :]
    with pytest.raises(NumberInvalid):
        parse_organisation_code(changed + organisation_check(first))


@given(st.text("0123456789", min_size=8, max_size=8), st.integers(0, 6))
def test_any_two_neighbouring_digits_of_an_organisation_code_exchanged_are_caught(first: str, place: int) -> None:
    assume(first[place] != first[place + 1])
    changed = first[:place] + first[place + 1] + first[place] + first[place + 2 :]
    with pytest.raises(NumberInvalid):
        parse_organisation_code(changed + organisation_check(first))


@pytest.mark.parametrize(
    ("id_type", "number", "written"),
    [
        (OrganisationIdType.USCC, "91990105ma0luh014j", "91990105MA0LUH014J"),
        (OrganisationIdType.ORGANISATION_CODE, "999900011", "99990001-1"),
        (OrganisationIdType.OTHER, " 京民证字第990001号 ", "京民证字第990001号"),
    ],
)
def test_each_kind_of_organisation_id_takes_its_own_numbers(
    id_type: OrganisationIdType, number: str, written: str
) -> None:
    assert check_organisation_id(id_type, number) == written


@pytest.mark.parametrize(
    ("id_type", "number"),
    [
        (OrganisationIdType.USCC, "99990001-1"),
        (OrganisationIdType.ORGANISATION_CODE, "91990105MA0LUH014J"),
        (OrganisationIdType.OTHER, "abc"),
        (OrganisationIdType.OTHER, "abcd\0"),
        (OrganisationIdType.OTHER, "a" * 31),
    ],
)
def test_no_kind_of_organisation_id_takes_another_ones_numbers(id_type: OrganisationIdType, number: str) -> None:
    with pytest.raises(NumberInvalid):
        check_organisation_id(id_type, number)

"""Resident identity numbers: the tables of DOMAIN 6.1, and what the check character promises."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from luohu_contract.claim import IdType, Sex
from luohu_contract.numbers import (
    NumberInvalid,
    check_character,
    check_person_id,
    normalise_identity_number,
    parse_old_resident_id,
    parse_resident_id,
    parse_study_id,
)

numbers = st.builds(
    lambda born, sequence: f"990101{born:%Y%m%d}{sequence:03d}",
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.integers(0, 999),
).map(lambda seventeen: seventeen + check_character(seventeen))


@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        ("990101197909111013", date(1979, 9, 11), Sex.MALE),
        ("990101198506150012", date(1985, 6, 15), Sex.MALE),
        ("990101198506150020", date(1985, 6, 15), Sex.FEMALE),
        ("990102199012311235", date(1990, 12, 31), Sex.MALE),
        ("990105197312010450", date(1973, 12, 1), Sex.MALE),
        ("990108198811300149", date(1988, 11, 30), Sex.FEMALE),
        ("990112199202290060", date(1992, 2, 29), Sex.FEMALE),
        ("99010119800101009X", date(1980, 1, 1), Sex.MALE),
        ("99010219820720008X", date(1982, 7, 20), Sex.FEMALE),
    ],
)
def test_a_valid_number_tells_birth_date_and_sex(number: str, born: date, sex: Sex) -> None:
    found = parse_resident_id(number)
    assert (found.number, found.birth_date, found.sex) == (number, born, sex)
    assert str(found) == number


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        pytest.param("990101198506150013", "check character", id="check digit"),
        pytest.param("99010119850230001X", "birth date", id="30 February, check digit right"),
        pytest.param("99010119850615001", "17 characters", id="17 characters"),
        pytest.param("990101198506150102", "check character", id="two digits exchanged"),
        pytest.param("110101198801011111", "check character", id="the handbook's sample spouse"),
        pytest.param("990101850615001", "15 characters", id="the old form"),
        pytest.param("99010118990101001X", "1900", id="born in 1899"),
        pytest.param("", "0 characters", id="empty"),
        pytest.param("X90101198506150012", "17 digits", id="X in front"),
        pytest.param("９９０１０１198506150012", "17 digits", id="full-width digits"),
        pytest.param("٩٩٠١٠١198506150012", "17 digits", id="Arabic digits"),
        pytest.param("9901011985061500²2", "17 digits", id="superscript two"),
        pytest.param("9" * 5000, "5000 characters", id="very long"),
    ],
)
def test_an_invalid_number_is_refused_and_not_repeated(number: str, wrong: str) -> None:
    with pytest.raises(NumberInvalid, match=wrong) as caught:
        parse_resident_id(number)
    assert caught.value.example == "990101198506150012"
    assert not number or number not in caught.value.wrong


@pytest.mark.parametrize("typed", ["99010119800101009x", " 99010119800101009X ", "990101 19800101 009X"])
def test_case_and_white_space_are_put_right(typed: str) -> None:
    assert parse_resident_id(typed).number == "99010119800101009X"


@given(numbers)
def test_every_number_with_its_check_character_is_read_back(number: str) -> None:
    assert parse_resident_id(number).number == number


@given(numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_single_changed_character_is_caught(number: str, place: int, other: str) -> None:
    assume(number[place] != other)
    with pytest.raises(NumberInvalid):
        parse_resident_id(number[:place] + other + number[place + 1 :])


@given(numbers, st.integers(0, 16))
def test_any_two_neighbours_exchanged_are_caught(number: str, place: int) -> None:
    assume(number[place] != number[place + 1])
    with pytest.raises(NumberInvalid):
        parse_resident_id(number[:place] + number[place + 1] + number[place] + number[place + 2 :])


def test_fifteen_digits_are_upgraded_where_they_are_allowed() -> None:
    assert parse_old_resident_id("990101850615001").number == "990101198506150012"
    assert parse_study_id("990101850615001") == parse_study_id("990101198506150012")


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_an_upgraded_number_keeps_its_birth_date(born: date, sequence: int) -> None:
    assert parse_old_resident_id(f"990101{born:%y%m%d}{sequence:03d}").birth_date == born


@pytest.mark.parametrize("number", ["99010185023000１", "9901018502300011", "990101850230001", "99010185061500X"])
def test_fifteen_digits_that_are_none_are_refused(number: str) -> None:
    with pytest.raises(NumberInvalid):
        parse_old_resident_id(number)


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        (" 99010119800101009x", "99010119800101009X"),
        ("990101850615001", "990101198506150012"),
        ("990101850230001", "990101850230001"),
        ("e 99000001", "E99000001"),
        ("", ""),
    ],
)
def test_numbers_are_compared_in_one_way_of_writing(stored: str, written: str) -> None:
    assert normalise_identity_number(stored) == written


@pytest.mark.parametrize(
    ("id_type", "number", "written"),
    [
        (IdType.RESIDENT_ID, "99010119800101009x", "99010119800101009X"),
        (IdType.OFFICER_CARD, "军字第99000001号", "军字第99000001号"),
        (IdType.PASSPORT, "e99000001", "E99000001"),
        (IdType.HONG_KONG_MACAO_PERMIT, "H99000001", "H99000001"),
        (IdType.HONG_KONG_MACAO_PERMIT, "M9900000101", "M9900000101"),
        (IdType.TAIWAN_PERMIT, "99000001", "99000001"),
    ],
)
def test_each_kind_of_document_takes_its_own_numbers(id_type: IdType, number: str, written: str) -> None:
    assert check_person_id(id_type, number) == written


@pytest.mark.parametrize(
    ("id_type", "number"),
    [
        (IdType.RESIDENT_ID, "E99000001"),
        (IdType.RESIDENT_ID, "990101850615001"),
        (IdType.OFFICER_CARD, "军字第号"),
        (IdType.PASSPORT, "E9900-0001"),
        (IdType.PASSPORT, "E990"),
        (IdType.HONG_KONG_MACAO_PERMIT, "A99000001"),
        (IdType.TAIWAN_PERMIT, "990000012"),
        (IdType.TAIWAN_PERMIT, "９９000001"),
    ],
)
def test_no_kind_of_document_takes_another_ones_numbers(id_type: IdType, number: str) -> None:
    with pytest.raises(NumberInvalid):
        check_person_id(id_type, number)


def test_every_kind_of_document_is_known() -> None:
    for id_type in IdType:
        with pytest.raises(NumberInvalid, match="for example"):
            check_person_id(id_type, "?")

"""Id numbers do not reach a log."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.numbers import mask_id, mask_text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("990101198506150012", "990*************12"),
        ("99010119800101009x", "990*************9x"),
        ("990101850615001", "990**********01"),
        ("王, 990101198506150012, and 990101850615001.", "王, 990*************12, and 990**********01."),
        ("id=990101198506150012&x", "id=990*************12&x"),
        ("1101021234567890", "1101021234567890"),
        ("1101020000000000000", "1101020000000000000"),
        ("8e03978e-40d5-43e8-bc93-6894a57f9324", "8e03978e-40d5-43e8-bc93-6894a57f9324"),
        ("/v1/records?about=%20990101198506150012", "/v1/records?about=%20990*************12"),
        ("".join(f"%{ord(digit):02X}" for digit in "990101198506150012"), "990*************12"),
        ("99010119800101009%58", "990*************9X"),
        ('{"mobile":"13912345678"}', '{"mobile":"139****5678"}'),
        ("0.13912345678 and 8e03978e-13912345678", "0.13912345678 and 8e03978e-13912345678"),
        ("99010119850615001X7", "99010119850615001X7"),
        ("９９０１０１１９８５０６１５００１２", "９９０*************１２"),
        ("号９, 990101198506150012", "号９, 990*************12"),
        ("", ""),
    ],
)
def test_numbers_of_people_are_masked_in_an_address_as_well(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@given(st.text())
def test_a_masked_number_keeps_its_length_and_at_most_five_characters(number: str) -> None:
    masked = mask_id(number)
    assert len(masked) == len(number)
    assert len(masked.replace("*", "")) <= 5


@given(st.text("0123456789", min_size=17, max_size=17), st.text("ab ,号", max_size=5), st.text("ab ,号", max_size=5))
def test_no_birth_date_is_left_in_a_text(seventeen: str, before: str, after: str) -> None:
    assert seventeen[6:14] not in mask_text(f"{before}{seventeen}X{after}")

"""What the journal shows of a body: its beginning as text, and never an id number or a secret."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_kit.journal.hop import joined, parted
from luohu_kit.journal.writing import shown

NUMBER = "990101198506150012"


def test_a_whole_body_is_shown_with_its_numbers_masked() -> None:
    assert shown(b'{"id_number": "%s"}' % NUMBER.encode(), 100) == '{"id_number": "990*************12"}'


def test_nothing_is_an_empty_text_and_what_is_no_text_is_not_shown() -> None:
    assert shown(b"", 100) == ""
    assert shown(b"%PDF-1.7 \xff\xfe\x00", 100) is None
    assert shown(b"a\x00b", 100) is None


@given(before=st.integers(0, 40), longest=st.integers(1, 60))
def test_a_cut_leaves_no_half_number(before: int, longest: int) -> None:
    seen = shown(b"x" * before + b" " + NUMBER.encode() + b" and more behind it", longest)
    assert seen is not None
    assert NUMBER[:4] not in seen


@given(text=st.text(alphabet="落户a ", min_size=1, max_size=40), longest=st.integers(1, 120))
def test_a_cut_never_goes_through_a_character(text: str, longest: int) -> None:
    seen = shown(text.encode(), longest)
    assert seen is not None
    assert text.startswith(seen)


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ('{"access_token":"eyJ.a.b","expires_in":3600}', '{"access_token":"***","expires_in":3600}'),
        ('{"client_secret": "s3cr"}', '{"client_secret": "***"}'),
        ('{"secret":"whsec_abc"}', '{"secret":"***"}'),
        ('{"secret": "two words & more", "token":"t"}', '{"secret": "***", "token":"***"}'),
        ("grant_type=client_credentials&client_secret=s3cr", "grant_type=client_credentials&client_secret=***"),
        ("client_id=a&code=main.x&code_verifier=y", "client_id=a&code=***&code_verifier=***"),
        ("form_token=eyJ.a.b&account=window&sms_code=123456", "form_token=***&account=window&sms_code=***"),
        ('{"to":"window","sms_code":"123456"}', '{"to":"window","sms_code":"***"}'),
        ('<input name="form_token" value="eyJ.a.b">', '<input name="form_token" value="***">'),
        ('{"code":"property.not_matched"}&unit_code=7', '{"code":"property.not_matched"}&unit_code=7'),
    ],
)
def test_secrets_are_not_shown(body: str, seen: str) -> None:
    assert shown(body.encode(), 1000) == seen


GROUPS = st.lists(st.lists(st.uuids().map(str), min_size=1, max_size=3).map(tuple), max_size=4)


@given(groups=GROUPS)
def test_what_hops_are_about_can_be_read_back(groups: list[tuple[str, ...]]) -> None:
    assert parted(joined(groups)) == [list(group) for group in groups]

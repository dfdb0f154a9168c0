"""Standard Webhooks: the published vector, tampering, rotation, and garbage."""

import base64
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.signing import SignatureInvalid, check_secret, derive_secret, new_secret, sign, verify

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
BODY = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def _now() -> datetime:
    return datetime.now(UTC)


def test_the_published_vector_is_reproduced() -> None:
    assert sign(SECRET, ID, BODY, datetime.fromtimestamp(1614265330, UTC)) == {
        "webhook-id": ID,
        "webhook-timestamp": "1614265330",
        "webhook-signature": SIGNATURE,
    }


def test_the_zone_of_the_time_does_not_matter() -> None:
    beijing = datetime.fromtimestamp(1614265330, timezone(timedelta(hours=8)))
    assert sign(SECRET, ID, BODY, beijing)["webhook-signature"] == SIGNATURE


@given(st.text(st.characters(exclude_categories=["Cs"])).map(str.encode))
def test_what_was_signed_is_verified(body: bytes) -> None:
    verify([SECRET], sign(SECRET, ID, body, _now()), body)


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_one_changed_byte_fails(place: int, change: int) -> None:
    changed = BODY[:place] + bytes([BODY[place] ^ change]) + BODY[place + 1 :]
    with pytest.raises(SignatureInvalid):
        verify([SECRET], sign(SECRET, ID, BODY, _now()), changed)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_header_is_named(name: str) -> None:
    headers = sign(SECRET, ID, BODY, _now())
    del headers[name]
    with pytest.raises(SignatureInvalid, match=name):
        verify([SECRET], headers, BODY)


@given(
    st.dictionaries(
        st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]),
        st.one_of(st.text(), st.text("0123456789.,v1 =-+eE/ naif", max_size=40)),
    )
)
def test_garbage_is_never_more_than_an_invalid_signature(garbage: dict[str, str]) -> None:
    with pytest.raises(SignatureInvalid):
        verify([SECRET], sign(SECRET, ID, BODY, _now()) | garbage | {"webhook-id": "another"}, BODY)


@pytest.mark.parametrize("signature", ["v1", "v1,", "v1,abc", "v1,äöü", "v2,AAAA", ",", " ", "v1,a,b"])
def test_a_malformed_signature_is_refused(signature: str) -> None:
    with pytest.raises(SignatureInvalid):
        verify([SECRET], sign(SECRET, ID, BODY, _now()) | {"webhook-signature": signature}, BODY)


def test_a_body_that_is_no_text_is_refused() -> None:
    with pytest.raises(SignatureInvalid):
        verify([SECRET], sign(SECRET, ID, BODY, _now()), b"\xff\xfe")


@pytest.mark.parametrize(
    ("off", "why"),
    [(timedelta(minutes=-6), "too old"), (timedelta(minutes=6), "too new"), (timedelta(days=-1826), "too old")],
)
def test_a_time_far_from_now_is_refused(off: timedelta, why: str) -> None:
    with pytest.raises(SignatureInvalid, match=why):
        verify([SECRET], sign(SECRET, ID, BODY, _now() + off), BODY)


def test_every_live_secret_is_good_while_one_is_replaced() -> None:
    new, old, stranger = new_secret(), new_secret(), new_secret()
    verify([new, old], sign(old, ID, BODY, _now()), BODY)
    verify([new, old], sign(new, ID, BODY, _now()), BODY)
    with pytest.raises(SignatureInvalid, match="No matching"):
        verify([new, old], sign(stranger, ID, BODY, _now()), BODY)


def test_one_good_signature_among_several_is_enough() -> None:
    now, stranger = _now(), new_secret()
    headers = sign(SECRET, ID, BODY, now)
    foreign = sign(stranger, ID, BODY, now)["webhook-signature"]
    both = f"{foreign} v1a,AAAA {headers['webhook-signature']}"
    verify([SECRET], headers | {"webhook-signature": both}, BODY)


def test_header_names_are_read_in_any_case() -> None:
    headers = {name.title(): value for name, value in sign(SECRET, ID, BODY, _now()).items()}
    verify([SECRET], headers | {"Content-Type": "application/json"}, BODY)


def test_without_a_secret_nothing_is_verified() -> None:
    with pytest.raises(SignatureInvalid, match="no secret"):
        verify([], sign(SECRET, ID, BODY, _now()), BODY)


def test_a_useless_secret_does_not_hide_a_good_one() -> None:
    verify(["nonsense", SECRET], sign(SECRET, ID, BODY, _now()), BODY)
    with pytest.raises(SignatureInvalid):
        verify(["nonsense"], sign(SECRET, ID, BODY, _now()), BODY)


def test_the_id_is_part_of_what_is_signed() -> None:
    with pytest.raises(SignatureInvalid):
        verify([SECRET], sign(SECRET, ID, BODY, _now()) | {"webhook-id": "another"}, BODY)


@pytest.mark.parametrize("message_id", ["", "a.b", "a b", "ü", "a\n", "a" * 257])
def test_an_id_that_is_no_header_or_would_blur_the_parts_is_refused(message_id: str) -> None:
    with pytest.raises(ValueError, match="message id"):
        sign(SECRET, message_id, BODY, _now())
    with pytest.raises(SignatureInvalid):
        verify([SECRET], sign(SECRET, ID, BODY, _now()) | {"webhook-id": message_id}, BODY)


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        sign(SECRET, ID, BODY, datetime(2021, 5, 3))  # noqa: DTZ001


@pytest.mark.parametrize(
    "secret",
    ["", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_!!!!", "whsec_" + base64.b64encode(b"short").decode()],
)
def test_a_secret_of_another_form_is_refused_and_not_repeated(secret: str) -> None:
    with pytest.raises(ValueError, match="secret") as caught:
        check_secret(secret)
    assert not secret.removeprefix("whsec_") or secret.removeprefix("whsec_") not in str(caught.value)


def test_new_secrets_are_good_and_differ() -> None:
    assert check_secret(new_secret()) != new_secret()


def test_derived_secrets_depend_on_every_part_and_on_the_direction() -> None:
    parts = [
        ("m", "declaration", "tax"),
        ("m", "tax", "declaration"),
        ("m", "declaration", "identity"),
        ("n", "declaration", "tax"),
        ("m", "declarationt", "ax"),
    ]
    derived = [check_secret(derive_secret(*part)) for part in parts]
    assert len(set(derived)) == len(parts)
    assert derived == [derive_secret(*part) for part in parts]


def test_nothing_is_derived_from_an_empty_part() -> None:
    with pytest.raises(ValueError, match="empty"):
        derive_secret("", "declaration", "tax")

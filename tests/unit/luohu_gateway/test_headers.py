"""What of the headers crosses the door."""

import pytest

from luohu_gateway.headers import Headers, inward, outside, outward, request_id, traceparent

ABOUT: Headers = [(b"x-request-id", b"r1")]


@pytest.mark.parametrize(
    "name",
    [
        b"luohu-from", b"webhook-id", b"webhook-signature", b"webhook-timestamp", b"webhook-anything", b"connection",
        b"transfer-encoding", b"te", b"upgrade", b"x-forwarded-for", b"forwarded", b"expect", b"x-nonsense",
    ],
)  # fmt: skip
def test_what_a_caller_may_not_say_does_not_come_in(name: bytes) -> None:
    given: Headers = [(b"accept", b"*/*"), (name, b"evil"), (b"connection", b"close, X-Nonsense")]
    assert inward(given, host=b"tax:8714", about=ABOUT) == [(b"host", b"tax:8714"), (b"accept", b"*/*"), *ABOUT]


@pytest.mark.parametrize("name", [b"authorization", b"luohu-world", b"if-match", b"prefer", b"idempotency-key"])
def test_what_a_caller_says_for_the_service_comes_in(name: bytes) -> None:
    assert (name, b"x") in inward([(name, b"x")], host=b"tax", about=[])


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("/v1/rechecks/1", "/agencies/tax/v1/rechecks/1"),
        ("http://127.0.0.1:8714/v1/rechecks/1?x=1", "/agencies/tax/v1/rechecks/1?x=1"),
        ("http://127.0.0.1:8714", "/agencies/tax"),
        ("http://127.0.0.1:87140/v1", "http://127.0.0.1:87140/v1"),
        ("/problems/item-locked", "/problems/item-locked"),
        ("https://elsewhere.example/callback?code=1", "https://elsewhere.example/callback?code=1"),
        ("//elsewhere.example/", "//elsewhere.example/"),
        ("next?page=2", "next?page=2"),
    ],
)
def test_addresses_of_a_service_read_as_the_door_serves_them(address: str, seen: str) -> None:
    assert outside(address, "/agencies/tax", "http://127.0.0.1:8714") == seen


def test_location_and_link_are_rewritten_and_hop_by_hop_headers_stay_behind() -> None:
    given: Headers = [
        (b"location", b"/v1/records/1"),
        (b"link", b'</v1/records?page=2>; rel="next", </problems/gone>; rel="help"'),
        (b"etag", b'"3"'),
        (b"connection", b"keep-alive"),
        (b"x-request-id", b"inner"),
        (b"set-cookie", b"a=1"),
        (b"set-cookie", b"b=2"),
    ]
    assert outward(given, mount="/agencies/tax", origin="http://tax", about=ABOUT) == [
        (b"location", b"/agencies/tax/v1/records/1"),
        (b"link", b'</agencies/tax/v1/records?page=2>; rel="next", </problems/gone>; rel="help"'),
        (b"etag", b'"3"'),
        (b"set-cookie", b"a=1"),
        (b"set-cookie", b"b=2"),
        *ABOUT,
    ]


@pytest.mark.parametrize("given", [b"abc-1", b"x" * 64])
def test_a_sane_request_id_is_passed_on(given: bytes) -> None:
    assert request_id([(b"x-request-id", given)]) == given


@pytest.mark.parametrize("given", [b"", b"x" * 65, b"a b", b"a\nb", "京".encode()])
def test_any_other_request_id_is_replaced(given: bytes) -> None:
    assert request_id([(b"x-request-id", given)]) != given


def test_a_valid_trace_context_is_passed_on() -> None:
    given = b"00-" + b"a" * 32 + b"-" + b"b" * 16 + b"-01"
    assert traceparent([(b"traceparent", given)]) == given


@pytest.mark.parametrize(
    "given",
    [b"", b"00-" + b"0" * 32 + b"-" + b"b" * 16 + b"-01", b"00-" + b"a" * 32 + b"-" + b"0" * 16 + b"-01", b"ff"],
)
def test_any_other_trace_context_begins_a_new_trace(given: bytes) -> None:
    made = traceparent([(b"traceparent", given)])
    assert made != given
    assert len(made) == 55

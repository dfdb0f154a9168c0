"""The seal over a request: whatever of it is another is refused; the standard's own signature stands beside it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from luohu_contract.sealing import check, seal
from luohu_contract.signing import SignatureInvalid, new_secret, verify

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"verdicts":[]}'
TOLD = {"Luohu-From": "tax", "Luohu-World": "main", "Luohu-World-Time": "2021-07-05", "Idempotency-Key": '"1"'}

Parts = dict[str, Any]


def now() -> datetime:
    """The machine's time as the test asks: collected tests may wait for minutes."""
    return datetime.now(UTC)


def sealed(at: datetime | None = None, *, secret: str = SECRET, body: bytes | None = BODY) -> Parts:
    """A request as it arrives."""
    line = {"method": "POST", "target": "/v1/verdicts?x=1"}
    told = seal(secret, "msg_1", at or now(), **line, headers=TOLD, body=body)
    return {**line, "headers": {**TOLD, **told, "Accept": "*/*"}, "body": body or b""}


def checked(request: Parts, *secrets: str) -> None:
    check(secrets or (SECRET,), **{**request, "headers": request["headers"].items()})


def test_a_sealed_request_is_good_and_so_is_the_signature_of_the_standard() -> None:
    request = sealed()
    checked(request)
    verify([SECRET], request["headers"], BODY)
    Webhook(SECRET).verify(BODY, request["headers"], json_parse=False)
    checked(sealed(body=None))
    checked(request, new_secret(), SECRET)
    checked({**request, "headers": {name.upper(): value for name, value in request["headers"].items()}})


def header(name: str, value: str | None) -> Callable[[Parts], Parts]:
    def changed(request: Parts) -> Parts:
        headers: Mapping[str, str] = {key: one for key, one in request["headers"].items() if key != name}
        return {**request, "headers": {**headers, **({} if value is None else {name: value})}}

    return changed


def later(request: Parts) -> str:
    """A second after the time that was signed."""
    return str(int(request["headers"]["webhook-timestamp"]) + 1)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda request: {**request, "method": "PUT"}, id="method"),
        pytest.param(lambda request: {**request, "target": "/v1/verdicts"}, id="query"),
        pytest.param(lambda request: {**request, "target": "/v1/evidence-requests?x=1"}, id="path"),
        pytest.param(lambda request: {**request, "body": b'{"verdicts":[1]}'}, id="body"),
        pytest.param(header("Luohu-World", "other"), id="world"),
        pytest.param(header("Luohu-World", None), id="no world"),
        pytest.param(header("Luohu-From", "housing-registry"), id="sender"),
        pytest.param(header("Luohu-World-Time", "2022-01-01"), id="the world's time"),
        pytest.param(header("Luohu-Scenario", "valid"), id="a scenario that was not there"),
        pytest.param(header("Idempotency-Key", '"2"'), id="key"),
        pytest.param(header("webhook-id", "msg_2"), id="message id"),
        pytest.param(lambda request: header("webhook-timestamp", later(request))(request), id="timestamp"),
        pytest.param(header("webhook-signature", None), id="no signature"),
        pytest.param(header("webhook-signature", "r1,AAAA v1,AAAA"), id="another signature"),
    ],
)
def test_whatever_is_changed_makes_the_seal_bad(change: Callable[[Parts], Parts]) -> None:
    with pytest.raises(SignatureInvalid):
        checked(change(sealed()))


def test_the_signature_of_the_standard_alone_opens_nothing() -> None:
    request = sealed()
    standard, _ = request["headers"]["webhook-signature"].split(" ")
    with pytest.raises(SignatureInvalid, match="r1"):
        checked(header("webhook-signature", standard)(request))


@pytest.mark.parametrize("away", [timedelta(minutes=6), timedelta(minutes=-6)], ids=["early", "stale"])
def test_a_seal_is_good_for_five_minutes(away: timedelta) -> None:
    checked(sealed(now() + away * 0.8))
    with pytest.raises(SignatureInvalid, match="timestamp too"):
        checked(sealed(now() + away))


def test_the_secret_of_another_pair_opens_nothing() -> None:
    for secrets in ((new_secret(),), (), ("nonsense",)):
        with pytest.raises(SignatureInvalid):
            check(secrets, **{**(request := sealed()), "headers": request["headers"].items()})


def test_a_header_that_comes_twice_is_refused() -> None:
    request = sealed()
    lines = [*request["headers"].items(), ("webhook-id", "msg_1")]
    with pytest.raises(SignatureInvalid, match="more than once"):
        check([SECRET], **{**request, "headers": lines})


@given(st.dictionaries(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]), st.text(max_size=80)))
def test_garbage_is_refused_and_nothing_else_happens(garbage: dict[str, str]) -> None:
    request = sealed()
    headers = {**request["headers"], **garbage, "webhook-id": "another"}
    with pytest.raises(SignatureInvalid):
        checked({**request, "headers": headers})

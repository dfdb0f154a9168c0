"""What may be shown of an exchange."""

import httpx
import pytest

from luohu_cli.door import Exchange
from luohu_cli.transcript import masked, shown

TOKEN = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
ID_NUMBER = "990116197505200110"


def exchange(request: httpx.Request, response: httpx.Response) -> Exchange:
    return Exchange(request, response, attempts=1, seconds=0.0123)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (ID_NUMBER, "990116********0110"),
        (f"{ID_NUMBER}，已婚", "990116********0110，已婚"),
        ("99010519800202021X", "990105********021X"),
        (f"Bearer {TOKEN}", "Bearer eyJhbGciO…"),
        ("X京房权证怀字第11111111号", "X京房权证怀字第11111111号"),
        ("0d81d933-51ce-4bf0-8a64-1234567890ab", "0d81d933-51ce-4bf0-8a64-1234567890ab"),
        ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",) * 2,
        (7, 7),
        (None, None),
    ],
)
def test_id_numbers_are_masked_and_tokens_shortened_and_nothing_else(told: object, kept: object) -> None:
    assert masked(told) == kept
    assert masked({"a": [told]}) == {"a": [kept]}


def test_an_exchange_is_shown_whole() -> None:
    request = httpx.Request(
        "POST",
        "http://gateway/v1/declarations/1/spouses",
        json={"name": "王建业", "id_number": ID_NUMBER},
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    response = httpx.Response(201, json={"id": "2"}, headers={"Location": "/v1/items/2", "ETag": '"1"'})

    document = shown(exchange(request, response))

    assert document["request"] == {
        "method": "POST",
        "url": "http://gateway/v1/declarations/1/spouses",
        "headers": {"host": "gateway", "content-type": "application/json", "authorization": "Bearer eyJhbGciO…"},
        "body": {"name": "王建业", "id_number": "990116********0110"},
    }
    assert document["response"]["status"] == 201
    assert document["response"]["body"] == {"id": "2"}
    assert document["response"]["headers"]["location"] == "/v1/items/2"
    assert (document["attempts"], document["milliseconds"]) == (1, 12.3)


def test_a_file_is_told_by_its_hash() -> None:
    request = httpx.Request(
        "POST", "http://gateway/v1", content=b"%PDF-1.4", headers={"Content-Type": "application/pdf"}
    )

    body = shown(exchange(request, httpx.Response(204)))["request"]["body"]

    assert (body["content_type"], body["bytes"], len(body["sha256"])) == ("application/pdf", 8, 64)


def test_a_body_that_is_not_what_it_says_is_shown_as_text() -> None:
    response = httpx.Response(502, content=b"<html>", headers={"Content-Type": "application/json"})

    assert shown(exchange(httpx.Request("GET", "http://gateway/"), response))["response"]["body"] == "<html>"

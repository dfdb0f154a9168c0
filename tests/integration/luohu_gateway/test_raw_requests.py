"""What no client library sends, byte by byte over a socket: never two requests where the gateway has counted one."""

import asyncio
from urllib.parse import urlsplit

import httpx
import orjson
import pytest

from luohu_contract.problems import PROBLEMS
from luohu_testbed.doors import Behind, gateway_to

HOST = b"Host: city\r\n"
HIDDEN = b"GET /v1/hidden HTTP/1.1\r\nHost: city\r\n\r\n"


async def said(gateway: httpx.AsyncClient, sent: bytes) -> bytes:
    """Everything that the gateway says until it breaks off, or has been silent for a while."""
    url = urlsplit(str(gateway.base_url))
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    heard = b""
    try:
        writer.write(sent)
        await writer.drain()
        while piece := await asyncio.wait_for(reader.read(65_536), 0.5 if heard else 5):
            heard += piece
    except (TimeoutError, ConnectionError):
        pass
    finally:
        writer.close()
    return heard


def post(*lines: bytes, body: bytes = b"") -> bytes:
    return b"POST /v1/open HTTP/1.1\r\n" + HOST + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body


SMUGGLED = {
    "two lengths": post(b"Content-Length: 0", b"Content-Length: %d" % len(HIDDEN), body=HIDDEN),
    "a length and chunks": post(b"Content-Length: 5", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n" + HIDDEN),
    "chunks and a length": post(b"Transfer-Encoding: chunked", b"Content-Length: 5", body=b"0\r\n\r\n" + HIDDEN),
    "chunks that are not the last coding": post(b"Transfer-Encoding: chunked, identity", body=b"0\r\n\r\n" + HIDDEN),
    "chunks by another name": post(b"Transfer-Encoding: xchunked", body=b"0\r\n\r\n" + HIDDEN),
    "chunks in a folded line": post(
        b"Transfer-Encoding:\r\n chunked", b"Content-Length: 3", body=b"0\r\n\r\n" + HIDDEN
    ),
    "a space before the colon": post(b"Content-Length : %d" % len(HIDDEN), body=HIDDEN),
    "a length with a sign": post(b"Content-Length: +5", body=b"12345"),
    "a length that is hexadecimal": post(b"Content-Length: 0x5", body=b"12345"),
    "a list of lengths": post(b"Content-Length: 0, 5", body=b"12345"),
    "a length without end": post(b"Content-Length: " + b"9" * 60),
    "a chunk of a negative size": post(b"Transfer-Encoding: chunked", body=b"-1\r\nx\r\n0\r\n\r\n"),
    "a chunk of a size without end": post(b"Transfer-Encoding: chunked", body=b"f" * 40 + b"\r\n"),
    "a line break in a header": b"GET /v1/open HTTP/1.1\r\n" + HOST + b"X: a\rY: b\r\n\r\n",
    "a NUL in a header": b"GET /v1/open HTTP/1.1\r\n" + HOST + b"X: a\x00b\r\n\r\n",
    "a header without name": b"GET /v1/open HTTP/1.1\r\n" + HOST + b": x\r\n\r\n",
    "a space in the address": b"GET /v1/open x HTTP/1.1\r\n" + HOST + b"\r\n",
    "bytes in the address": b"GET /v1/\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n",
    "another protocol": b"GET /v1/open HTTP/9.9\r\n" + HOST + b"\r\n",
    "no protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "an unknown method": b"BREW /v1/open HTTP/1.1\r\n" + HOST + b"\r\n",
}


@pytest.mark.sockets
async def test_no_request_hides_in_another(gateway: httpx.AsyncClient, behind: Behind) -> None:
    heard = await asyncio.gather(*(said(gateway, sent) for sent in SMUGGLED.values()))
    for how, answer in zip(SMUGGLED, heard, strict=True):
        head, _, body = answer.partition(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1]) if head else 0
        assert answer.count(b"HTTP/1.1 ") <= 1, (how, answer)
        assert status == 0 or status < 500, (how, answer)
        if status >= 400:
            told = orjson.loads(body)
            assert PROBLEMS[told["type"].removeprefix("/problems/")].status == status, (how, answer)
    assert [scope["path"] for scope in behind.scopes if scope["path"] == "/v1/hidden"] == []


@pytest.mark.sockets
async def test_a_head_without_end_is_refused(gateway: httpx.AsyncClient, behind: Behind) -> None:
    for endless in (b"X-A: " + b"a" * 200_000, b"".join(b"X-%d: a\r\n" % n for n in range(20_000))):
        answer = await said(gateway, b"GET /v1/open HTTP/1.1\r\n" + HOST + endless)
        assert answer.startswith(b"HTTP/1.1 431 "), answer[:200]
    many = b"".join(b"X-%d: a\r\n" % n for n in range(200))
    answer = await said(gateway, b"GET /v1/open HTTP/1.1\r\n" + HOST + many + b"\r\n")
    assert answer.startswith(b"HTTP/1.1 431 "), answer[:200]
    assert behind.scopes == []


@pytest.mark.sockets
async def test_who_asks_too_often_is_told_to_wait(behind: Behind) -> None:
    async with gateway_to({"declaration": behind.url}, requests_per_minute=3) as gateway:
        answers = [await gateway.get("/v1/items/1") for _ in range(4)]
        assert [one.status_code for one in answers] == [200, 200, 200, 429]
        assert answers[0].headers["ratelimit-policy"] == '"caller";q=3;w=60'
        assert answers[0].headers["ratelimit"].startswith('"caller";r=2;')
        assert answers[3].json()["type"] == "/problems/too-many-requests"
        assert 1 <= int(answers[3].headers["retry-after"]) <= 20
        assert len(behind.scopes) == 3
        assert (await gateway.get("/health")).status_code == 200
        another = await gateway.get("/v1/items/1", headers={"Authorization": "Bearer another"})
        assert another.status_code == 200


@pytest.mark.sockets
async def test_a_body_that_does_not_come_is_not_waited_for(
    gateway: httpx.AsyncClient, behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luohu_gateway.proxy.BODY_SECONDS", 0.05)
    answer = await said(gateway, post(b"Content-Length: 10", body=b"12345"))
    assert answer.startswith(b"HTTP/1.1 408 "), answer
    monkeypatch.setattr("luohu_cli.wire.HEAD_SECONDS", 0.05)
    assert await said(gateway, b"GET /v1/open HTTP/1.1\r\nHost: ") == b""
    assert behind.scopes == []

"""Files of worlds pass the door as they come, however large; every other body is bounded as ever."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import httpx

from luohu_contract.problems import PROBLEMS
from luohu_testbed.doors import Behind, gateway_to, served
from luohu_testbed.waiting import until

IMPORT = "/_luohu/worlds/import?name=mine"
LARGE = b"0123456789abcdef" * 200_000  #: 3.2 MB: more than any other body may have


async def in_pieces(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def test_a_large_file_arrives_whole_with_its_length(gateway: httpx.AsyncClient, behind: Behind) -> None:
    answer = await gateway.post(IMPORT, content=LARGE)
    assert answer.status_code == 200
    assert behind.bodies[-1] == LARGE
    assert behind.headers["content-length"] == str(len(LARGE))
    assert "transfer-encoding" not in behind.headers


async def test_a_file_without_a_length_arrives_whole(gateway: httpx.AsyncClient, behind: Behind) -> None:
    answer = await gateway.post(IMPORT, content=in_pieces(LARGE[:7], LARGE[7:]))
    assert answer.status_code == 200
    assert behind.bodies[-1] == LARGE


async def test_the_same_body_elsewhere_is_too_large(gateway: httpx.AsyncClient, behind: Behind) -> None:
    for path in ("/_luohu/worlds", "/_luohu/worlds/import/", "/v1/declarations"):
        answer = await gateway.post(path, content=LARGE)
        assert answer.status_code == PROBLEMS["payload-too-large"].status
    assert behind.bodies == []


async def test_pieces_are_sent_on_before_the_last_one_has_come() -> None:
    arrived: list[bytes] = []
    more = asyncio.Event()

    async def service(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        while True:
            message = await receive()
            arrived.append(message.get("body", b""))
            if not message.get("more_body"):
                break
        await send({"type": "http.response.start", "status": 201, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    async def slowly() -> AsyncIterator[bytes]:
        yield b"first"
        await more.wait()
        yield b"last"

    async with served(service) as url, gateway_to({"sandbox": url}) as gateway:
        sending = asyncio.create_task(gateway.post(IMPORT, content=slowly()))
        await until(lambda: b"".join(arrived) == b"first")
        more.set()
        assert (await sending).status_code == 201
    assert b"".join(arrived) == b"firstlast"


async def test_a_caller_who_leaves_in_the_middle_ends_it() -> None:
    ended: list[str] = []
    began = asyncio.Event()  # one who leaves before anything was sent on has asked for nothing

    async def service(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        while True:
            message = await receive()
            began.set()
            if message["type"] == "http.disconnect":
                ended.append("disconnected")
                return
            if not message.get("more_body"):
                ended.append("whole")
                return

    async with served(service) as url, gateway_to({"sandbox": url}) as other:
        where = urlsplit(str(other.base_url))
        with socket.create_connection((where.hostname, where.port)) as caller:
            head = f"POST {IMPORT} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"
            await asyncio.to_thread(caller.sendall, head.encode() + b"x" * 1000)
            await began.wait()
        await until(lambda: ended, ["disconnected"])


async def test_a_sandbox_that_is_away_is_said_to_be_away() -> None:
    async with gateway_to({}) as alone:
        answer = await alone.post(IMPORT, content=LARGE)
    assert answer.status_code == PROBLEMS["service-unavailable"].status

"""Services that are away, hang up, or break off: the caller learns the truth, and nothing is done twice."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import httpx
import pytest

from luohu_testbed.doors import gateway_to
from luohu_testbed.waiting import until

Handle = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


class Line:
    """A server that is told, connection by connection, what to do; it counts the requests that came."""

    def __init__(self, *scripts: str) -> None:
        self.scripts = list(scripts)
        self.requests = 0
        self.closed = 0  #: connections that were closed; on loopback the other end knows at once

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        script = self.scripts.pop(0) if self.scripts else "hang up"
        for act in script.split(", "):
            head = await reader.read(65536)
            if not head:
                break
            self.requests += 1
            if act == "answer":
                writer.write(OK)
                await writer.drain()
            elif act == "break off":
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf of it")
                await writer.drain()
                break
            elif act == "break off chunked":
                writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n")
                await writer.drain()
                break
            elif act == "babble":
                writer.write(b"I do not speak this language\r\n\r\n")
                await writer.drain()
            else:
                break
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        self.closed += 1


@asynccontextmanager
async def through(line: Line) -> AsyncIterator[httpx.AsyncClient]:
    """A client at a gateway whose declaration service is this line."""
    server = await asyncio.start_server(line, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, gateway_to({"declaration": f"http://127.0.0.1:{port}"}) as client:
        yield client


async def test_a_service_that_is_away_is_a_503_that_says_when_to_come_back() -> None:
    async with gateway_to({}) as client:
        answer = await client.post("/v1/declarations", json={})
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (503, "/problems/service-unavailable")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "1"
    assert problem["service"] == "declaration"
    assert "Nothing was sent" in problem["detail"]


async def test_a_read_on_a_connection_that_went_stale_is_asked_once_more() -> None:
    line = Line("answer, hang up", "answer")
    async with through(line) as client:
        assert (await client.get("/v1/items/1")).text == "ok"
        assert (await client.get("/v1/items/1")).text == "ok"
    assert line.requests == 3


async def test_a_read_is_not_asked_a_third_time() -> None:
    line = Line("hang up", "hang up", "answer")
    async with through(line) as client:
        answer = await client.get("/v1/items/1")
    assert (answer.status_code, answer.json()["type"]) == (502, "/problems/upstream-unreachable")
    assert line.requests == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_a_change_that_may_have_been_done_is_never_asked_again(method: str) -> None:
    line = Line("hang up", "answer")
    async with through(line) as client:
        answer = await client.request(method, "/v1/declarations", content=b"{}")
    assert answer.status_code == 502
    assert "may have done" in answer.json()["detail"]
    assert line.requests == 1


async def test_a_change_on_a_connection_that_the_service_closed_goes_over_a_new_one() -> None:
    line = Line("answer", "answer")  # closes after its one answer
    async with through(line) as client:
        assert (await client.get("/v1/items/1")).status_code == 200
        await until(lambda: line.closed, 1)
        assert (await client.post("/v1/declarations", json={})).status_code == 200
    assert line.requests == 2


@pytest.mark.parametrize("how", ["break off", "break off chunked"])
async def test_an_answer_that_breaks_off_breaks_off_for_the_caller_too(how: str) -> None:
    async with through(Line(how)) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.get("/v1/items/1")


async def test_an_answer_that_is_no_http_is_a_502() -> None:
    async with through(Line("babble", "babble")) as client:
        answer = await client.get("/v1/items/1")
    assert (answer.status_code, answer.json()["service"]) == (502, "declaration")


async def test_a_service_that_stays_silent_is_a_504() -> None:
    silent = asyncio.Event()

    async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await silent.wait()
        writer.close()

    server = await asyncio.start_server(never, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, gateway_to({"declaration": f"http://127.0.0.1:{port}"}, patience=0.2) as client:
        answer = await client.post("/v1/declarations", json={})
        silent.set()
    assert (answer.status_code, answer.json()["type"]) == (504, "/problems/upstream-timeout")

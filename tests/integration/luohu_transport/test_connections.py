"""What the transport promises to whoever repeats requests and passes them on, on real sockets."""

import asyncio
import gzip
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

import httpx
import pytest

from luohu_client.retry import NEVER_SENT
from luohu_testbed.waiting import until
from luohu_transport import Connections

Speak = Callable[["Server", asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """Reads the head and the body of each request, and then does as the test says."""

    speak: Speak
    url: str = ""
    connections: int = 0
    heads: list[bytes] = field(default_factory=list)
    ended: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := await _head(reader):
                self.heads.append(head)
                await self.speak(self, writer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.ended += 1
            writer.close()


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            await reader.readexactly(int(line[15:]))
    return head


@asynccontextmanager
async def server(speak: Speak) -> AsyncIterator[Server]:
    one = Server(speak)
    listening = await asyncio.start_server(one.serve, "127.0.0.1", 0)
    one.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield one
    finally:
        listening.close()


@asynccontextmanager
async def connections(**limits: float) -> AsyncIterator[Connections]:
    async with Connections(httpx.Limits(**limits)) as transport:  # type: ignore[arg-type]
        yield transport


def saying(answer: bytes) -> Speak:
    async def speak(_: Server, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)

    return speak


fine = saying(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
silent = saying(b"")  #: reads on, and answers nothing


async def ask(
    through: Connections,
    method: str,
    url: str,
    *,
    content: bytes | AsyncIterator[bytes] | None = None,
    headers: list[tuple[str, str]] | None = None,
    **seconds: float,
) -> httpx.Response:
    extensions = {"timeout": {"connect": 5.0, "pool": 5.0, "read": 5.0, "write": 5.0, **seconds}}
    request = httpx.Request(method, url, content=content, headers=headers, extensions=extensions)
    answer = await through.handle_async_request(request)
    await answer.aread()
    return answer


async def test_what_never_left_is_told_apart_from_what_may_have_been_done() -> None:
    async def gone(_: Server, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async def reset(_: Server, writer: asyncio.StreamWriter) -> None:
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    async def in_the_middle(_: Server, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhalf")
        writer.close()

    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}"
    async with connections() as through:
        with pytest.raises(httpx.ConnectError):
            await ask(through, "POST", nobody)
        for speak, kind in (
            (silent, httpx.ReadTimeout),
            (gone, httpx.RemoteProtocolError),
            (reset, httpx.ReadError),
            (in_the_middle, httpx.RemoteProtocolError),
            (saying(b"what?\r\n\r\n"), httpx.RemoteProtocolError),
        ):
            async with server(speak) as one:
                with pytest.raises(kind) as told:
                    await ask(through, "POST", one.url, content=b"do it", read=0.3)
                assert not isinstance(told.value, NEVER_SENT), speak
                assert len(one.heads) == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
async def test_no_request_is_repeated_behind_the_back_of_whoever_sent_it(method: str) -> None:
    async def once(one: Server, writer: asyncio.StreamWriter) -> None:
        if len(one.heads) == 1:
            await fine(one, writer)
        else:
            writer.close()

    async with server(once) as one, connections() as through:
        await ask(through, method, one.url)
        with pytest.raises(httpx.RemoteProtocolError):
            await ask(through, method, one.url)
        assert (len(one.heads), one.connections) == (2, 1)


async def test_a_connection_that_ended_while_nobody_looked_is_not_used() -> None:
    """The loop was busy and has not been told: only the kernel knows that the other side has left."""
    listener = socket.create_server(("127.0.0.1", 0))
    left, answered = Event(), 0

    def serve() -> None:
        nonlocal answered
        for _ in range(2):
            with listener.accept()[0] as one:
                one.recv(65536)
                one.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                answered += 1
            left.set()

    thread = Thread(target=serve)
    thread.start()
    async with connections() as through:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        await ask(through, "POST", url)
        left.wait(10)  # the loop stands still
        assert (await ask(through, "POST", url)).status_code == 200
    thread.join(10)
    listener.close()
    assert answered == 2


async def test_a_connection_that_is_idle_for_long_is_not_used() -> None:
    async with server(fine) as one, connections(keepalive_expiry=0.05) as through:
        await ask(through, "POST", one.url)
        await until(lambda: one.ended, 1)
        await ask(through, "POST", one.url)
        assert one.connections == 2


async def test_a_request_leaves_just_as_it_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    headers = [("Host", "a.city"), ("x-b", "1"), ("x-a", "2"), ("x-b", "3"), ("x-name", "落户")]
    async with server(fine) as one, connections() as through:
        encoded = [(name, value.encode()) for name, value in headers]
        await ask(through, "GET", f"{one.url}/a%2fb/%7e?x=%41&x=", headers=encoded)  # type: ignore[arg-type]
        assert one.heads[0].decode() == (
            "GET /a%2fb/%7e?x=%41&x= HTTP/1.1\r\nHost: a.city\r\nx-b: 1\r\nx-a: 2\r\nx-b: 3\r\nx-name: 落户\r\n\r\n"
        )
        with pytest.raises(httpx.LocalProtocolError):
            await ask(through, "GET", one.url, headers=[("x-a", "1\r\nx-b: 2")])
        with pytest.raises(httpx.UnsupportedProtocol):
            await ask(through, "GET", "ftp://a.city/")
        assert len(one.heads) == 1


async def test_an_answer_comes_just_as_it_was_sent_and_leaves_no_cookie() -> None:
    packed = gzip.compress(b"all of it")
    head = (
        b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
    )
    async with server(saying(head % len(packed) + packed)) as one, connections() as through:
        request = httpx.Request("GET", one.url)
        answer = await through.handle_async_request(request)
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        assert b"".join([piece async for piece in answer.stream]) == packed
        assert answer.headers.raw[:2] == [(b"Set-Cookie", b"a=1"), (b"Set-Cookie", b"b=2")]
        await ask(through, "GET", one.url)
        assert b"cookie" not in one.heads[1].lower()


async def test_answers_without_a_body_keep_the_connection() -> None:
    async def bare(one: Server, writer: asyncio.StreamWriter) -> None:
        told = (b"200 OK", b"204 No Content", b"304 Not Modified")[len(one.heads) - 1]
        length = b"" if told.startswith(b"204") else b"Content-Length: 500\r\n"
        writer.write(b"HTTP/1.1 " + told + b"\r\n" + length + b"\r\n")

    async with server(bare) as one, connections() as through:
        for method, status in (("HEAD", 200), ("DELETE", 204), ("GET", 304)):
            answer = await ask(through, method, one.url)
            assert (answer.status_code, answer.content) == (status, b"")
        assert one.connections == 1


async def test_a_stream_comes_piece_by_piece_and_ends_with_its_reader() -> None:
    more = asyncio.Event()

    async def speak(_: Server, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
        await writer.drain()
        await more.wait()
        writer.write(b"4\r\nnext\r\n")

    async with server(speak) as one, connections() as through:
        answer = await through.handle_async_request(httpx.Request("GET", one.url))
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        pieces = aiter(answer.stream)
        assert await anext(pieces) == b"first"
        more.set()
        assert await anext(pieces) == b"next"
        await answer.aclose()
        await until(lambda: one.ended, 1)


async def test_a_pool_is_bounded_and_waiting_for_it_sends_nothing() -> None:
    async with server(silent) as one, connections(max_connections=1) as through:
        first = asyncio.create_task(ask(through, "POST", one.url))
        await until(lambda: len(one.heads), 1)
        with pytest.raises(NEVER_SENT):
            await ask(through, "POST", one.url, pool=0.05, connect=0.05)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        assert len(one.heads) == 1


async def test_a_body_has_so_long_to_leave_and_its_own_failure_is_its_own() -> None:
    class Spoilt(Exception):
        pass

    async def spoilt() -> AsyncIterator[bytes]:
        yield b"a"
        raise Spoilt

    with socket.create_server(("127.0.0.1", 0)) as frozen:  # takes connections, and reads nothing
        url = f"http://127.0.0.1:{frozen.getsockname()[1]}"
        async with connections() as through:
            with pytest.raises(httpx.WriteTimeout):
                await ask(through, "POST", url, content=bytes(32 << 20), write=0.3)
            with pytest.raises(Spoilt):
                await ask(through, "POST", url, content=spoilt())


def test_connections_follow_whoever_uses_them_and_close_without_a_word() -> None:
    through = Connections()

    async def once() -> None:
        async with server(fine) as one:
            await ask(through, "GET", one.url)

    async def last() -> None:
        await once()
        await through.aclose()
        with pytest.raises(httpx.ConnectError):
            await once()

    asyncio.run(once())
    asyncio.run(last())

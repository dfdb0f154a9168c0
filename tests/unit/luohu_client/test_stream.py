"""A stream of events over several connections: nothing is missed, nothing is told twice."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from luohu_client.caller import Caller
from luohu_client.line import Line
from luohu_client.problem import Problem, Unanswered
from luohu_client.retry import Patience
from luohu_client.stream import follow

TOKEN = {"access_token": "t", "expires_in": 3600}
QUICK = Patience(within=0.5, first=0.001, longest=0.002)


def frame(number: int) -> bytes:
    told = {"id": str(number), "at": "2021-07-01T09:00:00+08:00", "event": "filed", "from": None, "to": "draft"}
    data = json.dumps({**told, "detail": {}, "actor": "applicant"})
    return f"id: {number}\nevent: filed\ndata: {data}\n\n".encode()


class Pieces(httpx.AsyncByteStream):
    """A body in pieces; one that is an error breaks it off."""

    def __init__(self, pieces: tuple[bytes | type[httpx.TransportError], ...]) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            if not isinstance(piece, bytes):
                raise piece("broken")
            yield piece


class Telling(httpx.AsyncBaseTransport):
    """Gives tokens, and one connection after the other as it was told."""

    def __init__(self, *connections: tuple[bytes | type[httpx.TransportError], ...] | httpx.Response) -> None:
        self.connections = list(connections)
        self.asked: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/identity/token":
            return httpx.Response(200, json=TOKEN)
        self.asked.append(request)
        told = self.connections.pop(0)
        if isinstance(told, httpx.Response):
            return told
        return httpx.Response(200, headers={"Content-Type": "text/event-stream"}, stream=Pieces(told))


async def heard(city: Telling, *, until_settled: bool = True) -> list[str]:
    speaking = Line("http://city", transport=city, patience=QUICK)
    caller = Caller(speaking, "main", "somebody")
    return [each.id async for each in follow(speaking, caller, "/v1/items/1/events", until_settled=until_settled)]


async def test_a_stream_that_breaks_off_goes_on_behind_the_last_event() -> None:
    settled = b": settled\n\n"
    city = Telling((frame(1), frame(2)[:20], httpx.ReadError), (frame(2), frame(3), settled))
    assert await heard(city) == ["1", "2", "3"]
    assert [request.headers.get("Last-Event-ID") for request in city.asked] == [None, "1"]
    assert {request.url.params["until"] for request in city.asked} == {"settled"}


async def test_a_stream_that_ends_with_its_token_is_taken_up_again_until_there_is_nothing_more() -> None:
    city = Telling((frame(1), b": the token has expired\n\n"), httpx.Response(503), httpx.Response(204))
    assert await heard(city) == ["1"]
    assert len(city.asked) == 3


async def test_a_refusal_ends_it() -> None:
    with pytest.raises(Problem, match="not-found"):
        await heard(Telling((frame(1),), httpx.Response(404, json={"type": "/problems/not-found"})))


async def test_a_city_that_stays_away_is_given_up() -> None:
    with pytest.raises(Unanswered, match="could not be taken up again"):
        await heard(Telling(*[httpx.Response(503, json={})] * 1000))

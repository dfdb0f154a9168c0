"""A request is repeated until it is answered, with the same key, and not for ever."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from luohu_cli.door import Door, Refused, Unanswered

Answer = httpx.Response | Exception
PROBLEM = {"type": "/problems/item-locked", "status": 409, "detail": "It is pending."}


class Script(httpx.BaseTransport):
    """Answers as it was told, then 200 for ever; keeps what was asked."""

    def __init__(self, *answers: Answer) -> None:
        self._answers: Iterator[Answer] = iter(answers)
        self.asked: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = next(self._answers, httpx.Response(200, json={}))
        if isinstance(answer, Exception):
            raise answer
        return answer


class Time:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def read(self) -> float:
        return self.now


@pytest.fixture
def door_of() -> Iterator[Callable[[Script], Door]]:
    opened: list[Door] = []

    def make(script: Script) -> Door:
        time = Time()
        opened.append(Door("http://gateway", transport=script, sleep=time.sleep, clock=time.read))
        return opened[-1]

    yield make
    for door in opened:
        door.close()


LOST = {
    "refused": httpx.ConnectError("refused"),
    "reset": httpx.ReadError("reset"),
    "cut off": httpx.RemoteProtocolError("cut off"),
    "silent": httpx.ReadTimeout("silent"),
    "502": httpx.Response(502),
    "503": httpx.Response(503),
    "504": httpx.Response(504),
    "the first attempt still runs": httpx.Response(409, json={"type": "/problems/idempotency-key-in-use"}),
}


@pytest.mark.parametrize("lost", LOST.values(), ids=LOST)
def test_a_request_without_an_answer_is_sent_again_with_the_same_key(
    door_of: Callable[[Script], Door], lost: Answer
) -> None:
    script = Script(lost, lost, httpx.Response(201, json={"id": "1"}))

    exchange = door_of(script).must("POST", "/v1/declarations", json={"year": 2021})

    assert (exchange.response.status_code, exchange.attempts, exchange.unsure) == (201, 3, True)
    assert len({request.headers["idempotency-key"] for request in script.asked}) == 1
    assert {request.content for request in script.asked} == {b'{"year":2021}'}


def test_two_requests_have_two_keys(door_of: Callable[[Script], Door]) -> None:
    script = Script()
    door = door_of(script)
    door.ask("POST", "/v1/items/1/verification")
    door.ask("POST", "/v1/items/1/verification")

    assert len({request.headers["idempotency-key"] for request in script.asked}) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 412, 422, 428, 500])
def test_a_refusal_is_an_answer_and_is_not_repeated(door_of: Callable[[Script], Door], status: int) -> None:
    script = Script(httpx.Response(status, json=PROBLEM))

    with pytest.raises(Refused, match="It is pending") as refused:
        door_of(script).must("POST", "/v1/items/1/verification")

    assert (refused.value.slug, refused.value.status) == ("item-locked", status)
    assert len(script.asked) == 1


def test_nobody_is_asked_for_longer_than_the_deadline(door_of: Callable[[Script], Door]) -> None:
    door = door_of(Script(*[httpx.ConnectError("refused")] * 1000))

    with pytest.raises(Unanswered, match="within 30 s"):
        door.ask("GET", "/v1/declarations")

    assert 28 < door.clock() <= 30


def test_the_world_is_named_where_no_token_names_it() -> None:
    script = Script()
    with Door("http://gateway", "other", transport=script) as door:
        door.ask("GET", "/_luohu/clock")
        door.ask("GET", "/v1/declarations", token="eyJ")

    assert [request.headers.get("luohu-world") for request in script.asked] == ["other", None]

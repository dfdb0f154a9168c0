"""The line to the gateway: what is sent again, under which key, and what is raised.

A city that answers in a way of its own stands at the other end; the real one is spoken to in tests/e2e/test_client.py.
"""

from collections.abc import Callable

import httpx
import pytest

from luohu_client.line import Line
from luohu_client.problem import FieldFault, Problem, Unanswered
from luohu_client.retry import Patience

QUICK = Patience(within=5.0, first=0.001, longest=0.002)
GONE = httpx.Response(502, json={"type": "/problems/upstream-unreachable"})


class Counterpart(httpx.AsyncBaseTransport):
    """Answers one request after the other as it was told; remembers what it was asked."""

    def __init__(self, *script: httpx.Response | type[httpx.TransportError]) -> None:
        self.script = list(script)
        self.asked: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.script.pop(0)
        if isinstance(answer, httpx.Response):
            return answer
        raise answer("broken", request=request)


def line(city: Counterpart, patience: Patience = QUICK) -> Line:
    return Line("http://city", transport=city, patience=patience)


async def test_a_post_with_a_key_is_repeated_under_the_same_key() -> None:
    city = Counterpart(httpx.ReadError, GONE, httpx.Response(201, json={"id": 1}))
    assert (await line(city).ask("POST", "/v1/declarations", json={}, keyed=True)).json() == {"id": 1}
    keys = {request.headers["Idempotency-Key"] for request in city.asked}
    assert len(city.asked) == 3
    assert len(keys) == 1
    assert keys.pop().startswith('"')


async def test_two_requests_have_two_keys() -> None:
    city = Counterpart(httpx.Response(200), httpx.Response(200))
    speaking = line(city)
    for _ in range(2):
        await speaking.ask("POST", "/v1/declarations", keyed=True)
    assert len({request.headers["Idempotency-Key"] for request in city.asked}) == 2


@pytest.mark.parametrize("lost", [httpx.ReadError, httpx.ReadTimeout, httpx.RemoteProtocolError])
async def test_a_post_without_a_key_is_not_sent_again_once_it_may_have_arrived(
    lost: type[httpx.TransportError],
) -> None:
    city = Counterpart(lost)
    with pytest.raises(Unanswered, match="may have been done"):
        await line(city).ask("POST", "/_luohu/clock/advance", json={"by": "P14D"})
    assert len(city.asked) == 1


async def test_a_post_without_a_key_waits_for_somebody_to_be_there() -> None:
    city = Counterpart(httpx.ConnectError, httpx.Response(503), httpx.Response(429), httpx.Response(200))
    await line(city).ask("POST", "/_luohu/clock/advance", json={"by": "P14D"})
    assert len(city.asked) == 4


async def test_a_write_that_says_what_it_saw_is_not_sent_again() -> None:
    city = Counterpart(GONE)
    with pytest.raises(Problem, match="upstream-unreachable"):
        await line(city).ask("PUT", "/v1/items/1", json={}, headers={"If-Match": '"3"'})
    assert len(city.asked) == 1


async def test_whoever_never_answers_is_given_up() -> None:
    city = Counterpart(*[httpx.ConnectError] * 50)
    with pytest.raises(Unanswered, match="attempts"):
        await line(city, Patience(within=0.01, first=0.004)).ask("GET", "/v1/reasons")
    assert 1 < len(city.asked) < 10


async def test_a_wait_that_is_longer_than_the_patience_is_not_begun() -> None:
    body = {"type": "/problems/too-many-requests"}
    city = Counterpart(httpx.Response(429, headers={"Retry-After": "600"}, json=body))
    with pytest.raises(Problem) as refused:
        await line(city).ask("GET", "/v1/reasons")
    assert (refused.value.status, refused.value.slug) == (429, "too-many-requests")


async def test_a_refusal_is_raised_with_everything_that_it_says() -> None:
    body = {
        "type": "/problems/period-out-of-range",
        "title": "The period is out of range",
        "status": 422,
        "detail": "The form is refused.",
        "remedy": "Correct the fields.",
        "instance": "/v1/declarations/1/residences",
        "errors": [{"pointer": "#/from", "detail": "is before 2020-08"}],
    }
    with pytest.raises(Problem) as refused:
        await line(Counterpart(httpx.Response(422, json=body))).ask("POST", "/v1/declarations/1/residences", json={})
    problem = refused.value
    assert (problem.slug, problem.status, problem.title) == ("period-out-of-range", 422, body["title"])
    assert problem.errors == (FieldFault("#/from", "is before 2020-08"),)
    assert (problem.remedy, problem.instance) == (body["remedy"], body["instance"])
    for words in ("POST /v1/declarations/1/residences", "#/from is before 2020-08", "Correct the fields."):
        assert words in str(problem)


@pytest.mark.parametrize("make", [lambda: httpx.Response(404, text="<html>"), lambda: httpx.Response(404, json=[1])])
async def test_a_refusal_that_is_no_problem_document_is_raised_all_the_same(make: Callable[[], httpx.Response]) -> None:
    with pytest.raises(Problem) as refused:
        await line(Counterpart(make())).ask("GET", "/elsewhere")
    assert (refused.value.status, refused.value.slug) == (404, "about:blank")

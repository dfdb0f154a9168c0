"""Every route, asked by everybody who can ask: the guards, the written table and the answers say the same."""

from collections import Counter as Tally

import pytest

from luohu_kit.auth.listing import Route, every_route
from luohu_testbed.city import City
from luohu_who.askers import OF_GUARDS, Answer, Counter, askers
from luohu_who.expectation import Expected, expectations

#: Not asked by those who are let in, and why. They are asked by everybody else.
NEVER_ENDS = ("GET", "/v1/notices/events")

#: The control routes of the kit are the same on every service: all ask at two, these at the others.
SOME = frozenset({"nobody", "administrator", "service sandbox", "service declaration"})

EXPECTED = expectations()


def is_repeated(route: Route) -> bool:
    return route.control and route.service not in ("declaration", "tax")


@pytest.fixture(scope="module")
def routes(city: City) -> list[Route]:
    return every_route(city.apps)


def expected(route: Route) -> Expected:
    return EXPECTED[route.service, f"{route.method} {route.path}"]


def test_the_table_has_every_route_and_says_what_its_guard_says(routes: list[Route]) -> None:
    declared = {(route.service, f"{route.method} {route.path}") for route in routes}
    assert declared == set(EXPECTED)
    assert [str(route) for route in routes if not expected(route).agrees_with(route.guard)] == []


async def test_everybody_is_answered_as_the_table_says(city: City, world: str, routes: list[Route]) -> None:
    counter, wrong, tally = Counter(city, world), [], Tally[str]()
    for route in routes:
        for asker in askers(route, expected(route)):
            if asker.name not in SOME and is_repeated(route):
                continue
            turned_away = asker.expected(route, expected(route))
            if turned_away is None and (route.method, route.path) == NEVER_ENDS:
                continue
            answer = await counter.ask(route, asker)
            said: Answer = (answer.status, answer.slug)
            tally["let in" if turned_away is None else "turned away"] += 1
            let_in = said[1] not in OF_GUARDS and said[0] < 500
            if said != turned_away if turned_away else not let_in:
                wrong.append(f"{route} by {asker.name}: {said}, expected {turned_away or 'to be let in'}")
    assert wrong == []
    assert tally["turned away"] > 3_000
    assert tally["let in"] > 500


async def test_no_token_and_no_signature_is_good_in_another_world(city: City, world: str, routes: list[Route]) -> None:
    counter, wrong = Counter(city, world), []
    for route in routes:
        who = expected(route)
        for asker in askers(route, who):
            if asker.expected(route, who) is not None or who.everybody:
                continue
            answer = await counter.ask(route, asker, named="main")
            said = (answer.status, answer.slug)
            if said != ((401, "signature-invalid") if asker.sender else (403, "world-mismatch")):
                wrong.append(f"{route} by {asker.name}: {said}")
            break
    assert wrong == []

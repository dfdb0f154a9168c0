"""Finds the route of a request by the words of its path, instead of trying every pattern of a service in turn.

A service has up to two hundred routes, and the control plane's stand last: trying them one by one costs more than what
many of them do. The signposts stand first in an app's list and lead to the routes after them, which stay in the list
for whatever the signposts do not know: unknown paths, and the description of the app.

A path that stands in the description is that path, and not an id in another one: `/v1/letters/search` is no letter.
Where it does not take a method, the answer says which it takes.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from luohu_kit.auth.listing import routes_of

_FOUND = "luohu.route"  #: key in a request's scope


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Where no method leads that the request might have had."""

    allowed: Collection[str]

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        raise HTTPException(405, headers={"Allow": ", ".join(sorted(self.allowed))})


@dataclass(slots=True)
class _Place:
    """What begins with the same words."""

    words: dict[str, "_Place"] = field(default_factory=dict)
    any: "_Place | None" = None  #: one word that is a parameter
    routes: list[tuple[int, APIRoute]] = field(default_factory=list)  #: that end here, by their place in the list


class Signposts(BaseRoute):
    """The routes of an app, by method and words."""

    def __init__(self, routes: Iterable[BaseRoute], plain: Mapping[str, Collection[str]]) -> None:
        """plain: methods of the paths without parameters, of routes that are not among these as well."""
        self._by_method: dict[str, _Place] = {}
        self._plain = plain
        for number, route in enumerate(routes):
            if not isinstance(route, APIRoute) or ":" in route.path:
                break  # it may come before all that follow, and only trying it tells
            for method in route.methods or ():
                self._place(method, route.path).routes.append((number, route))

    def _place(self, method: str, path: str) -> _Place:
        place = self._by_method.setdefault(method, _Place())
        for word in path.split("/"):
            if "{" in word:
                place.any = place.any or _Place()
                place = place.any
            else:
                place = place.words.setdefault(word, _Place())
        return place

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The first route of the list that matches as a whole, if there is one."""
        if scope["type"] != "http":
            return Match.NONE, {}
        allowed = self._plain.get(scope["path"])
        if allowed is not None and scope["method"] not in allowed:
            return Match.FULL, {_FOUND: _Refusal(allowed)}
        if (place := self._by_method.get(scope["method"])) is not None:
            for _, route in sorted(_led_to(place, scope["path"].split("/")), key=lambda one: one[0]):
                match, found = route.matches(scope)
                if match is Match.FULL:
                    return match, {**found, _FOUND: route}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go where the sign pointed to."""
        await scope[_FOUND].handle(scope, receive, send)


class OtherMethods(BaseRoute):
    """Stands last, and answers 405 with all methods of the path: each route knows its own alone."""

    def __init__(self, routes: Sequence[APIRoute]) -> None:
        self._routes = routes

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether the path is there at all."""
        if scope["type"] == "http" and (allowed := self._allowed(scope)):
            return Match.FULL, {_FOUND: _Refusal(allowed)}
        return Match.NONE, {}

    def _allowed(self, scope: Scope) -> set[str]:
        there = (route for route in self._routes if route.matches(scope)[0] is not Match.NONE)
        return {method for route in there for method in route.methods or ()}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse."""
        await scope[_FOUND].handle(scope, receive, send)


def _led_to(place: _Place, words: list[str]) -> list[tuple[int, APIRoute]]:
    places = [place]
    for word in words:
        next_places = [found for one in places if (found := one.words.get(word)) is not None]
        next_places += [one.any for one in places if one.any is not None]
        places = next_places
    return [route for one in places for route in one.routes]


def include(app: FastAPI, routers: Sequence[APIRouter], *, hidden: Sequence[APIRouter] = ()) -> None:
    """Add the routes of routers to an app, each as it is, and signposts to all of them.

    FastAPI's own way keeps routers as they are and looks through each of them twice for every request. A router that
    includes others, and so has no plain list, is added in that way, behind all that have one. hidden: routers that the
    description leaves out.
    """
    for router in hidden:
        for route in router.routes:
            cast(APIRoute, route).include_in_schema = False
    plain = [router for router in (*routers, *hidden) if all(isinstance(route, APIRoute) for route in router.routes)]
    routes = [route for router in plain for route in router.routes]
    everything = [route for router in (*routers, *hidden) for route in routes_of(router)]
    app.router.routes.extend([Signposts(routes, _methods(everything)), *routes])
    for router in routers:
        if router not in plain:
            app.include_router(router)
    app.router.routes.append(OtherMethods(everything))


def _methods(routes: Iterable[APIRoute]) -> dict[str, set[str]]:
    """By path, of the paths without parameters."""
    found: dict[str, set[str]] = {}
    for route in routes:
        if "{" not in route.path:
            found.setdefault(route.path, set()).update(route.methods or ())
    return found

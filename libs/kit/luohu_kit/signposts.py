"""Finds the route of a request by the words of its path, instead of trying every pattern of a service in turn.

A service has up to two hundred routes, and the control plane's stand last: trying them one by one costs more than what
many of them do. The signposts stand first in an app's list and lead to the routes after them, which stay in the list
for whatever the signposts do not know: other methods, unknown paths, and the description of the app.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

_FOUND = "luohu.route"  #: key in a request's scope


@dataclass(slots=True)
class _Place:
    """What begins with the same words."""

    words: dict[str, "_Place"] = field(default_factory=dict)
    any: "_Place | None" = None  #: one word that is a parameter
    routes: list[tuple[int, APIRoute]] = field(default_factory=list)  #: that end here, by their place in the list


class Signposts(BaseRoute):
    """The routes of an app, by method and words."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._by_method: dict[str, _Place] = {}
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
        if scope["type"] == "http" and (place := self._by_method.get(scope["method"])) is not None:
            for _, route in sorted(_led_to(place, scope["path"].split("/")), key=lambda one: one[0]):
                match, found = route.matches(scope)
                if match is Match.FULL:
                    return match, {**found, _FOUND: route}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go where the sign pointed to."""
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
    app.router.routes.extend([Signposts(routes), *routes])
    for router in routers:
        if router not in plain:
            app.include_router(router)

"""The routes of services, with what guards each: for tests of all of them, and for the page of who may do what."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from luohu_kit.auth.guards import Guard

_NAMED = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass(frozen=True, slots=True)
class Route:
    """One method on one path of one service."""

    service: str
    method: str
    path: str  #: a template, such as `/v1/items/{item_id}`
    guard: Guard
    control: bool  #: between the services only, and in no document

    def __str__(self) -> str:
        return f"{self.service}: {self.method} {self.path}"

    def values_in(self, path: str) -> dict[str, str] | None:
        """What stands in a path for the names of this one; None when it is another."""
        found = re.fullmatch(_NAMED.sub(r"(?P<\1>[^/]+)", self.path), path)
        return None if found is None else found.groupdict()

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the path."""
        return tuple(_NAMED.findall(self.path))

    def filled(self, values: Mapping[str, str]) -> str:
        """The path with these values."""
        return _NAMED.sub(lambda found: values[found[1]], self.path)


def dependencies(dependant: Dependant) -> Iterator[object]:
    """Everything that a route depends on, however deep."""
    for one in dependant.dependencies:
        yield one.call
        yield from dependencies(one)


def routes_of(router: APIRouter | FastAPI) -> Iterator[APIRoute]:
    """The routes of an app, those of included routers as well."""
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield route
        elif (included := getattr(route, "original_router", None)) is not None:
            yield from routes_of(included)


def every_route(apps: Mapping[str, FastAPI]) -> list[Route]:
    """Of these services, in the order in which they are told. Of two on one path only the first is ever reached."""
    found: dict[tuple[str, str, str], Route] = {}
    for service, app in apps.items():
        documented = {(method, path) for path, methods in app.openapi()["paths"].items() for method in methods}
        for route in routes_of(app):
            [guard] = [call.guard for call in dependencies(route.dependant) if hasattr(call, "guard")]
            for method in sorted(route.methods or ()):
                shown = (method.lower(), route.path_format) in documented
                named = Route(service, method, route.path_format, guard, not shown)
                found.setdefault((service, method, route.path_format), named)
    return list(found.values())

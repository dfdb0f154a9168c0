"""Lets requests that somebody else makes up past the guards: a token of whoever may ask, or a service's signature."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import schemathesis
from requests import PreparedRequest
from requests.auth import AuthBase

from luohu_kit.auth import Role
from luohu_kit.auth.listing import every_route
from luohu_kit.peer import Peer
from luohu_testbed.city import City

#: Who asks, where several may: those who have something first, for what they make is theirs.
_ASKING = {
    Role.APPLICANT: "huairou-home-not-found",
    Role.EMPLOYER: "employer:91990105MA0LUH014J",
    Role.OPERATOR: "operator:{agency}",
    Role.WINDOW: "window",
    Role.ADMINISTRATOR: "administrator",
}
_NO_AGENCY = ("declaration", "identity", "sandbox", "gateway")


@dataclass(frozen=True)
class Token(AuthBase):
    """A bearer token."""

    text: str

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.text}"
        return request


@dataclass(frozen=True)
class Signature(AuthBase):
    """The signature of a service over the request as it is sent."""

    peer: Peer
    world: str

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        body = request.body.encode() if isinstance(request.body, str) else request.body
        spoken = {name: value for name, value in request.headers.items() if name.lower() not in _SIGNING}
        try:
            signed = self.peer.headers(self.world, str(request.method), request.path_url, body, _decoded(spoken))
        except UnicodeDecodeError:  # what is no text, Standard Webhooks cannot sign
            return request
        request.headers.update(signed)
        return request


_SIGNING = ("webhook-id", "webhook-timestamp", "webhook-signature")


def _decoded(headers: Mapping[str, Any]) -> dict[str, str]:
    return {name: value.decode("latin-1") if isinstance(value, bytes) else value for name, value in headers.items()}


@dataclass(frozen=True)
class Badges:
    """What opens the routes of one service in one world."""

    of: Mapping[tuple[str, str], AuthBase]  #: by method and path

    @classmethod
    async def made(cls, city: City, service: str, world: str) -> "Badges":
        """For every route of the service that has a guard to pass."""
        found: dict[tuple[str, str], AuthBase] = {}
        for route in every_route({service: city.apps[service]}):
            if route.guard.kind == "allow":
                role = next(one for one in _ASKING if one in route.guard.names)
                agency = "public-security" if service in _NO_AGENCY else service
                found[route.method, route.path] = Token(await city.token(_ASKING[role].format(agency=agency), world))
            elif route.guard.kind == "signed":
                peer = Peer(city.settings.of(route.guard.names[0]), city.network.client, service)
                found[route.method, route.path] = Signature(peer, world)
        return cls(found)

    def worn(self, schema: Any) -> None:
        """From now on the requests that are made of the document carry them."""
        by_badge: dict[AuthBase, set[tuple[str, str]]] = {}
        for where, badge in self.of.items():
            by_badge.setdefault(badge, set()).add(where)
        for badge, places in by_badge.items():
            schema.auth.set_from_requests(badge).apply_to(_at(places))


def _at(places: set[tuple[str, str]]) -> Callable[[schemathesis.AuthContext], bool]:
    def stands(context: schemathesis.AuthContext) -> bool:
        return (context.operation.method.upper(), context.operation.path) in places

    return stands

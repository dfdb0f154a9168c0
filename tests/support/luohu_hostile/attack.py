"""Sends what nobody in good faith sends to every route of a city in this process, and judges what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

import orjson

from luohu_contract.directory import AGENCIES
from luohu_contract.problems import PROBLEMS
from luohu_hostile import bodies, lines, papers
from luohu_hostile.lines import Header
from luohu_hostile.samples import body_of, queries_of
from luohu_kit.auth.listing import Route, every_route
from luohu_kit.peer import Peer
from luohu_testbed.city import City
from luohu_testbed.raw import Heard, ask

_AGENCIES = frozenset(agency.name for agency in AGENCIES)
_MOUNTS = {"declaration": "", "identity": "/identity", "sandbox": ""} | {
    a.name: f"/agencies/{a.name}" for a in AGENCIES
}
_PERSONAS = {"applicant": "huairou-home-not-found", "employer": "employer:91990105MA0LUH014J"}
#: Takes a PDF.
_PAPERS = "/evidence"
#: Never ends, waits for what does not come, moves clocks or makes many worlds, where a body happens to be good.
_LEFT_OUT = frozenset(
    {
        "/v1/notices/events",
        "/_luohu/journal/wait",
        "/_luohu/clock/advance",
        "/_luohu/worlds/batch",
        "/_luohu/population",
    }
)


def fault_of(heard: Heard) -> str:
    """What is wrong with it as an answer to something malformed; empty when it is a good one."""
    if heard.status < 400:
        return ""
    if heard.status >= 500:
        return f"it is a {heard.status}: {heard.body[:300]!r}"
    if heard.headers.get(b"content-type") != b"application/problem+json":
        return f"a {heard.status} of the type {heard.headers.get(b'content-type')!r}"
    told = orjson.loads(heard.body)
    kind = PROBLEMS.get(heard.slug)
    if kind is None or kind.status != heard.status or told.get("status") != heard.status:
        return f"a {heard.status} that says {told.get('type')} and {told.get('status')}"
    return ""


@dataclass
class Attack:
    """Malformed requests from a seed, in one world; what goes to the control plane is about another."""

    city: City
    world: str
    sacrificed: str
    ids: Mapping[str, str]  #: ids that stand for something, by their name in paths
    rng: Random
    faults: list[str] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        routes = [one for one in every_route(self.city.apps) if one.service != "gateway" and one.path not in _LEFT_OUT]
        self._routes = [one for one in routes if not one.control or one.service == "tax"]  # they are the same for all
        self._routes += [one for one in routes if one.path.endswith(_PAPERS)] * 4
        self._papers = papers.papers()
        self._openapi = {name: app.openapi() for name, app in self.city.apps.items()}

    async def run(self, count: int) -> None:
        """So many requests, each on its own."""
        for _ in range(count):
            await self.one()

    async def one(self) -> None:
        """Something malformed on some route, by somebody who may use it."""
        route = self.rng.choice(self._routes)
        world = self.sacrificed if route.path.startswith("/_luohu/") else self.world
        target = self._target(route)
        kind, content = self._content(route)
        headers = [*await self._from(route, target, world, content), (b"content-type", kind.encode())]
        if self.rng.random() < 0.25:
            headers += [one for one in lines.headers(self.rng) if one[0] != b"host"]
        headers.append((b"content-length", str(len(content)).encode()))
        mounted = route.guard.kind != "signed" and route.service in _MOUNTS and self.rng.random() < 0.3
        app = self.city.apps["gateway" if mounted else route.service]
        where = _MOUNTS[route.service] + target if mounted else target
        said = f"{route} {where[:200]} {kind[:60]} {content[:200]!r} {headers[:6]!r}"
        try:
            heard = await ask(app, route.method, where, headers, content)
        except Exception as error:
            self.faults.append(f"{said}: {error!r}")
            return
        self.statuses[heard.status] = self.statuses.get(heard.status, 0) + 1
        if fault := fault_of(heard):
            self.faults.append(f"{said}: {fault}")

    def _target(self, route: Route) -> str:
        values = {}
        for name in route.names:
            known = self.ids.get(name)
            values[name] = known if known and self.rng.random() < 0.75 else lines.in_path(self.rng)
        target = route.filled(values)
        if self.rng.random() < (0.5 if route.method == "GET" else 0.1):
            target += "?" + lines.query(self.rng, queries_of(self._openapi[route.service], route.path, route.method))
        return target

    def _content(self, route: Route) -> bodies.Made:
        if route.method not in ("POST", "PUT", "PATCH"):
            return "application/json", b""
        if route.path.endswith(_PAPERS) and self.rng.random() < 0.5:
            one = self.rng.choice(self._papers)
            return "application/pdf", papers.torn(self.rng, one[:60_000]) if self.rng.random() < 0.5 else one
        return bodies.made(self.rng, body_of(self._openapi[route.service], route.path, route.method))

    async def _from(self, route: Route, target: str, world: str, content: bytes) -> list[Header]:
        told = {"luohu-world": world, "if-match": "*"}
        if route.guard.kind == "signed":
            settings = self.city.settings.of(self.rng.choice(route.guard.names))
            peer = Peer(settings, self.city.network.client, route.service)
            try:
                told |= peer.headers(world, route.method, target, content)
            except UnicodeDecodeError:  # what is no text, the standard cannot sign
                told |= peer.headers(world, route.method, target, b"")
        elif route.guard.kind == "allow":
            role = str(self.rng.choice(route.guard.names))
            agency = route.service if route.service in _AGENCIES else "public-security"
            persona = f"operator:{agency}" if role == "operator" else _PERSONAS.get(role, role)
            told["authorization"] = f"Bearer {await self.city.token(persona, world)}"
        return [(name.lower().encode(), value.encode()) for name, value in told.items()]

"""Requests for every route of a world that was lived in: as somebody once made them, or made up from its rows."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import Table

from luohu_kit.auth.listing import Route
from luohu_kit.runtime import Runtime
from luohu_sandbox.log_file import Input

Claims = Mapping[str, Any]

AS_MADE = 3  #: of the requests that somebody made on a route
MADE_UP = 8  #: of the rows that a made-up request may be about

#: Where the rows are whose ids stand in paths, where the name does not say it.
_TABLES = {
    "task_id": "kit.task",
    "record_id": "agency.record_about",
    "file_id": "report_file",
    "note_id": "employer_note",
    "item": "item",
    "person_id": "person",
}
_FIXED = {
    "year": "2021",
    "code": "property.not_matched",
    "indicator": "education",
    "kind": "application_form",
    "edge": "declaration->tax",
    "agency": "tax",
    "sender": "declaration",
    "receiver": "tax",
    "uscc": "91990105MA0LUH014J",
    "kept": "before",
    "snapshot": "before",
    "message_id": "00000000-0000-4000-8000-000000000001",
}
_STAFF = ("window", "administrator")

#: What is asked of routes that want a body, and that nobody asked anything in the year.
_BODIES: Mapping[str, Mapping[str, Any]] = {
    "POST /_luohu/worlds/batch": {"count": 1, "personas": False},
    "POST /_luohu/worlds/removal": {"names": ["nobody-has-this"]},
    "POST /_luohu/worlds": {"personas": False},
    "POST /_luohu/clock/scale": {"rate": 60},
    "POST /_luohu/clock/advance": {"by": "PT1S"},
    "POST /_luohu/population": {"seed": 1, "size": 1},
    "PUT /_luohu/faults/{edge}": {"drop": "request", "fail_first": 1},
    "PUT /_luohu/paces/{agency}": {"pace": "P1D"},
    "POST /_luohu/expectations": {"agency": "tax", "verdict": {"outcome": "valid"}},
    "POST /_luohu/journal/wait": {"match": {}, "count": 0, "timeout": "PT0S"},
    "POST /v1/declarations/{declaration_id}/items": {"items": [{"kind": "honour", "type": "none"}]},
    "POST /v1/webhooks": {"url": "http://127.0.0.1:9/hears-nothing"},
    "PUT /v1/employers/{employer_id}/contact": {"name": "林青", "telephone": "010-99001235"},
    "POST /v1/dead-letters/retry": {"destination": "tax"},
    "POST /v1/dead-letters/discard": {"destination": "nobody", "reason": "试一试"},
    "POST /v1/dead-letters/{message_id}/discard": {"reason": "试一试"},
    "POST /v1/sanctions/{sanction_id}/revocation": {"reason": "查无实据"},
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One request."""

    route: Route
    target: str  #: path and query
    claims: Claims | None = None  #: of the token
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass
class Asks:
    """Makes requests for a world, whose name stands in the paths of the control plane."""

    apps: Mapping[str, FastAPI]
    lines: Sequence[Input]
    world: str
    _whose: dict[str, Claims] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for line in self.lines:
            if line.caller is not None and line.status is not None and line.status < 300:
                for one in {part for part in line.path.split("/") if _is_id(part)}:
                    if line.caller["role"] in ("applicant", "employer"):
                        self._whose.setdefault(one, line.caller)
                self._whose.setdefault(line.caller["role"], line.caller)

    async def of(self, route: Route) -> list[Ask]:
        """Requests for a route, the likeliest first."""
        return [*self._as_made(route), *[ask async for ask in self._made_up(route)]]

    def _as_made(self, route: Route) -> Iterator[Ask]:
        made = [
            line
            for line in self.lines
            if (line.to, line.method) == (route.service, route.method) and route.values_in(line.path) is not None
        ]
        made.sort(key=lambda line: line.status is None or line.status >= 300)
        for line in made[:AS_MADE]:
            if route.path.startswith("/_luohu/"):
                continue  # it names the world that it was asked of
            headers = {name: value for name, value in line.headers.items() if name != "idempotency-key"}
            if "if-match" in headers:
                headers["if-match"] = "*"
            yield Ask(route, line.target, line.caller, headers, line.content)

    async def _made_up(self, route: Route) -> Any:
        headers = {"if-match": "*", **({} if route.method == "GET" else {"content-type": "application/json"})}
        body = b"" if route.method in ("GET", "DELETE") else body_of(_BODIES.get(f"{route.method} {route.path}", {}))
        for values in await self._values(route):
            target = route.filled(values)
            for claims in self._callers(route, values):
                yield Ask(route, target, claims, headers, body)

    async def _values(self, route: Route) -> list[dict[str, str]]:
        fixed = {**_FIXED, "name": self.world if route.path.startswith("/_luohu/worlds") else "tax-penalty"}
        open_names = [name for name in route.names if name not in fixed]
        if not open_names:
            return [fixed]
        *outer, inner = open_names
        else_first = {name: next(iter(await self._rows(route.service, name)), {}) for name in outer}
        found = []
        for row in await self._rows(route.service, inner):
            values = {name: row.get(name) or else_first[name].get(_key(name)) for name in outer}
            values[inner] = row[_key(inner)]
            if all(values.values()):
                found.append({**fixed, **{name: str(value) for name, value in values.items()}})
        return found

    async def _rows(self, service: str, name: str) -> list[Mapping[str, Any]]:
        runtime: Runtime = self.apps[service].state.runtime
        wanted = _TABLES.get(name, name.removesuffix("_id"))
        choices = (wanted, f"agency.{wanted}", "agency.verification" if name == "question_id" else wanted)
        table: Table | None = next((runtime.tables.parts[one] for one in choices if one in runtime.tables.parts), None)
        if table is None:
            return []
        async with runtime.begin(self.world) as work:
            rows = await work.rows(table.select())
            if wanted == "kit.task":  # one of each kind of desk
                rows = list({row.kind: row for row in rows}.values())
            return [dict(row._mapping) for row in rows[:MADE_UP]]

    def _callers(self, route: Route, values: Mapping[str, str]) -> Iterator[Claims | None]:
        if route.guard.kind != "allow":
            yield None
            return
        for role in map(str, route.guard.names):
            owners = [self._whose[one] for one in values.values() if one in self._whose]
            if role == "operator":
                agency = "public-security" if route.service == "declaration" else route.service
                yield {"sub": "operator-1", "role": role, "agency": agency, "name": "operator"}
            elif role in _STAFF:
                yield self._whose.get(role, {"sub": role, "role": role, "name": role})
            elif fitting := [claims for claims in owners if claims["role"] == role]:
                yield fitting[0]
            elif role in self._whose:
                yield self._whose[role]


def _key(name: str) -> str:
    """The column that a name of a path stands for."""
    return "record_id" if name == "record_id" else "id"


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def body_of(value: object) -> bytes:
    """JSON."""
    return json.dumps(value, ensure_ascii=False).encode()

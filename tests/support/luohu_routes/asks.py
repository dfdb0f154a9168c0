"""Requests for every route of a world that was lived in: as somebody once made them, or made up from its rows."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI
from sqlalchemy import Table, select

from luohu_kit.auth.listing import Route
from luohu_kit.runtime import Runtime
from luohu_routes.bodies import NAMED, QUERIES, body_of, made_up
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
    "delivery_id": "webhook_delivery",
    "report_id": "reporter",
    "message_id": "kit.outbox",
}
#: Which service has them, where it is not the one that is asked.
_ELSEWHERE = {"item": "declaration", "expectation_id": "tax"}
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
    "account": "window:9",
    "kept": "before",
    "snapshot": "before",
}
#: The same, where it means something else.
_FIXED_OF = {
    "/v1/unit-codes/{code}": {"code": "QJ4T3XMK"},
    "/_luohu/scenarios/{name}": {"name": "valid"},
}
#: What a path goes on with that only some have: the table of theirs, and its column.
_ONLY_WITH = {"/{declaration_id}/settlement": ("settlement", "declaration_id")}
#: Columns that hold what stands in a path, where it is not `id`, and the subjects of those whose rows they are.
_NOT_ID = ("record_id", "report_id", "message_id")
_OWNERS = ("applicant", "subject")
_STAFF = ("window", "administrator")


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
    fetch: Callable[[Ask], Awaitable[httpx.Response]]  #: asks in that world
    _whose: dict[str, Claims] = field(default_factory=dict)
    _subjects: dict[str, Claims] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for line in self.lines:
            if line.caller is not None and line.status is not None and line.status < 300:
                for one in {part for part in line.path.split("/") if _is_id(part)}:
                    if line.caller["role"] in ("applicant", "employer"):
                        self._whose.setdefault(one, line.caller)
                self._whose.setdefault(line.caller["role"], line.caller)
                self._subjects.setdefault(line.caller["sub"], line.caller)

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
        for values in await self._values(route):
            for claims in self._callers(route, values):
                yield await self._one(route, values, claims)

    async def _one(self, route: Route, values: Mapping[str, str], claims: Claims | None) -> Ask:
        query = QUERIES.get(str(route)) or QUERIES.get(f"{route.method} {route.path}")
        target = route.filled(values) + (f"?{query}" if query else "")
        if route.method in ("GET", "DELETE"):
            return Ask(route, target, claims, {"if-match": "*"})
        kind, body = made_up(route, values, self.world)
        if route.path.startswith("/v1/records"):
            body = await self._record(route, values)
        return Ask(route, target, claims, {"if-match": "*", "content-type": kind}, body)

    async def _record(self, route: Route, values: Mapping[str, str]) -> bytes:
        """A record of an agency once more, as it stands."""
        kept = values.get("record_id") or next(
            (row["record_id"] for row in await self._rows(route.service, "record_id")), ""
        )
        read = Route(route.service, "GET", "/v1/records/{record_id}", route.guard, control=False)
        [claims] = self._callers(read, {})
        found = (await self.fetch(Ask(read, read.filled({"record_id": str(kept)}), claims))).json()
        return body_of({name: found.get(name) for name in ("kind", "fields")})

    async def _values(self, route: Route) -> list[dict[str, str]]:
        fixed = {**_FIXED, "name": self.world if route.path.startswith("/_luohu/worlds") else "tax-penalty"}
        fixed |= _FIXED_OF.get(route.path, {})
        named = NAMED.get(f"{route.method} {route.path}")
        open_names = [name for name in (*route.names, *([named] if named else [])) if name not in fixed]
        if not open_names:
            return [fixed]
        *outer, inner = open_names
        else_first = {name: next(iter(await self._rows(route.service, name)), {}) for name in outer}
        found = []
        asker = route.guard.names[0] if route.guard.kind == "signed" else None
        for row in await self._rows(route.service, inner, asker, route.path):
            values = {name: row.get(name) or else_first[name].get(_key(name)) for name in outer}
            values[inner] = row[_key(inner)]
            if all(values.values()):
                found.append({**fixed, **{name: str(value) for name, value in values.items()}})
        return found

    async def known(self, service: str, name: str) -> list[str]:
        """What may stand in a path for a name, because the world has it."""
        rows = await self._rows(service, name)
        fixed = [_FIXED[name]] if name in _FIXED else []
        return fixed or list(dict.fromkeys(str(row[_key(name)]) for row in rows if row.get(_key(name)) is not None))

    async def _rows(
        self, service: str, name: str, agency: str | None = None, path: str = ""
    ) -> list[Mapping[str, Any]]:
        """Rows of what a name stands for. agency: only those that are between it and the service, if they say so.
        path: only those that have what it goes on with.
        """
        service = _ELSEWHERE.get(name, service)
        runtime: Runtime = self.apps[service].state.runtime
        wanted = _TABLES.get(name, name.removesuffix("_id"))
        choices = (wanted, f"agency.{wanted}", "agency.verification" if name == "question_id" else wanted)
        table: Table | None = next((runtime.tables.parts[one] for one in choices if one in runtime.tables.parts), None)
        if table is None:
            return []
        async with runtime.begin(self.world) as work:
            wish = table.select()
            if agency is not None and "agency" in table.c:
                wish = wish.where(table.c.agency == agency)
            for further, (other, column) in _ONLY_WITH.items():
                if further in path:
                    wish = wish.where(table.c.id.in_(select(runtime.tables.parts[other].c[column])))
            rows = await work.rows(wish)
            if wanted == "kit.task":  # one of each kind of desk
                rows = list({row.kind: row for row in rows}.values())
            found = [dict(row._mapping) for row in rows[:MADE_UP]]
        for row in found:
            owners = [self._subjects.get(row[one]) for one in _OWNERS if one in row]
            owner = next(iter(owners), self._whose.get(str(row.get("declaration_id"))))
            if owner is not None:
                self._whose.setdefault(str(row[_key(name)]), owner)
        return found

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
    return name if name in _NOT_ID else "id"


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

"""Worlds of one city driven side by side, and whether one has noticed anything of what was done in the other."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
from sqlalchemy import text

from luohu_contract.directory import AGENCIES
from luohu_kit.auth.listing import Route, every_route
from luohu_kit.runtime import Runtime
from luohu_routes.asks import Ask, Asks
from luohu_sandbox.log_file import Input
from luohu_testbed.city import City

#: What is written of a world while it is only looked at.
_OF_LOOKING = frozenset({"kit.journal", "kit.journal_cut"})

TRIES = 12  #: requests that a route is asked until one reaches something

#: Statuses of an answer that was given before anything of the world was looked at.
_TURNED_AWAY = frozenset({401, 403, 404, 405, 422})


@dataclass
class Driver:
    """Asks in worlds of a city in this process, each service at its own door."""

    city: City
    _tokens: dict[tuple[str, bytes], str] = field(default_factory=dict)

    async def ask(self, ask: Ask, world: str, name: str | None = None) -> httpx.Response:
        """Ask something in a world. name: of the world that stands in the path, if it is not the same."""
        headers = {**ask.headers, "luohu-world": world}
        target = ask.target.replace(f"/worlds/{name}", f"/worlds/{world}") if name else ask.target
        if ask.claims is not None:
            headers["authorization"] = f"Bearer {await self._token(world, ask.claims)}"
        if ask.route.guard.kind == "signed":
            return await self._signed(ask, world, target)
        url = f"http://{ask.route.service}{target}"
        return await self.city.network.client.request(ask.route.method, url, headers=headers, content=ask.body)

    async def _signed(self, ask: Ask, world: str, target: str) -> httpx.Response:
        sender: Runtime = self.city.apps[ask.route.guard.names[0]].state.runtime
        body = orjson.loads(ask.body) if ask.body else None
        return await sender.peer(ask.route.service).send(ask.route.method, target, world=world, body=body)

    async def _token(self, world: str, claims: Mapping[str, Any]) -> str:
        key = (world, orjson.dumps(dict(claims), option=orjson.OPT_SORT_KEYS))
        if key not in self._tokens:
            sandbox: Runtime = self.city.apps["sandbox"].state.runtime
            wish = {"claims": dict(claims)}
            given = await sandbox.peer("identity").send("POST", "/_luohu/tokens", world=world, body=wish)
            assert given.is_success, given.text
            self._tokens[key] = given.json()["access_token"]
        return self._tokens[key]

    async def rows(self, world: str) -> dict[str, str]:
        """A sum over every row that any service has of a world, by table."""
        services = [name for name in self.city.apps if name != "gateway"]
        found = await asyncio.gather(*(self._sums(name, world) for name in services))
        return {f"{name}: {table}": total for name, sums in zip(services, found, strict=True) for table, total in sums}

    async def _sums(self, service: str, world: str) -> list[tuple[str, str]]:
        runtime: Runtime = self.city.apps[service].state.runtime
        sums, of_the_run = [], _of_the_run(runtime)
        async with runtime.everywhere() as connection:
            listed = await connection.execute(text(_TABLES))
            for schema, table in listed.all():
                if f"{schema}.{table}" not in _OF_LOOKING:
                    total = text(_SUM.format(table=f'"{schema}"."{table}"'))
                    row = (await connection.execute(total, {"world": world, "of_the_run": of_the_run})).one()
                    sums.append((f"{schema}.{table}", f"{row.n} {row.total}"))
        return sums


#: Of PostgreSQL itself and not of the code: a table that the code has forgotten counts as well.
_TABLES = (
    "SELECT table_schema, table_name FROM information_schema.columns WHERE column_name = 'world'"
    " AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2"
)
_SUM = (
    "SELECT count(*) AS n, md5(string_agg(one, '' ORDER BY one)) AS total FROM ("
    "SELECT md5((to_jsonb(t) - CAST(:of_the_run AS text[]))::text) AS one FROM {table} t WHERE world = :world) AS rows"
)


def _of_the_run(runtime: Runtime) -> list[str]:
    """Columns that depend on real time alone."""
    columns = [column for table in runtime.tables.parts.values() for column in table.columns]
    return sorted({column.name for column in columns if column.info.get("digest") is False})


#: Not asked, and why.
_LEFT_OUT = {
    "declaration: GET /v1/notices/events": "it never ends",
    "identity: POST /v1/front-ends": "front ends are the installation's, and of no world",
    "identity: DELETE /v1/front-ends/{client_id}": "as above",
    "sandbox: POST /_luohu/worlds/import": "it makes a world of a file",
    "sandbox: POST /_luohu/worlds/replay": "it makes a world of a file",
}
_NOT_PAIRED = "a made-up request names any file beside the first task or question, not one that came with it"
_NOT_STAFF = "a made-up request names anybody, not somebody of that employer's staff"
_TASKS_FILE = "/{task_id}/evidence/{evidence_id}"
_SHORT_MESSAGES = (
    "identity: GET /v1/dead-letters/{message_id}",
    "identity: POST /v1/dead-letters/{message_id}/retry",
    "identity: POST /v1/dead-letters/{message_id}/discard",
)
#: Asked, and told that it is not there, and why.
OUT_OF_REACH = {
    **{f"{agency.name}: GET /v1/rechecks{_TASKS_FILE}": f"{_NOT_PAIRED}; nobody has the task" for agency in AGENCIES},
    **dict.fromkeys(_SHORT_MESSAGES, "nothing goes to telephones in a sandbox, so nothing of it is ever given up"),
    f"declaration: GET /v1/appeals{_TASKS_FILE}": _NOT_PAIRED,
    f"declaration: GET /v1/reviews{_TASKS_FILE}": _NOT_PAIRED,
    f"declaration: GET /v1/eligibility-disputes{_TASKS_FILE}": _NOT_PAIRED,
    "declaration: GET /v1/questions/{question_id}/evidence/{evidence_id}": _NOT_PAIRED,
    "declaration: GET /v1/employers/{employer_id}/staff/{declaration_id}": _NOT_STAFF,
    "declaration: POST /v1/employers/{employer_id}/criminal-reports": _NOT_STAFF,
    "declaration: GET /v1/declarations/{declaration_id}/settlement/documents/{kind}": "none of that kind is there",
    "declaration: GET /v1/reports/{report_id}/files/{file_id}": "no report has a file",
}
#: Asked, and not compared: they tell of real time or of all worlds, or are noted themselves.
#: The captcha is another picture each time.
_NOT_COMPARED = (
    "/health",
    "/.well-known/",
    "/v1/declarations/{declaration_id}/captcha",
    "/v1/reports/{report_id}/reporter",
    "/v1/waiting",
    "/_luohu/health",
    "/_luohu/journal",
    "/_luohu/worlds/{name}/export",
    "/_luohu/worlds/{name}/log",
    "/_luohu/worlds/{name}/verification",
)
_ALL_WORLDS = "/_luohu/worlds"


async def drive(
    city: City, lines: Sequence[Input], here: str, there: str, done: Collection[str] = ()
) -> dict[str, str]:
    """Ask every route here for all that can be asked, read there meanwhile, and see that nothing has happened there.

    lines: what was once asked of the world that both are made of. done: routes that need not be asked again.
    By route, what it said to turn everybody away; nothing where it got as far as what the world has, whatever it then
    said.
    """
    driver = Driver(city)
    apps = {name: app for name, app in city.apps.items() if name != "gateway"}
    asks = Asks(apps, lines, here, lambda ask: driver.ask(ask, here))
    for world in (here, there):
        kept = await city.client.post(f"/_luohu/worlds/{world}/snapshots", json={"name": "before"})
        assert kept.status_code == 201, kept.text
    routes = sorted(filter(_is_driven, every_route(asks.apps)), key=_order)
    plan = [(route, await asks.of(route)) for route in routes]
    looks = [one[0] for route, one in plan if one and _is_compared(route)]
    before = [await _look(driver, one, here, there) for one in looks]
    rows = await driver.rows(there)
    left = [(route, each) for route, each in plan if str(route) not in done]
    turned_away = await _all_asked(driver, left, looks, here, there)
    after = [await _look(driver, one, here, there) for one in looks]
    seen = [str(one.route) for one, then, now in zip(looks, before, after, strict=True) if then != now]
    assert not seen, f"what was done in {here} is seen in {there}: {seen}"
    now = await driver.rows(there)
    assert now == rows, {table for table in now if now[table] != rows.get(table)}
    return turned_away


async def _all_asked(
    driver: Driver, plan: Sequence[tuple[Route, Sequence[Ask]]], looks: Sequence[Ask], here: str, there: str
) -> dict[str, str]:
    turned_away: dict[str, str] = {}
    for number, (route, each) in enumerate(plan):
        said = "nothing of the world can be asked of it"
        for ask in each[:TRIES]:
            other = looks[number % len(looks)]
            answer, _ = await asyncio.gather(driver.ask(ask, here, here), _look(driver, other, here, there))
            assert answer.status_code < 500, (str(route), answer.text)
            if answer.status_code not in _TURNED_AWAY:
                said = ""
                break
            said = f"{answer.status_code} {answer.text}"
        turned_away[str(route)] = said
    return turned_away


async def _look(driver: Driver, ask: Ask, here: str, there: str) -> tuple[int, bytes]:
    """What a reader there is told; the same request as here, for the ids are the same."""
    answer = await driver.ask(ask, there, here)
    return answer.status_code, answer.content


def _is_driven(route: Route) -> bool:
    # Routes of the control plane between the services are driven by the sandbox's own.
    return not route.control and str(route) not in _LEFT_OUT


def _is_compared(route: Route) -> bool:
    return route.method == "GET" and route.path != _ALL_WORLDS and not route.path.startswith(_NOT_COMPARED)


def _order(route: Route) -> tuple[int, bool, int, str]:
    """Reads first, then changes, then what takes away, one thing before all; the world itself last of all."""
    of_worlds = route.path.startswith(_ALL_WORLDS) and route.method != "GET"
    rank = {"GET": 0, "DELETE": 2}.get(route.method, 1)
    depth = -route.path.count("/") if route.method == "DELETE" else 0
    return (3 + rank if of_worlds else rank, route.path.startswith("/_luohu/"), depth, str(route))

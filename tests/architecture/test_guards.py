"""What must stay true of the code itself: guards on routes, the world on tables, one place for time and for status."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, MetaData, Table, text

from luohu_cli.commands.ddl import tables_of
from luohu_contract.directory import SERVICES, Role, Service
from luohu_contract.problems import PROBLEMS
from luohu_kit.auth.listing import dependencies, routes_of
from luohu_kit.db import make_engine
from luohu_kit.migration import KIT, drift, unguarded, upgrade
from luohu_kit.settings import Settings
from luohu_kit.sharding import By, broken, spread
from luohu_testbed.city import module_of, urls
from luohu_testbed.databases import Databases

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for top in ("libs", "services", "gateway") for path in (ROOT / top).rglob("*.py")]


@pytest.mark.parametrize("service", [s for s in SERVICES if s.role is not Role.DOOR], ids=lambda service: service.name)
def test_every_route_has_exactly_one_guard(service: Service) -> None:
    name, settings = service.name, Settings(database_url="postgresql://none/{database}", urls=urls())
    app: FastAPI = module_of(service).create_app(settings.of(name))
    routes = list(routes_of(app))
    assert len(routes) > 1
    for route in routes:
        guards = [call for call in dependencies(route.dependant) if hasattr(call, "guard")]
        assert len(guards) == 1, f"{name}: {sorted(route.methods)} {route.path} has {len(guards)} guards"


def test_only_the_state_table_assigns_a_status_to_an_item() -> None:
    """No SQL and no code outside the table's module names a next status of an item as a constant."""
    pattern = re.compile(r"UPDATE item SET[^;]*status\s*=\s*'", re.IGNORECASE)
    guilty = [str(path.relative_to(ROOT)) for path in SOURCES if pattern.search(path.read_text())]
    assert not guilty


#: Modules that live in real time, with the reason.
REAL_TIME = {
    "libs/kit/luohu_kit/clock.py",  # the anchors of clocks
    "libs/kit/luohu_kit/service.py",  # production's world is real time
    "libs/contract/luohu_contract/signing.py",  # signatures
    "libs/contract/luohu_contract/sealing.py",  # as above
    "libs/conformance/luohu_conformance/clock.py",  # stands for services outside of every world
    "libs/client/luohu_client/retry.py",  # Retry-After as a date
}


def _asks_the_machine(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value)
            if (node.func.attr in ("now", "utcnow", "today") and owner.split(".")[-1] in ("datetime", "date")) or (
                owner == "time" and node.func.attr == "time"
            ):
                yield node.lineno


def test_only_the_clock_asks_the_machine_for_the_time() -> None:
    allowed = REAL_TIME | {str(p.relative_to(ROOT)) for p in (ROOT / "libs/cli").rglob("*.py")}
    guilty = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in SOURCES
        if str(path.relative_to(ROOT)) not in allowed
        for line in _asks_the_machine(path)
    ]
    assert not guilty


def test_every_table_leads_its_key_with_the_world() -> None:
    exempt = {"kit.world", "kit.audit_binding"}  # the list of worlds itself, and what is audited in all of them
    for service in SERVICES:
        module = module_of(service)
        exempt_here = exempt | set(getattr(module, "WITHOUT_WORLD", ()))
        for history in (KIT, *getattr(module, "HISTORIES", ())):
            for table in history.metadata.tables.values():
                if table.fullname not in exempt_here:
                    keys = [column.name for column in table.primary_key.columns]
                    assert keys[:1] == ["world"], f"{service.name}: {table.fullname} has the key {keys}"


@pytest.mark.parametrize("name", [s.name for s in SERVICES if s.role is not Role.DOOR])
async def test_migrations_agree_with_the_tables_and_guard_every_world(databases: Databases, name: str) -> None:
    service = next(s for s in SERVICES if s.name == name)
    histories = module_of(service).HISTORIES
    url = await databases.clone({name: histories})
    settings = Settings(service=name, database_url=url)
    await upgrade(settings, histories)  # a second time: nothing to do
    assert await drift(settings, histories) == []
    engine = make_engine(settings)
    async with engine.connect() as connection:
        schemas = ["public", *(history.schema for history in (KIT, *histories))]
        assert await connection.run_sync(unguarded, schemas) == []
        privileges = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        bypass = (await connection.execute(privileges)).scalar()
        assert bypass is False
        migrated = await connection.run_sync(tables_in, schemas)
        shards = spread(tables_of(name), By.WORLD)
        assert {table.fullname for table in migrated} == {*shards.columns, *shards.everywhere}
        assert broken(migrated, shards) == []
    await engine.dispose()
    await databases.drop(url, [name])


def tables_in(connection: Connection, schemas: Sequence[str]) -> list[Table]:
    """The tables of a database as they are there, but for what Alembic notes."""
    found = MetaData()
    for schema in dict.fromkeys(schemas):
        found.reflect(connection, schema=None if schema == "public" else schema)
    return [table for table in found.tables.values() if table.name != "alembic_version"]


def test_every_problem_slug_in_the_code_is_documented() -> None:
    used = {match for path in SOURCES for match in re.findall(r'Problem\(\s*"([a-z-]+)"', path.read_text())}
    assert used
    assert used <= set(PROBLEMS)

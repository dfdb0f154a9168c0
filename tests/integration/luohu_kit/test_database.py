"""Databases as they are made: with what the planner is to know, if whoever makes them may tell it."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from luohu_kit.database import create_databases, server_url
from luohu_testbed.databases import Databases

DEARNESS = "SELECT procost FROM pg_proc WHERE oid = 'pg_catalog.uuid_eq'::regproc"
NAME, MODEST = "made_for_a_test", "modest"


@pytest.fixture
async def server(databases: Databases) -> AsyncIterator[asyncpg.Connection]:
    await create_databases(databases.url, [])  # the roles
    connection = await asyncpg.connect(server_url(databases.url))
    yield connection
    await connection.execute(f"DROP DATABASE IF EXISTS {NAME}")
    await connection.close()


async def asked(url: str) -> float:
    connection = await asyncpg.connect(server_url(url, NAME))
    try:
        return float(await connection.fetchval(DEARNESS))
    finally:
        await connection.close()


async def test_to_compare_ids_is_dear_for_the_planner(server: asyncpg.Connection, databases: Databases) -> None:
    assert await create_databases(databases.url, [NAME]) == [NAME]
    assert await asked(databases.url) == 100
    assert await create_databases(databases.url, [NAME]) == []


async def test_whoever_may_not_tell_the_planner_makes_databases_all_the_same(
    server: asyncpg.Connection, databases: Databases
) -> None:
    await server.execute(f"CREATE ROLE {MODEST} LOGIN CREATEROLE CREATEDB")
    try:
        await server.execute(f"GRANT luohu_owner, luohu_service TO {MODEST} WITH ADMIN OPTION")
        parts = urlsplit(databases.url)
        url = urlunsplit(parts._replace(netloc=f"{MODEST}@{parts.netloc.rpartition('@')[2]}"))
        assert await create_databases(url, [NAME]) == [NAME]
        assert await asked(databases.url) == 1
    finally:
        await server.execute(f"DROP DATABASE IF EXISTS {NAME}")
        await server.execute(f"DROP OWNED BY {MODEST}")
        await server.execute(f"DROP ROLE {MODEST}")

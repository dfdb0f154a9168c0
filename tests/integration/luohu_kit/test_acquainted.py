"""Types that one connection was told about are known to the next, and values stay what they are."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from luohu_kit import acquainted
from luohu_kit.acquainted import Acquainted
from luohu_kit.runtime import Runtime


@asynccontextmanager
async def connected(runtime: Runtime) -> AsyncIterator[asyncpg.Connection]:
    dsn = runtime.settings.dsn().replace("+asyncpg", "", 1)
    connection = await asyncpg.connect(dsn, connection_class=Acquainted)
    try:
        yield connection
    finally:
        await connection.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[frozenset[int]]:
    """Which types the server was asked about, by connections that begin to know nothing."""
    asked: list[frozenset[int]] = []
    ask = asyncpg.Connection._introspect_types

    async def noted(self: asyncpg.Connection, typeoids: Collection[int], *within: Any) -> Any:
        asked.append(frozenset(typeoids))
        return await ask(self, typeoids, *within)

    monkeypatch.setattr(asyncpg.Connection, "_introspect_types", noted)
    monkeypatch.setattr(acquainted, "_told", {})
    return asked


async def test_the_server_is_asked_about_a_type_once_in_a_process(
    runtime: Runtime, asked: list[frozenset[int]]
) -> None:
    told = []
    for _ in range(3):
        async with connected(runtime) as connection:
            told.append(await connection.fetchrow("SELECT ARRAY[1, 2]::bigint[], ARRAY(SELECT (7, 'x'::text))"))
            told.append(await connection.fetchrow("SELECT $1::bigint[], $2::timestamptz[]", [3], []))
    assert told == [([1, 2], [(7, "x")]), ([3], [])] * 3
    assert len(asked) == len(set(asked))


async def test_types_of_one_database_are_asked_about_in_each_connection(
    runtime: Runtime, asked: list[frozenset[int]]
) -> None:
    async with connected(runtime) as connection:
        await connection.execute("CREATE TYPE public.pair AS (number int, word text)")
    for _ in range(2):
        async with connected(runtime) as connection:
            assert await connection.fetchval("SELECT ROW(1, 'x')::public.pair") == (1, "x")
    assert len(asked) == 2

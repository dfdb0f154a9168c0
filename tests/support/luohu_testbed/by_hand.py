"""Rows of a world changed by hand, past everything that a service would hold to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from luohu_testbed.city import City


@asynccontextmanager
async def by_hand(city: City, service: str, world: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection of somebody whom neither row-level security nor a trigger stops."""
    url = city.settings.of(service).dsn().replace("+asyncpg", "", 1)
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SET session_replication_role = replica")
        await connection.execute("SELECT set_config('luohu.world', $1, false)", world)
        yield connection
    finally:
        await connection.close()

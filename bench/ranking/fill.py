"""Puts a crowd into the database of a declaration service that runs, as fast as PostgreSQL takes rows."""

from collections.abc import Callable
from typing import Any

import asyncpg

from bench.ranking.crowd import TABLES, Crowd

BATCH = 1000
#: The same employers as everywhere: everybody came through one of those that the world has (handbook 二.二).
_ENROL = (
    "INSERT INTO association (world, id, year, id_number, person_name, employer_id, status, since, requested_at)"
    " SELECT d.world, gen_random_uuid(), d.year, d.person->>'id_number', d.person->>'name', e.ids[1 + abs(hashtext("
    "d.id::text)) % array_length(e.ids, 1)], 'approved', d.opened_at, d.opened_at FROM declaration d,"
    " (SELECT array_agg(id) AS ids FROM employer WHERE world = $1) e WHERE d.world = $1"
)

#: Last, so that what the service does about it is measured, and not while the tables are filled.
_DUE = (
    "INSERT INTO score_due (world, declaration_id, due_at, why)"
    " SELECT world, id, since, 'filled' FROM declaration WHERE world = $1"
)


async def fill(url: str, world: str, crowd: Crowd, people: int, tell: Callable[[int], None]) -> None:
    """Everything that is known of so many people; `due` has their points computed.

    The triggers of the tables fire as ever. tell: is told how many more are in.
    """
    connection = await asyncpg.connect(url)
    try:
        await connection.set_type_codec("jsonb", schema="pg_catalog", format="binary", encoder=_jsonb, decoder=bytes)
        for first in range(0, people, BATCH):
            size = min(BATCH, people - first)
            rows = crowd.batch(size)
            async with connection.transaction():
                await connection.execute("SELECT set_config('luohu.world', $1, true)", world)
                for table, columns in TABLES.items():
                    await connection.copy_records_to_table(table, records=rows[table], columns=columns)
            tell(size)
        async with connection.transaction():
            await connection.execute("SELECT set_config('luohu.world', $1, true)", world)
            await connection.execute(_ENROL, world)
        await connection.execute("VACUUM ANALYZE")  # as autovacuum does a while later
    finally:
        await connection.close()


async def due(url: str, world: str) -> None:
    """Have everybody's points computed: the duty of the service looks for what is due by itself."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_DUE, world)
    finally:
        await connection.close()


def _jsonb(text: str) -> Any:
    return b"\x01" + text.encode()  # the version of the binary format, then the text

"""The peers' own database, on the city's PostgreSQL: items that wait, and the questions about them, word for word."""

import json
from collections.abc import Sequence
from typing import Any

import asyncpg

from bench.trial import Trial

POSTGRES = 90  #: its port, counted from the gateway's
DATABASE = "peers"
_TABLES = """
    CREATE TABLE item (id uuid PRIMARY KEY, declaration_id uuid NOT NULL, kind text NOT NULL, status text NOT NULL,
        since timestamptz NOT NULL DEFAULT now(), reason text, version integer NOT NULL DEFAULT 1);
    CREATE TABLE question (id uuid PRIMARY KEY, item_id uuid NOT NULL, state text NOT NULL, body jsonb NOT NULL,
        asked_at timestamptz NOT NULL DEFAULT now(), closed_at timestamptz, verdict jsonb);
    CREATE TABLE item_event (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item_id uuid NOT NULL,
        declaration_id uuid NOT NULL, at timestamptz NOT NULL DEFAULT now(), event text NOT NULL,
        from_status text, to_status text NOT NULL, detail jsonb NOT NULL);
    CREATE INDEX ix_item_pending ON item (id) WHERE status = 'pending';
"""
_FILL = """
    WITH q AS (SELECT b, (b->>'id')::uuid AS id, (b->>'item_id')::uuid AS item_id FROM jsonb_array_elements($1) AS b),
    items AS (INSERT INTO item (id, declaration_id, kind, status)
        SELECT item_id, gen_random_uuid(), b->'claim'->>'kind', 'pending' FROM q)
    INSERT INTO question (id, item_id, state, body) SELECT id, item_id, 'open', b FROM q
"""
_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


def url(trial: Trial, database: str) -> str:
    """Address of a database on the city's PostgreSQL."""
    return f"postgresql://postgres@127.0.0.1:{trial.port_base + POSTGRES}/{database}"


async def connect(trial: Trial, database: str) -> asyncpg.Connection:
    """A connection to it."""
    return await asyncpg.connect(url(trial, database))


async def make_anew(trial: Trial, questions: Sequence[Any]) -> None:
    """The database as it is before any job: whatever a queue left is gone."""
    server = await connect(trial, "postgres")
    await server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    await server.execute(f"CREATE DATABASE {DATABASE}")
    await server.close()
    connection = await connect(trial, DATABASE)
    await connection.execute(_TABLES)
    await connection.execute(_FILL, json.dumps(list(questions)))
    await connection.execute("ANALYZE")
    await connection.close()


async def must_be_durable(trial: Trial) -> None:
    """Raises RuntimeError where a commit could be lost."""
    connection = await connect(trial, "postgres")
    told = {name: await connection.fetchval(f"SHOW {name}") for name in _DURABLE}
    await connection.close()
    if set(told.values()) != {"on"}:
        raise RuntimeError(f"a commit may be lost here: {told}")


async def checkpoint(trial: Trial) -> None:
    """Have everything written that is only in the log and in memory."""
    connection = await connect(trial, "postgres")
    await connection.execute("CHECKPOINT")
    await connection.close()

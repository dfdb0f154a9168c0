"""The floor: what luohu writes for these questions, as SQL alone, in batches, on its own tables, by nobody's service.

What is written is learnt from a turn of luohu: the same rows with the same values, in as many statements and commits
as the loop has for a batch. The tables are the real ones, with their indexes, row-level security and the audit's
triggers. Left out are the reads (register, paces, what a verdict meets), the journal, and everything that is Python.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import psutil

from bench.peers import ground
from bench.peers.town import Town
from bench.trial import Trial

BATCH = 500  #: questions in a request of luohu
LANES = 4  #: batches under way, as luohu has requests to one agency
_ROLE = "SET ROLE luohu_service"
_CLAIM = (
    "UPDATE kit.outbox SET not_before = clock_timestamp() + interval '4 s', attempts = attempts + 1"
    " WHERE id = ANY ($1::bigint[])"
)
_DELETE = "DELETE FROM kit.outbox WHERE id = ANY ($1::bigint[])"
_STORE = (
    "INSERT INTO agency.verification ({columns})"
    " SELECT {columns} FROM jsonb_populate_recordset(NULL::agency.verification, $1::jsonb)"
)
_SEND = (
    "INSERT INTO kit.outbox (message_id, topic, destination, body, not_before, attempts)"
    " SELECT (v->>'id')::uuid, 'verdicts', 'declaration', v, clock_timestamp() + interval '4 s', 1"
    " FROM jsonb_array_elements($1::jsonb) AS v RETURNING id"
)
_INBOX = (
    "INSERT INTO kit.inbox (source, message_id) SELECT 'verdict/tax', (v->>'id')::uuid"
    " FROM jsonb_array_elements($1::jsonb) AS v ON CONFLICT DO NOTHING"
)
_HOLD = "SELECT id FROM declaration WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE"
_MOVE = """
    WITH answered AS (
        UPDATE question q SET state = n.state, closed_at = n.closed_at, verdict = n.verdict
        FROM jsonb_populate_recordset(NULL::question, $1::jsonb) AS n WHERE q.id = n.id AND q.state = 'open'
    ), moved AS (
        UPDATE item i SET version = n.version, attempt = n.attempt, status = n.status, since = n.since,
            reason = n.reason, part = n.part, results = n.results, evidence_requested = n.evidence_requested
        FROM jsonb_populate_recordset(NULL::item, $2::jsonb) AS n WHERE i.id = n.id AND i.status = 'pending'
    )
    INSERT INTO item_event (item_id, declaration_id, at, event, from_status, to_status, detail, actor)
    SELECT item_id, declaration_id, at, event, from_status, to_status, detail, actor
    FROM jsonb_populate_recordset(NULL::item_event, $3::jsonb)
"""
_ROWS = "SELECT to_jsonb(t) - 'world' AS row FROM {table} t WHERE world = $1 {which}"


@dataclass(frozen=True, slots=True)
class Batch:
    """Values of the statements, written as the driver takes them."""

    messages: Sequence[int]  #: rows of the outbox
    declarations: Sequence[str]
    stored: str  #: JSON, as are the following
    verdicts: str
    questions: str
    items: str
    events: str


class Floor:
    """A contestant. It learns from the turn of luohu before its own."""

    name = "SQL alone"
    services: Sequence[str] = ()

    def __init__(self, trial: Trial, town: Town) -> None:
        self._trial = trial
        self._town = town
        self._learnt: dict[str, dict[str, Any]] = {}
        self._columns = ""
        self._batches: list[Batch] = []
        self._lanes: list[tuple[asyncpg.Connection, asyncpg.Connection]] = []

    async def prepare(self) -> int:
        """What is written, batch by batch, and a world in which it is not."""
        if not self._learnt:
            await self._learn()
        await self._town.prepare()
        declaration = self._town.databases["declaration"]
        held = await declaration.fetch("SELECT id, message_id FROM kit.outbox WHERE world = $1", self._town.world.name)
        self._batches = [self._batch(held[first : first + BATCH]) for first in range(0, len(held), BATCH)]
        self._lanes = [(await self._connect("declaration"), await self._connect("tax")) for _ in range(LANES)]
        return self._town.jobs

    def processes(self) -> Mapping[str, psutil.Process]:
        """None that compute what PostgreSQL does not."""
        return {}

    async def run(self) -> None:
        """Write."""
        left = iter(self._batches)

        async def lane(declaration: asyncpg.Connection, tax: asyncpg.Connection) -> None:
            for batch in left:
                await self._write(declaration, tax, batch)

        await asyncio.gather(*(lane(*connections) for connections in self._lanes))

    async def rest(self) -> None:
        """All of it is written."""

    async def finish(self) -> None:
        """Everything moved."""
        for connection in (each for lane in self._lanes for each in lane):
            await connection.close()
        await self._town.finish()

    async def _write(self, declaration: asyncpg.Connection, tax: asyncpg.Connection, batch: Batch) -> None:
        """One batch, in the five transactions that the loop has for it."""
        async with self._inside(declaration):
            await declaration.execute(_CLAIM, batch.messages)
        async with self._inside(tax):
            await tax.execute(_STORE.format(columns=self._columns), batch.stored)
            sent = [row["id"] for row in await tax.fetch(_SEND, batch.verdicts)]
        async with self._inside(declaration):
            await declaration.execute(_DELETE, batch.messages)
        async with self._inside(declaration):
            await declaration.execute(_INBOX, batch.verdicts)
            await declaration.execute(_HOLD, batch.declarations)
            await declaration.execute(_MOVE, batch.questions, batch.items, batch.events)
        async with self._inside(tax):
            await tax.execute(_DELETE, sent)

    def _inside(self, connection: asyncpg.Connection) -> "_Inside":
        return _Inside(connection, self._town.world.name)

    async def _connect(self, database: str) -> asyncpg.Connection:
        connection = await ground.connect(self._trial, database)
        await connection.execute(_ROLE)
        return connection

    async def _learn(self) -> None:
        """The rows as luohu has just left them, by question."""
        asked = await self._rows("declaration", "question")
        items = {row["id"]: row for row in await self._rows("declaration", "item")}
        events = await self._rows("declaration", "item_event", "AND actor = 'tax'")
        moved = {row["item_id"]: row for row in events}
        stored = {row["id"]: row for row in await self._rows("tax", "agency.verification")}
        self._columns = ", ".join(next(iter(stored.values())))
        self._learnt = {
            question["id"]: {
                "stored": stored[question["id"]],
                "verdicts": stored[question["id"]]["verdict"],
                "questions": question,
                "items": items[question["item_id"]],
                "events": moved[question["item_id"]],
            }
            for question in asked
        }

    async def _rows(self, database: str, table: str, which: str = "") -> list[dict[str, Any]]:
        found = await self._town.databases[database].fetch(
            _ROWS.format(table=table, which=which), self._town.world.name
        )
        return [json.loads(row["row"]) for row in found]

    def _batch(self, messages: Sequence[asyncpg.Record]) -> Batch:
        rows = [self._learnt[str(message["message_id"])] for message in messages]
        parts = {part: json.dumps([row[part] for row in rows]) for part in rows[0]}
        declarations = [row["items"]["declaration_id"] for row in rows]
        return Batch([message["id"] for message in messages], declarations, **parts)


class _Inside:
    """A transaction in a world, as every unit of work begins."""

    def __init__(self, connection: asyncpg.Connection, world: str) -> None:
        self._connection = connection
        self._world = world
        self._transaction = connection.transaction()

    async def __aenter__(self) -> None:
        await self._transaction.start()
        await self._connection.execute("SELECT kit.enter($1)", self._world)

    async def __aexit__(self, kind: object, *_: object) -> None:
        await (self._transaction.rollback() if kind else self._transaction.commit())

"""A worker on Procrastinate: an asynchronous task for each question, so many of them at once as its guide says.

From its documentation: asynchronous tasks and `concurrency` for I/O; a pool of as many connections as there are jobs
at once, and one more; jobs deferred in batches; finished jobs deleted. Beyond it: connections that commit by
themselves (a round trip in place of three) without a check at each use, and uvloop.
"""

import asyncio
import json
import sys
from typing import Any

import procrastinate
import psycopg
import psycopg_pool
import uvloop

from bench.peers.programs import job

BATCH = 1000  #: jobs deferred in one statement


async def work(told: job.Told) -> None:
    """Take jobs until there are none, and stay until told to end."""
    async with _pool(told, told.concurrency + 1) as pool, job.session(told) as http:
        app = procrastinate.App(connector=procrastinate.PsycopgConnector())

        @app.task(name="verify", queue="verifications")
        async def verify(question: job.Question) -> None:
            verdict = await job.ask(http, told, question)
            async with pool.connection() as connection:
                await connection.execute(job.RECORD, job.to_record(question, verdict))

        async with app.open_async(pool):
            await asyncio.to_thread(job.ready)
            await app.run_worker_async(
                queues=["verifications"],
                concurrency=told.concurrency,
                wait=False,
                delete_jobs="always",
                install_signal_handlers=False,
            )
            await asyncio.to_thread(sys.stdin.readline)


async def defer(told: job.Told) -> None:
    """Make the queue's tables, and a job of every open question."""
    async with _pool(told, 2) as pool:
        app = procrastinate.App(connector=procrastinate.PsycopgConnector())
        verify = app.configure_task("verify", queue="verifications")  # by its name: the workers have what it does
        async with app.open_async(pool):
            if not await app.check_connection_async():
                await app.schema_manager.apply_schema_async()
            questions = await _open(pool)
            for first in range(0, len(questions), BATCH):
                some: list[dict[str, Any]] = [{"question": each} for each in questions[first : first + BATCH]]
                await verify.batch_defer_async(*some)


async def _open(pool: psycopg_pool.AsyncConnectionPool) -> list[job.Question]:
    async with pool.connection() as connection:
        found = await connection.execute("SELECT body::text FROM question WHERE state = 'open' ORDER BY id")
        return [json.loads(body) for (body,) in await found.fetchall()]


def _pool(told: job.Told, size: int) -> psycopg_pool.AsyncConnectionPool:
    return psycopg_pool.AsyncConnectionPool(
        told.database, min_size=size, max_size=size, configure=_by_itself, open=False
    )


async def _by_itself(connection: psycopg.AsyncConnection) -> None:
    await connection.set_autocommit(True)


def main() -> None:
    """What the first argument says."""
    uvloop.run({"work": work, "defer": defer}[sys.argv[1]](job.Told.here()))

"""A worker on DBOS: an asynchronous workflow for each question, with a step that asks and a transaction that records.

From its documentation: calls of other services are steps, writes to the application's tables are transactions of a
datasource, which keep their own record of having happened; a queue in the database with a limit for each worker, an
executor id for each; pools of twenty connections, its default. Beyond it: a queue that is looked at ten times a second,
not once, transactions that are not serializable, and uvloop.
"""

import asyncio
import json
import os
import sys

import psycopg
import sqlalchemy
import uvloop
from dbos import DBOS, AsyncSQLAlchemyDatasource, DBOSClient, DBOSConfig

from bench.peers.programs import job

APP, QUEUE, WORKFLOW = "peers", "verifications", "verify"
CONNECTIONS = 20
LOOK = 0.1  #: seconds between two looks at the queue
HELD = 0  #: workflows at once while nobody may begin


async def work(told: job.Told) -> None:
    """Take workflows from the queue until told to end."""
    async with job.session(told) as http:
        DBOS(config=_config(told))
        pool = {"pool_size": CONNECTIONS, "max_overflow": 0}
        application = await AsyncSQLAlchemyDatasource.create(told.database, engine_kwargs=pool)

        @DBOS.step()
        async def ask(question: job.Question) -> job.Verdict:
            return await job.ask(http, told, question)

        @application.transaction(isolation_level="READ COMMITTED")
        async def record(question: job.Question, verdict: job.Verdict) -> None:
            connection = await application.sql_session().connection()
            await connection.exec_driver_sql(job.RECORD, job.to_record(question, verdict))

        @DBOS.workflow(name=WORKFLOW)
        async def verify(question: job.Question) -> None:
            await record(question, await ask(question))

        DBOS.launch()
        queue = await DBOS.retrieve_queue_async(QUEUE)
        assert queue is not None  # noqa: S101 - `defer` has made it
        await asyncio.to_thread(job.ready)
        await queue.set_worker_concurrency_async(told.concurrency)
        await asyncio.to_thread(sys.stdin.readline)
        DBOS.destroy()


async def defer(told: job.Told) -> None:
    """Make the system tables and the queue, and enqueue a workflow for every open question."""
    DBOS(config=_config(told))
    DBOS.launch()
    await DBOS.register_queue_async(QUEUE, worker_concurrency=HELD, polling_interval_sec=LOOK)
    await asyncio.to_thread(_enqueue, told)
    DBOS.destroy()


def _enqueue(told: job.Told) -> None:
    with psycopg.connect(told.database) as connection:
        rows = connection.execute("SELECT body::text FROM question WHERE state = 'open' ORDER BY id").fetchall()
    client = DBOSClient(system_database_url=told.database, application_name=APP)
    engine = sqlalchemy.create_engine(told.database.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        for (body,) in rows:
            options = {"queue_name": QUEUE, "workflow_name": WORKFLOW}
            client.enqueue_in_transaction(connection, options, json.loads(body))
    client.destroy()


def _config(told: job.Told) -> DBOSConfig:
    return {
        "name": APP,
        "system_database_url": told.database,
        "sys_db_pool_size": CONNECTIONS,
        "executor_id": f"worker-{os.environ['PEER_NUMBER']}",
        "application_version": "1",
        "log_level": "WARNING",
    }


def main() -> None:
    """What the first argument says."""
    uvloop.run({"work": work, "defer": defer}[sys.argv[1]](job.Told.here()))

"""A unit of work forgets unless told to commit, and never sees another world."""

import asyncio
from contextlib import AsyncExitStack, suppress
from typing import Any, cast
from uuid import uuid4

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from luohu_kit.db import BoundedPool, make_engine
from luohu_kit.runtime import Runtime
from luohu_kit.tables import inbox
from luohu_kit.wake import Hub
from luohu_kit.work import Ground as Shared
from luohu_kit.work import UnknownWorld, make_begin
from luohu_testbed.city import NOON
from luohu_testbed.ground import Ground
from luohu_testbed.waiting import until


async def test_leaving_without_commit_forgets_state_and_messages(runtime: Runtime) -> None:
    async with runtime.begin("main") as work:
        await work.first_time("tax", [uuid4()])
        work.send("verifications", "tax", uuid4(), {"id": 1})
    async with runtime.begin("main") as work:
        assert await work.scalar("SELECT count(*) FROM kit.inbox") == 0
        assert await work.scalar("SELECT count(*) FROM kit.outbox") == 0


async def test_a_commit_keeps_state_and_messages_together(runtime: Runtime) -> None:
    message = uuid4()
    async with runtime.begin("main") as work:
        await work.first_time("tax", [message])
        work.send("verifications", "tax", message, {"id": str(message)})
        await work.commit()
    async with runtime.begin("main") as work:
        assert await work.scalar("SELECT count(*) FROM kit.inbox") == 1
        row = await work.one("SELECT world, message_id, body FROM kit.outbox")
        assert row is not None
        assert (row.world, row.message_id, row.body) == ("main", message, {"id": str(message)})


async def test_the_time_is_the_worlds(runtime: Runtime) -> None:
    async with runtime.begin("main") as work:
        assert work.now == NOON
        assert work.world.base_date.isoformat() == "2020-12-31"


async def test_a_world_that_was_never_made_is_named(runtime: Runtime) -> None:
    with pytest.raises(UnknownWorld, match="nowhere"):
        async with runtime.begin("nowhere"):
            pass


async def test_rows_of_another_world_cannot_be_seen_or_written(runtime: Runtime) -> None:
    async with runtime.begin("main") as work:
        await work.first_time("tax", [uuid4()])
        await work.commit()
    async with runtime.begin("other") as work:
        assert await work.scalar("SELECT count(*) FROM kit.inbox") == 0
        assert (await work.execute("DELETE FROM kit.inbox")).rowcount == 0
        with pytest.raises(ProgrammingError, match="row-level security"):
            await work.execute(
                "INSERT INTO kit.inbox (world, source, message_id) VALUES ('main', 'tax', gen_random_uuid())"
            )


async def test_a_transaction_without_a_world_sees_nothing(runtime: Runtime) -> None:
    async with runtime.begin("main") as work:
        await work.first_time("tax", [uuid4()])
        await work.commit()
    assert runtime.engine is not None
    async with runtime.engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM kit.inbox"))).scalar() == 0


async def test_a_message_is_new_exactly_once_even_for_two_at_the_same_time(runtime: Runtime) -> None:
    ids = [uuid4() for _ in range(50)]
    async with runtime.begin("main") as first:
        assert await first.first_time("tax", ids[:30]) == set(ids[:30])
        await first.commit()
    async with runtime.begin("main") as second:
        assert await second.first_time("tax", ids) == set(ids[30:])


async def test_a_connection_that_died_in_the_pool_is_replaced_silently(runtime: Runtime) -> None:
    async with runtime.begin("main") as work:
        await work.scalar("SELECT 1")
    assert runtime.engine is not None
    async with runtime.everywhere() as connection:
        await connection.execute(text("RESET ROLE"))
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    async with runtime.begin("main") as work:
        assert await work.scalar("SELECT 1") == 1


async def test_an_error_is_told_alike_however_the_statement_was_written(runtime: Runtime) -> None:
    known = {"source": "tax", "message_id": uuid4()}
    as_text = "INSERT INTO kit.inbox (source, message_id) VALUES (:source, :message_id)"
    told: list[tuple[Any, ...]] = []
    async with runtime.begin("main") as work:
        await work.execute(as_text, known)
        for statement in (text(as_text), insert(inbox).values(known)):
            with pytest.raises(IntegrityError) as caught:
                async with work.connection.begin_nested():
                    await work.execute(statement, known)
            error = caught.value
            told.append((error.orig.sqlstate, type(error.orig.__cause__), error.connection_invalidated))  # type: ignore[union-attr]
        assert await work.scalar("SELECT count(*) FROM kit.inbox") == 1  # the savepoint has kept the rest
    assert told[0] == told[1]


async def test_whoever_is_cancelled_in_the_middle_leaves_no_transaction_open(runtime: Runtime) -> None:
    async def slow() -> None:
        async with runtime.begin("main") as work:
            await work.first_time("tax", [uuid4()])
            await work.scalar("SELECT pg_sleep(30)")

    async def others(like: str, *states: str) -> int:
        """How many other connections are in one of these states after such a statement, as a superuser sees them."""
        async with runtime.everywhere() as connection:
            await connection.execute(text("SET LOCAL ROLE NONE"))
            found = await connection.execute(
                text(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND"
                    " pid <> pg_backend_pid() AND query LIKE :like AND state = ANY(CAST(:states AS text[]))"
                ),
                {"like": like, "states": list(states)},
            )
            return int(found.scalar_one())

    tasks = [asyncio.create_task(slow()) for _ in range(5)]
    await until(lambda: others("%pg_sleep(30)%", "active"), 5)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await until(lambda: others("%", "active", "idle in transaction", "idle in transaction (aborted)"), 0)
    async with runtime.begin("main") as work:
        assert await work.scalar("SELECT count(*) FROM kit.inbox") == 0


async def test_a_statement_that_outlived_its_table_works_again_the_next_time(runtime: Runtime) -> None:
    look = text("SELECT * FROM kit.changing")
    async with runtime.everywhere() as connection:
        await connection.execute(text("CREATE TABLE kit.changing (a int)"))
        await connection.commit()
    try:
        async with runtime.everywhere() as connection:
            assert (await connection.execute(look)).all() == []
            await connection.commit()
            await connection.execute(text("ALTER TABLE kit.changing ADD COLUMN b int"))
            await connection.commit()
        with suppress(DBAPIError):  # what was prepared for the old table may fail, once
            async with runtime.everywhere() as connection:
                await connection.execute(look)
        async with runtime.everywhere() as connection:
            assert list((await connection.execute(look)).keys()) == ["a", "b"]
    finally:
        async with runtime.everywhere() as connection:
            await connection.execute(text("DROP TABLE kit.changing"))
            await connection.commit()


async def test_whoever_waits_for_a_connection_is_not_overtaken_by_those_who_come_again(runtime: Runtime) -> None:
    assert runtime.engine is not None
    pool = cast("BoundedPool", runtime.engine.pool)
    order: list[str] = []
    others: list[asyncio.Task[None]] = []

    async def one(name: str) -> None:
        async with runtime.begin("main") as work:
            order.append(name)
            await work.scalar("SELECT 1")

    async with AsyncExitStack() as stack:
        for _ in range(runtime.settings.pool_size - 1):  # one is left for all of them
            await stack.enter_async_context(runtime.begin("other"))
        async with runtime.begin("main"):
            others += [asyncio.create_task(one(name)) for name in "abc"]
            await until(lambda: pool.waiting, 3)
        for _ in range(3):
            await one("again")
        await asyncio.gather(*others)
    assert order == [*"abc", *["again"] * 3]


async def test_whoever_waits_in_vain_for_a_connection_leaves_no_gap_in_the_line(ground: Ground) -> None:
    settings = ground.runtime.settings.model_copy(update={"pool_wait_seconds": 0.1})
    engine = make_engine(settings, pool_size=2)
    begin = make_begin(Shared(engine, Hub()))
    try:
        async with begin("main"), begin("main"):
            for _ in range(3):
                with pytest.raises(PoolTimeout):
                    async with begin("main"):
                        pass
        async with begin("main"), begin("main") as work:
            assert await work.scalar("SELECT 1") == 1
    finally:
        await engine.dispose()

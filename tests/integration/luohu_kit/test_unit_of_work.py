"""A unit of work forgets unless told to commit, and never sees another world."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld
from luohu_testbed.city import NOON


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

"""Worlds kept as rows and brought back, their doors, and templates: one service, real PostgreSQL."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text

from luohu_kit import kept, templates
from luohu_kit.door import Door
from luohu_kit.kept import WorldTables
from luohu_kit.making import (
    NotKept,
    OtherRevision,
    forget_kept,
    keep_world,
    put_world,
    turn_door,
)
from luohu_kit.migration import KIT
from luohu_kit.runtime import Runtime
from luohu_kit.several import delete_worlds, put_worlds
from luohu_kit.work import UnknownWorld, Work, WorldAway
from luohu_kit.worlds import NewWorld
from luohu_testbed.city import frozen
from luohu_testbed.waiting import until


@pytest.fixture
async def service(runtime: Runtime) -> Runtime:
    """The kit alone, as a service: its tables are those of its history."""
    runtime.tables = WorldTables(KIT.metadata.sorted_tables)
    return runtime


def wish(**more: object) -> NewWorld:
    return NewWorld(programme="beijing", year=2021, seed=1, clock=frozen(), **more)  # type: ignore[arg-type]


async def rows(runtime: Runtime, world: str = "main") -> list[tuple[object, ...]]:
    """Everything that the world has in the tables that these tests write."""
    async with runtime.everywhere() as connection:
        found: list[tuple[object, ...]] = []
        for table in ("outbox", "inbox", "fired", "kept_answer", "task", "task_entry"):
            sql = f"SELECT t.* FROM kit.{table} t WHERE world = :world ORDER BY 1, 2, 3"  # noqa: S608 - ours
            found += [tuple(row) for row in await connection.execute(text(sql), {"world": world})]
        return found


async def live(runtime: Runtime, world: str = "main") -> None:
    """Leave rows of every kind of column: JSON, null, JSON's null, arrays, numbers, instants, odd characters."""
    task = uuid4()
    async with runtime.begin(world) as work:
        work.send("letters", "tax", uuid4(), {"text": "京 \\ \" ' {,} \n", "none": None})
        await work.first_time("tax", [uuid4(), uuid4()])
        await work.note_fired("bell", [(datetime(2021, 7, 1, 1, 2, 3, 456789, tzinfo=UTC), "NULL")])
        await work.execute(
            "INSERT INTO kit.kept_answer (client, key, fingerprint, status, headers, body)"
            " VALUES ('', :key, 'f', 201, '{}', 'null'), ('c', :key, 'f', 204, '{}', NULL)",
            {"key": str(task)},
        )
        await work.execute(
            "INSERT INTO kit.task (id, kind, ref, title, state, candidate_groups, priority, created_at, context)"
            " VALUES (:id, 'k', :id, '', 'created', '{\"a,b\",NULL,京}', -3, :now, '{\"a\": [1.50]}')",
            {"id": task, "now": work.now},
        )
        await work.execute(
            "INSERT INTO kit.task_entry (task_id, at, act) VALUES (:id, :now, 'created')", {"id": task, "now": work.now}
        )
        await work.commit()


async def test_a_world_comes_back_row_for_row(service: Runtime) -> None:
    await live(service)
    before = await rows(service)
    made = await keep_world(service, "main", "before")
    audited = made.counts["kit.audit_entry"]  # of the act on the task; it does not come back alone
    assert sum(made.counts.values()) - audited == len(before) == 8
    await live(service)
    assert len(await rows(service)) == 16
    await put_world(service, "main", wish(kept="before", anew=True))
    assert await rows(service) == before


async def test_what_is_brought_back_can_be_brought_back_again_and_forgotten(service: Runtime) -> None:
    await live(service)
    before = await rows(service)
    await keep_world(service, "main", "before")
    for _ in range(2):
        await put_world(service, "main", wish(kept="before", anew=True))
        assert await rows(service) == before
    await forget_kept(service, "main", "before")
    with pytest.raises(NotKept):
        await put_world(service, "main", wish(kept="before", anew=True))
    assert await rows(service) == before


async def test_a_name_keeps_what_it_was_given_last(service: Runtime) -> None:
    await keep_world(service, "main", "it")
    await live(service)
    await keep_world(service, "main", "it")
    before = await rows(service)
    await put_world(service, "main", wish(kept="it", anew=True))
    assert await rows(service) == before


async def test_a_number_that_was_drawn_is_never_drawn_again(service: Runtime) -> None:
    await live(service)
    await keep_world(service, "main", "before")
    await put_world(service, "main", wish(kept="before", anew=True))
    await live(service)
    async with service.begin("main") as work:
        numbers = [row.seq for row in await work.rows("SELECT seq FROM kit.fired ORDER BY seq")]
    assert len(set(numbers)) == 2


async def test_other_worlds_keep_what_they_have(service: Runtime) -> None:
    await live(service, "main")
    await live(service, "other")
    before = await rows(service, "other")
    await keep_world(service, "main", "before")
    await put_world(service, "main", wish(kept="before", anew=True))
    await put_world(service, "main", wish(anew=True))
    assert (await rows(service, "other"), await rows(service, "main")) == (before, [])
    with pytest.raises(NotKept):
        await put_world(service, "other", wish(kept="before", anew=True))


async def test_another_revision_brings_nothing_back(service: Runtime) -> None:
    await keep_world(service, "main", "old")
    async with service.everywhere() as connection:
        await connection.execute(text("UPDATE kit.kept SET revision = 'luohu 0.0.1, kit 0001'"))
        await connection.commit()
    await live(service)
    before = await rows(service)
    with pytest.raises(OtherRevision, match=r"luohu 0\.0\.1"):
        await put_world(service, "main", wish(kept="old", anew=True))
    with pytest.raises(OtherRevision):
        await turn_door(service, "main", Door.SHUT, "old")
    assert await rows(service) == before
    async with service.begin("main") as work:
        assert work.world.name == "main"


async def test_a_deleted_world_leaves_not_even_what_was_kept_of_it(service: Runtime) -> None:
    await live(service)
    await keep_world(service, "main", "before")
    await delete_worlds(service, ["main"])
    async with service.everywhere() as connection:
        for table in KIT.metadata.sorted_tables:
            if "world" in table.columns:
                left = await connection.execute(table.select().where(table.c.world == "main"))
                assert left.all() == [], table.fullname


async def test_a_table_that_opts_out_is_neither_kept_nor_touched_by_what_comes_back(service: Runtime) -> None:
    journal = next(table for table in KIT.metadata.sorted_tables if table.name == "inbox")
    journal.info["snapshot"] = False
    try:
        service.tables = WorldTables(KIT.metadata.sorted_tables)
        await live(service)
        made = await keep_world(service, "main", "before")
        assert "kit.inbox" not in made.counts
        await live(service)
        await put_world(service, "main", wish(kept="before", anew=True))
        async with service.begin("main") as work:
            assert await work.scalar("SELECT count(*) FROM kit.inbox") == 4
            assert await work.scalar("SELECT count(*) FROM kit.fired") == 1
        await put_world(service, "main", wish(anew=True))
        async with service.begin("main") as work:
            assert await work.scalar("SELECT count(*) FROM kit.inbox") == 0
    finally:
        del journal.info["snapshot"]


async def test_whoever_is_inside_is_waited_for_and_whoever_comes_waits(service: Runtime) -> None:
    order: list[str] = []

    async def turning() -> None:
        await turn_door(service, "main", Door.HELD)
        order.append("held")

    async def coming() -> None:
        async with service.begin("main"):
            order.append("inside")

    async with service.begin("main") as work:
        await work.first_time("tax", [uuid4()])
        turn = asyncio.create_task(turning())
        await until(lambda: _waits_for_a_lock(service))
        assert order == []
        await work.commit()
    await turn
    visitor = asyncio.create_task(coming())
    made = await keep_world(service, "main", "it")
    assert made.counts == {"kit.inbox": 1}
    assert order == ["held"]
    await turn_door(service, "main", Door.OPEN)
    await visitor
    assert order == ["held", "inside"]


async def _waits_for_a_lock(service: Runtime) -> bool:
    async with service.everywhere() as connection:
        waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool((await connection.execute(waiting)).scalar())


async def test_a_shut_door_turns_away_and_an_unknown_one_is_unknown(service: Runtime) -> None:
    await turn_door(service, "main", Door.SHUT)
    with pytest.raises(WorldAway):
        async with service.begin("main"):
            pass
    await turn_door(service, "main", Door.OPEN)
    async with service.begin("main"):
        pass
    for door in (Door.HELD, Door.OPEN):
        with pytest.raises(UnknownWorld):
            await turn_door(service, "nowhere", door)
    await turn_door(service, "nowhere", Door.SHUT)


async def test_seeds_are_planted_once_and_copied_for_every_further_world(service: Runtime) -> None:
    planted: list[str] = []

    async def seeder(work: Work) -> None:
        planted.append(work.world.name)
        await work.first_time("seeds", [uuid4()])
        await work.note_fired("seed", [(work.now, "京")])

    service.seeder = seeder
    for name in ("one", "two", "three"):
        await put_world(service, name, wish())
    assert planted == ["one"]
    assert await _seen(service, "one") == await _seen(service, "two") == await _seen(service, "three")
    await live(service, "two")
    await put_world(service, "two", wish(anew=True))
    assert await _seen(service, "two") == await _seen(service, "one")
    await put_world(service, "four", wish(personas=False))
    assert await _seen(service, "four") == ((), ())
    await put_world(service, "five", wish().model_copy(update={"year": 2022}))
    assert planted == ["one", "five"]


async def test_worlds_that_are_made_together_are_alike_and_go_together(service: Runtime) -> None:
    async def seeder(work: Work) -> None:
        await work.first_time("seeds", [uuid4()])
        await work.note_fired("seed", [(work.now, "京")])

    service.seeder = seeder
    assert await put_worlds(service, ["one", "two"], wish()) == {"one", "two"}
    assert await put_worlds(service, ["two", "three"], wish()) == {"three"}
    assert await put_worlds(service, ["three"], wish()) == set()
    assert await _seen(service, "one") == await _seen(service, "two") == await _seen(service, "three")
    await live(service, "two")
    assert await delete_worlds(service, ["one", "three", "nobody"]) == {"one", "three"}
    for gone in ("one", "three"):
        assert not await rows(service, gone)
        with pytest.raises(UnknownWorld):
            async with service.begin(gone):
                pass
    assert len(await rows(service, "two")) > 2


async def _seen(service: Runtime, world: str) -> tuple[tuple[object, ...], ...]:
    async with service.begin(world) as work:
        inbox = await work.rows("SELECT source, message_id, received_at FROM kit.inbox")
        fired = await work.rows("SELECT at, what, ref FROM kit.fired")
    return tuple(tuple(row) for row in inbox), tuple(tuple(row) for row in fired)


async def test_only_so_many_templates_are_kept(service: Runtime) -> None:
    async def seeder(work: Work) -> None:
        await work.first_time("seeds", [uuid4()])

    service.seeder = seeder
    for number in range(templates.MOST + 3):
        await put_world(service, f"w{number}", wish().model_copy(update={"seed": number}))
    async with service.everywhere() as connection:
        count = text("SELECT count(*) FROM kit.kept WHERE world = ''")
        assert (await connection.execute(count)).scalar() == templates.MOST
        assert (await connection.execute(text("SELECT count(*) FROM kit.kept_row"))).scalar() == templates.MOST
        assert await kept.find(connection, templates.NOBODY, templates.name_of(wish())) is None

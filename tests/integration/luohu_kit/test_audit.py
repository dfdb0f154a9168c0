"""The audit's chain on one service: every change once, in order, without a gap, and nothing can be changed unseen."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from luohu_dying import sealing
from luohu_kit import audit
from luohu_kit.audit.chain import Head, key_of, read_signed
from luohu_kit.audit.sealing import waiting
from luohu_kit.digest import digest_of
from luohu_kit.kept import WorldTables
from luohu_kit.making import keep_world, put_world
from luohu_kit.migration import KIT
from luohu_kit.pulse import pulse
from luohu_kit.runtime import Runtime
from luohu_kit.several import delete_worlds
from luohu_kit.tasks import NewTask, queue
from luohu_kit.worlds import NewWorld
from luohu_testbed.city import frozen
from luohu_testbed.waiting import until

KEY = key_of(sealing.SECRET, sealing.SERVICE)
SUPPORT = Path(__file__).parents[2] / "support"


@pytest.fixture
async def service(runtime: Runtime) -> Runtime:
    """The kit alone, as a service: acts on tasks are what it binds."""
    runtime.tables = WorldTables(KIT.metadata.sorted_tables)
    return runtime


def task(one: UUID) -> NewTask:
    return NewTask(id=one, kind="recheck", ref=one, candidate_group="tax", title="a title", due_at=None, note="a note")


async def act(rt: Runtime, world: str = "main", many: int = 1) -> list[UUID]:
    """Do something that is bound."""
    ids = [uuid4() for _ in range(many)]
    async with rt.begin(world) as work:
        await queue.create(work, [task(i) for i in ids])
        await work.commit()
    return ids


async def seal(rt: Runtime, *worlds: str) -> int:
    return await audit.seal(rt.everywhere, "declaration", KEY, worlds or ("main",))


async def found(rt: Runtime, world: str = "main", *elsewhere: Head) -> list[str]:
    """What is not as it was bound."""
    async with audit.one_moment(rt.everywhere) as connection:
        return [str(one) for one in await audit.findings_of(connection, "declaration", world, KEY, elsewhere)]


async def chain(rt: Runtime, world: str = "main") -> list[tuple[int, int]]:
    """Sequence and entry of each link."""
    async with rt.everywhere() as connection:
        sql = text("SELECT seq, entry FROM kit.audit_link WHERE world = :world ORDER BY seq")
        return [(row.seq, row.entry) for row in await connection.execute(sql, {"world": world})]


async def head(rt: Runtime, world: str = "main") -> Head:
    async with rt.everywhere() as connection:
        signed = await audit.last_head(connection, world)
    assert signed is not None
    return read_signed(signed, KEY)


@asynccontextmanager
async def intruder(rt: Runtime) -> AsyncIterator[AsyncConnection]:
    """Somebody who owns the server: no right, no policy and no trigger holds them."""
    engine = create_async_engine(rt.settings.dsn())
    async with engine.begin() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield connection
    await engine.dispose()


async def test_every_act_is_sealed_once_and_in_order(service: Runtime) -> None:
    await asyncio.gather(*(act(service, many=1 + n % 3) for n in range(12)))
    assert sum(await asyncio.gather(*(seal(service) for _ in range(3)))) == 24  # acts on 24 tasks
    await asyncio.gather(act(service), seal(service), act(service), seal(service))
    await seal(service)
    links = await chain(service)
    assert [seq for seq, _ in links] == list(range(1, 27))
    assert len({entry for _, entry in links}) == 26
    assert (await found(service), await waiting(service.everywhere)) == ([], [])
    assert (await head(service)).seq == 26


async def test_what_is_still_under_way_is_never_overtaken(service: Runtime) -> None:
    async with service.begin("main") as slow:
        await queue.create(slow, [task(uuid4())])
        await act(service)  # has committed, and has the later number
        assert await seal(service) == 0
        await slow.commit()
    assert await seal(service) == 2
    entries = [entry for _, entry in await chain(service)]
    assert entries == sorted(entries)


async def test_what_was_rolled_back_leaves_no_gap(service: Runtime) -> None:
    await act(service)
    async with service.begin("main") as work:
        await queue.create(work, [task(uuid4())])
    await act(service)
    assert await seal(service) == 2
    assert [seq for seq, _ in await chain(service)] == [1, 2]
    assert await found(service) == []


async def test_a_service_may_only_add(service: Runtime) -> None:
    await act(service)
    await seal(service)
    for table in ("audit_entry", "audit_link", "audit_head"):
        for sql in (f"UPDATE kit.{table} SET world = world", f"DELETE FROM kit.{table}", f"TRUNCATE kit.{table}"):  # noqa: S608
            async with service.begin("main") as work:
                with pytest.raises(DBAPIError, match="permission denied"):
                    await work.execute(sql)
        async with service.everywhere() as connection:
            with pytest.raises(DBAPIError, match="only ever added"):
                await connection.execute(text(f"DELETE FROM kit.{table}"))  # noqa: S608
    async with service.begin("main") as work:
        with pytest.raises(DBAPIError, match="permission denied"):
            await work.execute("UPDATE kit.audit_binding SET payload = '''x'''")


ADD_ONE = (
    "INSERT INTO kit.task_entry OVERRIDING SYSTEM VALUE"
    " SELECT world, 999, task_id, at, act FROM kit.task_entry WHERE seq = 1"
)
SWAP_TWO = (
    "UPDATE kit.audit_link SET seq = seq + 10 WHERE seq IN (2, 3);"
    "UPDATE kit.audit_link SET seq = 15 - seq WHERE seq > 10"
)


@pytest.mark.parametrize(
    ("crime", "why"),
    [
        (
            "UPDATE kit.task_entry SET note = note || ' ' WHERE seq = (SELECT min(seq) FROM kit.task_entry)",
            "was changed",
        ),
        ("DELETE FROM kit.task_entry WHERE seq = (SELECT min(seq) FROM kit.task_entry)", "the row is gone"),
        (ADD_ONE, "bound by no entry"),
        ("UPDATE kit.audit_entry SET at = at + interval '1 microsecond' WHERE id = 2", "entry or its hash was changed"),
        ("DELETE FROM kit.audit_entry WHERE id = 2", "is gone"),
        (SWAP_TWO, "does not follow"),
        ("DELETE FROM kit.audit_link WHERE seq = 3", "some are gone"),
        ("DELETE FROM kit.audit_link WHERE seq > 3", "its end was taken away"),
        ("DELETE FROM kit.audit_head", "is not signed"),
        ("UPDATE kit.audit_head SET signed = 'x' || signed", "the signature is not that of this service"),
        ("UPDATE kit.audit_head SET hash = sha256(hash)", "another hash here"),
    ],
)
async def test_whatever_is_changed_behind_the_service_is_named(service: Runtime, crime: str, why: str) -> None:
    for _ in range(5):
        await act(service)
    await act(service, "other")
    await seal(service, "main", "other")
    async with intruder(service) as connection:
        for statement in crime.split(";"):
            await connection.execute(text(statement))
    assert any(why in line for line in await found(service)), await found(service)


async def test_an_end_that_was_taken_away_whole_is_found_by_a_head_kept_elsewhere(service: Runtime) -> None:
    for _ in range(3):
        await act(service)
        await seal(service)
    kept = await head(service)
    async with intruder(service) as connection:
        for table, column in (
            ("audit_head", "seq"),
            ("audit_link", "seq"),
            ("audit_entry", "id"),
            ("task_entry", "seq"),
        ):
            await connection.execute(
                text(f"DELETE FROM kit.{table} WHERE {column} = (SELECT max({column}) FROM kit.{table})")  # noqa: S608
            )
    assert await found(service) == []  # in itself, what is left is a good chain
    assert "ends before the head that was kept elsewhere" in (await found(service, "main", kept))[0]
    await act(service)
    await seal(service)
    assert "the head kept elsewhere differs" in (await found(service, "main", kept))[0]


async def test_a_world_brought_back_has_the_chain_of_that_time_and_goes_on_in_it(service: Runtime) -> None:
    await act(service)
    await seal(service)
    await act(service)  # kept unsealed
    await keep_world(service, "main", "before")
    await act(service)
    await seal(service)
    after = await head(service)
    new = NewWorld(programme="beijing", year=2021, seed=1, clock=frozen(), kept="before", anew=True)
    await put_world(service, "main", new)
    assert await seal(service) == 2  # what was not sealed, and that it was brought back
    await act(service)
    await seal(service)
    assert [seq for seq, _ in await chain(service)] == [1, 2, 3, 4]
    assert await found(service) == []
    assert "differs" in (await found(service, "main", after))[0]  # it is of a life that is no more


async def test_two_worlds_have_two_chains_and_a_removed_one_leaves_nothing(service: Runtime) -> None:
    await act(service)
    await act(service, "other")
    await seal(service, "main", "other")
    other = await chain(service, "other")
    await delete_worlds(service, ["main"])
    assert await seal(service) == 0
    async with intruder(service) as connection:
        for table in ("audit_entry", "audit_link", "audit_head"):
            sql = text(f"SELECT DISTINCT world FROM kit.{table}")  # noqa: S608
            assert list((await connection.execute(sql)).scalars()) == ["other"]
    assert await chain(service, "other") == other
    assert await found(service, "other") == []


async def test_databases_from_another_server_go_on_where_they_were(service: Runtime) -> None:
    await act(service)
    await seal(service)
    async with intruder(service) as connection:  # whose transactions had much higher numbers
        await connection.execute(text("UPDATE kit.audit_entry SET tx = tx + 1000000000"))
        await connection.execute(text("UPDATE kit.audit_head SET through = through + 1000000000"))
    await act(service)
    assert await waiting(service.everywhere) == ["main"]
    assert await seal(service) == 1
    assert await found(service) == []


LOOKED_AT = text(
    "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_scan, 0) + coalesce(idx_tup_fetch, 0))"
    " FROM pg_stat_xact_user_tables WHERE relname IN ('audit_entry', 'audit_link')"
)


@pytest.mark.parametrize("known", [False, True], ids=["without statistics", "with statistics"])
async def test_what_is_sealed_already_is_not_looked_at_again(service: Runtime, *, known: bool) -> None:
    looked_at: list[int] = []

    @asynccontextmanager
    async def counted() -> AsyncIterator[AsyncConnection]:
        async with service.everywhere() as connection:
            before = (await connection.execute(LOOKED_AT)).scalar_one()  # what was not added up yet
            commit = connection.commit

            async def counting() -> None:
                looked_at.append(int((await connection.execute(LOOKED_AT)).scalar_one() - before))
                await commit()

            connection.commit = counting  # type: ignore[method-assign]
            yield connection

    for _ in range(3):
        await act(service, many=1000)
        await seal(service)
    if known:
        async with intruder(service) as connection:
            await connection.execute(text("ANALYZE kit.audit_entry, kit.audit_link, kit.audit_head"))
    await act(service, many=3)
    assert await audit.seal(counted, "declaration", KEY, ["main"]) == 3
    assert len(looked_at) == 1
    assert 3 <= looked_at[0] < 30


async def test_whoever_is_killed_while_sealing_leaves_a_good_chain_and_nothing_is_missing(service: Runtime) -> None:
    words = [sys.executable, "-m", "luohu_dying.sealing", service.settings.database_url]
    with subprocess.Popen(words, cwd=SUPPORT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as dying:  # noqa: S603, ASYNC220
        assert dying.stdin
        assert dying.stdout
        for done, point in enumerate(sealing.POINTS, 1):
            dying.stdin.write(point + "\n")
            dying.stdin.flush()
            assert await asyncio.to_thread(dying.stdout.readline) == f"{-signal.SIGKILL}\n", point
            assert await found(service) == [], point
            sealed = len(await chain(service))
            assert sealed == (done if point == sealing.SEALED else done - 1), point
            if point != sealing.SEALED:  # somebody else goes on, or the same service when it is there again
                await until(lambda: waiting(service.everywhere), ["main"])
                assert await seal(service) == 1
            assert [seq for seq, _ in await chain(service)] == list(range(1, done + 1))
            assert (await head(service)).seq == done
            assert await found(service) == []


async def test_sealing_is_nothing_that_a_world_does(service: Runtime) -> None:
    await act(service)
    before = await pulse(service, "main", 0), await digest_of(service, "main")
    assert await seal(service) == 1
    after = await pulse(service, "main", 0), await digest_of(service, "main")
    assert after == before


async def test_it_waits_for_nobody_and_nobody_for_it(service: Runtime) -> None:
    await act(service)
    async with service.everywhere() as alone:
        await alone.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('luohu.inside.main', 0))"))
        async with asyncio.timeout(5):
            assert await seal(service) == 0  # a world that is just being replaced is left alone
    assert await seal(service) == 1

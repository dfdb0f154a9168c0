"""Wake-ups reach whoever waits, in this process and in the other replicas."""

import asyncio
from uuid import uuid4

import asyncpg

from luohu_kit.runtime import Runtime
from luohu_kit.wake import CHANNEL, Hub
from luohu_testbed.waiting import until


async def test_a_watcher_is_answered_by_the_commit_and_not_by_the_poll(runtime: Runtime) -> None:
    key, looked, seen = str(uuid4()), asyncio.Event(), asyncio.Event()

    async def look() -> str | None:
        looked.set()
        return "settled" if seen.is_set() else None

    waiting = asyncio.create_task(runtime.hub.until("main", key, look, seconds=20, poll=20))
    await looked.wait()
    seen.set()
    async with runtime.begin("main") as work:
        work.wake("watch", key)
        await work.commit()
    async with asyncio.timeout(5):
        assert await waiting == "settled"


async def test_a_watcher_of_another_world_is_not_disturbed(runtime: Runtime) -> None:
    key, looked, looks = str(uuid4()), asyncio.Event(), 0

    async def look() -> None:
        nonlocal looks
        looked.set()
        looks += 1

    waiting = asyncio.create_task(runtime.hub.until("other", key, look, seconds=0.3, poll=20))
    await looked.wait()
    async with runtime.begin("main") as work:
        work.wake("watch", key)
        await work.commit()
    assert await waiting is None
    assert looks == 2  # at the start, and when the time was up


async def test_a_replica_hears_what_another_committed(runtime: Runtime) -> None:
    dsn = runtime.settings.dsn().replace("+asyncpg", "")
    other = Hub()
    lines = [asyncio.create_task(hub.run(dsn)) for hub in (runtime.hub, other)]
    try:
        keys: set[str] = set()

        async def rung() -> bool:
            async with runtime.begin("main") as work:
                work.wake("judge")
                await work.commit()
            keys.update(await other.bell("judge").wait(0.05))
            return "main" in keys

        await until(rung)
    finally:
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)


async def test_only_who_has_heard_of_another_replica_tells_what_it_commits(runtime: Runtime) -> None:
    dsn = runtime.settings.dsn().replace("+asyncpg", "")
    told: list[str] = []
    ear = await asyncpg.connect(dsn)
    await ear.add_listener(CHANNEL, lambda *heard: told.append(heard[-1]))

    async def commit() -> str:
        key = str(uuid4())
        async with runtime.begin("main") as work:
            work.wake("watch", key)
            await work.commit()
        return key

    later: list[str] = []

    async def is_told() -> bool:
        later.append(await commit())
        return any(key in each for each in told for key in later)

    lines = [asyncio.create_task(runtime.hub.run(dsn))]
    try:
        await until(lambda: bool(told))  # that it is new
        alone = await commit()
        lines.append(asyncio.create_task(Hub().run(dsn)))
        await until(is_told)
        assert not any(alone in each for each in told)
    finally:
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)
        await ear.close()


async def test_whoever_listens_anew_looks_at_what_was_rung_meanwhile(runtime: Runtime) -> None:
    hub = Hub()
    duty, outbox = hub.bell("judge"), hub.bell("outbox")
    waiting = [asyncio.create_task(bell.wait(20)) for bell in (duty, outbox)]
    line = asyncio.create_task(hub.run(runtime.settings.dsn().replace("+asyncpg", "")))
    try:
        async with asyncio.timeout(10):
            # A duty that wakes without a world looks at all of them; the dispatcher does so for any key.
            assert await asyncio.gather(*waiting) == [set(), {""}]
    finally:
        line.cancel()

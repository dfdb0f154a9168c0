"""Messages belong to the rows that they were written with: the rows that replace those never hear of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse

from luohu_kit.generation import FIRST, GENERATION, answering, meant, told
from luohu_kit.kept import WorldTables
from luohu_kit.making import keep_world, put_world
from luohu_kit.migration import KIT
from luohu_kit.outbox import Dispatcher
from luohu_kit.runtime import Runtime
from luohu_kit.topic import Topic
from luohu_kit.work import WorldAway
from luohu_kit.worlds import NewWorld
from luohu_testbed.city import frozen
from luohu_testbed.ground import Ground
from luohu_testbed.waiting import until

LETTERS = Topic("letters", "/v1/letters", lambda bodies, now: {"messages": list(bodies)})


def anew(generation: str, kept: str | None = None) -> NewWorld:
    new = NewWorld(programme="beijing", year=2021, seed=1, clock=frozen(), kept=kept, anew=True)
    return new.in_generation(generation)


class Slow:
    """A receiver that answers when it is let, and notes the generations that it was asked in."""

    def __init__(self) -> None:
        self.let = asyncio.Event()
        self.asked: list[str] = []
        self.status = 202

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked.append(Request(scope).headers[GENERATION])
        await self.let.wait()
        await JSONResponse({}, status_code=self.status)(scope, receive, send)


@pytest.fixture
def tax(ground: Ground) -> Slow:
    ground.runtime.tables = WorldTables(KIT.metadata.sorted_tables)
    slow = Slow()
    ground.network.attach("tax", slow)
    return slow


@asynccontextmanager
async def dispatching(rt: Runtime) -> AsyncIterator[Dispatcher]:
    assert rt.ground is not None
    dispatcher = Dispatcher(rt.settings, rt.everywhere, rt.http, rt.hub, [LETTERS], rt.ground.handover)
    task = asyncio.create_task(dispatcher.run())
    try:
        yield dispatcher
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def post(rt: Runtime) -> None:
    async with rt.begin("main") as work:
        work.send("letters", "tax", uuid4(), {})
        await work.commit()


async def left(rt: Runtime) -> list[bool]:
    """Of each message that there is, whether it is dead."""
    async with rt.begin("main") as work:
        return [row.dead for row in await work.rows("SELECT dead_at IS NOT NULL AS dead FROM kit.outbox")]


async def test_a_request_for_other_rows_enters_no_world(runtime: Runtime) -> None:
    await put_world(runtime, "main", anew("second"))
    with answering():
        meant("main", FIRST)
        with pytest.raises(WorldAway):
            async with runtime.begin("main"):
                pass
        async with runtime.begin("other"):
            assert told("other") == {GENERATION: FIRST}
        assert told("main") == {}
    with answering():
        meant("main", "second")
        async with runtime.begin("main"):
            assert told("main") == {GENERATION: "second"}
    with answering():
        async with runtime.begin("main") as work:
            assert work.world.generation == "second"


async def test_what_is_on_its_way_is_called_back_and_nobody_waits_for_its_receiver(ground: Ground, tax: Slow) -> None:
    rt = ground.runtime
    async with dispatching(rt) as dispatcher:
        rt.dispatcher = dispatcher
        await post(rt)
        await until(lambda: tax.asked, [FIRST])
        await put_world(rt, "main", anew("second"))
        assert (dispatcher.in_flight, await left(rt)) == (0, [])
        tax.let.set()
        await post(rt)
        await until(lambda: left(rt), [])
    assert tax.asked == [FIRST, "second"]


@pytest.mark.parametrize("status", [202, 400, 503])
async def test_what_becomes_of_a_message_of_before_is_nothing_to_the_same_row_brought_back(
    ground: Ground, tax: Slow, status: int
) -> None:
    """The dispatcher is that of another process here: nobody tells it that the world was brought back."""
    rt = ground.runtime
    tax.status = status
    async with dispatching(rt) as dispatcher:
        await post(rt)
        await until(lambda: tax.asked, [FIRST])
        await keep_world(rt, "main", "it")
        await put_world(rt, "main", anew("second", "it"))
        tax.let.set()
        await until(lambda: dispatcher.in_flight, 0)
        assert await left(rt) == [False]
        tax.status = 202
        await until(lambda: left(rt), [])
    assert set(tax.asked) == {FIRST, "second"}

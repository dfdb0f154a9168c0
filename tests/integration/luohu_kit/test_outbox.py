"""The dispatcher brings every message at least once, in batches, and never mistakes a failure for an answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from luohu_contract.signing import verify
from luohu_kit import outbox
from luohu_kit.handover import Route
from luohu_kit.outbox import Dispatcher
from luohu_kit.outbox_rows import OutboxRows
from luohu_kit.topic import Topic
from luohu_kit.work import BeginEverywhere
from luohu_testbed.ground import Ground
from luohu_testbed.waiting import until


class Receiver:
    """A made-up service: keeps what came, and answers as it is told."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[Response] = []  #: the next answers; 202 when there is none left
        self.gate: asyncio.Event | None = None  #: when set, answers wait for it

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        body = await request.body()
        self.requests.append((dict(request.headers), body))
        if self.gate is not None:
            await self.gate.wait()
        answer = self.answers.pop(0) if self.answers else JSONResponse({}, status_code=202)
        await answer(scope, receive, send)

    @property
    def bodies(self) -> list[Any]:
        return [orjson.loads(body) for _, body in self.requests]

    @property
    def ids(self) -> list[str]:
        return [message["id"] for body in self.bodies for message in body["messages"]]


def _wrap(bodies: Any, now: Any) -> dict[str, Any]:
    return {"timestamp": now.isoformat(), "messages": list(bodies)}


def _refused(answer: Any) -> dict[UUID, str]:
    return {UUID(one["id"]): one["why"] for one in (answer or {}).get("refused", [])}


TOPIC = Topic("letters", "/v1/letters", _wrap, batch=100, refused=_refused, rings="answers")


@asynccontextmanager
async def dispatching(ground: Ground) -> AsyncIterator[Dispatcher]:
    rt = ground.runtime
    assert rt.ground is not None
    dispatcher = Dispatcher(rt.settings, rt.everywhere, rt.http, rt.hub, [TOPIC], rt.ground.handover)
    task = asyncio.create_task(dispatcher.run())
    try:
        yield dispatcher
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def post(ground: Ground, count: int, *, world: str = "main", to: str = "tax") -> list[str]:
    """Commit so many messages in one unit of work; their ids."""
    ids = [uuid4() for _ in range(count)]
    async with ground.runtime.begin(world) as work:
        for one in ids:
            work.send("letters", to, one, {"id": str(one)})
        await work.commit()
    return [str(one) for one in ids]


async def left(ground: Ground, world: str = "main") -> int:
    async with ground.runtime.begin(world) as work:
        return int(await work.scalar("SELECT count(*) FROM kit.outbox"))


@pytest.fixture
def tax(ground: Ground) -> Receiver:
    receiver = Receiver()
    ground.network.attach("tax", receiver)
    return receiver


async def test_messages_of_one_transaction_travel_in_batches_and_then_leave(ground: Ground, tax: Receiver) -> None:
    async with dispatching(ground):
        sent = await post(ground, 250)
        await until(lambda: left(ground), 0)
    assert sorted(tax.ids) == sorted(sent)
    assert sorted(len(body["messages"]) for body in tax.bodies) == [50, 100, 100]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(lambda ids: JSONResponse({}, status_code=202), id="taken"),
        pytest.param(lambda ids: JSONResponse({"refused": [{"id": ids[0], "why": "unknown"}]}), id="refused in part"),
        pytest.param(lambda ids: JSONResponse({}, status_code=422), id="refused as a whole"),
    ],
)
async def test_whoever_follows_a_topic_is_rung_once_the_receiver_has_answered(
    answer: Any, ground: Ground, tax: Receiver
) -> None:
    tax.gate = asyncio.Event()
    bell = ground.runtime.hub.bell("answers")
    async with dispatching(ground):
        ids = await post(ground, 2, world="other")
        tax.answers.append(answer(ids))
        await until(lambda: len(tax.requests), 1)
        assert bell.answered() == set()
        tax.gate.set()
        assert await bell.wait(20) == {"other"}
        async with ground.runtime.begin("other") as work:
            assert await work.scalar("SELECT count(*) FROM kit.outbox WHERE dead_at IS NULL") == 0


async def test_a_request_is_signed_and_says_who_asks_in_which_world(ground: Ground, tax: Receiver) -> None:
    async with dispatching(ground):
        await post(ground, 1, world="other")
        await until(lambda: left(ground, "other"), 0)
    headers, body = tax.requests[0]
    assert (headers["luohu-from"], headers["luohu-world"]) == ("declaration", "other")
    verify(ground.runtime.settings.secrets_between("declaration", "tax"), headers, body)


async def test_messages_of_two_worlds_never_share_a_request(ground: Ground, tax: Receiver) -> None:
    await post(ground, 3)
    await post(ground, 3, world="other")
    async with dispatching(ground):
        await until(lambda: left(ground), 0)
        await until(lambda: left(ground, "other"), 0)
    assert sorted(headers["luohu-world"] for headers, _ in tax.requests) == ["main", "other"]


async def test_a_receiver_that_is_away_gets_the_message_when_it_is_back(ground: Ground) -> None:
    async with dispatching(ground):
        sent = await post(ground, 1)
        await until(lambda: attempts(ground), 2, at_least=True)
        tax = Receiver()
        ground.network.attach("tax", tax)
        await until(lambda: left(ground), 0)
    assert tax.ids == sent


async def attempts(ground: Ground) -> int:
    async with ground.runtime.begin("main") as work:
        return int(await work.scalar("SELECT coalesce(max(attempts), 0) FROM kit.outbox"))


async def test_a_5xx_says_nothing_so_the_same_request_comes_again(ground: Ground, tax: Receiver) -> None:
    tax.answers = [Response(status_code=500), Response(status_code=503, headers={"Retry-After": "0"})]
    async with dispatching(ground):
        sent = await post(ground, 2)
        await until(lambda: left(ground), 0)
    assert sorted(tax.ids) == sorted(sent * 3)
    assert len({headers["webhook-id"] for headers, _ in tax.requests}) == 1


async def test_a_4xx_is_a_dead_letter_that_is_kept_and_never_sent_again(ground: Ground, tax: Receiver) -> None:
    tax.answers = [JSONResponse({"title": "no"}, status_code=422)]
    async with dispatching(ground):
        await post(ground, 1)
        await until(lambda: dead(ground), 1)
        await post(ground, 1)
        await until(lambda: left(ground), 1)
    assert len(tax.requests) == 2
    async with ground.runtime.begin("main") as work:
        assert "422" in await work.scalar("SELECT last_error FROM kit.outbox")


async def dead(ground: Ground) -> int:
    async with ground.runtime.begin("main") as work:
        return int(await work.scalar("SELECT count(*) FROM kit.outbox WHERE dead_at IS NOT NULL"))


async def test_a_bad_message_does_not_sink_its_batch(ground: Ground, tax: Receiver) -> None:
    sent = await post(ground, 3)
    tax.answers = [JSONResponse({"refused": [{"id": sent[1], "why": "no such claim"}]}, status_code=202)]
    async with dispatching(ground):
        await until(lambda: dead(ground), 1)
    assert await left(ground) == 1
    async with ground.runtime.begin("main") as work:
        assert str(await work.scalar("SELECT message_id FROM kit.outbox")) == sent[1]


async def test_a_receiver_that_hangs_does_not_hold_up_the_others(ground: Ground, tax: Receiver) -> None:
    tax.gate = asyncio.Event()
    quick = Receiver()
    ground.network.attach("rental-filing", quick)
    async with dispatching(ground) as dispatcher:
        await post(ground, 5)
        await until(lambda: len(tax.requests), 1)
        sent = await post(ground, 5, to="rental-filing")
        await until(lambda: len(quick.ids), 5)
        await until(lambda: dispatcher.in_flight, 1)
        tax.gate.set()
        await until(lambda: left(ground), 0)
    assert sorted(quick.ids) == sorted(sent)


async def test_what_a_dead_dispatcher_had_claimed_is_sent_when_its_lease_ends(ground: Ground, tax: Receiver) -> None:
    tax.gate = asyncio.Event()
    async with dispatching(ground):
        sent = await post(ground, 1)
        await until(lambda: len(tax.requests), 1)
    tax.gate = None
    async with dispatching(ground):
        await until(lambda: left(ground), 0)
    assert tax.ids == sent * 2


async def test_a_slow_answer_is_waited_for_and_nothing_is_sent_twice(ground: Ground, tax: Receiver) -> None:
    tax.gate = asyncio.Event()
    ground.runtime.settings = ground.runtime.settings.model_copy(update={"lease_seconds": 3.0})
    await post(ground, 2)
    async with dispatching(ground):
        await until(lambda: len(tax.requests), 1)
        leases = {await leased_until(ground)}

        async def renewed() -> int:
            leases.add(await leased_until(ground))
            return len(leases)

        # Four renewals, each after a third of the lease: without them it would have ended.
        await until(renewed, 5, within=30)
        tax.gate.set()
        await until(lambda: left(ground), 0)
    assert len(tax.requests) == 1


async def leased_until(ground: Ground) -> datetime:
    async with ground.runtime.begin("main") as work:
        found: datetime = await work.scalar("SELECT min(not_before) FROM kit.outbox")
        return found


async def test_a_commit_hands_its_messages_to_the_dispatcher_without_a_look_into_the_database(
    ground: Ground, tax: Receiver
) -> None:
    ground.runtime.settings = ground.runtime.settings.model_copy(update={"poll_seconds": 3600.0})
    async with dispatching(ground) as dispatcher:
        await until(lambda: dispatcher._look_at > 0)  # the first look is over
        looks = counted(dispatcher)
        sent = await post(ground, 250)
        await until(lambda: left(ground), 0)
    assert sorted(tax.ids) == sorted(sent)
    assert looks == []


async def test_what_others_put_into_the_outbox_is_looked_for_when_they_ring(ground: Ground, tax: Receiver) -> None:
    ground.runtime.settings = ground.runtime.settings.model_copy(update={"poll_seconds": 3600.0})
    assert ground.runtime.ground is not None
    async with dispatching(ground) as dispatcher:
        await until(lambda: dispatcher._look_at > 0.0)  # it has looked, and waits for an hour
        ground.runtime.ground.handover.open = False  # as if another process had committed
        sent = await post(ground, 3)
        await until(lambda: left(ground), 0)
    assert sorted(tax.ids) == sorted(sent)


def counted(dispatcher: Dispatcher) -> list[str]:
    """Note every look of a dispatcher into the database from now on."""
    looks: list[str] = []
    claim = dispatcher._claim

    async def noted() -> Any:
        looks.append("claim")
        return await claim()

    dispatcher._claim = noted  # type: ignore[method-assign]
    return looks


async def test_what_comes_while_a_request_is_on_its_way_travels_together_with_the_next(
    ground: Ground, tax: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "COMPANY", 60.0)
    tax.gate = asyncio.Event()
    async with dispatching(ground):
        await until(lambda: ground.runtime.ground.handover.open)  # type: ignore[union-attr]
        first = await post(ground, 1)
        await until(lambda: len(tax.requests), 1)
        others = [id_ for _ in range(3) for id_ in await post(ground, 1)]
        elsewhere = await post(ground, 1, world="other")
        await until(lambda: len(tax.requests), 2)  # another world is another way
        tax.gate.set()
        await until(lambda: left(ground), 0)
    assert [sorted(message["id"] for message in body["messages"]) for body in tax.bodies] == [
        first,
        elsewhere,
        sorted(others),
    ]


async def test_nobody_waits_long_for_the_request_before(ground: Ground, tax: Receiver) -> None:
    tax.gate = asyncio.Event()
    async with dispatching(ground):
        await until(lambda: ground.runtime.ground.handover.open)  # type: ignore[union-attr]
        sent = await post(ground, 1)
        await until(lambda: len(tax.requests), 1)
        sent += await post(ground, 1)
        await until(lambda: len(tax.requests), 2)  # although nobody was answered yet
        tax.gate.set()
        await until(lambda: left(ground), 0)
    assert tax.ids == sent


async def test_what_was_handed_over_in_a_process_that_died_is_sent_when_the_lease_ends(
    ground: Ground, tax: Receiver
) -> None:
    assert ground.runtime.ground is not None
    ground.runtime.ground.handover.open = True  # a dispatcher that dies right after the commit
    sent = await post(ground, 3)
    ground.runtime.ground.handover.take(Route("main", "letters", "tax"), 500, 0.0)
    async with dispatching(ground):
        await until(lambda: left(ground), 0)
    assert sorted(tax.ids) == sorted(sent)


async def test_two_dispatchers_share_the_work_without_doubling_it(ground: Ground, tax: Receiver) -> None:
    # On a machine that is slow enough a lease of a second ends while its holder still works, and doubling is right.
    ground.runtime.settings = ground.runtime.settings.model_copy(update={"lease_seconds": 60.0})
    sent = await post(ground, 3000)
    async with dispatching(ground), dispatching(ground):
        await until(lambda: left(ground), 0, within=50)
    assert sorted(tax.ids) == sorted(sent)


class Counting(BeginEverywhere):
    """Counts the statements that are transactions of their own; the first one fails before it is sent."""

    alones = 0

    async def alone(self, statement: Any, parameters: Any) -> None:
        self.alones += 1
        if self.alones == 1:
            raise TimeoutError
        await super().alone(statement, parameters)


async def test_what_arrives_while_a_removal_is_under_way_is_removed_together_with_the_next(ground: Ground) -> None:
    await post(ground, 5)
    await post(ground, 5, world="other")
    assert ground.runtime.engine is not None
    counting = Counting(ground.runtime.engine)
    rows = OutboxRows(counting, timedelta(seconds=9))
    claimed = await rows.claim([])
    settled = [rows.settle(row.world, row.generation, [row.id], {}) for row in claimed[1:]]
    outcomes = await asyncio.gather(*settled, return_exceptions=True)
    assert [type(one) for one in outcomes if one is not None] == [TimeoutError]  # whoever heard of it tries again
    assert counting.alones == 3  # the one that failed, the next with what it left, and the seven others
    await rows.settle(claimed[0].world, "another", [claimed[0].id], {})
    async with counting() as connection:
        left = (await connection.execute(text("SELECT id FROM kit.outbox"))).scalars().all()
    assert left == [claimed[0].id]

"""An agency that is full says so, the sender slows down, and every question still gets exactly one verdict."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest

from luohu_contract.message import Acknowledgement, Question, VerificationRequest
from luohu_education_registry.app import HISTORIES, create_app
from luohu_kit.db import make_engine
from luohu_kit.handover import Handover
from luohu_kit.outbox import Dispatcher
from luohu_kit.runtime import Runtime
from luohu_kit.topic import Topic
from luohu_kit.wake import Hub
from luohu_kit.work import Ground, make_begin, make_begin_everywhere
from luohu_kit.worlds import set_clock
from luohu_library_cards.desk import CALLBACK, FakeDeclaration, question
from luohu_testbed.city import NOON, Network, frozen, make_world, one_service
from luohu_testbed.databases import Databases
from luohu_testbed.issuer import Issuer
from luohu_testbed.office import Office
from luohu_testbed.waiting import until

SERVICE = "education-registry"
TINY = {"questions_due": 20, "requests_at_once": 1, "requests_waiting": 0}


def _refused(answer: Any) -> dict[Any, str]:
    return {each.id: each.slug for each in Acknowledgement.model_validate(answer).refused}


TOPIC = Topic(
    "verifications",
    "/v1/verifications",
    lambda bodies, now: {"callback_url": CALLBACK, "questions": list(bodies)},
    batch=10,
    refused=_refused,
)


class Counting:
    """The way to the agency, which counts what is answered on it."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.answers: Counter[int] = Counter()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def noted(message: Any) -> None:
            if message["type"] == "http.response.start":
                self.answers[message["status"]] += 1
            await send(message)

        await self._app(scope, receive, noted)


@dataclass
class Desk(Office):
    """An agency that holds next to nothing, and whoever gets its verdicts."""

    declaration: FakeDeclaration

    async def ask(self, *questions: Question) -> httpx.Response:
        return await self.signed(
            "POST", "/v1/verifications", VerificationRequest(callback_url=CALLBACK, questions=questions)
        )


@pytest.fixture
async def desk(databases: Databases) -> AsyncIterator[Desk]:
    network, issuer, declaration = Network(), Issuer(), FakeDeclaration()
    network.attach("identity", issuer.app)
    network.attach("declaration", declaration.app)
    async with one_service(databases, SERVICE, create_app, HISTORIES, network=network, **TINY) as running:
        yield Desk(running, network, issuer, declaration)
    await network.client.aclose()


@asynccontextmanager
async def sender(databases: Databases, desk: Desk) -> AsyncIterator[tuple[Runtime, Dispatcher]]:
    """A declaration service that only sends."""
    url = await databases.clone({"declaration": ()})
    settings = desk.running.settings.of("declaration").model_copy(update={"database_url": url, "poll_seconds": 0.2})
    engine, hub = make_engine(settings), Hub()
    ground = Ground(engine, hub, Handover(), timedelta(seconds=settings.lease_seconds))
    everywhere = make_begin_everywhere(engine)
    rt = Runtime(settings, desk.network.client, hub, ground, make_begin(ground), everywhere)
    await make_world(rt)
    dispatcher = Dispatcher(settings, everywhere, rt.http, hub, [TOPIC], ground.handover)
    task = asyncio.create_task(dispatcher.run())
    try:
        yield rt, dispatcher
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await engine.dispose()
        await databases.drop(url, ["declaration"])


async def test_a_burst_on_a_full_agency_is_slowed_and_comes_through_once_each(databases: Databases, desk: Desk) -> None:
    await desk.signed("PUT", "/_luohu/paces", {"pace": "P1D"}, sender="sandbox")
    old = [question() for _ in range(20)]
    assert (await desk.ask(*old)).status_code == 202
    await desk.signed("DELETE", "/_luohu/paces", sender="sandbox")
    counting = Counting(desk.running.app)
    desk.network.attach(SERVICE, counting)

    async with sender(databases, desk) as (rt, dispatcher):
        async with desk.running.runtime.begin("main") as held:  # somebody holds them, so that they are not judged
            await held.rows("SELECT id FROM agency.verification FOR UPDATE")
            await set_clock(desk.running.runtime, "main", frozen(NOON + timedelta(days=2)))
            full = await _refused_at_last(desk, old)
            assert full.json()["type"] == "/problems/agency-full"
            assert full.headers["retry-after"].isdigit()

            waiting = {str(each.id) for each in old[:20]}
            assert not waiting & {each["question_id"] for each in desk.declaration.verdicts}
            fresh = [question() for _ in range(100)]
            async with rt.begin("main") as work:
                for each in fresh:
                    work.send("verifications", SERVICE, each.id, each)
                await work.commit()
            await until(lambda: dispatcher.told["verifications", SERVICE, "slowed"], 1, at_least=True)

        async def left() -> int:
            async with rt.begin("main") as work:
                return int(await work.scalar("SELECT count(*) FROM kit.outbox"))

        await until(left, 0, within=30)
        assert dispatcher.told["verifications", SERVICE, "dead"] == 0
    await until(lambda: len(desk.declaration.verdicts), len(old) + len(fresh))
    assert Counter(each["question_id"] for each in desk.declaration.verdicts) == Counter(
        str(each.id) for each in (*old, *fresh)
    )
    # Ten requests would have done without a bound. Slowed as a whole, the sender knocked a few times more, no oftener.
    assert counting.answers[429] >= 1
    assert counting.answers.total() <= 80, counting.answers


async def _refused_at_last(desk: Desk, taken: list[Question]) -> httpx.Response:
    """The first refusal: what was counted a moment ago is believed for a moment."""
    answers: list[httpx.Response] = []

    async def ask() -> int:
        one = question()
        answers.append(await desk.ask(one))
        if answers[-1].status_code == 202:
            taken.append(one)
        return answers[-1].status_code

    await until(ask, 429)
    return answers[-1]

"""A world in which every desk has something to decide: what nobody did in the year is done before it is looked at."""

from collections.abc import Mapping, Sequence
from uuid import uuid4

from fastapi import FastAPI
from sqlalchemy import insert, select

from luohu_agency.answering import KIND
from luohu_agency.tables import verification
from luohu_contract.directory import AGENCIES
from luohu_kit.auth.listing import Route, every_route
from luohu_kit.clock import machine_now
from luohu_kit.runtime import Runtime
from luohu_kit.tables import outbox
from luohu_kit.tasks import NewTask, queue
from luohu_kit.tasks.table import task as tasks
from luohu_routes.asks import Asks
from luohu_routes.bodies import BOT_TASK, supplement
from luohu_routes.driving import Driver
from luohu_sandbox.log_file import Input
from luohu_testbed.city import City

_TRIES = 3
_LETTERS = 2

#: What is made by a request of its own, and what comes after it.
_MAKES = (
    "/_luohu/expectations",
    "/_luohu/population",
    "/v1/webhooks",
    "/v1/webhooks/{webhook_id}/ping",
    "/v1/people",
    "/v1/accounts",
    "/v1/records",
    "/v1/declarations/{declaration_id}/evidence",
    "/v1/employers/{employer_id}/credentials",
    "/v1/employers/{employer_id}/notes",
    "/v1/declarations/{declaration_id}/eligibility/dispute",
    "/v1/declarations/{declaration_id}/appeals",
    "/v1/reports",
    "/v1/reports/{report_id}/files",
    "/v1/rescorings",
    "/v1/sanctions",
    "/v1/filings",
    "/v1/filings/{filing_id}/recheck",
)


async def prepared(city: City, lines: Sequence[Input], file: bytes, name: str) -> bytes:
    """A world of a file, lived on until every desk has a task, as a file again. name: of the world on the way."""
    made = await city.client.post("/_luohu/worlds/import", params={"name": name}, content=file)
    assert made.status_code == 201, made.text
    await live_on(city, lines, name)
    kept = await city.client.get(f"/_luohu/worlds/{name}/export")
    assert kept.status_code == 200, kept.text
    await city.client.delete(f"/_luohu/worlds/{name}")
    return kept.content


async def live_on(city: City, lines: Sequence[Input], name: str) -> Asks:
    """Every desk of a world gets a task, and every service a dead letter; gives what the world may be asked.

    lines: what was asked of the world so far.
    """
    apps = {service: app for service, app in city.apps.items() if service != "gateway"}
    driver = Driver(city)
    asks = Asks(apps, lines, name, lambda ask: driver.ask(ask, name))
    for route in sorted(filter(_makes, every_route(apps)), key=lambda one: _MAKES.index(one.path)):
        for ask in (await asks.of(route))[:_TRIES]:
            if (await driver.ask(ask, name)).is_success:
                break
    await _tasks_of_operators(apps, name)
    await _dead_letters(apps, name)
    # What was sent on the way arrives, so that nothing moves by itself in the worlds that are made of the file.
    moved = await city.client.post("/_luohu/clock/advance", json={"by": "PT1S"}, headers={"Luohu-World": name})
    assert moved.is_success, moved.text
    return asks


def _makes(route: Route) -> bool:
    return route.method == "POST" and not route.control and route.path in _MAKES


async def _tasks_of_operators(apps: Mapping[str, FastAPI], world: str) -> None:
    """A question of each agency whose operators have nothing to do lies on their desk."""
    for agency in AGENCIES:
        runtime: Runtime = apps[agency.name].state.runtime
        async with runtime.begin(world) as work:
            if await work.scalar(select(tasks.c.id).where(tasks.c.kind == KIND).limit(1)) is not None:
                continue
            question = await work.scalar(select(verification.c.id).limit(1))
            if question is not None:
                await queue.create(work, [NewTask(question, KIND, question, agency.name, "复查")])
                await work.commit()


async def _dead_letters(apps: Mapping[str, FastAPI], world: str) -> None:
    """Every service has messages that were refused for good: one to send again, one to give up."""
    for sender in ("declaration", *(agency.name for agency in AGENCIES)):
        ours = sender == "declaration"
        letter = {
            "topic": "supplements" if ours else "bot-tasks",
            "destination": "tax" if ours else "sandbox",
            "body": supplement() if ours else BOT_TASK,
            "dead_at": machine_now(),
            "last_error": "422",
        }
        async with apps[sender].state.runtime.begin(world) as work:
            await work.execute(insert(outbox).values([{**letter, "message_id": uuid4()} for _ in range(_LETTERS)]))
            await work.commit()

"""Paces at one agency: drawn times, looks, and tasks that are a bot's."""

from datetime import timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from luohu_kit.pace import BOT_TASKS_PATH, LOOK
from luohu_kit.peer import Peer
from luohu_library_cards.desk import SERVICE, Desk, question, recheck
from luohu_testbed.city import NOON
from luohu_testbed.waiting import until

DEFAULTS = [("verification", None, "immediate", True), ("recheck", None, "operator", True)]


async def pace(desk: Desk, said: Any, **wanted: Any) -> None:
    put = await desk.signed("PUT", "/_luohu/paces", {"pace": said, **wanted}, by="sandbox")
    assert put.status_code == 204, put.text


async def paces(desk: Desk) -> list[tuple[Any, ...]]:
    items = (await desk.signed("GET", "/_luohu/paces", by="sandbox")).json()["items"]
    return [(one["question_kind"], one["kind"], one["pace"], one["default"]) for one in items]


async def test_paces_are_shown_as_they_were_said_and_taken_back(desk: Desk) -> None:
    assert await paces(desk) == DEFAULTS
    spread = {"lognormal": {"median": "P3D", "p95": "P14D"}}
    await pace(desk, spread)
    await pace(desk, {"manual": 3}, kind="overseas_education", question_kind="recheck")
    assert await paces(desk) == [
        ("verification", None, spread, False),
        ("recheck", None, "operator", True),
        ("recheck", "overseas_education", {"manual": 3}, False),
    ]
    foreign = await desk.signed("PUT", "/_luohu/paces", {"kind": "tax", "pace": "P1D"}, by="sandbox")
    assert (foreign.status_code, foreign.json()["errors"][0]["pointer"]) == (422, "#/kind")
    assert (await desk.signed("DELETE", "/_luohu/paces", by="sandbox")).status_code == 204
    assert await paces(desk) == DEFAULTS
    asked = question()
    await desk.ask(asked)
    assert (await desk.verdict(asked))["outcome"] == "valid"
    assert (await desk.signed("GET", "/_luohu/paces")).status_code == 401
    assert (await desk.signed("DELETE", "/_luohu/paces")).status_code == 401


async def test_the_same_question_is_due_at_the_same_time_in_every_world_of_the_seed(desk: Desk) -> None:
    spread = {"pace": {"uniform": {"min": "P5D", "max": "P14D"}}}
    for world in ("main", "other"):
        await desk.signed("PUT", "/_luohu/paces", spread, by="sandbox", world=world)
    asked, twin, other = question(), question(), question("99-0002")
    await desk.ask(asked, other)
    await desk.ask(twin, world="other")
    here, there = (
        await desk.status(asked),
        (await desk.signed("GET", f"/v1/verifications/{twin.id}", world="other")).json(),
    )
    assert here["due_at"] == there["due_at"] == "2021-07-12T22:24:39+08:00"
    assert here["due_at"] != (await desk.status(other))["due_at"]
    await desk.turn_clock(NOON + timedelta(days=14))
    assert (await desk.verdict(asked))["outcome"] == "valid"


async def test_the_third_look_decides(desk: Desk) -> None:
    await pace(desk, {"manual": 3})
    asked, other = question(), question("99-0002")
    await desk.ask(asked, other)
    await desk.turn_clock(NOON + timedelta(days=30))
    for _ in range(2):
        status = await desk.status(asked)
        assert (status["state"], status["due_at"]) == ("waiting", None)
    quiet = Peer(desk.running.settings.of("declaration"), desk.network.client, SERVICE)
    for _ in range(3):
        path = f"/v1/verifications/{asked.id}"
        seen = await quiet.send("GET", path, world="main", url=f"http://{SERVICE}{path}", headers={LOOK: "false"})
        assert seen.json()["state"] == "waiting"
    await desk.status(asked)
    verdict = await desk.verdict(asked)
    assert (verdict["outcome"], verdict["decided_at"]) == ("valid", "2021-08-04T12:00:00+08:00")
    assert (await desk.status(asked))["state"] == "decided"
    assert (await desk.status(other))["state"] == "waiting"
    async with desk.running.runtime.begin("main") as work:
        assert await work.rows("SELECT * FROM kit.fired") == []


async def test_a_task_for_a_bot_is_told_to_the_sandbox_and_stays_open_to_people(desk: Desk) -> None:
    told: list[dict[str, Any]] = []

    async def take(request: Request) -> Response:
        told.extend((await request.json())["tasks"])
        return Response(status_code=204)

    desk.network.attach("sandbox", Starlette(routes=[Route(BOT_TASKS_PATH, take, methods=["POST"])]))
    bot = {"bot": {"decides": "by_evidence", "takes": "PT6H", "office_hours": True}}
    await pace(desk, bot, question_kind="recheck")
    first = question("99-0002")
    await desk.ask(first)
    await desk.verdict(first)
    asked = recheck(first)
    await desk.ask(asked)
    await until(lambda: len(told), 1)
    assert told == [{"id": str(asked.id), "decides": "by_evidence", "due_at": "2021-07-06T09:00:00+08:00"}]
    await desk.state(asked, "with_operator")
    assert (await desk.complete(asked, await desk.take(asked), decision="uphold")).status_code == 200
    assert (await desk.verdict(asked))["decided_by"] == "operator"

"""Appeals and the published list: decided before it, open at it, ended by a sanction (handbook 四, 五.一)."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from luohu_declaration.domain.correction import Correction
from luohu_declaration.domain.season import Step
from luohu_declaration.usecases.appeal import APPEAL
from luohu_declaration.usecases.decide_appeal import AppealDecision, Ruling, decide_appeal
from luohu_filing.appeals import QUEUE, Appeals
from luohu_filing.counter import Counter
from luohu_filing.year import LIST, QUERY, Year
from luohu_kit.tasks import queue
from luohu_testbed.problems import slug_of
from luohu_testbed.waiting import until

AFTER = QUERY + timedelta(days=16)
HONOURED = {"honours": [{"type": "model_worker", "name": "北京市劳动模范"}]}
BORN = {"birth_date": "1973-03-01"}


@pytest.fixture
def appeals(counter: Counter) -> Appeals:
    return Appeals(Year(counter))


async def test_the_window_decides_after_the_stage_and_the_list_has_the_corrected_points(appeals: Appeals) -> None:
    year = appeals.year
    declaration = await appeals.in_query()
    before = await year.score(declaration)
    honoured, born = await appeals.file(declaration, "honour"), await appeals.file(declaration, "age")
    await year.stand_at(AFTER)
    await appeals.decide(honoured, HONOURED)
    await appeals.decide(born, BORN)
    await year.stand_at(LIST, Step.LIST_PUBLISHED)
    (row,) = (await appeals.counter.client.get("/v1/publication/2021")).json()["items"]
    assert (row["lines"]["honour"], row["lines"]["age"], row["birth_month"]) == ("20.00", "16.00", "1973-03")
    assert Decimal(row["total"]) == Decimal(before["total"]) + 20 - 4
    place = (await year.score(declaration))["place"]
    assert (place["final"], place["admitted"]) == (True, True)


async def test_what_is_open_when_the_list_is_published_ends_with_the_result_as_it_is(appeals: Appeals) -> None:
    year = appeals.year
    declaration = await appeals.in_query()
    before = await year.score(declaration)
    filed = [await appeals.file(declaration, each) for each in ("age", "honour")]
    task = await appeals.take(filed[0].json()["id"])
    await year.stand_at(LIST, Step.LIST_PUBLISHED)
    for each in await appeals.of(declaration):
        assert (each["status"], each["opinion"]) == ("rejected", "截至公示名单拟定时尚未查证属实，维持原审核结果。")
        assert (each["events"][-1]["event"], each["events"][-1]["actor"]) == ("rejected", "season")
    assert sorted(await appeals.told()) == [("appeal.rejected", "age"), ("appeal.rejected", "honours")]
    late = await appeals.complete(
        task, {"decision": "uphold", "opinion": "属实", "correction": {"birth_date": "1990-01-01"}}
    )
    assert (late.status_code, slug_of(late)) == (409, "task-completed")
    found = await appeals.counter.client.post(
        f"{QUEUE}/search", json={"state": "created"}, headers=appeals.counter.window()
    )
    assert found.json()["items"] == []
    (row,) = (await appeals.counter.client.get("/v1/publication/2021")).json()["items"]
    assert row["total"] == before["total"]
    assert await year.status(declaration) == "ranked"


async def test_a_decision_that_is_being_written_is_waited_for_by_the_list(appeals: Appeals) -> None:
    year = appeals.year
    declaration = await appeals.in_query()
    before = await year.score(declaration)
    appeal = await appeals.file(declaration, "honour")
    taken = (await appeals.take(appeal.json()["id"])).json()
    correction = Correction.model_validate(HONOURED)
    async with appeals.counter.running.runtime.begin("main") as work:
        task = await queue.get(work, APPEAL, UUID(taken["id"]), for_update=True)
        ended = await decide_appeal(work, task, Ruling(AppealDecision.UPHOLD, "属实", correction, "window-1"))
        await queue.end(work, task, ended, "window-1")
        published = asyncio.create_task(year.stand_at(LIST, Step.LIST_PUBLISHED))
        await until(lambda: waiting_for_a_lock(year), True)
        await work.commit()
    await published
    (row,) = (await appeals.counter.client.get("/v1/publication/2021")).json()["items"]
    assert Decimal(row["total"]) == Decimal(before["total"]) + 20


async def waiting_for_a_lock(year: Year) -> bool:
    rows = await year.rows(
        "SELECT 1 FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
        " WHERE a.datname = current_database() AND NOT l.granted"
    )
    return bool(rows)


async def test_a_sanction_ends_the_appeals_of_a_declaration_with_its_course(appeals: Appeals) -> None:
    counter = appeals.counter
    declaration = await appeals.in_query()
    appeal = await appeals.file(declaration, "tax")
    task = await appeals.take(appeal.json()["id"])
    decision = {"kind": "false_material", "id_number": "990101198506150012", "year": 2021, "grounds": "伪造凭证"}
    done = await counter.client.post(
        "/v1/sanctions", json=decision, headers=counter.issuer.staff("administrator", "a-1")
    )
    assert done.status_code == 201, done.text
    shown = await appeals.read(appeal.headers["Location"])
    assert (shown["status"], shown["opinion"]) == ("rejected", "您的积分落户办理程序已终止，该申诉不再处理。")
    assert await appeals.told() == [("appeal.rejected", "tax")]
    over = await appeals.complete(task, {"decision": "reject", "opinion": "不属实"})
    assert slug_of(over) == "task-completed"
    assert slug_of(await appeals.file(declaration, "age", 409)) == "appeal-not-possible"

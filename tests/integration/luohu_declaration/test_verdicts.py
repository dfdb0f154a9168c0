"""Deliveries of verdicts: whole batches, in any order, more than once, and from those who were never asked."""

import asyncio
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text

from luohu_contract.message import BATCH, Reception
from luohu_declaration.usecases.record_verdicts import record_verdicts
from luohu_filing.bodies import own_home
from luohu_filing.counter import Counter, answer, home_found
from luohu_kit.database import server_url
from luohu_kit.transaction import Transaction
from luohu_testbed.waiting import until

OF_THE_INTAKE = ("kit.inbox", "question", "item", "declaration")


async def homes(counter: Counter, count: int) -> list[str]:
    """Homes of one declaration, sent to verification."""
    declaration = await counter.open()
    filed = []
    for number in range(1, count + 1):
        body = own_home(certificate_number=f"京(2014)朝不动产权第{number}号")
        filed.append(await counter.file(declaration, "residences", body))
    for home in filed:
        await counter.verify(home)
    return filed


async def test_every_verdict_of_a_batch_gets_its_own_outcome(counter: Counter) -> None:
    first, second, third = await homes(counter, 3)
    registry = counter.agencies["housing-registry"]
    asked = {str(question.item_id): question for question in registry.questions}
    known = answer(asked[first], findings=home_found())
    late = answer(asked[second], attempt=7)
    stray = answer(asked[third], question_id=uuid4())
    assert await counter.decide(known, known, late, stray) == ["moved", "duplicate", "late", "unknown"]
    assert await counter.decide(known, stray) == ["duplicate", "unknown"]
    assert [(await counter.item(home))["status"] for home in (first, second, third)] == ["valid", "pending", "pending"]
    assert await counter.events(first) == [
        "filed",
        "verification_asked",
        "found_valid",
        "verdict_duplicate",
        "verdict_duplicate",
    ]
    assert (await counter.events(second))[-1] == "verdict_late"
    async with counter.running.runtime.begin("main") as work:
        strays = await work.rows("SELECT sender, why FROM stray_verdict")
    assert [(row.sender, row.why) for row in strays] == [("housing-registry", "no such question")]


async def test_what_came_before_a_verdict_of_the_same_batch_is_told_before_it(counter: Counter) -> None:
    [home] = await homes(counter, 1)
    [question] = counter.agencies["housing-registry"].questions
    late, known = answer(question, attempt=7), answer(question, findings=home_found())
    assert await counter.decide(late, known, known) == ["late", "moved", "duplicate"]
    assert await counter.events(home) == [
        "filed",
        "verification_asked",
        "verdict_late",
        "found_valid",
        "verdict_duplicate",
    ]


async def test_only_the_agency_that_was_asked_can_answer(counter: Counter) -> None:
    [home] = await homes(counter, 1)
    [question] = counter.agencies["housing-registry"].about(home)
    assert await counter.decide(answer(question), by="tax") == ["unknown"]
    assert (await counter.item(home))["status"] == "pending"


async def test_a_verdict_in_another_world_is_unknown_there(counter: Counter) -> None:
    [home] = await homes(counter, 1)
    [question] = counter.agencies["housing-registry"].about(home)
    said = answer(question, findings=home_found())
    assert await counter.decide(said, world="other") == ["unknown"]
    assert await counter.decide(said) == ["moved"]


async def test_a_verdict_on_a_deleted_item_is_late(counter: Counter) -> None:
    [home] = await homes(counter, 1)
    [question] = counter.agencies["housing-registry"].about(home)
    await counter.decide(answer(question, "property.not_matched"))
    await counter.must("DELETE", f"/v1/items/{home}", 204, headers={"If-Match": "*"})
    assert await counter.decide(answer(question)) == ["late"]
    await counter.must("GET", f"/v1/items/{home}", 404)
    assert (await counter.events(home))[-2:] == ["deleted", "verdict_late"]


async def test_the_same_verdict_delivered_at_once_by_two_workers_moves_the_item_once(counter: Counter) -> None:
    [home] = await homes(counter, 1)
    [question] = counter.agencies["housing-registry"].about(home)
    said = answer(question, findings=home_found())
    outcomes = await asyncio.gather(*(counter.decide(said) for _ in range(6)))
    assert sorted(outcome for [outcome] in outcomes) == ["duplicate"] * 5 + ["moved"]
    assert (await counter.events(home)).count("found_valid") == 1


async def test_batches_of_the_same_homes_in_opposite_orders_do_not_block_each_other(counter: Counter) -> None:
    await homes(counter, 12)
    questions = counter.agencies["housing-registry"].questions
    forth = [answer(question, findings=home_found()) for question in questions]
    back = [answer(question, findings=home_found()) for question in reversed(questions)]
    outcomes = await asyncio.gather(counter.decide(*forth), counter.decide(*back))
    assert sorted(outcome for batch in outcomes for outcome in batch) == ["late"] * 12 + ["moved"] * 12


async def test_the_number_of_statements_does_not_grow_with_the_batch(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    await homes(counter, 40)
    questions = counter.agencies["housing-registry"].questions
    statements: list[str] = []
    engine = counter.running.runtime.engine
    assert engine is not None

    run = Transaction.execute

    async def noted(transaction: Transaction, statement: Any, *rest: Any, **options: Any) -> Any:
        words = str(statement.compile(dialect=engine.dialect))
        # Workers of the service go on beside: what they do is about other tables, or about the next look.
        if any(name in words for name in OF_THE_INTAKE) and "next_check_real" not in words:
            statements.append(words)
        return await run(transaction, statement, *rest, **options)

    monkeypatch.setattr(Transaction, "execute", noted)
    counts = []
    for batch in (questions[:1], questions[1:]):
        statements.clear()
        assert set(await counter.decide(*(answer(each, findings=home_found()) for each in batch))) == {"moved"}
        counts.append(len(statements))
    assert counts[0] == counts[1] == 3, "\n".join(s[:150].replace("\n", " ") for s in statements)


COLUMNS = "SELECT string_agg(column_name, ',') FROM information_schema.columns WHERE table_name = '{0}'"
#: Rows of a grown world that nobody has gathered statistics of: what was filed, copied a thousand times.
GROW = (
    "INSERT INTO {0} ({1}) SELECT {2} FROM (SELECT * FROM {0} LIMIT 1) AS one,"
    " (SELECT gen_random_uuid() AS new FROM generate_series(1, 1000)) AS many"
)
LOOKED_AT = (
    "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))"
    " FROM pg_stat_xact_user_tables WHERE relname IN ('item', 'question', 'declaration')"
)


async def many_small_worlds(counter: Counter) -> None:
    """Statistics that were gathered when there were many worlds with one row each, as where tests are run."""
    settings = counter.running.settings
    assert settings.database_url
    connection = await asyncpg.connect(server_url(settings.database_url, settings.database))
    try:
        for table in ("declaration", "item", "question"):
            told: str = await connection.fetchval(COLUMNS.format(table))
            values = ", ".join("'small-' || n" if name == "world" else name for name in told.split(","))
            await connection.execute(
                f"INSERT INTO {table} ({told}) SELECT {values} FROM {table}, generate_series(1, 200) AS n"  # noqa: S608
            )
            await connection.execute(f"ANALYZE {table}")
    finally:
        await connection.close()


@pytest.mark.parametrize("among_many", [False, True], ids=["a world of its own", "among many small ones"])
async def test_a_verdict_looks_at_its_own_rows_however_many_the_world_has(counter: Counter, among_many: bool) -> None:
    first, *_ = await homes(counter, 1)
    [question] = counter.agencies["housing-registry"].about(first)
    if among_many:
        await many_small_worlds(counter)
    async with counter.running.runtime.begin("main") as work:
        for table, fresh in (("item", {"id"}), ("question", {"id", "item_id"})):
            names = (await work.scalar(COLUMNS.format(table))).split(",")
            values = ", ".join("new" if name in fresh else name for name in names)
            await work.execute(GROW.format(table, ", ".join(names), values))
        await work.commit()
    for _ in range(8):  # so often that PostgreSQL makes a plan for all values
        async with counter.running.runtime.begin("main") as work:
            before = await work.scalar(LOOKED_AT)
            said = answer(question, findings=home_found())
            assert [each.outcome for each in (await record_verdicts(work, "housing-registry", [said])).receptions] == [
                Reception.MOVED
            ]
            assert 3 <= await work.scalar(LOOKED_AT) - before < 30


async def test_a_batch_may_be_large_and_not_larger(counter: Counter) -> None:
    [home] = await homes(counter, 1)
    [question] = counter.agencies["housing-registry"].about(home)
    said = [answer(question) for _ in range(BATCH)]
    outcomes = await counter.decide(*said)
    assert (outcomes.count("moved"), outcomes.count("late")) == (1, BATCH - 1)
    delivery = {
        "type": "verdicts.decided",
        "timestamp": "2021-07-05T12:00:00+08:00",
        "data": {"verdicts": [each.model_dump(mode="json") for each in [*said, answer(question)]]},
    }
    refused = await counter.signed("POST", "/v1/verdicts", delivery, by="housing-registry")
    assert refused.status_code == 422


@pytest.mark.parametrize("by", ["identity", "sandbox", "gateway"])
async def test_who_is_no_agency_delivers_nothing(counter: Counter, by: str) -> None:
    answered = await counter.signed("POST", "/v1/verdicts", {"type": "verdicts.decided"}, by=by)
    assert (answered.status_code, answered.json()["type"]) == (401, "/problems/signature-invalid")


async def test_unsigned_verdicts_are_refused(counter: Counter) -> None:
    answered = await counter.client.post("/v1/verdicts", json={}, headers={"Luohu-From": "tax"})
    assert answered.status_code == 401


async def test_a_question_is_known_before_its_verdict_can_arrive(counter: Counter) -> None:
    """The verdict may overtake the 202 of the question: it finds the question all the same."""
    [home] = await homes(counter, 1)
    [question] = counter.agencies["housing-registry"].about(home)
    assert await counter.decide(answer(question, findings=home_found())) == ["moved"]

    async def outbox() -> int:
        async with counter.running.runtime.begin("main") as work:
            return int(await work.scalar(text("SELECT count(*) FROM kit.outbox")))

    await until(outbox, 0)

"""Questions to an agency: stored once, judged in batches on the world's clock, answered exactly once each."""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest

from luohu_contract.claim import TaxClaim
from luohu_contract.message import VerificationRequest
from luohu_library_cards.app import create_app
from luohu_library_cards.desk import CALLBACK, Desk, question
from luohu_library_cards.verdicts import BLANK, FADED, POISON, TORN
from luohu_testbed.city import NOON
from luohu_testbed.waiting import until


async def test_a_question_is_answered_from_the_register(desk: Desk) -> None:
    asked = question("99-0001")
    answer = await desk.ask(asked)
    assert answer.status_code == 202
    assert answer.json() == {"accepted": [str(asked.id)], "refused": []}
    assert answer.headers["Location"] == f"/v1/verifications/{asked.id}"
    assert answer.headers["Retry-After"].isdigit()
    verdict = await desk.verdict(asked)
    assert verdict["outcome"] == "valid"
    assert verdict["decided_by"] == "register"
    assert verdict["findings"] == {"kind": "overseas_education", "level": "master", "issued_on": "2010-07-01"}
    status = await desk.state(asked, "decided")
    assert status["verdict"] == verdict


async def test_an_invalid_verdict_names_its_reason_and_keeps_the_finer_cause_to_itself(desk: Desk) -> None:
    asked = question("99-0002")
    await desk.ask(asked)
    verdict = await desk.verdict(asked)
    assert (verdict["outcome"], verdict["reason"]) == ("invalid", "overseas.document_mismatch")
    assert "reader_differs" not in str(verdict)


async def test_five_hundred_questions_are_answered_once_each(desk: Desk) -> None:
    asked = [question("99-0001" if n % 2 else f"99-NONE-{n}") for n in range(500)]
    assert len((await desk.ask(*asked)).json()["accepted"]) == 500
    await until(lambda: len(desk.declaration.verdicts), 500)
    outcomes = Counter(verdict["outcome"] for verdict in desk.declaration.verdicts)
    assert outcomes == {"valid": 250, "invalid": 250}
    assert {verdict["question_id"] for verdict in desk.declaration.verdicts} == {str(q.id) for q in asked}


async def test_every_verdict_is_in_the_outbox_exactly_once_while_the_asker_is_away(desk: Desk) -> None:
    desk.network.detach("declaration")
    asked = [question() for _ in range(40)]
    for _ in range(3):
        assert len((await desk.ask(*asked)).json()["accepted"]) == 40
    for one in asked:
        await desk.state(one, "decided")
    async with desk.running.runtime.begin("main") as work:
        rows = await work.rows("SELECT message_id, body->>'question_id' AS question FROM kit.outbox")
    assert len(rows) == 40
    assert {row.question for row in rows} == {str(q.id) for q in asked}
    desk.network.attach("declaration", desk.declaration.app)
    await until(lambda: len(desk.declaration.verdicts), 40)


async def test_a_repeated_batch_is_accepted_again_and_changes_nothing(desk: Desk) -> None:
    asked = question()
    first = await desk.ask(asked)
    await desk.verdict(asked)
    again = await desk.ask(asked)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    # Another question after it proves that the repeated one is not on its way any more.
    later = question()
    await desk.ask(later)
    await desk.verdict(later)
    assert len(desk.declaration.about(asked)) == 1


async def test_a_verdict_that_is_stored_with_its_question_is_bound_to_the_audit_behind_it(desk: Desk) -> None:
    asked = question("99-0001")
    assert (await desk.ask(asked, asked)).json()["accepted"] == [str(asked.id)]
    await desk.verdict(asked)
    await desk.ask(asked)
    async with desk.running.runtime.begin("main") as work:
        bound = await work.rows(
            "SELECT what FROM kit.audit_entry WHERE :key = ANY(keys) ORDER BY id", {"key": str(asked.id)}
        )
        stored = await work.one("SELECT * FROM agency.verification WHERE id = :id", {"id": asked.id})
    assert [row.what for row in bound] == ["verification", "verification.verdict"]
    assert stored is not None
    assert (stored.state, stored.decided_at) == ("decided", stored.received_at)
    assert len(desk.declaration.about(asked)) == 1


async def test_one_id_for_two_questions_is_refused_by_id(desk: Desk) -> None:
    asked = question("99-0001")
    await desk.ask(asked)
    impostor = asked.model_copy(update={"attempt": 2})
    neighbour = question("99-0001")
    answer = (await desk.ask(impostor, neighbour)).json()
    assert answer["accepted"] == [str(neighbour.id)]
    assert [(one["id"], one["slug"]) for one in answer["refused"]] == [(str(asked.id), "question-conflict")]


async def test_a_claim_of_another_agency_is_refused_by_id_and_the_rest_is_taken(desk: Desk) -> None:
    foreign = question(claim=TaxClaim(authorised=True, tax_years=(2020,), penalty_years=(2020,)))
    good = question()
    answer = (await desk.ask(foreign, good)).json()
    assert answer["accepted"] == [str(good.id)]
    assert [(one["id"], one["slug"]) for one in answer["refused"]] == [(str(foreign.id), "claim-not-answered-here")]
    assert (await desk.signed("GET", f"/v1/verifications/{foreign.id}")).status_code == 404


@pytest.mark.parametrize("card", [TORN, POISON], ids=["the rule fails", "the query fails"])
async def test_one_bad_question_does_not_sink_its_batch(desk: Desk, card: str) -> None:
    bad = question(card)
    good = [question() for _ in range(20)]
    await desk.ask(*good[:10], bad, *good[10:])
    for one in good:
        assert (await desk.verdict(one))["outcome"] == "valid"
    await desk.state(bad, "with_operator")
    task = await desk.client.get(f"/v1/rechecks/{bad.id}", headers=desk.operator())
    assert task.json()["thread"][0]["note"]
    assert desk.declaration.about(bad) == []


@pytest.mark.parametrize("card", [FADED, BLANK])
async def test_a_question_that_the_rule_leaves_open_waits_for_an_operator(desk: Desk, card: str) -> None:
    asked = question(card)
    await desk.ask(asked)
    status = await desk.state(asked, "with_operator")
    assert status["due_at"].startswith("2021-07-19T12:00:00")


async def test_a_pace_makes_questions_wait_for_the_worlds_clock(desk: Desk) -> None:
    set_pace = {"question_kind": "verification", "pace": "P14D"}
    assert (await desk.signed("PUT", "/_luohu/paces", set_pace, by="sandbox")).status_code == 204
    asked = question()
    await desk.ask(asked)
    status = await desk.status(asked)
    assert status["state"] == "waiting"
    assert status["due_at"].startswith("2021-07-19T12:00:00")
    await desk.turn_clock(NOON + timedelta(days=13, hours=23))
    other = question()  # one world's pace is no other's
    await desk.ask(other, world="other")
    await desk.verdict(other)
    assert (await desk.status(asked))["state"] == "waiting"
    await desk.turn_clock(NOON + timedelta(days=14))
    verdict = await desk.verdict(asked)
    assert verdict["decided_at"].startswith("2021-07-19T12:00:00")
    async with desk.running.runtime.begin("main") as work:
        fired = await work.rows("SELECT what, ref FROM kit.fired")
    assert [(row.what, row.ref) for row in fired] == [("judge", str(asked.id))]


async def test_a_pace_for_one_kind_of_claim_goes_before_the_pace_for_all(desk: Desk) -> None:
    for wanted in ({"pace": "P1D"}, {"kind": "overseas_education", "pace": "operator"}):
        await desk.signed("PUT", "/_luohu/paces", {"question_kind": "verification", **wanted}, by="sandbox")
    asked = question()
    await desk.ask(asked)
    await desk.state(asked, "with_operator")


@pytest.mark.parametrize("pace", ["P11Y", "P9999999D", "14", "soon", "P", "", "PT0,1234567S"])
async def test_a_pace_that_is_none_is_refused(desk: Desk, pace: str) -> None:
    answer = await desk.signed("PUT", "/_luohu/paces", {"pace": pace}, by="sandbox")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/pace"


async def test_two_replicas_share_the_work_without_doubling_it(desk: Desk) -> None:
    twin = create_app(desk.running.settings, http=desk.network.client)
    async with twin.router.lifespan_context(twin):
        asked = [question() for _ in range(1500)]
        await asyncio.gather(*(desk.ask(*asked[start : start + 100]) for start in range(0, 1500, 100)))
        await until(lambda: len(desk.declaration.verdicts), 1500, at_least=True, within=30)
    assert len(desk.declaration.verdicts) == 1500
    assert Counter(verdict["question_id"] for verdict in desk.declaration.verdicts).most_common(1)[0][1] == 1


@pytest.mark.parametrize(
    "callback",
    [
        "http://evil.example/v1/verdicts",
        "http://declaration.evil.example/v1/verdicts",
        "http://declaration@evil.example/v1/verdicts",
        "https://declaration/v1/verdicts",
    ],
)
async def test_verdicts_go_nowhere_but_home(desk: Desk, callback: str) -> None:
    request = VerificationRequest(callback_url=callback, questions=(question(),))
    answer = await desk.signed("POST", "/v1/verifications", request)
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/callback-not-allowed"
    assert answer.json()["errors"][0]["pointer"] == "#/callback_url"


async def test_only_the_declaration_service_asks_and_reads(desk: Desk) -> None:
    asked = question()
    request = VerificationRequest(callback_url=CALLBACK, questions=(asked,))
    assert (await desk.signed("POST", "/v1/verifications", request, by="tax")).status_code == 401
    assert (await desk.client.post("/v1/verifications", json={})).status_code == 401
    assert (await desk.client.get(f"/v1/verifications/{asked.id}", headers=desk.operator())).status_code == 401
    assert (await desk.signed("PUT", "/_luohu/paces", {"pace": "immediate"})).status_code == 401


async def test_a_question_is_seen_in_its_own_world_only(desk: Desk) -> None:
    asked = question()
    await desk.ask(asked)
    assert (await desk.signed("GET", f"/v1/verifications/{asked.id}", world="other")).status_code == 404
    assert (await desk.ask(asked, world="nowhere")).json()["type"] == "/problems/world-unknown"


@pytest.mark.parametrize(
    "change",
    [
        {"questions": []},
        {"questions": [{"id": "x"}]},
        {"callback_url": "ftp://declaration/v1/verdicts"},
        {"surprise": 1},
    ],
    ids=["no question", "a broken question", "no web address", "an unknown field"],
)
async def test_a_batch_that_does_not_validate_is_a_422_and_stores_nothing(
    desk: Desk, change: dict[str, object]
) -> None:
    asked = question()
    body = {"callback_url": CALLBACK, "questions": [asked.model_dump(mode="json")], **change}
    answer = await desk.signed("POST", "/v1/verifications", body)
    assert answer.status_code == 422
    assert (await desk.signed("GET", f"/v1/verifications/{asked.id}")).status_code == 404


async def test_an_unknown_question_is_404(desk: Desk) -> None:
    assert (await desk.signed("GET", f"/v1/verifications/{uuid4()}")).status_code == 404
    assert (await desk.signed("GET", "/v1/verifications/not-an-id")).status_code == 422

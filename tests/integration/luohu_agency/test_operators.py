"""An operator's whole life at an agency: find a task, take it, see the evidence, correct the register, decide."""

from typing import Any
from uuid import uuid4

import pytest

from luohu_contract.message import EvidenceSupplement, EvidenceSupplements
from luohu_library_cards.desk import WANG, Desk, question, recheck
from luohu_library_cards.verdicts import BLANK, FADED, TORN
from luohu_testbed.waiting import until

FINDINGS = {"kind": "overseas_education", "level": "doctor", "issued_on": "2012-07-01"}


def slug(answer: Any) -> str:
    return str(answer.json()["type"]).removeprefix("/problems/")


async def test_a_recheck_waits_in_the_queue_with_what_its_operator_needs(desk: Desk) -> None:
    asked = await desk.in_recheck()
    found = await desk.client.post(
        "/v1/rechecks/search",
        json={"state": "created", "candidate_group": "library-cards", "due_before": "2021-07-20T00:00:00+08:00"},
        headers=desk.operator(),
    )
    [task] = found.json()["items"]
    assert found.json()["page"] == {"total": 1, "offset": 0, "limit": 50}
    assert task["id"] == str(asked.id)
    assert task["title"] == "overseas_education: overseas.document_mismatch"
    assert task["due_date"].startswith("2021-07-19T12:00:00")
    assert WANG.id_number not in found.text
    read = await desk.client.get(f"/v1/rechecks/{asked.id}", headers=desk.operator())
    assert read.headers["ETag"] == '"1"'
    context = read.json()["context"]
    assert context["question"]["subject"]["id_number"] == WANG.id_number
    assert context["disputed_verdict"]["reason"] == "overseas.document_mismatch"
    assert context["register_says"]["says"] == "invalid"
    assert context["register_says"]["cause"] == "reader_differs"
    assert read.json()["thread"][0]["note"] == "证上姓名有误"


@pytest.mark.parametrize(
    "wanted",
    [{"state": "completed"}, {"assignee": "clerk-1"}, {"candidate_group": "tax"}, {"due_before": "2021-07-01T00:00Z"}],
    ids=lambda wanted: next(iter(wanted)),
)
async def test_a_search_leaves_out_what_does_not_match(desk: Desk, wanted: dict[str, str]) -> None:
    await desk.in_recheck()
    found = await desk.client.post("/v1/rechecks/search", json=wanted, headers=desk.operator())
    assert (found.status_code, found.json()["items"]) == (200, [])


async def test_upholding_keeps_the_disputed_verdict(desk: Desk) -> None:
    asked = await desk.in_recheck()
    done = await desk.complete(asked, await desk.take(asked), decision="uphold", note="登记无误")
    assert done.status_code == 200, done.text
    assert (done.json()["state"], done.json()["outcome"]) == ("completed", "upheld")
    verdict = await desk.verdict(asked)
    assert (verdict["outcome"], verdict["reason"]) == ("invalid", "overseas.document_mismatch")
    assert (verdict["kind"], verdict["decided_by"], verdict["opinion"]) == ("recheck", "operator", "登记无误")
    assert [entry["act"] for entry in done.json()["thread"]] == ["created", "assigned", "upheld"]
    assert (await desk.status(asked))["state"] == "decided"


async def test_upholding_a_valid_item_keeps_its_findings(desk: Desk) -> None:
    first = question("99-0001")
    await desk.ask(first)
    earlier = await desk.verdict(first)
    asked = recheck(first, "property.registration_date_disputed")
    await desk.ask(asked)
    await desk.state(asked, "with_operator")
    etag = await desk.take(asked)
    refused = await desk.complete(asked, etag, decision="uphold", reason="overseas.not_found")
    assert (refused.status_code, slug(refused)) == (422, "decision-not-possible")
    assert (await desk.complete(asked, etag, decision="uphold")).status_code == 200
    verdict = await desk.verdict(asked)
    assert (verdict["outcome"], verdict["findings"]) == ("valid", earlier["findings"])
    assert verdict["disputable"] == earlier["disputable"]


async def test_an_overturn_corrects_the_register_in_the_same_breath(desk: Desk) -> None:
    asked = await desk.in_recheck()
    card = await desk.record("99-0002")
    done = await desk.complete(
        asked,
        await desk.take(asked),
        decision="overturn",
        note="已按证件更正",
        corrected_fields={"record_id": card["id"], "fields": {"name": "王伟", "id_number": WANG.id_number}},
    )
    assert done.status_code == 200, done.text
    verdict = await desk.verdict(asked)
    assert (verdict["outcome"], verdict["findings"]) == ("valid", FINDINGS)
    corrected = await desk.record("99-0002")
    assert (corrected["fields"]["name"], corrected["version"]) == ("王伟", 2)
    history = await desk.client.get(f"/v1/records/{card['id']}/history", headers=desk.operator())
    [change] = history.json()["items"]
    assert (change["before"]["name"], change["after"]["name"]) == ("李娜", "王伟")
    assert (change["actor"], change["recheck"]) == ("clerk-1", str(asked.id))
    # From now on the record is about somebody else.
    mine = await desk.client.get(f"/v1/records/{card['id']}", headers=desk.person())
    assert mine.status_code == 200


async def test_an_overturn_that_does_not_make_the_claim_valid_changes_nothing(desk: Desk) -> None:
    asked = await desk.in_recheck()
    card = await desk.record("99-0002")
    etag = await desk.take(asked)
    wrong = {"record_id": card["id"], "fields": {"name": "王玮"}}
    refused = await desk.complete(asked, etag, decision="overturn", corrected_fields=wrong)
    assert (refused.status_code, slug(refused)) == (422, "decision-not-possible")
    assert "reader_differs" in refused.json()["detail"]
    assert (await desk.record("99-0002"))["fields"]["name"] == "李娜"
    assert (await desk.complete(asked, etag, decision="overturn")).status_code == 422
    assert desk.declaration.about(asked) == []
    assert (await desk.complete(asked, etag, decision="uphold")).status_code == 200


async def test_an_overturn_adds_a_record_that_was_missing(desk: Desk) -> None:
    asked = await desk.in_recheck("99-0777", disputes="overseas.not_found")
    fields = {
        "card_number": "99-0777",
        "name": "王伟",
        "id_number": WANG.id_number,
        "level": "doctor",
        "issued_on": "2012-07-01",
    }
    etag = await desk.take(asked)
    unclear = await desk.complete(asked, etag, decision="overturn", corrected_fields={"fields": fields})
    assert (unclear.status_code, unclear.json()["errors"][0]["pointer"]) == (422, "#/corrected_fields/kind")
    added = {"kind": "card", "fields": fields}
    done = await desk.complete(asked, etag, decision="overturn", corrected_fields=added)
    assert done.status_code == 200, done.text
    assert (await desk.verdict(asked))["findings"] == FINDINGS
    history = await desk.client.get(
        f"/v1/records/{(await desk.record('99-0777'))['id']}/history", headers=desk.operator()
    )
    assert history.json()["items"][0]["before"] is None


async def test_an_overturn_with_findings_needs_no_correction(desk: Desk) -> None:
    asked = await desk.in_recheck()
    etag = await desk.take(asked)
    foreign = await desk.complete(asked, etag, decision="overturn", findings={"kind": "rental"})
    assert (foreign.status_code, foreign.json()["errors"][0]["pointer"]) == (422, "#/findings/kind")
    assert (await desk.complete(asked, etag, decision="overturn", findings=FINDINGS)).status_code == 200
    verdict = await desk.verdict(asked)
    assert (verdict["outcome"], verdict["findings"], verdict["decided_by"]) == ("valid", FINDINGS, "operator")


@pytest.mark.parametrize(
    ("card", "completion", "outcome"),
    [
        (FADED, {"decision": "uphold"}, "valid"),
        (FADED, {"decision": "overturn", "reason": "overseas.document_mismatch"}, "invalid"),
        (BLANK, {"decision": "uphold", "reason": "overseas.not_found"}, "invalid"),
        (BLANK, {"decision": "overturn", "findings": FINDINGS}, "valid"),
        (TORN, {"decision": "uphold", "reason": "overseas.not_found"}, "invalid"),
        (BLANK, {"decision": "uphold"}, None),
        (BLANK, {"decision": "overturn"}, None),
        (TORN, {"decision": "overturn"}, None),
    ],
)
async def test_a_question_that_the_rule_left_open_is_decided_by_a_person(
    desk: Desk, card: str, completion: dict[str, Any], outcome: str | None
) -> None:
    asked = question(card)
    await desk.ask(asked)
    await desk.state(asked, "with_operator")
    done = await desk.complete(asked, await desk.take(asked), **completion)
    if outcome is None:
        assert (done.status_code, slug(done)) == (422, "decision-not-possible")
        assert (await desk.status(asked))["state"] == "with_operator"
    else:
        assert done.status_code == 200, done.text
        verdict = await desk.verdict(asked)
        assert (verdict["outcome"], verdict["kind"]) == (outcome, "verification")


async def test_what_was_said_before_an_item_was_filed_again_is_not_upheld(desk: Desk) -> None:
    first = question("99-9999")
    await desk.ask(first)
    assert (await desk.verdict(first))["reason"] == "overseas.not_found"
    again = question(FADED, item_id=first.item_id, attempt=2)
    await desk.ask(again)
    await desk.state(again, "with_operator")
    task = await desk.client.get(f"/v1/rechecks/{again.id}", headers=desk.operator())
    assert task.json()["context"]["disputed_verdict"] is None
    assert (await desk.complete(again, await desk.take(again), decision="uphold")).status_code == 200
    assert (await desk.verdict(again))["outcome"] == "valid"


async def test_writes_want_the_current_version(desk: Desk) -> None:
    asked = await desk.in_recheck()
    url, operator = f"/v1/rechecks/{asked.id}", desk.operator()
    missing = await desk.client.post(f"{url}/assignment", headers=operator)
    assert (missing.status_code, slug(missing)) == (428, "precondition-required")
    stale = await desk.client.post(f"{url}/assignment", headers={**operator, "If-Match": '"7"'})
    assert (stale.status_code, slug(stale)) == (412, "precondition-failed")
    etag = await desk.take(asked)
    body = {"decision": "uphold"}
    assert (await desk.client.post(f"{url}/completion", json=body, headers=operator)).status_code == 428
    assert (await desk.complete(asked, '"1"', **body)).status_code == 412
    assert (await desk.client.delete(f"{url}/assignment", headers=operator)).status_code == 428
    given_back = await desk.client.delete(f"{url}/assignment", headers={**operator, "If-Match": etag})
    assert (given_back.status_code, given_back.json()["assignee"]) == (200, None)
    assert desk.declaration.about(asked) == []


async def test_somebody_elses_task_is_theirs(desk: Desk) -> None:
    asked = await desk.in_recheck()
    url = f"/v1/rechecks/{asked.id}"
    nobodys = await desk.complete(asked, '"1"', decision="uphold")
    assert (nobodys.status_code, slug(nobodys)) == (409, "task-not-assigned")
    etag = await desk.take(asked, "clerk-1")
    other = {**desk.operator("clerk-2"), "If-Match": etag}
    for method, path, body in [
        ("POST", "/assignment", {}),
        ("DELETE", "/assignment", None),
        ("POST", "/completion", {"decision": "uphold"}),
    ]:
        answer = await desk.client.request(method, url + path, json=body, headers=other)
        assert (answer.status_code, slug(answer)) == (409, "task-assigned-elsewhere"), path
    handed = await desk.client.post(
        f"{url}/assignment", json={"assignee": "clerk-2"}, headers={**desk.operator(), "If-Match": etag}
    )
    assert handed.json()["assignee"] == "clerk-2"
    assert (await desk.complete(asked, handed.headers["ETag"], "clerk-2", decision="uphold")).status_code == 200


async def test_a_completed_task_stays_as_it_is(desk: Desk) -> None:
    asked = await desk.in_recheck()
    done = await desk.complete(asked, await desk.take(asked), decision="uphold")
    again = await desk.complete(asked, done.headers["ETag"], decision="overturn", findings=FINDINGS)
    assert (again.status_code, slug(again)) == (409, "task-completed")
    await desk.verdict(asked)
    assert len(desk.declaration.about(asked)) == 1


async def test_evidence_is_there_for_the_assignee_alone(desk: Desk) -> None:
    scan = desk.declaration.keep(b"%PDF-1.7 a scan")
    asked = await desk.in_recheck(evidence=(scan,))
    url = f"/v1/rechecks/{asked.id}/evidence/{scan.id}"
    assert (await desk.client.get(url, headers=desk.operator())).status_code == 404
    await desk.take(asked)
    seen = await desk.client.get(url, headers=desk.operator())
    assert (seen.status_code, seen.content) == (200, b"%PDF-1.7 a scan")
    assert seen.headers["content-type"] == "application/pdf"
    assert seen.headers["cache-control"] == "no-store"
    assert (await desk.client.get(url, headers=desk.operator("clerk-2"))).status_code == 404
    foreign = await desk.client.get(url, headers=desk.operator(agency="tax"))
    assert (foreign.status_code, slug(foreign)) == (403, "agency-mismatch")
    assert (await desk.client.get(url, headers=desk.person())).status_code == 403
    unknown = f"/v1/rechecks/{asked.id}/evidence/{uuid4()}"
    assert (await desk.client.get(unknown, headers=desk.operator())).status_code == 404
    listed = (await desk.client.get(f"/v1/rechecks/{asked.id}", headers=desk.operator())).json()["context"]["evidence"]
    assert [(one["id"], one["link"]) for one in listed] == [(str(scan.id), url)]


@pytest.mark.parametrize("trouble", ["away", "lost", "forged"])
async def test_evidence_that_cannot_be_had_is_a_502(desk: Desk, trouble: str) -> None:
    scan = desk.declaration.keep(b"%PDF-1.7 a scan")
    asked = await desk.in_recheck(evidence=(scan,))
    await desk.take(asked)
    if trouble == "away":
        desk.network.detach("declaration")
    elif trouble == "lost":
        del desk.declaration.files[str(scan.id)]
    else:
        desk.declaration.files[str(scan.id)] = b"%PDF-1.7 a fake"
    answer = await desk.client.get(f"/v1/rechecks/{asked.id}/evidence/{scan.id}", headers=desk.operator())
    assert (answer.status_code, slug(answer)) == (502, "upstream-unreachable")


async def test_asking_for_more_evidence_parks_the_task_until_it_comes(desk: Desk) -> None:
    asked = await desk.in_recheck()
    etag = await desk.take(asked)
    silent = await desk.complete(asked, etag, decision="request_evidence")
    assert (silent.status_code, silent.json()["errors"][0]["pointer"]) == (422, "#/note")
    parked = await desk.complete(
        asked, etag, decision="request_evidence", note="请补充公证书", follow_up_date="2021-07-09T09:00:00+08:00"
    )
    assert (parked.status_code, parked.json()["state"]) == (200, "evidence_requested")
    assert parked.json()["follow_up_date"] == "2021-07-09T09:00:00+08:00"
    await desk.state(asked, "evidence_requested")
    [request] = await _requests(desk)
    assert (request["question_id"], request["note"]) == (str(asked.id), "请补充公证书")
    more = desk.declaration.keep(b"%PDF-1.7 more")
    supplement = EvidenceSupplement(id=uuid4(), question_id=asked.id, statement="已补充", evidence=(more,))
    for _ in range(2):
        answer = await desk.signed("POST", f"/v1/verifications/{asked.id}/evidence", supplement)
        assert (answer.status_code, answer.json()["accepted"]) == (202, [str(supplement.id)])
    assert (await desk.status(asked))["state"] == "with_operator"
    task = (await desk.client.get(f"/v1/rechecks/{asked.id}", headers=desk.operator())).json()
    assert (task["state"], task["assignee"], task["follow_up_date"]) == ("created", "clerk-1", None)
    acts = [entry["act"] for entry in task["thread"]]
    assert acts == ["created", "assigned", "evidence_requested", "evidence_received"]
    seen = await desk.client.get(f"/v1/rechecks/{asked.id}/evidence/{more.id}", headers=desk.operator())
    assert seen.content == b"%PDF-1.7 more"
    assert (await desk.complete(asked, f'"{task["version"]}"', decision="uphold")).status_code == 200
    again = await desk.signed("POST", f"/v1/verifications/{asked.id}/evidence", supplement)
    assert again.json()["accepted"] == [str(supplement.id)]


async def _requests(desk: Desk) -> list[dict[str, Any]]:
    await until(lambda: len(desk.declaration.requests), 1)
    return desk.declaration.requests


async def test_supplements_that_cannot_be_taken_are_refused_by_id(desk: Desk) -> None:
    asked = await desk.in_recheck()
    await desk.complete(asked, await desk.take(asked), decision="uphold")
    scan = desk.declaration.keep(b"%PDF-1.7 late")
    late = EvidenceSupplement(id=uuid4(), question_id=asked.id, evidence=(scan,))
    lost = EvidenceSupplement(id=uuid4(), question_id=uuid4(), evidence=(scan,))
    answer = await desk.signed("POST", "/v1/verifications/evidence", EvidenceSupplements(supplements=(late, lost)))
    assert answer.status_code == 202
    refused = {one["id"]: one["slug"] for one in answer.json()["refused"]}
    assert refused == {str(late.id): "task-completed", str(lost.id): "not-found"}
    alone = await desk.signed("POST", f"/v1/verifications/{asked.id}/evidence", late)
    assert (alone.status_code, slug(alone)) == (409, "task-completed")
    crossed = await desk.signed("POST", f"/v1/verifications/{uuid4()}/evidence", late)
    assert (crossed.status_code, crossed.json()["errors"][0]["pointer"]) == (422, "#/question_id")


@pytest.mark.parametrize(
    ("completion", "pointer"),
    [
        ({"decision": "uphold", "reason": "no.such_reason"}, "#/reason"),
        ({"decision": "uphold", "findings": FINDINGS}, "#/findings"),
        ({"decision": "uphold", "corrected_fields": {"fields": {"name": "王伟"}}}, "#/corrected_fields"),
        ({"decision": "overturn", "reason": "overseas.not_found"}, "#/reason"),
        ({"decision": "overturn", "follow_up_date": "2021-07-09T09:00:00+08:00"}, "#/follow_up_date"),
        ({"decision": "burn"}, "#/decision"),
        ({"decision": "uphold", "note": "a\x00b"}, "#/note"),
        ({"decision": "uphold", "note": "长" * 2001}, "#/note"),
        ({"decision": "uphold", "surprise": 1}, "#/surprise"),
        ({"decision": "overturn", "corrected_fields": {"kind": "card", "fields": {"name": ""}}}, None),
        ({"decision": "overturn", "corrected_fields": {"kind": "card", "fields": {"na\x00me": "x"}}}, None),
        ({}, "#/decision"),
    ],
)
async def test_a_completion_that_makes_no_sense_is_a_422_that_says_why(
    desk: Desk, completion: dict[str, Any], pointer: str | None
) -> None:
    asked = await desk.in_recheck()
    etag = await desk.take(asked)
    answer = await desk.complete(asked, etag, **completion)
    assert answer.status_code == 422, answer.text
    if pointer is None:
        assert answer.json()["errors"][0]["pointer"].startswith("#/corrected_fields/fields/")
    else:
        assert pointer in {fault["pointer"] for fault in answer.json()["errors"]}
    assert (await desk.status(asked))["state"] == "with_operator"


async def test_a_correction_of_a_record_that_is_not_there_is_404(desk: Desk) -> None:
    asked = await desk.in_recheck()
    fields = {"record_id": str(uuid4()), "fields": {"name": "王伟"}}
    answer = await desk.complete(asked, await desk.take(asked), decision="overturn", corrected_fields=fields)
    assert (answer.status_code, slug(answer)) == (404, "record-not-found")


async def test_the_queue_is_for_operators_of_the_agency(desk: Desk) -> None:
    asked = await desk.in_recheck()
    url = f"/v1/rechecks/{asked.id}"
    assert (await desk.client.get(url)).status_code == 401
    assert (await desk.client.get(url, headers=desk.person())).status_code == 403
    assert (await desk.client.get(url, headers=desk.operator(agency="tax"))).status_code == 403
    assert (await desk.client.get(url, headers=desk.operator(world="other"))).status_code == 404
    elsewhere = await desk.client.post("/v1/rechecks/search", json={}, headers=desk.operator(world="other"))
    assert elsewhere.json()["items"] == []


async def test_a_recheck_at_another_pace_is_judged_by_the_register_again(desk: Desk) -> None:
    await desk.signed("PUT", "/_luohu/paces", {"question_kind": "recheck", "pace": "immediate"}, by="sandbox")
    first = question("99-0002")
    await desk.ask(first)
    await desk.verdict(first)
    asked = recheck(first)
    await desk.ask(asked)
    verdict = await desk.verdict(asked)
    assert (verdict["kind"], verdict["decided_by"], verdict["outcome"]) == ("recheck", "register", "invalid")


async def test_the_queue_is_searched_by_who_holds_and_by_words(desk: Desk) -> None:
    asked = await desk.in_recheck()
    url, operator = "/v1/rechecks/search", desk.operator()

    async def found(**wanted: str) -> int:
        answer = await desk.client.post(url, json=wanted, headers=operator)
        assert answer.status_code == 200, answer.text
        return int(answer.json()["page"]["total"])

    for q in ("overseas", "DOCUMENT overseas", str(asked.id)[:8], str(asked.id).upper()):
        assert await found(q=q, held="nobody") == 1, q
    for q in ("overseas tax", "%", "_" * 40, str(uuid4())):
        assert await found(q=q) == 0, q
    await desk.take(asked)
    assert [await found(held=held) for held in ("nobody", "me", "others")] == [0, 1, 0]


async def test_the_queue_is_counted(desk: Desk) -> None:
    asked = await desk.in_recheck()
    url, operator = "/v1/rechecks/counts", desk.operator()
    first = (await desk.client.get(url, headers=operator)).json()
    assert (first["free"], first["mine"], first["overdue"], first["over"]) == (1, 0, 0, 0)
    await desk.complete(asked, await desk.take(asked), decision="uphold")
    then = (await desk.client.get(url, headers=operator)).json()
    assert (then["free"], then["mine"], then["over"]) == (0, 0, 1)

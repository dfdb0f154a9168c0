"""What an operator decides: a verdict upheld or overturned, the register corrected with it, and what is no decision."""

from typing import Any
from uuid import uuid4

import pytest

from luohu_library_cards.desk import FINDINGS, WANG, Desk, question, recheck
from luohu_library_cards.verdicts import BLANK, FADED, TORN
from luohu_testbed.problems import slug_of


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
    assert (refused.status_code, slug_of(refused)) == (422, "decision-not-possible")
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
    assert (refused.status_code, slug_of(refused)) == (422, "decision-not-possible")
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
        assert (done.status_code, slug_of(done)) == (422, "decision-not-possible")
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
    assert (answer.status_code, slug_of(answer)) == (404, "record-not-found")

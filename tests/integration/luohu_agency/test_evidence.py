"""Evidence at an agency: the assignee alone sees it, more is asked for and comes, what is late is refused."""

from typing import Any
from uuid import uuid4

import pytest

from luohu_contract.message import EvidenceSupplement, EvidenceSupplements
from luohu_library_cards.desk import Desk
from luohu_testbed.problems import slug_of
from luohu_testbed.waiting import until


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
    assert (foreign.status_code, slug_of(foreign)) == (403, "agency-mismatch")
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
    assert (answer.status_code, slug_of(answer)) == (502, "upstream-unreachable")


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
    assert (alone.status_code, slug_of(alone)) == (409, "task-completed")
    crossed = await desk.signed("POST", f"/v1/verifications/{uuid4()}/evidence", late)
    assert (crossed.status_code, crossed.json()["errors"][0]["pointer"]) == (422, "#/question_id")

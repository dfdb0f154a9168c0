"""The queue of an agency's operators: find a task, take it, give it back; whose it is, and how much waits."""

from uuid import uuid4

import pytest

from luohu_contract.numbers import mask_id
from luohu_library_cards.desk import FINDINGS, WANG, Desk, question, recheck
from luohu_testbed.problems import slug_of


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
    assert task["person"] == {"name": WANG.name, "id_number": mask_id(WANG.id_number)}
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


async def test_writes_want_the_current_version(desk: Desk) -> None:
    asked = await desk.in_recheck()
    url, operator = f"/v1/rechecks/{asked.id}", desk.operator()
    missing = await desk.client.post(f"{url}/assignment", headers=operator)
    assert (missing.status_code, slug_of(missing)) == (428, "precondition-required")
    stale = await desk.client.post(f"{url}/assignment", headers={**operator, "If-Match": '"7"'})
    assert (stale.status_code, slug_of(stale)) == (412, "precondition-failed")
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
    assert (nobodys.status_code, slug_of(nobodys)) == (409, "task-not-assigned")
    etag = await desk.take(asked, "clerk-1")
    other = {**desk.operator("clerk-2"), "If-Match": etag}
    for method, path, body in [
        ("POST", "/assignment", {}),
        ("DELETE", "/assignment", None),
        ("POST", "/completion", {"decision": "uphold"}),
    ]:
        answer = await desk.client.request(method, url + path, json=body, headers=other)
        assert (answer.status_code, slug_of(answer)) == (409, "task-assigned-elsewhere"), path
    handed = await desk.client.post(
        f"{url}/assignment", json={"assignee": "clerk-2"}, headers={**desk.operator(), "If-Match": etag}
    )
    assert handed.json()["assignee"] == "clerk-2"
    assert (await desk.complete(asked, handed.headers["ETag"], "clerk-2", decision="uphold")).status_code == 200


async def test_a_completed_task_stays_as_it_is(desk: Desk) -> None:
    asked = await desk.in_recheck()
    done = await desk.complete(asked, await desk.take(asked), decision="uphold")
    again = await desk.complete(asked, done.headers["ETag"], decision="overturn", findings=FINDINGS)
    assert (again.status_code, slug_of(again)) == (409, "task-completed")
    await desk.verdict(asked)
    assert len(desk.declaration.about(asked)) == 1


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

"""Appeals over the routes: file, change, withdraw, decide, and who sees them (handbook 四)."""

import asyncio
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from luohu_filing import bodies
from luohu_filing.appeals import QUEUE, Appeals
from luohu_filing.counter import Counter, Json
from luohu_filing.year import CLOSED, QUERY, Year
from luohu_testbed.problems import slug_of

LAST_DAY = QUERY + timedelta(days=14)
AFTER = QUERY + timedelta(days=16)


def pointers(answered: Json) -> list[str]:
    return [each["pointer"] for each in answered["errors"]]


@pytest.fixture
def appeals(counter: Counter) -> Appeals:
    return Appeals(Year(counter))


async def test_an_appeal_is_changed_and_its_clerk_has_to_look_again(appeals: Appeals) -> None:
    counter = appeals.counter
    declaration = await appeals.in_query()
    old, new = await counter.upload(declaration, "old"), await counter.upload(declaration, "new")
    appeal = await appeals.file(declaration, "housing", evidence=[old])
    location, etag = appeal.headers["Location"], appeal.headers["ETag"]
    task = await appeals.take(appeal.json()["id"])
    clerk = counter.window()
    (link,) = task.json()["context"]["evidence"]
    assert (await counter.client.get(link, headers=clerk)).content == bodies.pdf("old")

    body = {"statement": "另附新的证明", "evidence": [new]}
    assert slug_of(await counter.must("PUT", location, 428, json=body)) == "precondition-required"
    changed = await counter.must("PUT", location, 200, json=body, headers={"If-Match": etag})
    assert (changed.json()["statement"], changed.json()["evidence"]) == ("另附新的证明", [new])
    stale = await counter.must("PUT", location, 412, json=body, headers={"If-Match": etag})
    assert (
        stale.headers["ETag"] == changed.headers["ETag"] == (await counter.must("GET", location, 200)).headers["ETag"]
    )
    unknown = {**body, "evidence": [str(uuid4())]}
    refused = await counter.must("PUT", location, 422, json=unknown, headers={"If-Match": "*"})
    assert (slug_of(refused), pointers(refused.json())) == ("evidence-unknown", ["#/evidence/0"])

    blind = await appeals.complete(task, {"decision": "reject", "opinion": "不属实"})
    assert (blind.status_code, slug_of(blind)) == (412, "precondition-failed")
    shown = (await appeals.take(appeal.json()["id"])).json()
    assert (shown["context"]["statement"], shown["thread"][-1]["act"]) == ("另附新的证明", "changed")
    assert (await counter.client.get(link, headers=clerk)).status_code == 404, "the old file is no part of it any more"
    (link,) = shown["context"]["evidence"]
    assert (await counter.client.get(link, headers=clerk)).content == bodies.pdf("new")


async def test_a_withdrawn_appeal_stays_as_withdrawn_and_leaves_the_queue(appeals: Appeals) -> None:
    counter = appeals.counter
    declaration = await appeals.in_query()
    appeal = await appeals.file(declaration, "age")
    location = appeal.headers["Location"]
    task = await appeals.take(appeal.json()["id"])
    assert slug_of(await counter.must("DELETE", location, 412, headers={"If-Match": '"7"'})) == "precondition-failed"
    await counter.must("DELETE", location, 204)
    shown = await appeals.read(location)
    assert (shown["status"], [each["event"] for each in shown["events"]]) == ("withdrawn", ["filed", "withdrawn"])
    over = await appeals.complete(task, {"decision": "reject", "opinion": "不属实"})
    assert (over.status_code, slug_of(over)) == (409, "task-completed")
    canceled = (await appeals.task(appeal.json()["id"])).json()
    assert (canceled["state"], canceled["outcome"], "completion" in canceled["links"]) == ("canceled", None, False)
    headers = {"If-Match": "*"}
    body = {"statement": "还是要申诉"}
    for refused in (
        await counter.must("DELETE", location, 409),
        await counter.must("PUT", location, 409, json=body, headers=headers),
    ):
        assert (slug_of(refused), refused.json()["appeal_status"]) == ("appeal-closed", "withdrawn")
    await appeals.file(declaration, "age")
    assert await appeals.told() == [], "the applicant knows what the applicant did"


async def test_one_appeal_about_an_indicator_is_open_at_a_time(appeals: Appeals) -> None:
    declaration = await appeals.in_query()
    first = await appeals.file(declaration, "honour")
    refused = await appeals.file(declaration, "honour", 409)
    assert (slug_of(refused), refused.headers["Location"]) == ("appeal-exists", first.headers["Location"])
    await appeals.file(declaration, "age")
    key = {"Idempotency-Key": '"once"'}
    path, body = f"/v1/declarations/{declaration}/appeals", {"indicator": "tax", "statement": "a", "notes_read": True}
    once = await appeals.counter.must("POST", path, 201, json=body, headers=key)
    again = await appeals.counter.must("POST", path, 201, json=body, headers=key)
    assert (again.json(), again.headers["ETag"]) == (once.json(), once.headers["ETag"])


async def test_two_appeals_at_once_are_one(appeals: Appeals) -> None:
    declaration = await appeals.in_query()
    body = {"indicator": "tax", "statement": "why", "notes_read": True}
    client, headers = appeals.counter.client, appeals.counter.person()
    path = f"/v1/declarations/{declaration}/appeals"
    sent = await asyncio.gather(*(client.post(path, json=body, headers=headers) for _ in range(4)))
    assert sorted(each.status_code for each in sent) == [201, 409, 409, 409]


async def test_an_appeal_is_decided_or_withdrawn_and_never_both(appeals: Appeals) -> None:
    declaration = await appeals.in_query()
    for _ in range(4):
        appeal = await appeals.file(declaration, "tax")
        task = await appeals.take(appeal.json()["id"])
        decided, withdrawn = await asyncio.gather(
            appeals.complete(task, {"decision": "reject", "opinion": "不属实"}),
            appeals.counter.client.delete(appeal.headers["Location"], headers=appeals.counter.person()),
        )
        assert (decided.status_code, withdrawn.status_code) in {(200, 409), (409, 204)}
        shown = await appeals.read(appeal.headers["Location"])
        assert shown["status"] == ("rejected" if decided.status_code == 200 else "withdrawn")
        assert len(shown["events"]) == 2


@pytest.mark.parametrize(
    ("at", "stage"),
    [(CLOSED, "verification_tail"), (AFTER, "list_preparation")],
    ids=["before", "after"],
)
async def test_appeals_belong_to_the_stage_of_result_query(appeals: Appeals, at: datetime, stage: str) -> None:
    declaration = await appeals.in_query()
    open_one = (await appeals.file(declaration, "age")).headers["Location"]
    await appeals.year.stand_at(LAST_DAY)
    other = (await appeals.file(declaration, "tax")).headers["Location"]
    await appeals.counter.must("DELETE", other, 204)
    await appeals.year.stand_at(at)
    body = {"statement": "still", "evidence": []}
    for refused in (
        await appeals.file(declaration, "honour", 409),
        await appeals.counter.must("PUT", open_one, 409, json=body, headers={"If-Match": "*"}),
        await appeals.counter.must("DELETE", open_one, 409),
    ):
        told = refused.json()
        assert (slug_of(refused), told["stage"], told["allowed_in"]) == ("stage-closed", stage, ["result_query"])
        assert (told["opens"], told["closes"]) == ("2021-09-01T00:00:00+08:00", "2021-09-16T00:00:00+08:00")
    assert (await appeals.read(open_one))["status"] == "open"


async def test_what_was_never_submitted_has_no_result_to_appeal(appeals: Appeals) -> None:
    declaration = await appeals.year.ready()
    await appeals.open_query()
    refused = await appeals.file(declaration, "age", 409)
    assert (slug_of(refused), refused.json()["declaration_status"]) == ("appeal-not-possible", "not_submitted")


@pytest.mark.parametrize(
    ("change", "problem", "pointer"),
    [
        ({"notes_read": False}, "notes-not-read", "#/notes_read"),
        ({"statement": ""}, "validation-failed", "#/statement"),
        ({"indicator": "education_deduction"}, "validation-failed", "#/indicator"),
        ({"evidence": ["no id"]}, "validation-failed", "#/evidence/0"),
        ({"evidence": ["00000000-0000-0000-0000-000000000001"]}, "evidence-unknown", "#/evidence/0"),
        ({"status": "upheld"}, "validation-failed", "#/status"),
    ],
)
async def test_an_appeal_that_says_nothing_is_refused(
    appeals: Appeals, change: Json, problem: str, pointer: str
) -> None:
    declaration = await appeals.in_query()
    body = {"indicator": "age", "statement": "why", "notes_read": True, **change}
    refused = await appeals.counter.must("POST", f"/v1/declarations/{declaration}/appeals", 422, json=body)
    assert (slug_of(refused), pointers(refused.json())) == (problem, [pointer])
    assert await appeals.of(declaration) == []


async def test_nobody_sees_or_touches_somebody_elses_appeal(appeals: Appeals) -> None:
    counter = appeals.counter
    declaration = await appeals.in_query()
    file = await counter.upload(declaration, "mine")
    appeal = await appeals.file(declaration, "age", evidence=[file])
    path, location = f"/v1/declarations/{declaration}/appeals", appeal.headers["Location"]
    theirs = await counter.client.get(location.replace(declaration, str(uuid4())), headers=counter.person())
    assert (theirs.status_code, slug_of(theirs)) == (404, "not-found")
    body = {"indicator": "tax", "statement": "why", "notes_read": True}
    change = {"statement": "why"}
    for headers in (counter.stranger(), counter.person(world="other")):
        for method, where, sent in (
            ("POST", path, body),
            ("GET", path, None),
            ("GET", location, None),
            ("PUT", location, change),
            ("DELETE", location, None),
            ("GET", f"/v1/evidence/{file}", None),
        ):
            match = {"If-Match": "*"} if method == "PUT" else {}
            answered = await counter.client.request(method, where, json=sent, headers={**headers, **match})
            assert (answered.status_code, slug_of(answered)) == (404, "not-found"), (method, where)
    task = (await appeals.task(appeal.json()["id"])).json()["links"]["self"]
    elsewhere = counter.issuer.staff("window", "window-1", world="other")
    assert (await counter.client.get(task, headers=elsewhere)).status_code == 404
    assert (await counter.client.get(task, headers=counter.person())).status_code == 403
    assert (await counter.client.post(f"{QUEUE}/search", json={}, headers=counter.person())).status_code == 403
    assert (await counter.client.get(location, headers=counter.window())).json() == await appeals.read(location)


async def test_a_file_is_read_by_the_clerk_who_has_the_task_and_by_nobody_else(appeals: Appeals) -> None:
    counter = appeals.counter
    declaration = await appeals.in_query()
    named, other = await counter.upload(declaration, "named"), await counter.upload(declaration, "other")
    appeal = await appeals.file(declaration, "age", evidence=[named])
    task = await appeals.task(appeal.json()["id"])
    (link,) = task.json()["context"]["evidence"]
    assert (await counter.client.get(link, headers=counter.window())).status_code == 409, "taken by nobody"
    taken = await appeals.take(appeal.json()["id"])
    assert (await counter.client.get(link, headers=counter.window())).content == bodies.pdf("named")
    assert (await counter.client.get(link, headers=counter.window("window-2"))).status_code == 409
    assert (await counter.client.get(link.replace(named, other), headers=counter.window())).status_code == 404
    assert (await counter.client.get(link, headers=counter.person())).status_code == 403
    done = await appeals.complete(taken, {"decision": "reject", "opinion": "不属实"})
    assert done.status_code == 200, done.text
    assert (await counter.client.get(link, headers=counter.window())).status_code == 409
    assert "window-1" not in (await counter.must("GET", appeal.headers["Location"], 200)).text


async def test_the_clerk_sees_what_the_appeal_is_about(appeals: Appeals) -> None:
    declaration = await appeals.in_query()
    appeal = await appeals.file(declaration, "employment")
    task = (await appeals.task(appeal.json()["id"])).json()
    assert (task["title"], task["due_date"]) == ("审核结果异议申诉：合法稳定就业", "2021-10-01T00:00:00+08:00")
    context = task["context"]
    assert (context["indicator"], context["statement"]) == ("employment", appeal.json()["statement"])
    assert [each["display"] for each in context["score"]["lines"]] == ["30"]
    assert [step["value"] for step in context["score"]["trace"]] == ["120"]
    assert context["figures"]["insurance"][0]["from"] == "2011-01"
    (found,) = context["findings"]
    assert (found["kind"], found["findings"]["longest"]) == ("employment", "pension")
    assert "990101198506150012" not in str(task), "nobody's id number is needed for it"


async def test_a_list_says_whose_an_appeal_is(appeals: Appeals) -> None:
    await appeals.file(await appeals.in_query(), "tax")
    window = appeals.counter.window()
    [task] = (await appeals.counter.client.post(f"{QUEUE}/search", json={}, headers=window)).json()["items"]
    assert task["person"] == {"name": "王伟", "id_number": "990*************12"}

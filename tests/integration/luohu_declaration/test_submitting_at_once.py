"""A declaration in two requests: opened with its records, and submitted with all its pages."""

from typing import Any
from uuid import uuid4

import pytest

from luohu_contract.indicators import Indicator
from luohu_filing import bodies
from luohu_filing.counter import Counter, answer
from luohu_filing.records import insured, known, unfined
from luohu_filing.year import ZHAO, Year
from luohu_testbed.problems import slug_of
from luohu_testbed.waiting import until

Json = dict[str, Any]
CHILD = {"name": "王小宝", "id_number": "990101201005010016"}
RECORDS = {"employment": "social-insurance", "law_abiding": "public-security", "tax_penalties": "tax"}
_EVENTS = "SELECT event, detail FROM admission_event WHERE declaration_id = CAST(:id AS uuid) ORDER BY seq"


async def open_with_records(counter: Counter, items: list[Json], **person: Any) -> Json:
    """Opened with items and the records; these are answered."""
    wish = {"items": items, "verify": True, "eligibility": True, "captcha": True}
    answered = await counter.client.post("/v1/declarations", headers=counter.person(**person), json=wish)
    assert answered.status_code == 201, answered.text
    opened: Json = answered.json()
    findings = {"employment": insured(), "law_abiding": known(), "tax_penalties": unfined()}
    for item in opened["items"]:
        if item["kind"] not in RECORDS:
            continue
        assert (item["status"], item["version"], item["attempt"]) == ("pending", 2, 1)
        agency = RECORDS[item["kind"]]
        await until(lambda agency=agency, of=item["id"]: len(counter.agencies[agency].about(of)), 1)  # type: ignore[misc]
        [question] = counter.agencies[agency].about(item["id"])
        assert await counter.decide(answer(question, findings=findings[item["kind"]]), by=agency) == ["moved"]
    return opened


def pages(opened: Json, *, committed: bool = False, **basics: Any) -> Json:
    captcha = {"token": opened["captcha"]["token"], "answer": opened["captcha"]["answer"]}
    return {"basics": {"disclosure_consent": True, **basics}, "area": {"committed": committed, "captcha": captcha}}


async def test_opening_reads_the_records_and_a_body_saves_the_pages_as_one_by_one(counter: Counter) -> None:
    year = Year(counter)
    opened = await open_with_records(counter, [{"kind": "honour", "type": "none"}])
    me, order = f"/v1/declarations/{opened['id']}", [each["id"] for each in opened["items"]]
    assert {each["kind"] for each in opened["items"]} == {"honour", *RECORDS}
    shown = (await counter.must("GET", me, 200)).json()
    assert [each["id"] for each in shown["items"]] == order
    body = pages(opened, committed=True, accompanying_children=[CHILD])
    key = {"Idempotency-Key": '"once"'}
    done = await counter.must("POST", f"{me}/submission", 201, json=body, headers=key)
    assert (done.json()["status"], done.json()["without_result"]) == ("submitted", [])
    assert (await counter.must("POST", f"{me}/submission", 201, json=body, headers=key)).json() == done.json()
    assert (await counter.must("GET", f"{me}/basics", 200)).json()["accompanying_children"] == [CHILD]
    assert slug_of(await counter.must("POST", f"{me}/submission", 409, json={})) == "course-refused"

    another = await open_with_records(counter, [{"kind": "honour", "type": "none"}], **ZHAO)
    headers, there = counter.person(**ZHAO), f"/v1/declarations/{another['id']}"
    one_by_one = pages(another, committed=True, accompanying_children=[CHILD])
    await counter.client.put(f"{there}/basics", headers=headers, json=one_by_one["basics"])
    for indicator in Indicator:
        chosen = one_by_one["area"] if indicator is Indicator.JOB_HOUSING_AREA else {}
        saved = await counter.client.put(
            f"{there}/indicators/{indicator.value}", headers=headers, json={"saved": True, **chosen}
        )
        assert saved.status_code == 200, saved.text
    assert (await counter.client.post(f"{there}/submission", headers=headers)).status_code == 201

    told = [await year.rows(_EVENTS, id=each["id"]) for each in (opened, another)]
    asked, *saved_at_once = [(row.event, row.detail) for row in told[0]]
    assert (asked[0], len(asked[1]["items"])) == ("records_asked", 3)
    assert saved_at_once == [(row.event, row.detail) for row in told[1]][1:]
    assert len(saved_at_once) == 10


async def test_the_awards_page_sends_its_items_and_what_is_saved_stays(counter: Counter) -> None:
    opened = await open_with_records(counter, [bodies.invention() | {"kind": "innovation"}])
    me = f"/v1/declarations/{opened['id']}"
    await counter.must("PUT", f"{me}/basics", 200, json={"disclosure_consent": False})
    done = await counter.must("POST", f"{me}/submission", 201, json={"area": pages(opened)["area"]})
    assert (done.json()["without_result"], done.json()["not_sent"]) == (["innovation"], [])
    [award] = [each["id"] for each in opened["items"] if each["kind"] == "innovation"]
    assert (await counter.item(award))["status"] == "pending"
    await until(lambda: len(counter.agencies["honours-registry"].about(award)), 1)
    assert (await counter.must("GET", f"{me}/basics", 200)).json()["disclosure_consent"] is False


@pytest.fixture
async def opened(counter: Counter) -> Json:
    return await open_with_records(counter, [])


async def test_what_is_refused_of_the_pages_saves_none_and_submits_nothing(counter: Counter, opened: Json) -> None:
    me, good = f"/v1/declarations/{opened['id']}", pages(opened)
    grown = {"name": "李大", "id_number": "990101200212310017"}
    wrong = {"committed": True, "captcha": {"token": str(uuid4()), "answer": "-1"}}
    for body, status, slug, told in (
        ({}, 409, "not-saved", ["basics", "job_housing_area"]),
        ({"area": good["area"]}, 409, "not-saved", ["basics"]),
        ({**good, "area": wrong}, 422, "captcha-wrong", ["#/area/captcha/answer"]),
        (pages(opened, accompanying_children=[grown]), 422, "validation-failed", ["#/basics/accompanying_children/0/id_number"]),  # noqa: E501
        ({**good, "tax": True}, 422, "validation-failed", ["#/tax"]),
        ({"area": {"committed": True}}, 422, "validation-failed", ["#/area/captcha"]),
        ([], 422, "validation-failed", ["#"]),
    ):  # fmt: skip
        refused = (await counter.must("POST", f"{me}/submission", status, json=body)).json()
        found = refused["missing"] if status == 409 else [each["pointer"] for each in refused["errors"]]
        assert (refused["type"], found) == (f"/problems/{slug}", told), body
    assert len((await counter.must("GET", f"{me}/indicators", 200)).json()["unsaved"]) == 10
    await counter.must("POST", f"{me}/eligibility", 202)
    assert slug_of(await counter.must("POST", f"{me}/submission", 409, json=good)) == "reading-missing"
    stranger = await counter.client.post(f"{me}/submission", headers=counter.stranger(), json=good)
    assert stranger.status_code == 404
    assert (await counter.must("GET", me, 200)).json()["status"] == "draft"

"""Appeals over the routes: file, change, withdraw, decide, and corrected figures that count (handbook 四)."""

import asyncio
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from luohu_declaration.domain.correction import Correction
from luohu_declaration.domain.season import Step
from luohu_declaration.usecases.appeal import APPEAL
from luohu_declaration.usecases.decide_appeal import AppealDecision, Ruling, decide_appeal
from luohu_filing import bodies
from luohu_filing.appeals import QUEUE, Appeals
from luohu_filing.counter import Counter, Json, answer, home_found
from luohu_filing.records import known
from luohu_filing.year import CLOSED, LIST, QUERY, Year
from luohu_kit.tasks import queue
from luohu_testbed.waiting import until

LAST_DAY = QUERY + timedelta(days=14)
AFTER = QUERY + timedelta(days=16)

PENSION = {"insurance": "pension", "from": "2010-01", "to": "2020-12", "district": "昌平区"}
HOME = {"kind": "own_home", "from": "2012-01", "to": "2020-12", "district": "怀柔区"}
OUTSIDE = {"from": "2018-01", "to": "2020-12", "district": "昌平区"}
GOOD_YEARS = [{"year": year, "amount": 120_000} for year in (2018, 2019, 2020)]
STUDIES = {"qualification": "undergraduate", "degree": "bachelor", "graduated": "2012-07"}
PRIZE = {"type": "award_science", "award": "国家自然科学奖", "grade": "二等奖", "place": 4}

#: indicator, what the window found, and what the line shows then
CORRECTIONS: dict[str, tuple[Json, str]] = {
    "employment": ({"insurance": [PENSION]}, "33"),
    "housing": ({"homes": [HOME]}, "9.5"),
    "education": (
        {"education": {"qualification": "undergraduate", "degree": "bachelor", "graduated": "2012-07"}},
        "15",
    ),
    "job_housing_area": ({"area": {"lived": [OUTSIDE], "worked": [OUTSIDE]}}, "9"),
    "innovation": ({"innovation": [PRIZE]}, "10"),
    "tax": ({"tax": {"years": GOOD_YEARS}}, "6"),
    "age": ({"birth_date": "1973-03-01"}, "16"),
    "honour": ({"honours": [{"type": "model_worker", "name": "北京市劳动模范"}]}, "20"),
    "law_abiding": ({"law": {"detentions": 0}}, "0"),
}


@pytest.fixture
def appeals(counter: Counter) -> Appeals:
    return Appeals(Year(counter))


def line(page: Json, name: str) -> str:
    return str(next(each["display"] for each in page["lines"] if each["line"] == name))


def slug(answered: Any) -> str:
    return str(answered.json()["type"]).removeprefix("/problems/")


def pointers(answered: Json) -> list[str]:
    return [each["pointer"] for each in answered["errors"]]


async def rescored(appeals: Appeals, declaration: str, before: Json) -> Json:
    """The score page, once it has been computed anew."""

    async def changed() -> bool:
        return bool((await appeals.year.score(declaration))["lines"] != before["lines"])

    await until(changed, True)
    return await appeals.year.score(declaration)


@pytest.mark.parametrize("indicator", CORRECTIONS)
async def test_a_corrected_figure_counts_in_the_total(appeals: Appeals, indicator: str) -> None:
    appeals.year.conduct = known(detentions_by_year={2018: 1}, detentions=1)
    declaration = await appeals.in_query(area=True)
    before = await appeals.year.score(declaration)
    correction, points = CORRECTIONS[indicator]
    appeal = await appeals.file(declaration, indicator)
    await appeals.decide(appeal, correction)

    page = await rescored(appeals, declaration, before)
    assert line(before, indicator) != points
    assert line(page, indicator) == points
    assert Decimal(page["total"]) == sum(Decimal(each["points"]) for each in page["lines"])
    location = appeal.headers["Location"]
    corrected = {step["line"] for step in page["trace"] if step.get("source") == location}
    assert corrected == {indicator} | ({"education_deduction"} if indicator == "education" else set())
    history = (await appeals.counter.must("GET", f"/v1/declarations/{declaration}/history", 200)).json()["items"]
    assert (history[-1]["event"], history[-1]["detail"]) == (
        "rescored",
        {"total": page["total"], "before": before["total"]},
    )
    shown = await appeals.read(location)
    assert (shown["status"], shown["status_label"], shown["opinion"]) == ("upheld", "申诉成立", "经核实，申诉属实")
    assert shown["correction"].keys() == correction.keys()
    assert [(each["event"], each["actor"]) for each in shown["events"]] == [
        ("filed", "applicant"),
        ("upheld", "window"),
    ]
    assert [kind for kind, _ in await appeals.told()] == ["appeal.upheld"]


async def test_a_line_that_waited_for_an_item_is_decided_by_a_correction(appeals: Appeals) -> None:
    year, counter = appeals.year, appeals.counter
    declaration = await year.ready()
    home = await counter.file(declaration, "residences", bodies.own_home())
    (question,) = await counter.verify(home)
    await year.submit(declaration)
    await appeals.open_query()
    assert await year.status(declaration) == "submitted"
    await appeals.decide(await appeals.file(declaration, "housing"), {"homes": [HOME]})
    page = await year.score(declaration)
    assert (line(page, "housing"), page["total"] is not None) == ("9.5", True)
    assert await year.status(declaration) == "scored"

    # What the register says afterwards moves the item, and no point any more.
    assert await counter.decide(answer(question, findings=home_found())) == ["moved"]
    await until(lambda: due(appeals), 0)
    assert await year.score(declaration) == {**page, "computed_at": (await year.score(declaration))["computed_at"]}


async def due(appeals: Appeals) -> int:
    return len(await appeals.year.rows("SELECT 1 FROM score_due"))


async def test_of_two_corrections_the_later_counts(appeals: Appeals) -> None:
    declaration = await appeals.in_query()
    before = await appeals.year.score(declaration)
    appeal = await appeals.file(declaration, "housing")
    await appeals.decide(appeal, {"homes": [HOME]})
    first = await rescored(appeals, declaration, before)
    again = await appeals.file(declaration, "housing")
    task = (await appeals.task(again.json()["id"])).json()["context"]
    assert task["figures"]["homes"][0].items() >= HOME.items()
    assert task["score"]["trace"][0]["source"] == appeal.headers["Location"]
    await appeals.decide(again, {"homes": []})
    page = await rescored(appeals, declaration, first)
    assert line(page, "housing") == line(before, "housing")
    assert {step.get("source") for step in page["trace"] if step["line"] == "housing"} == {again.headers["Location"]}


async def appeals_of(appeals: Appeals, declaration: str) -> list[Json]:
    listed = await appeals.counter.must("GET", f"/v1/declarations/{declaration}/appeals", 200)
    found: list[Json] = listed.json()["items"]
    return found


async def test_a_rejected_appeal_changes_no_figure_and_another_may_follow(appeals: Appeals) -> None:
    declaration = await appeals.in_query()
    before = await appeals.year.score(declaration)
    appeal = await appeals.file(declaration, "tax")
    done = await appeals.decide(appeal, None)
    assert (done["state"], done["outcome"]) == ("completed", "rejected")
    shown = await appeals.read(appeal.headers["Location"])
    assert (shown["status"], shown["correction"], shown["opinion"]) == ("rejected", None, "经核实，维持原结果")
    assert await appeals.told() == [("appeal.rejected", "tax")]
    assert await appeals.year.score(declaration) == before
    assert await due(appeals) == 0
    await appeals.file(declaration, "tax")
    assert [each["status"] for each in await appeals_of(appeals, declaration)] == ["rejected", "open"]


FUTURE = {**PENSION, "to": "2021-01"}
IMPOSSIBLE: dict[str, tuple[str, Any, list[str]]] = {
    "none": ("employment", None, ["#/correction"]),
    "empty": ("employment", {}, ["#/correction/insurance"]),
    "another indicator's": ("employment", {"homes": [HOME]}, ["#/correction/homes", "#/correction/insurance"]),
    "two parts": ("employment", {"insurance": [PENSION], "law": {"detentions": 0}}, ["#/correction/law"]),
    "null": ("tax", {"tax": None}, ["#/correction/tax"]),
    "unknown": ("tax", {"salary": 9}, ["#/correction/salary"]),
    "backwards": ("employment", {"insurance": [{**PENSION, "from": "2021-01"}]}, ["#/correction/insurance/0"]),
    "after the base date": ("employment", {"insurance": [PENSION, FUTURE]}, ["#/correction/insurance/1/to"]),
    "before the birth": (
        "employment",
        {"insurance": [{**PENSION, "from": "1984-12"}]},
        ["#/correction/insurance/0/from"],
    ),
    "no district": ("housing", {"homes": [{**HOME, "district": "浦东新区"}]}, ["#/correction/homes/0/district"]),
    "graduated too late": (
        "education",
        {"education": {"degree": "master", "graduated": "2021-07"}},
        ["#/correction/education/graduated"],
    ),
    "no half": ("education", {"education": {"graduated": "2012-07"}}, ["#/correction/education"]),
    "the choice": ("job_housing_area", {"area": {"committed": True}}, ["#/correction/area/committed"]),
    "no place": ("job_housing_area", {"area": {}}, ["#/correction/area"]),
    "no such award": (
        "innovation",
        {"innovation": [{**PRIZE, "award": "诺贝尔奖"}]},
        ["#/correction/innovation/0/award"],
    ),
    "no such grade": (
        "innovation",
        {"innovation": [{**PRIZE, "grade": "九等奖"}]},
        ["#/correction/innovation/0/grade"],
    ),
    "not storable": (
        "innovation",
        {"innovation": [{"type": "shareholding", "grade": "a\0b"}]},
        ["#/correction/innovation/0/grade"],
    ),
    "another year": ("tax", {"tax": {"years": [{"year": 2017, "amount": 1}]}}, ["#/correction/tax/years/0/year"]),
    "less than nothing": ("tax", {"tax": {"penalties": -1}}, ["#/correction/tax/penalties"]),
    "born after working": ("age", {"birth_date": "2012-01-01"}, ["#/correction/birth_date"]),
    "born too late": ("age", {"birth_date": "2021-01-01"}, ["#/correction/birth_date"]),
    "born too early": ("age", {"birth_date": "1890-01-01"}, ["#/correction/birth_date"]),
    "no honour": ("honour", {"honours": [{"type": "none"}]}, ["#/correction/honours/0/type"]),
    "no such honour": (
        "honour",
        {"honours": [{"type": "model_worker", "name": "好人"}]},
        ["#/correction/honours/0/name"],
    ),
    "too many": ("law_abiding", {"law": {"detentions": 10_000}}, ["#/correction/law/detentions"]),
}


async def test_an_impossible_correction_is_refused_by_its_field_and_nothing_is_stored(appeals: Appeals) -> None:
    declaration = await appeals.in_query()
    filed = {each: await appeals.file(declaration, each) for each in sorted({row[0] for row in IMPOSSIBLE.values()})}
    for case, (indicator, correction, expected) in IMPOSSIBLE.items():
        body: Json = {"decision": "uphold", "opinion": "属实"}
        if correction is not None:
            body["correction"] = correction
        refused = await appeals.complete(await appeals.take(filed[indicator].json()["id"]), body)
        assert (refused.status_code, slug(refused)) == (422, "validation-failed"), (case, refused.text)
        assert pointers(refused.json()) == expected, (case, refused.text)
    rejection = {"decision": "reject", "opinion": "不属实", "correction": {"law": {"detentions": 0}}}
    refused = await appeals.complete(await appeals.take(filed["law_abiding"].json()["id"]), rejection)
    assert (refused.status_code, pointers(refused.json())) == (422, ["#/correction"])
    assert {each["status"] for each in await appeals_of(appeals, declaration)} == {"open"}
    assert await appeals.year.rows("SELECT 1 FROM correction UNION ALL SELECT 1 FROM score_due") == []
    assert await appeals.told() == []


async def test_a_correction_must_be_true_beside_an_earlier_one(appeals: Appeals) -> None:
    declaration = await appeals.in_query()
    studies = {"education": {"degree": "bachelor", "graduated": "1986-07"}}
    await appeals.decide(await appeals.file(declaration, "education"), studies)
    refused = await appeals.decide(await appeals.file(declaration, "age"), {"birth_date": "1990-01-01"}, 422)
    assert "education.graduated: 1986-07 lies before the birth in 1990" in refused["errors"][0]["detail"]


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
    assert slug(await counter.must("PUT", location, 428, json=body)) == "precondition-required"
    changed = await counter.must("PUT", location, 200, json=body, headers={"If-Match": etag})
    assert (changed.json()["statement"], changed.json()["evidence"]) == ("另附新的证明", [new])
    stale = await counter.must("PUT", location, 412, json=body, headers={"If-Match": etag})
    assert (
        stale.headers["ETag"] == changed.headers["ETag"] == (await counter.must("GET", location, 200)).headers["ETag"]
    )
    unknown = {**body, "evidence": [str(uuid4())]}
    refused = await counter.must("PUT", location, 422, json=unknown, headers={"If-Match": "*"})
    assert (slug(refused), pointers(refused.json())) == ("evidence-unknown", ["#/evidence/0"])

    blind = await appeals.complete(task, {"decision": "reject", "opinion": "不属实"})
    assert (blind.status_code, slug(blind)) == (412, "precondition-failed")
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
    assert slug(await counter.must("DELETE", location, 412, headers={"If-Match": '"7"'})) == "precondition-failed"
    await counter.must("DELETE", location, 204)
    shown = await appeals.read(location)
    assert (shown["status"], [each["event"] for each in shown["events"]]) == ("withdrawn", ["filed", "withdrawn"])
    over = await appeals.complete(task, {"decision": "reject", "opinion": "不属实"})
    assert (over.status_code, slug(over)) == (409, "task-completed")
    canceled = (await appeals.task(appeal.json()["id"])).json()
    assert (canceled["state"], canceled["outcome"], "completion" in canceled["links"]) == ("canceled", None, False)
    headers = {"If-Match": "*"}
    body = {"statement": "还是要申诉"}
    for refused in (
        await counter.must("DELETE", location, 409),
        await counter.must("PUT", location, 409, json=body, headers=headers),
    ):
        assert (slug(refused), refused.json()["appeal_status"]) == ("appeal-closed", "withdrawn")
    await appeals.file(declaration, "age")
    assert await appeals.told() == [], "the applicant knows what the applicant did"


async def test_one_appeal_about_an_indicator_is_open_at_a_time(appeals: Appeals) -> None:
    declaration = await appeals.in_query()
    first = await appeals.file(declaration, "honour")
    refused = await appeals.file(declaration, "honour", 409)
    assert (slug(refused), refused.headers["Location"]) == ("appeal-exists", first.headers["Location"])
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
        assert (slug(refused), told["stage"], told["allowed_in"]) == ("stage-closed", stage, ["result_query"])
        assert (told["opens"], told["closes"]) == ("2021-09-01T00:00:00+08:00", "2021-09-16T00:00:00+08:00")
    assert (await appeals.read(open_one))["status"] == "open"


async def test_what_was_never_submitted_has_no_result_to_appeal(appeals: Appeals) -> None:
    declaration = await appeals.year.ready()
    await appeals.open_query()
    refused = await appeals.file(declaration, "age", 409)
    assert (slug(refused), refused.json()["declaration_status"]) == ("appeal-not-possible", "not_submitted")


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
    assert (slug(refused), pointers(refused.json())) == (problem, [pointer])
    assert await appeals_of(appeals, declaration) == []


async def test_nobody_sees_or_touches_somebody_elses_appeal(appeals: Appeals) -> None:
    counter = appeals.counter
    declaration = await appeals.in_query()
    file = await counter.upload(declaration, "mine")
    appeal = await appeals.file(declaration, "age", evidence=[file])
    path, location = f"/v1/declarations/{declaration}/appeals", appeal.headers["Location"]
    theirs = await counter.client.get(location.replace(declaration, str(uuid4())), headers=counter.person())
    assert (theirs.status_code, slug(theirs)) == (404, "not-found")
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
            assert (answered.status_code, slug(answered)) == (404, "not-found"), (method, where)
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


async def test_the_window_decides_after_the_stage_and_the_list_has_the_corrected_points(appeals: Appeals) -> None:
    year = appeals.year
    declaration = await appeals.in_query()
    before = await year.score(declaration)
    honoured, born = await appeals.file(declaration, "honour"), await appeals.file(declaration, "age")
    await year.stand_at(AFTER)
    await appeals.decide(honoured, CORRECTIONS["honour"][0])
    await appeals.decide(born, CORRECTIONS["age"][0])
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
    for each in await appeals_of(appeals, declaration):
        assert (each["status"], each["opinion"]) == ("rejected", "截至公示名单拟定时尚未查证属实，维持原审核结果。")
        assert (each["events"][-1]["event"], each["events"][-1]["actor"]) == ("rejected", "season")
    assert sorted(await appeals.told()) == [("appeal.rejected", "age"), ("appeal.rejected", "honours")]
    late = await appeals.complete(
        task, {"decision": "uphold", "opinion": "属实", "correction": {"birth_date": "1990-01-01"}}
    )
    assert (late.status_code, slug(late)) == (409, "task-completed")
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
    correction = Correction.model_validate(CORRECTIONS["honour"][0])
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
    assert slug(over) == "task-completed"
    assert slug(await appeals.file(declaration, "age", 409)) == "appeal-not-possible"

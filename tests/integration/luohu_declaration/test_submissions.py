"""提交 and 撤回 over the routes: when, how often, by whom (handbook 三.十)."""

import asyncio
from decimal import Decimal

import pytest

from luohu_declaration.domain.season import Step
from luohu_filing.bodies import own_home
from luohu_filing.counter import Counter
from luohu_filing.year import CLOSED, ZHAO, Year, lines_of
from luohu_testbed.problems import slug_of


@pytest.fixture
def year(counter: Counter) -> Year:
    return Year(counter)


async def test_a_declaration_is_submitted_when_every_page_is_saved(counter: Counter, year: Year) -> None:
    declaration = await counter.open()
    refused = await counter.must("POST", f"/v1/declarations/{declaration}/submission", 409)
    assert slug_of(refused) == "not-saved"
    assert refused.json()["missing"] == [
        "basics", "employment", "housing", "education", "job_housing_area", "innovation", "tax", "age", "honour",
        "law_abiding",
    ]  # fmt: skip
    await year.read_records(declaration)
    await year.save_pages(declaration)
    done = await year.submit(declaration)
    assert (done["status"], done["status_label"], done["without_result"]) == ("submitted", "已提交", [])
    again = await counter.must("POST", f"/v1/declarations/{declaration}/submission", 409)
    assert slug_of(again) == "course-refused"
    page = await year.score(declaration)
    assert lines_of(page) == {
        "employment": "30", "housing": "5", "education": "0", "education_deduction": "0", "job_housing_area": "0",
        "innovation": "0", "tax": "0", "age": "20", "honour": "0", "law_abiding": "0",
    } | {"housing": lines_of(page)["housing"]}  # fmt: skip
    assert page["total"] == str(sum(Decimal(each["points"]) for each in page["lines"]))
    assert (page["place"]["rank"], page["place"]["count"], page["place"]["final"]) == (1, 1, False)
    assert {step["line"] for step in page["trace"]} >= {"employment", "age"}
    shown = (await counter.must("GET", f"/v1/declarations/{declaration}", 200)).json()
    assert (shown["status"], shown["submitted_at"]) == ("submitted", shown["since"])


async def test_a_repeated_submission_under_one_key_is_answered_as_the_first(counter: Counter, year: Year) -> None:
    declaration = await year.ready()
    path, key = f"/v1/declarations/{declaration}/submission", {"Idempotency-Key": '"once"'}
    first = await counter.must("POST", path, 201, headers=key)
    assert (await counter.must("POST", path, 201, headers=key)).json() == first.json()
    history = (await counter.must("GET", f"/v1/declarations/{declaration}/history", 200)).json()["items"]
    assert [each["event"] for each in history] == ["opened", "submitted"]


async def test_a_submitted_declaration_is_withdrawn_to_be_changed_any_number_of_times(
    counter: Counter, year: Year
) -> None:
    declaration = await year.ready()
    home = await counter.file(declaration, "residences", own_home())
    for _ in range(2):
        await year.submit(declaration)
        await year.score(declaration)
        refused = await counter.must("POST", f"/v1/items/{home}/verification", 409)
        assert slug_of(refused) == "declaration-submitted"
        etag = {"If-Match": "*"}
        assert slug_of(await counter.must("DELETE", f"/v1/items/{home}", 409, headers=etag)) == "declaration-submitted"
        await counter.must("DELETE", f"/v1/declarations/{declaration}/submission", 204)
        assert slug_of(await counter.must("GET", f"/v1/declarations/{declaration}/score", 409)) == "no-points"
        assert await year.rows("SELECT 1 FROM score") == []
    assert slug_of(await counter.must("DELETE", f"/v1/declarations/{declaration}/submission", 409)) == "course-refused"
    await counter.must("DELETE", f"/v1/items/{home}", 204, headers={"If-Match": "*"})


async def test_who_does_not_submit_has_no_points(counter: Counter, year: Year) -> None:
    draft = await year.ready()
    await year.stand_at(CLOSED, Step.DECLARATION_CLOSES)
    assert await year.status(draft) == "not_submitted"
    assert slug_of(await counter.must("GET", f"/v1/declarations/{draft}/score", 409)) == "no-points"
    refused = await counter.client.post("/v1/declarations", headers=counter.person(**ZHAO))
    assert slug_of(refused) == "stage-closed"


async def test_nobody_reads_or_submits_what_is_somebody_elses(counter: Counter, year: Year) -> None:
    declaration = await year.ready()
    stranger = counter.stranger()
    for method, path in (
        ("POST", "submission"),
        ("GET", "submission"),
        ("DELETE", "submission"),
        ("GET", "history"),
        ("GET", "score"),
    ):
        answered = await counter.client.request(method, f"/v1/declarations/{declaration}/{path}", headers=stranger)
        assert (answered.status_code, slug_of(answered)) == (404, "not-found"), path
    assert (await counter.client.get("/v1/publication/2020")).status_code == 404


async def test_two_submissions_at_once_are_one(counter: Counter, year: Year) -> None:
    declaration = await year.ready()
    path = f"/v1/declarations/{declaration}/submission"
    sent = await asyncio.gather(*(counter.client.post(path, headers=counter.person()) for _ in range(4)))
    assert sorted(each.status_code for each in sent) == [201, 409, 409, 409]

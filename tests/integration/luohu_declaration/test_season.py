"""The year over the routes: submit, withdraw, points, the stages' ends, the list, the award (handbook 三.十, 五.一)."""

import asyncio
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from luohu_contract.claim import Sex
from luohu_contract.finding import PropertyFindings, TaxFindings, TaxYear
from luohu_contract.standing import RegisteredIdentity
from luohu_declaration.domain.season import Step
from luohu_filing.bodies import own_home
from luohu_filing.counter import Counter, Json, answer, home_found
from luohu_filing.records import known
from luohu_filing.year import AWARD, CLOSED, LIST, OVER, QUERY, Year
from luohu_testbed.waiting import until

ZHAO = {"sub": "person-2", "name": "赵敏", "id_number": "990108198811300149", "birth_date": "1988-11-30"}


@pytest.fixture
def year(counter: Counter) -> Year:
    return Year(counter)


def lines_of(page: Json) -> dict[str, str]:
    return {each["line"]: each["display"] for each in page["lines"]}


def slug(answered: Any) -> str:
    return str(answered.json()["type"]).removeprefix("/problems/")


async def test_the_year_tells_its_stage_and_what_may_be_done(counter: Counter, year: Year) -> None:
    season = (await counter.client.get("/v1/season")).json()
    assert (season["year"], season["stage"], season["label"]) == (2021, "declaration", "申报阶段")
    assert season["rights"] == ["employer", "apply", "file", "recheck", "submit"]
    assert [each["stage"] for each in season["stages"]][:2] == ["before", "declaration"]
    await year.stand_at(QUERY)
    later = (await counter.client.get("/v1/season")).json()
    assert (later["stage"], later["rights"]) == ("result_query", ["appeal"])


async def test_a_declaration_is_submitted_when_every_page_is_saved(counter: Counter, year: Year) -> None:
    declaration = await counter.open()
    refused = await counter.must("POST", f"/v1/declarations/{declaration}/submission", 409)
    assert slug(refused) == "not-saved"
    assert refused.json()["missing"] == [
        "basics", "employment", "housing", "education", "job_housing_area", "innovation", "tax", "age", "honour",
        "law_abiding",
    ]  # fmt: skip
    await year.read_records(declaration)
    await year.save_pages(declaration)
    done = await year.submit(declaration)
    assert (done["status"], done["status_label"], done["without_result"]) == ("submitted", "已提交", [])
    again = await counter.must("POST", f"/v1/declarations/{declaration}/submission", 409)
    assert slug(again) == "course-refused"
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
        assert slug(refused) == "declaration-submitted"
        etag = {"If-Match": "*"}
        assert slug(await counter.must("DELETE", f"/v1/items/{home}", 409, headers=etag)) == "declaration-submitted"
        await counter.must("DELETE", f"/v1/declarations/{declaration}/submission", 204)
        assert slug(await counter.must("GET", f"/v1/declarations/{declaration}/score", 409)) == "no-points"
        assert await year.rows("SELECT 1 FROM score") == []
    assert slug(await counter.must("DELETE", f"/v1/declarations/{declaration}/submission", 409)) == "course-refused"
    await counter.must("DELETE", f"/v1/items/{home}", 204, headers={"If-Match": "*"})


async def test_a_pending_result_prints_a_dash_and_there_is_no_total_yet(counter: Counter, year: Year) -> None:
    declaration = await year.ready()
    home = await counter.file(declaration, "residences", own_home())
    (question,) = await counter.verify(home)
    done = await year.submit(declaration)
    assert done["without_result"] == ["housing", "job_housing_area"]
    page = await year.score(declaration, wait=0)
    assert (lines_of(page)["housing"], page["display"], page["total"], page["place"]) == ("-", "-", None, None)
    assert await counter.decide(answer(question, findings=home_found())) == ["moved"]
    page = await year.score(declaration)
    assert page["total"] is not None
    assert Decimal(lines_of(page)["housing"]) > 5, "41 months of an own home count twice"


async def test_a_valid_home_that_is_rechecked_gives_a_provisional_total_and_no_rank(
    counter: Counter, year: Year
) -> None:
    declaration = await year.ready()
    home = await counter.file(declaration, "residences", own_home())
    (question,) = await counter.verify(home)
    dispute = "property.expiry_date_disputed"
    found = answer(question, findings=home_found(expired=date(2015, 12, 1)), disputable=(dispute,))
    assert await counter.decide(found) == ["moved"]
    await year.submit(declaration)
    before = await year.score(declaration)
    assert before["provisional"] is None
    wanted = {"disputes": dispute, "statement": "仍有效", "evidence": [await counter.upload(declaration)]}
    await counter.must("POST", f"/v1/items/{home}/recheck", 202, json=wanted)
    await until(lambda: len(counter.agencies["housing-registry"].about(home)), 2)

    async def total() -> Any:
        return (await year.score(declaration, wait=0))["total"]

    await until(total, None)
    during = await year.score(declaration, wait=0)
    assert (during["lines"], during["provisional"]) == (before["lines"], before["total"])
    assert (during["display"], during["place"]) == ("-", None)
    recheck = counter.agencies["housing-registry"].about(home)[-1]
    assert await counter.decide(answer(recheck, findings=home_found())) == ["moved"]
    after = await year.score(declaration)
    assert (Decimal(after["total"]) > Decimal(before["total"]), after["provisional"]) == (True, None)
    assert home in [item for step in after["trace"] if step["line"] == "housing" for item in step["items"]]


async def test_penalties_count_although_no_tax_year_does(counter: Counter, year: Year) -> None:
    declaration = await year.ready()
    item = await counter.file(declaration, "tax", {"authorised": True})
    (question,) = await counter.verify(item)
    years = tuple(TaxYear(year=each, valid=False, paid=True) for each in (2018, 2019, 2020))
    findings = TaxFindings(years=years, valid_years=0, tax_penalties=2)
    assert await counter.decide(answer(question, "tax.year_invalid", findings=findings), by="tax") == ["moved"]
    assert (await counter.item(item))["status"] == "invalid"
    await year.submit(declaration)
    assert lines_of(await year.score(declaration))["tax"] == "-24"


async def test_tax_penalties_count_where_no_tax_item_was_filed(counter: Counter, year: Year) -> None:
    declaration = await counter.open()
    await year.read_records(declaration, penalties=1)
    await year.submit(declaration)
    page = await year.score(declaration)
    assert lines_of(page)["tax"] == "-12"
    (read,) = await year.rows("SELECT id FROM item WHERE kind = 'tax_penalties'")
    shown = await counter.item(str(read.id))
    assert shown["computed"]["zh"] == "近五年在本市涉税违法次数：1"
    assert (
        slug(await counter.must("DELETE", f"/v1/items/{read.id}", 409, headers={"If-Match": "*"})) == "item-read-only"
    )


async def test_what_the_commission_judges_is_asked_when_the_stage_ends(counter: Counter, year: Year) -> None:
    declaration = await year.ready()
    shares = await counter.file(declaration, "innovation", {"type": "shareholding"})
    tax = await counter.file(declaration, "tax", {"authorised": True})
    done = await year.submit(declaration)
    assert (done["without_result"], done["not_sent"]) == (["innovation"], [tax])
    page = await year.score(declaration, wait=0)
    assert (lines_of(page)["innovation"], page["total"]) == ("-", None)
    assert (await counter.item(shares))["status"] == "draft", "no lock here while the stage is open"
    await year.stand_at(CLOSED, Step.DECLARATION_CLOSES)
    await until(lambda: len(counter.agencies["science-commission"].about(shares)), 1)
    [question] = counter.agencies["science-commission"].about(shares)
    assert await year.status(declaration) == "submitted"
    missing = answer(question, "award.not_filed_at_science_commission")
    assert await counter.decide(missing, by="science-commission") == ["moved"]
    assert lines_of(await year.score(declaration))["innovation"] == "0"
    assert await year.status(declaration) == "scored"


async def test_the_rank_is_live_and_equal_totals_share_it(counter: Counter, year: Year) -> None:
    declaration = await year.ready()
    await year.submit(declaration)
    mine = Decimal((await year.score(declaration))["total"])
    await year.crowd([mine + 10, mine, mine, mine - 1])
    place = (await year.score(declaration))["place"]
    assert (place["rank"], place["count"], place["at_quota"]) == (2, 5, None)


async def test_what_is_found_after_the_stage_still_counts(counter: Counter, year: Year) -> None:
    late, early = await year.ready(), await year.ready(**ZHAO)
    home = await counter.file(late, "residences", own_home())
    (question,) = await counter.verify(home)
    await year.submit(late)
    await year.submit(early, **ZHAO)
    await year.score(early, **ZHAO)
    await year.stand_at(CLOSED, Step.DECLARATION_CLOSES)
    assert await year.status(late) == "submitted"
    statuses = {row.status for row in await year.rows("SELECT status FROM declaration WHERE applicant = 'person-2'")}
    assert statuses == {"scored"}
    for method, path in (
        ("POST", f"/v1/declarations/{late}/tax"),
        ("DELETE", f"/v1/declarations/{late}/submission"),
        ("POST", f"/v1/declarations/{late}/submission"),
    ):
        body = {"json": {"authorised": True}} if path.endswith("tax") else {}
        refused = await counter.must(method, path, 409, **body)
        assert (slug(refused), refused.json()["stage"]) == ("stage-closed", "verification_tail")
    assert await counter.decide(answer(question, findings=home_found())) == ["moved"]
    await year.score(late)
    assert await year.status(late) == "scored"


async def test_who_does_not_submit_has_no_points(counter: Counter, year: Year) -> None:
    draft = await year.ready()
    await year.stand_at(CLOSED, Step.DECLARATION_CLOSES)
    assert await year.status(draft) == "not_submitted"
    assert slug(await counter.must("GET", f"/v1/declarations/{draft}/score", 409)) == "no-points"
    refused = await counter.client.post("/v1/declarations", headers=counter.person(**ZHAO))
    assert slug(refused) == "stage-closed"


async def test_everybody_at_the_cut_off_is_published_and_awarded(counter: Counter, year: Year) -> None:
    mine = await year.ready()
    await year.submit(mine)
    total = Decimal((await year.score(mine))["total"])
    ahead = [total + 1 + Decimal(i % 900) / 100 for i in range(5998)]
    await year.crowd([*ahead, total, total, total - Decimal("0.01")])
    assert slug(await counter.client.get("/v1/publication/2021")) == "stage-closed"
    await year.stand_at(CLOSED, Step.DECLARATION_CLOSES)
    await year.stand_at(QUERY, Step.QUERY_OPENS)
    told = await year.rows("SELECT count(*) AS n FROM notice WHERE kind = 'season.results'")
    assert told[0].n == 6002
    await year.stand_at(LIST, Step.LIST_PUBLISHED)
    published = (await counter.client.get("/v1/publication/2021?offset=5998&limit=1000")).json()
    assert (published["ranked"], published["admitted"], published["tied"]) == (6002, 6001, 3)
    assert (published["cut_off"], published["quota"]) == (str(total), 6000)
    assert [each["publication_number"] for each in published["items"]] == ["202105999", "202106000", "202106001"]
    row = next(each for each in published["items"] if each["name"] == "王伟")
    assert set(row) == {"publication_number", "name", "birth_month", "employer_name", "lines", "total"}
    assert (row["birth_month"], row["total"]) == ("1985-06", str(total))
    place = (await year.score(mine))["place"]
    assert (place["rank"], place["final"], place["admitted"]) == (5999, True, True)
    await year.stand_at(AWARD, Step.PUBLICITY_ENDS)
    assert await year.status(mine) == "awarded"
    counted = await year.rows("SELECT status, count(*) AS n FROM declaration GROUP BY status ORDER BY status")
    assert {row.status: row.n for row in counted} == {"awarded": 6001, "not_awarded": 1}
    place = (await year.score(mine))["place"]
    assert place["award_valid_until"] == OVER.isoformat()
    kinds = await year.rows("SELECT kind, count(*) AS n FROM notice WHERE kind LIKE 'award.%' GROUP BY kind")
    assert {row.kind: row.n for row in kinds} == {"award.granted": 6001, "award.refused": 1}
    settlements = await year.rows("SELECT count(*) AS n FROM settlement")
    assert settlements[0].n == 6001


async def test_the_list_prints_the_month_of_birth_that_was_scored(counter: Counter, year: Year) -> None:
    year.conduct = known(identity=RegisteredIdentity(name="王伟", birth_date=date(1984, 2, 29), sex=Sex.MALE))
    await year.submit(declaration := await year.ready())
    await year.score(declaration)
    await year.stand_at(LIST, Step.LIST_PUBLISHED)
    (row,) = (await counter.client.get("/v1/publication/2021")).json()["items"]
    assert row["birth_month"] == "1984-02"


async def test_a_late_result_ranks_nobody_and_awards_nobody(counter: Counter, year: Year) -> None:
    declaration = await year.ready()
    item = await counter.file(declaration, "tax", {"authorised": True})
    (question,) = await counter.verify(item)
    await year.submit(declaration)
    await year.stand_at(LIST, Step.LIST_PUBLISHED)
    years = tuple(TaxYear(year=each, valid=True, paid=True) for each in (2018, 2019, 2020))
    findings = TaxFindings(years=years, valid_years=3, tax_penalties=0)
    assert await counter.decide(answer(question, findings=findings), by="tax") == ["moved"]
    page = await year.score(declaration)
    assert (lines_of(page)["tax"], page["total"] is None, page["place"]) == ("6", False, None)
    assert (await counter.client.get("/v1/publication/2021")).json()["items"] == []
    await year.stand_at(AWARD, Step.PUBLICITY_ENDS)
    assert await year.status(declaration) == "not_awarded"
    last = (await counter.must("GET", f"/v1/declarations/{declaration}/history", 200)).json()["items"][-1]
    assert (last["event"], last["detail"], last["actor"]) == (
        "not_awarded",
        {"why": "not_decided_in_time"},
        "season",
    )


async def test_an_award_that_was_not_used_lapses_and_its_place_stays_free(counter: Counter, year: Year) -> None:
    mine = await year.ready()
    await year.submit(mine)
    await year.score(mine)
    await year.stand_at(OVER, Step.AWARDS_END)
    assert await year.status(mine) == "lapsed"
    history = (await counter.must("GET", f"/v1/declarations/{mine}/history", 200)).json()["items"]
    assert [each["event"] for each in history] == ["opened", "submitted", "scored", "ranked", "awarded", "lapsed"]
    told = (await counter.must("GET", "/v1/notices?limit=200", 200)).json()["items"]
    (granted,) = (each["zh"] for each in told if each["kind"] == "award.granted")
    assert "2023-10-22" in granted, "the last day on which the award can be used"
    assert (await counter.client.get("/v1/season")).json()["stage"] == "over"


async def test_an_employer_sees_its_people_once_the_list_is_published(counter: Counter, year: Year) -> None:
    uscc = "91990105MA0LUH014J"
    mine = await year.ready()
    await _employed(year, "990101198506150012", uscc)
    await year.submit(mine)
    await year.score(mine)
    boss = counter.issuer.staff("employer", "employer-1", uscc=uscc, name="北京示例科技有限公司")
    early = await counter.client.get("/v1/final-points", headers=boss)
    assert (early.status_code, slug(early)) == (409, "stage-closed")
    await year.stand_at(LIST, Step.LIST_PUBLISHED)
    (row,) = (await counter.client.get("/v1/final-points", headers=boss)).json()["items"]
    assert (row["declaration_id"], row["rank"], row["running"], row["admitted"]) == (mine, 1, 1, True)
    other = counter.issuer.staff("employer", "employer-2", uscc="911101057693990050", name="别的公司")
    assert (await counter.client.get("/v1/final-points", headers=other)).json()["items"] == []
    (published,) = (await counter.client.get("/v1/publication/2021")).json()["items"]
    assert published["employer_name"] == "北京示例科技有限公司"


async def _employed(year: Year, id_number: str, uscc: str) -> None:
    async with year.counter.running.runtime.begin("main") as work:
        await work.execute(
            "INSERT INTO employer (id, uscc, name, handling_district, contact_name, contact_telephone, status, since,"
            " registered_at, unit_code) VALUES ('00000000-0000-0000-0000-0000000000e1', :uscc,"
            " '北京示例科技有限公司', '海淀区', '周', '010', 'active', :at, :at, 'BJ00000001')",
            {"uscc": uscc, "at": work.now},
        )
        await work.execute(
            "INSERT INTO association (id, year, id_number, person_name, employer_id, status, since, requested_at)"
            " VALUES ('00000000-0000-0000-0000-0000000000a1', 2021, :who, '王伟',"
            " '00000000-0000-0000-0000-0000000000e1', 'approved', :at, :at)",
            {"who": id_number, "at": work.now},
        )
        await work.commit()


async def test_a_simulation_shows_what_a_declaration_would_give_and_stores_nothing(
    counter: Counter, year: Year
) -> None:
    declaration = await year.ready()
    home = await counter.file(declaration, "residences", own_home())
    (question,) = await counter.verify(home)
    path = f"/v1/declarations/{declaration}/simulation"
    before = (await counter.must("POST", path, 200)).json()
    assert (lines_of(before)["housing"], before["total"]) == ("-", None)
    found = PropertyFindings(kind="own_home", registered_on=date(2014, 8, 1))
    assert await counter.decide(answer(question, findings=found)) == ["moved"]
    after = (await counter.must("POST", path, 200)).json()
    assert after["total"] is not None
    assert await year.rows("SELECT 1 FROM score UNION ALL SELECT 1 FROM score_due") == []
    assert (await counter.client.post(path, headers=counter.stranger())).status_code == 404


async def test_anybody_may_simulate_facts(counter: Counter) -> None:
    facts = {"id": "me", "year": 2021, "birth_year": 1985, "law": {"detentions": 1}}
    answered = await counter.client.post("/v1/simulations", json=facts)
    assert answered.status_code == 200, answered.text
    assert lines_of(answered.json())["law_abiding"] == "-30"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"year": 2030}, "#/year"),
        ({"year": "soon"}, "#/year"),
        ({"birth_year": None}, "#"),
        ({"salary": 9}, "#/salary"),
        ({"insurance": [{"insurance": "pension", "from": "2020-02", "to": "2020-01", "district": "海淀区"}]},
            "#/insurance/0",),
        ({"homes": [{"kind": "castle", "from": "2020-01", "to": "2020-02", "district": "海淀区"}]}, "#/homes/0/kind"),
    ],
    ids=["no policy", "no year", "no birth", "unknown field", "backwards", "unknown kind"],
)  # fmt: skip
async def test_facts_that_cannot_be_are_refused_by_their_field(counter: Counter, change: Json, pointer: str) -> None:
    facts = {"id": "me", "year": 2021, "birth_year": 1985, **change}
    answered = await counter.client.post("/v1/simulations", json=facts)
    assert (answered.status_code, slug(answered)) == (422, "validation-failed")
    assert pointer in [each["pointer"] for each in answered.json()["errors"]]


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
        assert (answered.status_code, slug(answered)) == (404, "not-found"), path
    assert (await counter.client.get("/v1/publication/2020")).status_code == 404


async def test_two_submissions_at_once_are_one(counter: Counter, year: Year) -> None:
    declaration = await year.ready()
    path = f"/v1/declarations/{declaration}/submission"
    sent = await asyncio.gather(*(counter.client.post(path, headers=counter.person()) for _ in range(4)))
    assert sorted(each.status_code for each in sent) == [201, 409, 409, 409]

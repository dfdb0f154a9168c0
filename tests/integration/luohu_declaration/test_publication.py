"""The published list over the routes: who is on it, what comes of it, who sees it (handbook 五.一)."""

from datetime import date
from decimal import Decimal

import pytest

from luohu_contract.claim import Sex
from luohu_contract.finding import TaxFindings, TaxYear
from luohu_contract.standing import RegisteredIdentity
from luohu_declaration.domain.season import Step
from luohu_filing.counter import Counter, answer
from luohu_filing.records import known
from luohu_filing.year import AWARD, CLOSED, LIST, OVER, QUERY, Year, lines_of
from luohu_testbed.problems import slug_of


@pytest.fixture
def year(counter: Counter) -> Year:
    return Year(counter)


async def test_everybody_at_the_cut_off_is_published_and_awarded(counter: Counter, year: Year) -> None:
    mine = await year.ready()
    await year.submit(mine)
    total = Decimal((await year.score(mine))["total"])
    ahead = [total + 1 + Decimal(i % 900) / 100 for i in range(5998)]
    await year.crowd([*ahead, total, total, total - Decimal("0.01")])
    assert slug_of(await counter.client.get("/v1/publication/2021")) == "stage-closed"
    await year.stand_at(CLOSED, Step.DECLARATION_CLOSES)
    await year.stand_at(QUERY, Step.QUERY_OPENS)
    told = await year.rows("SELECT count(*) AS n FROM notice WHERE kind = 'season.results'")
    assert told[0].n == 6002
    await year.stand_at(LIST, Step.LIST_PUBLISHED)
    published = (await counter.client.get("/v1/publication/2021?offset=5998&limit=1000")).json()
    assert (published["ranked"], published["admitted"], published["tied"]) == (6002, 6001, 3)
    assert (published["cut_off"], published["quota"]) == (str(total), 6000)
    spread = (await counter.client.get("/v1/publication/2021/distribution")).json()
    same = ("year", "quota", "ranked", "admitted", "cut_off", "tied")
    assert {name: spread[name] for name in same} == {name: published[name] for name in same}
    assert (sum(one["people"] for one in spread["columns"]), sum(one["admitted"] for one in spread["columns"])) == (
        6002,
        6001,
    )
    assert all(one["admitted"] in (0, one["people"]) for one in spread["columns"] if one["points"] != int(total))
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
    assert (early.status_code, slug_of(early)) == (409, "stage-closed")
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
            " '北京示例科技有限公司', '海淀区', '周', '010', 'open', :at, :at, 'BJ00000001')",
            {"uscc": uscc, "at": work.now},
        )
        await work.execute(
            "INSERT INTO association (id, year, id_number, person_name, employer_id, status, since, requested_at)"
            " VALUES ('00000000-0000-0000-0000-0000000000a1', 2021, :who, '王伟',"
            " '00000000-0000-0000-0000-0000000000e1', 'approved', :at, :at)",
            {"who": id_number, "at": work.now},
        )
        await work.commit()

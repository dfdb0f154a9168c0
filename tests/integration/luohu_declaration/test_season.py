"""The year over the routes: its stages, and the points that it gives (handbook 三.十, 五.一)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from luohu_contract.finding import TaxFindings, TaxYear
from luohu_declaration.domain.season import Step
from luohu_filing.bodies import own_home
from luohu_filing.counter import Counter, answer, home_found
from luohu_filing.year import CLOSED, QUERY, ZHAO, Year, lines_of
from luohu_testbed.problems import slug_of
from luohu_testbed.waiting import until


@pytest.fixture
def year(counter: Counter) -> Year:
    return Year(counter)


async def test_the_year_tells_its_stage_and_what_may_be_done(counter: Counter, year: Year) -> None:
    season = (await counter.client.get("/v1/season")).json()
    assert (season["year"], season["stage"], season["label"]) == (2021, "declaration", "申报阶段")
    assert season["rights"] == ["employer", "apply", "file", "recheck", "submit"]
    assert [each["stage"] for each in season["stages"]][:2] == ["before", "declaration"]
    await year.stand_at(QUERY)
    later = (await counter.client.get("/v1/season")).json()
    assert (later["stage"], later["rights"]) == ("result_query", ["appeal"])


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
        slug_of(await counter.must("DELETE", f"/v1/items/{read.id}", 409, headers={"If-Match": "*"}))
        == "item-read-only"
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
        assert (slug_of(refused), refused.json()["stage"]) == ("stage-closed", "verification_tail")
    assert await counter.decide(answer(question, findings=home_found())) == ["moved"]
    await year.score(late)
    assert await year.status(late) == "scored"

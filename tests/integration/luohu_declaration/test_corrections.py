"""What the window corrects counts: corrected figures, and what cannot be corrected (handbook 四)."""

from decimal import Decimal
from typing import Any

import pytest

from luohu_filing import bodies
from luohu_filing.appeals import Appeals
from luohu_filing.counter import Counter, Json, answer, home_found
from luohu_filing.records import known
from luohu_filing.year import Year, lines_of
from luohu_testbed.problems import slug_of
from luohu_testbed.waiting import until

PENSION = {"insurance": "pension", "from": "2010-01", "to": "2020-12", "district": "昌平区"}
HOME = {"kind": "own_home", "from": "2012-01", "to": "2020-12", "district": "怀柔区"}
OUTSIDE = {"from": "2018-01", "to": "2020-12", "district": "昌平区"}
GOOD_YEARS = [{"year": year, "amount": 120_000} for year in (2018, 2019, 2020)]
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
    assert lines_of(before)[indicator] != points
    assert lines_of(page)[indicator] == points
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
    assert (lines_of(page)["housing"], page["total"] is not None) == ("9.5", True)
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
    assert lines_of(page)["housing"] == lines_of(before)["housing"]
    assert {step.get("source") for step in page["trace"] if step["line"] == "housing"} == {again.headers["Location"]}


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
    assert [each["status"] for each in await appeals.of(declaration)] == ["rejected", "open"]


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
        assert (refused.status_code, slug_of(refused)) == (422, "validation-failed"), (case, refused.text)
        assert pointers(refused.json()) == expected, (case, refused.text)
    rejection = {"decision": "reject", "opinion": "不属实", "correction": {"law": {"detentions": 0}}}
    refused = await appeals.complete(await appeals.take(filed["law_abiding"].json()["id"]), rejection)
    assert (refused.status_code, pointers(refused.json())) == (422, ["#/correction"])
    assert {each["status"] for each in await appeals.of(declaration)} == {"open"}
    assert await appeals.year.rows("SELECT 1 FROM correction UNION ALL SELECT 1 FROM score_due") == []
    assert await appeals.told() == []


async def test_a_correction_must_be_true_beside_an_earlier_one(appeals: Appeals) -> None:
    declaration = await appeals.in_query()
    studies = {"education": {"degree": "bachelor", "graduated": "1986-07"}}
    await appeals.decide(await appeals.file(declaration, "education"), studies)
    refused = await appeals.decide(await appeals.file(declaration, "age"), {"birth_date": "1990-01-01"}, 422)
    assert "education.graduated: 1986-07 lies before the birth in 1990" in refused["errors"][0]["detail"]

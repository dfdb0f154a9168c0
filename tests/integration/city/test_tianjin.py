"""Tianjin 2016 in a whole city: handed in by the employer, reviewed by departments, listed, registered (DOMAIN 9)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from luohu_casework.bureau import BUREAU, EMPLOYER, POLICE, WINDOW, Bureau, bureau, overturn, wants_more
from luohu_casework.tianjin import SOMEBODY, application, holds_papers, known
from luohu_client.pdf import page
from luohu_declaration.usecases.casework.duties import make_list
from luohu_testbed.city import City
from luohu_testbed.doors import served
from luohu_testbed.frames import frames
from luohu_testbed.statements import statements
from luohu_testbed.waiting import until

DISTRICT = "朝阳区"
OTHERS = (("雪", "990101198506150055"), ("寒", "99010119690101007X"))


@pytest.fixture
async def tianjin(city: City) -> AsyncIterator[Bureau]:
    made = await bureau(city, "tianjin-2016", "2016-03-01T09:00:00+08:00")
    yield made
    await city.client.delete(f"/_luohu/worlds/{made.world}")


async def opened(tianjin: Bureau, **fields: Any) -> str:
    """An application that has been handed in; its readings are there."""
    case = await tianjin.must(EMPLOYER, "POST", "/v1/cases", application(district=DISTRICT, **fields))
    await tianjin.decided(case["id"])
    return str(case["id"])


async def test_an_application_goes_from_the_employer_to_the_household_register(tianjin: Bureau) -> None:
    await known(tianjin)
    await holds_papers(tianjin, district=DISTRICT)
    case = await opened(tianjin)
    accepted = await tianjin.step(WINDOW, case, "accept")
    assert (accepted["status"], [each["step"] for each in accepted["next"]][:1]) == ("accepted", ["begin_review"])
    for indicator, department in (
        ("education", "education"),
        ("skill", "human_resources"),
        ("housing", "land_and_housing"),
    ):
        await tianjin.must(EMPLOYER, "POST", f"/v1/cases/{case}/records/{indicator}/{department}/material")
    assert await tianjin.status(case) == "in_review"
    await tianjin.decided(case)
    assert (await tianjin.step(EMPLOYER, case, "hand_in_proofs"))["status"] == "scored"
    points = await tianjin.must(EMPLOYER, "GET", f"/v1/cases/{case}/points")
    assert (points["total"], points["needed"]) == ("154", "140")
    await tianjin.advance(to="2016-06-16T00:00:00+08:00")
    await tianjin.comes_to(case, "on_list")
    listed = await tianjin.must(WINDOW, "GET", "/v1/intakes/first_half/list")
    assert [(each["name"], each["total"], each["rank"]) for each in listed["items"]] == [(SOMEBODY["name"], "154", 1)]
    papers = (await tianjin.must(EMPLOYER, "GET", f"/v1/cases/{case}/documents"))["items"]
    assert [each["title"]["zh"] for each in papers] == [
        "受理通知书",
        "审核证明材料",
        "入户积分通知单",
        "办理天津市常住户口的证明",
    ]
    notice = await tianjin.ask(EMPLOYER, "GET", f"/v1/cases/{case}/documents/points")
    assert "154.00" in PdfReader(BytesIO(notice.content)).pages[0].extract_text()
    assert (await tianjin.ask(EMPLOYER, "GET", f"/v1/cases/{case}/documents/receipt")).status_code == 404
    assert (await tianjin.step(POLICE, case, "register"))["status"] == "registered"
    family = {
        "kind": "family",
        "parent_id": case,
        "person": {"name": "津小芒", "id_number": "990101201106010015"},
        "form": {"fields": {"relation": "child"}},
    }
    child = await tianjin.must(EMPLOYER, "POST", "/v1/cases", family)
    assert (await tianjin.step(POLICE, child["id"], "register"))["status"] == "registered"


async def test_papers_that_do_not_come_count_nothing_and_the_city_itself_writes_it_down(tianjin: Bureau) -> None:
    await known(tianjin)
    await holds_papers(tianjin, district=DISTRICT)
    case = await opened(tianjin)
    await tianjin.step(WINDOW, case, "accept")
    await tianjin.must(EMPLOYER, "POST", f"/v1/cases/{case}/records/skill/human_resources/material")
    run = await tianjin.advance(by="P30D")
    assert [one["at"] for one in run["fired"] if one["what"] == "casework"] == ["2016-03-05T00:00:00+08:00"]
    records = (await tianjin.must(EMPLOYER, "GET", f"/v1/cases/{case}/records"))["items"]
    points = {(each["indicator"], each["department"]): (each["state"], each["points"]) for each in records}
    assert points["housing", "land_and_housing"] == ("done", "0.00")
    assert points["skill", "human_resources"] == ("done", "40.00")
    assert points["marriage", "civil_affairs"] == ("no_material_needed", "0.00")
    history = (await tianjin.must(WINDOW, "GET", f"/v1/cases/{case}/events"))["items"]
    late = [(each["detail"]["indicator"], each["actor"]) for each in history if each["event"] == "record_time_over"]
    assert late == [("education", "city"), ("housing", "city")]
    path = f"/v1/cases/{case}/records/housing/land_and_housing/material"
    await tianjin.refused(EMPLOYER, "POST", path, None, 409, "record-refused")
    assert (await tianjin.step(EMPLOYER, case, "hand_in_proofs"))["status"] == "scored"
    assert (await tianjin.must(EMPLOYER, "GET", f"/v1/cases/{case}/points"))["total"] == "74"
    await tianjin.advance(to="2016-06-16T00:00:00+08:00")
    await tianjin.comes_to(case, "not_on_list")


async def test_a_list_that_was_made_stays_and_who_is_decided_later_goes_on_without_a_place(tianjin: Bureau) -> None:
    await known(tianjin)
    await holds_papers(tianjin, district=DISTRICT)
    case = await opened(tianjin)
    await tianjin.step(WINDOW, case, "accept")
    for paper in ("education/education", "skill/human_resources", "housing/land_and_housing"):
        await tianjin.must(EMPLOYER, "POST", f"/v1/cases/{case}/records/{paper}/material")
    await tianjin.decided(case)
    await tianjin.advance(to="2016-06-16T00:00:00+08:00")
    runtime = tianjin.city.apps["declaration"].state.runtime
    for _ in range(2):
        async with runtime.begin(tianjin.world) as work:
            await make_list(work, "first_half", timedelta(seconds=5))
            await work.commit()
    assert await tianjin.status(case) == "in_review"
    await tianjin.step(EMPLOYER, case, "hand_in_proofs")
    assert (await tianjin.must(EMPLOYER, "GET", f"/v1/cases/{case}/points"))["total"] == "154"
    assert await tianjin.status(case) == "not_on_list"
    assert (await tianjin.must(WINDOW, "GET", "/v1/intakes/first_half/list"))["items"] == []


async def test_whoever_is_not_eligible_is_not_accepted_and_is_told_all_of_it(tianjin: Bureau) -> None:
    await known(tianjin, months=11)
    wanted = application(district=DISTRICT, contract_months=6, settles_in="military_home")
    del wanted["form"]["entries"]["skill"], wanted["form"]["entries"]["housing"]
    case = (await tianjin.must(EMPLOYER, "POST", "/v1/cases", wanted))["id"]
    await tianjin.decided(case)
    assert await tianjin.lacking(WINDOW, case, "accept") == [
        "not-insured",
        "contract-too-short",
        "no-place-to-settle",
        "guide-not-reached",
    ]
    rejected = await tianjin.step(WINDOW, case, "reject", said={"opinion": "连续缴纳社会保险费不满1年"})
    assert (rejected["status"], rejected["next"]) == ("rejected", [])


async def test_a_crime_that_becomes_known_ends_the_application_whatever_the_points_are(tianjin: Bureau) -> None:
    await known(tianjin)
    await holds_papers(tianjin, district=DISTRICT)
    case = await opened(tianjin)
    await tianjin.step(WINDOW, case, "accept")
    number = SOMEBODY["id_number"]
    crime = {"convicted_on": "2015-02-02", "court": "天津市落户区人民法院", "document": "(2015)津落刑初字第1号"}
    await tianjin.record("public-security", "crime", id_number=number, **crime)
    await tianjin.comes_to(case, "vetoed")
    assert (await tianjin.must(EMPLOYER, "GET", f"/v1/cases/{case}/points"))["document"]["vetoed"] == ["violations"]


async def test_departments_that_disagree_about_a_marriage_give_nothing_for_it(tianjin: Bureau) -> None:
    await known(tianjin)
    await holds_papers(tianjin, district=DISTRICT)
    await tianjin.department("civil_affairs", "marriage", SOMEBODY, both_work=True)
    await tianjin.department("human_resources", "marriage", SOMEBODY, both_work=False)
    wanted = application(district=DISTRICT)
    wanted["form"]["entries"]["marriage"] = {"civil_affairs": {"values": {}}, "human_resources": {"values": {}}}
    case = (await tianjin.must(EMPLOYER, "POST", "/v1/cases", wanted))["id"]
    await tianjin.decided(case)
    await tianjin.step(WINDOW, case, "accept")
    for department in ("civil_affairs", "human_resources"):
        await tianjin.must(EMPLOYER, "POST", f"/v1/cases/{case}/records/marriage/{department}/material")
    await tianjin.decided(case)
    document = (await tianjin.must(EMPLOYER, "GET", f"/v1/cases/{case}/points"))["document"]
    assert (document["parts"]["marriage"], document["lines"]["marriage"]) == (
        {"civil_affairs": "10.00", "human_resources": "0.00"},
        "0.00",
    )


async def test_an_award_that_nobody_uses_lapses_after_six_months(tianjin: Bureau) -> None:
    await known(tianjin)
    await holds_papers(tianjin, district=DISTRICT)
    case = await opened(tianjin)
    await tianjin.step(WINDOW, case, "accept")
    for path in ("education/education", "skill/human_resources", "housing/land_and_housing"):
        await tianjin.must(EMPLOYER, "POST", f"/v1/cases/{case}/records/{path}/material")
    await tianjin.decided(case)
    await tianjin.step(EMPLOYER, case, "hand_in_proofs")
    await tianjin.advance(to="2016-06-16T00:00:00+08:00")
    await tianjin.comes_to(case, "on_list")
    await tianjin.refused(EMPLOYER, "POST", f"/v1/cases/{case}/steps/register", {}, 403, "role-not-allowed")
    await tianjin.advance(to="2016-12-16T00:00:00+08:00")
    await tianjin.comes_to(case, "lapsed")
    problem = await tianjin.refused(POLICE, "POST", f"/v1/cases/{case}/steps/register", {}, 409, "step-refused")
    assert problem["possible"] == []


async def uploaded(tianjin: Bureau, case: str, words: str) -> str:
    """The id of a PDF that was handed in for a case."""
    paper = await tianjin.ask(
        EMPLOYER,
        "POST",
        f"/v1/cases/{case}/evidence",
        content=page(words),
        headers={"Content-Type": "application/pdf"},
    )
    assert paper.status_code == 201, paper.text
    return str(paper.json()["id"])


async def test_a_verdict_is_rechecked_with_evidence_while_the_review_lasts(tianjin: Bureau) -> None:
    await known(tianjin)
    await holds_papers(tianjin, district=DISTRICT)
    wanted = application(district=DISTRICT)
    wanted["form"]["entries"]["skill"]["human_resources"]["certificate_number"] = "TJZC-9999"
    case = (await tianjin.must(EMPLOYER, "POST", "/v1/cases", wanted))["id"]
    await tianjin.decided(case)
    await tianjin.step(WINDOW, case, "accept")
    path = f"/v1/cases/{case}/records/skill/human_resources"
    await tianjin.must(EMPLOYER, "POST", f"{path}/material")
    await tianjin.decided(case)
    records = (await tianjin.must(EMPLOYER, "GET", f"/v1/cases/{case}/records"))["items"]
    assert [each["reason"] for each in records if each["reason"]] == ["department.certificate_differs"]
    more = {"evidence": [await uploaded(tianjin, case, "职称证书")], "statement": "证书已换发"}
    await tianjin.refused(EMPLOYER, "POST", f"{path}/evidence", more, 409, "evidence-not-requested")
    disputed = {**more, "disputes": "department.certificate_differs"}
    await tianjin.must(EMPLOYER, "POST", f"{path}/recheck", disputed)
    await wants_more(tianjin, "department-windows", "请提供原证书")

    async def wish() -> Any:
        records = (await tianjin.must(EMPLOYER, "GET", f"/v1/cases/{case}/records"))["items"]
        return next(each["evidence_requested"] for each in records if each["indicator"] == "skill")

    await until(wish, "请提供原证书")
    more = {"evidence": [await uploaded(tianjin, case, "原职称证书")], "statement": "见附件"}
    await tianjin.must(EMPLOYER, "POST", f"{path}/evidence", more)
    assert await wish() is None
    history = (await tianjin.must(EMPLOYER, "GET", f"/v1/cases/{case}/events"))["items"]
    assert [each["event"] for each in history][-2:] == ["recheck_asked", "evidence_supplied"]
    await overturn(tianjin, "department-windows", "entry", "indicator=skill", certificate_number="TJZC-9999")
    await tianjin.decided(case)
    document = (await tianjin.must(EMPLOYER, "GET", f"/v1/cases/{case}/points"))["document"]
    assert document["lines"]["skill"] == "40.00"


async def test_a_roster_is_taken_whole_or_not_at_all(tianjin: Bureau) -> None:
    wanted = application(district=DISTRICT)
    other = {"name": "津小雪", "id_number": "990101198506150055"}
    rows = [{"person": SOMEBODY, "form": wanted["form"]}, {"person": other, "form": {"fields": {}}}]
    problem = await tianjin.refused(
        EMPLOYER, "POST", "/v1/rosters", {"kind": "application", "people": rows}, 422, "validation-failed"
    )
    assert "#/people/1/form/fields/contract_months" in [each["pointer"] for each in problem["errors"]]
    assert (await tianjin.must(EMPLOYER, "GET", "/v1/cases"))["total"] == 0
    rows[1]["form"] = wanted["form"]
    made = await tianjin.must(EMPLOYER, "POST", "/v1/rosters", {"kind": "application", "people": rows})
    assert [each["person"]["name"] for each in made["items"]] == ["津小满", "津小雪"]
    again = {"kind": "application", "person": SOMEBODY, "form": wanted["form"]}
    problem = await tianjin.refused(EMPLOYER, "POST", "/v1/cases", again, 409, "not-yet")
    assert problem["lacking"][0]["code"] == "case-exists"
    await tianjin.advance(to="2016-05-02T00:00:00+08:00")
    again["person"] = {"name": "津小寒", "id_number": "99010119690101007X"}
    problem = await tianjin.refused(EMPLOYER, "POST", "/v1/cases", again, 409, "not-yet")
    assert problem["lacking"][0]["code"] == "intake-closed"
    assert (await tianjin.must(BUREAU, "GET", "/v1/cases?status=applied"))["total"] == 2


async def test_a_list_of_cases_takes_as_many_statements_as_a_single_one(tianjin: Bureau) -> None:
    people = [{"name": f"津小{name}", "id_number": number} for name, number in (("满", SOMEBODY["id_number"]), *OTHERS)]
    rows = [{"person": each, "form": application(district=DISTRICT)["form"]} for each in people]
    await tianjin.must(EMPLOYER, "POST", "/v1/rosters", {"kind": "application", "people": rows})
    counts = []
    for limit in (1, 3):
        with statements() as said:
            found = await tianjin.must(EMPLOYER, "GET", f"/v1/cases?limit={limit}")
        assert len(found["items"]) == limit
        assert all(each["next"] for each in found["items"])
        counts += [len(all_of_it) for all_of_it in said.values() if any("count(*)" in each for each in all_of_it)]
    assert counts[0] == counts[1]


async def test_cases_are_counted_where_they_stand_and_again_with_every_change(city: City, tianjin: Bureau) -> None:
    path = "/v1/cases/counts"
    case = await opened(tianjin)
    sees = {EMPLOYER: 1, WINDOW: 1, POLICE: 1, "employer:92990112MA0LUH0309": 0, "operator:tax": 0}
    for who, total in sees.items():
        assert (await tianjin.must(who, "GET", path))["total"] == total, who
    employer = {"Authorization": f"Bearer {await city.token(EMPLOYER, tianjin.world)}"}
    async with (
        served(city.apps["declaration"], running=True) as url,
        httpx.AsyncClient(base_url=url, timeout=60) as client,
    ):
        async with frames(client, path, employer) as stream:
            [first] = await stream.take(1)
            assert first.data == {"total": 1, "items": [{"kind": "application", "status": "applied", "count": 1}]}
            await tianjin.step(WINDOW, case, "reject", said={"opinion": "材料不实"})
            [then] = await stream.take(1)
            assert then.data["items"] == [{"kind": "application", "status": "rejected", "count": 1}]
        async with frames(client, path, employer, after=first.id) as stream:
            assert await stream.take(1) == [then], "what was missed is told"
    counted = await tianjin.ask(EMPLOYER, "GET", path)
    assert counted.headers["etag"] == f'"{then.id}"', "a stream can go on from what was counted"


async def test_everybody_sees_the_cases_that_concern_them_and_no_others(tianjin: Bureau) -> None:
    case = (await tianjin.must(EMPLOYER, "POST", "/v1/cases", application(district=DISTRICT)))["id"]
    people = {"persona": "somebody", **SOMEBODY}
    await tianjin.must(BUREAU, "POST", "/identity/v1/people", people)
    stranger = {"persona": "stranger", "name": "津小雪", "id_number": "990101198506150055"}
    await tianjin.must(BUREAU, "POST", "/identity/v1/people", stranger)
    for who in (EMPLOYER, WINDOW, BUREAU, POLICE, "somebody"):
        assert (await tianjin.must(who, "GET", "/v1/cases"))["total"] == 1, who
        assert (await tianjin.ask(who, "GET", f"/v1/cases/{case}")).status_code == 200, who
    for who in ("employer:92990112MA0LUH0309", "operator:tax", "operator:talent-centre", "stranger"):
        assert (await tianjin.must(who, "GET", "/v1/cases"))["total"] == 0, who
        for path in ("", "/events", "/records", "/points"):
            assert (await tianjin.ask(who, "GET", f"/v1/cases/{case}{path}")).status_code == 404, (who, path)
    for step in ("accept", "register"):
        wrong = "operator:tax" if step == "accept" else "stranger"
        assert (await tianjin.ask(wrong, "POST", f"/v1/cases/{case}/steps/{step}", json={})).status_code == 404

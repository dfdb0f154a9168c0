"""The pages of casework: Tianjin and Shanghai by the same pages, made from what their programmes say."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from luohu_casework import shanghai as people
from luohu_casework.bureau import CENTRE, EMPLOYER, POLICE, WINDOW, Bureau, bureau
from luohu_casework.tianjin import CERTIFICATE, HOME, SOMEBODY, TITLE, application, holds_papers, known
from luohu_client.pdf import page as sheet
from luohu_testbed.browser import Browser, Page, browsing
from luohu_testbed.city import City
from luohu_testbed.waiting import until

DISTRICT = "朝阳区"
FORM = {
    "person.name": SOMEBODY["name"],
    "person.id_number": SOMEBODY["id_number"],
    "form.fields.contract_months": "36",
    "form.fields.settles_in": "own_home",
    "form.entries.education.education.level": "undergraduate",
    "form.entries.education.education.certificate_number": CERTIFICATE,
    "form.entries.skill.human_resources.certificate_number": TITLE,
    "form.entries.skill.human_resources.values.tier": "intermediate_title",
    "form.entries.housing.land_and_housing.certificate_number": HOME,
    "form.entries.housing.land_and_housing.district": DISTRICT,
}


@pytest.fixture
async def tianjin(city: City) -> AsyncIterator[Bureau]:
    made = await bureau(city, "tianjin-2016", "2016-03-01T09:00:00+08:00")
    yield made
    await city.client.delete(f"/_luohu/worlds/{made.world}")


@pytest.fixture
async def shanghai(city: City) -> AsyncIterator[Bureau]:
    made = await bureau(city, "shanghai-2017", "2017-03-01T09:00:00+08:00")
    await made.must("administrator", "POST", "/identity/v1/people", {"persona": "applicant", **people.SOMEBODY})
    yield made
    await city.client.delete(f"/_luohu/worlds/{made.world}")


@pytest.fixture
async def browser(city: City, tianjin: Bureau) -> AsyncIterator[Browser]:
    async with browsing(city, tianjin.world) as browser:
        yield browser


def is_sound(page: Page) -> None:
    """One heading of the first order, and every id once."""
    ids = re.findall(r'\sid="([^"]+)"', page.html)
    assert len(ids) == len(set(ids)), sorted({each for each in ids if ids.count(each) > 1})
    assert len(re.findall(r"<h1\b", page.html)) == 1


async def opened(tianjin: Bureau, **fields: Any) -> str:
    """An application that the registers of Tianjin bear out."""
    await known(tianjin)
    await holds_papers(tianjin, district=DISTRICT)
    case = (await tianjin.must(EMPLOYER, "POST", "/v1/cases", application(district=DISTRICT, **fields)))["id"]
    await tianjin.decided(case)
    return str(case)


async def test_an_employer_hands_in_delivers_papers_and_sees_the_case_change(
    city: City, tianjin: Bureau, browser: Browser
) -> None:
    await known(tianjin)
    await holds_papers(tianjin, district=DISTRICT)
    await browser.sign_in(EMPLOYER)
    blank = await browser.open("/city/cases/new?kind=application")
    is_sound(blank)
    made = await browser.submit(blank, "/cases/new", **FORM)
    assert re.fullmatch(r"/city/cases/[0-9a-f-]{36}", made.path), made.words
    case = made.path.rpartition("/")[2]
    is_sound(made)
    assert "已申报" in made.words
    await tianjin.decided(case)

    async with browsing(city, tianjin.world) as clerk:
        await clerk.sign_in(WINDOW)
        waiting = await clerk.open("/city/cases?kind=application&status=applied")
        assert f'href="/city/cases/{case}"' in waiting.html
        accepted = await clerk.submit(await clerk.open(made.path), "/steps/accept")
        assert (accepted.path, "已受理" in accepted.words) == (made.path, True)

    for record in ("education/education", "skill/human_resources", "housing/land_and_housing"):
        page = await browser.open(made.path)
        page = await browser.submit(page, f"/records/{record}/material")
        assert page.path == made.path, page.words
    await tianjin.decided(case)
    page = await browser.submit(await browser.open(made.path), "/steps/hand_in_proofs")
    is_sound(page)
    assert "154" in page.words
    assert "已计分" in page.words
    paper = await browser.client.get(f"{made.path}/documents/points")
    assert paper.content.startswith(b"%PDF")
    assert paper.headers["content-disposition"].startswith("inline")
    kept = await browser.client.get(f"{made.path}/documents/points?download")
    assert kept.headers["content-disposition"].startswith("attachment")


async def test_what_is_wrong_in_a_form_stands_beside_its_field_and_what_was_entered_stays(browser: Browser) -> None:
    await browser.sign_in(EMPLOYER)
    blank = await browser.open("/city/cases/new?kind=application")
    wrong = {"form.fields.contract_months": "many", "form.entries.housing.land_and_housing.district": ""}
    again = await browser.submit(blank, "/cases/new", **{**FORM, **wrong})
    assert again.status == 422
    assert "form.fields.contract_months" in again.faults
    assert "form.fields.settles_in" not in again.faults
    assert dict(again.form("/cases/new").fields)["form.fields.contract_months"] == "many"
    right = await browser.submit(again, "/cases/new", **{"form.fields.contract_months": "36"})
    assert right.status == 422
    assert "form.entries.housing.land_and_housing.district" in right.faults


async def test_a_step_that_lacks_something_says_all_of_it(tianjin: Bureau, browser: Browser) -> None:
    await known(tianjin, months=11)
    wanted = application(district=DISTRICT, contract_months=6)
    case = (await tianjin.must(EMPLOYER, "POST", "/v1/cases", wanted))["id"]
    await tianjin.decided(case)
    await browser.sign_in(WINDOW)
    refused = await browser.submit(await browser.open(f"/city/cases/{case}"), "/steps/accept")
    assert refused.status == 409
    assert "劳动合同期限不足12个月" in refused.words, refused.words
    is_sound(refused)
    form = await browser.open(f"/city/cases/{case}/steps/reject")
    lacking = await browser.submit(form, "/steps/reject")
    assert (lacking.status, "said.opinion" in lacking.faults) == (422, True)
    done = await browser.submit(lacking, "/steps/reject", **{"said.opinion": "社会保险不满1年"})
    assert "不予受理" in done.words
    assert "社会保险不满1年" in done.words


async def test_each_department_of_a_joint_review_stands_with_its_points(tianjin: Bureau, browser: Browser) -> None:
    case = await opened(tianjin)
    await tianjin.step(WINDOW, case, "accept")
    await browser.sign_in(EMPLOYER)
    page = await browser.part(f"/city/cases/{case}")
    assert "<html" not in page.html
    for words in ("民政局", "材料未送达", "无需材料", "转引", "社会保险 · 人力社保局"):
        assert words in page.words, words
    assert "2016-03-05" in page.html, "when the city ends the time for papers"


async def test_a_stream_tells_what_happens_to_a_case_and_the_verdicts_about_its_records(
    tianjin: Bureau, browser: Browser
) -> None:
    case = await opened(tianjin)
    path, token = f"/v1/cases/{case}/events", await tianjin.city.token(EMPLOYER, tianjin.world)
    headers = {"Accept": "text/event-stream", "Authorization": f"Bearer {token}"}
    seen: list[str] = []

    async def listen() -> None:
        async with tianjin.city.client.stream("GET", f"{path}?until=settled", headers=headers) as answer:
            async for line in answer.aiter_lines():
                if line.startswith("event:"):
                    seen.append(line.removeprefix("event:").strip())

    listening = asyncio.create_task(listen())
    await tianjin.step(WINDOW, case, "reject", said={"opinion": "材料不实"})
    await asyncio.wait_for(listening, 30)
    history = await tianjin.ask(EMPLOYER, "GET", path)
    own = [each["event"] for each in history.json()["items"]]
    records = (await tianjin.must(EMPLOYER, "GET", f"/v1/cases/{case}/records"))["items"]
    assert (own[0], own[-1]) == ("opened", "reject")
    assert [each for each in seen if each in own] == own
    valid = [each for each in records if each["item_status"] == "valid"]
    assert seen.count("found_valid") == len(valid) > 0, seen
    place = {**headers, "Last-Event-ID": history.headers["etag"].strip('"')}
    assert (await tianjin.city.client.get(f"{path}?until=settled", headers=place)).status_code == 204, "nothing is left"
    await browser.sign_in(EMPLOYER)
    page = await browser.open(f"/city/cases/{case}")
    assert f'/live?after={place["Last-Event-ID"]}"' in page.html


async def test_a_record_is_rechecked_with_evidence(tianjin: Bureau, browser: Browser) -> None:
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
    await browser.sign_in(EMPLOYER)
    assert (
        f"/city/cases/{case}/records/skill/human_resources/recheck" in (await browser.open(f"/city/cases/{case}")).html
    )
    form = await browser.open(f"/city/cases/{case}/records/skill/human_resources/recheck")
    is_sound(form)
    bad = await browser.submit(
        form, "/recheck", files={"evidence": ("a.pdf", b"no page", "application/pdf")}, statement="证书已换发"
    )
    assert bad.status in (415, 422), bad.words
    assert "证书已换发" in bad.html
    files = {"evidence": ("a.pdf", sheet("职称证书"), "application/pdf")}
    sent = await browser.submit(bad, "/recheck", files=files)
    assert (sent.path, "材料已送达" in sent.words) == (f"/city/cases/{case}", True)


async def test_an_estimate_gives_points_at_once_and_says_when_they_are_too_few(
    tianjin: Bureau, browser: Browser
) -> None:
    page = await browser.open("/city/cases/estimate")
    is_sound(page)
    few = await browser.submit(page, "/estimate", **{"records.age.public_security.age": "30"})
    assert "未达到受理分值" in few.words
    entered = {
        "records.education.education.level": "undergraduate",
        "records.education.human_resources.level": "senior_technical_class",
        "records.skill.human_resources.tier": "senior_title",
        "records.housing.land_and_housing.owned": "true",
    }
    more = await browser.submit(few, "/estimate", **entered)
    assert "达到受理分值" in more.words
    assert "未达到受理分值" not in more.words
    assert "150" in more.words
    assert "推定" in more.words, "the figure of that class is assumed, and says so"
    wrong = await browser.submit(page, "/estimate", **{"records.age.public_security.age": "old"})
    assert "须为数值" in wrong.words


async def test_lists_stand_with_their_line_and_a_roster_is_taken_whole(tianjin: Bureau, browser: Browser) -> None:
    await browser.sign_in(EMPLOYER)
    intakes = await browser.open("/city/cases/intakes")
    is_sound(intakes)
    assert "分数线146" in intakes.words
    assert "名额1000人" in intakes.words
    assert (await browser.open("/city/cases/intakes/first_half")).status == 404
    roster = await browser.open("/city/cases/roster?kind=application")
    is_sound(roster)
    rows = {f"people.{at}.form.fields.contract_months": "36" for at in (0, 1)}
    rows |= {f"people.{at}.form.fields.settles_in": "own_home" for at in (0, 1)}
    rows |= {"people.0.person.name": SOMEBODY["name"], "people.0.person.id_number": SOMEBODY["id_number"]}
    wrong = {"people.1.person.name": "津小雪", "people.1.person.id_number": "990101198506150056"}
    again = await browser.submit(roster, "/cases/roster", **rows, **wrong)
    assert (again.status, "people.1.person.id_number" in again.faults) == (422, True)
    done = await browser.submit(again, "/cases/roster", **{"people.1.person.id_number": "990101198506150055"})
    assert "津小雪" in done.words
    assert SOMEBODY["name"] in done.words
    await tianjin.advance(to="2016-06-16T00:00:00+08:00")
    await until(lambda: _status(browser, "/city/cases/intakes/first_half"), 200)


async def test_a_roster_grows_by_whom_one_adds_and_leaves_out_who_is_blank(tianjin: Bureau, browser: Browser) -> None:
    await browser.sign_in(EMPLOYER)
    two = await browser.open("/city/cases/roster?kind=application")
    assert "第3人" not in two.words
    three = await browser.submit(two, "/cases/roster", more="people", **{"people.1.person.name": "津小雪"})
    assert (three.status, "第3人" in three.words) == (200, True)
    is_sound(three)
    assert dict(three.form("/cases/roster").fields)["people.1.person.name"] == "津小雪"
    only = {
        "people.1.person.name": "",
        "people.2.person.name": "津小雪",
        "people.2.person.id_number": "990101198506150056",
        "people.2.form.fields.contract_months": "36",
        "people.2.form.fields.settles_in": "own_home",
    }
    wrong = await browser.submit(three, "/cases/roster", **only)
    assert (wrong.status, "people.0.person.id_number" in wrong.faults) == (422, True)
    done = await browser.submit(wrong, "/cases/roster", **{"people.0.person.id_number": "990101198506150055"})
    assert (done.path, "津小雪" in done.words) == ("/city/cases?kind=application", True), done.words


async def _status(browser: Browser, path: str) -> int:
    return (await browser.open(path)).status


async def test_shanghai_goes_by_the_same_pages_to_the_printed_notice(city: City, shanghai: Bureau) -> None:
    await people.known(shanghai)
    await people.open_account(shanghai)
    async with browsing(city, shanghai.world) as employer, browsing(city, shanghai.world) as person:
        await employer.sign_in(EMPLOYER)
        blank = await employer.open("/city/cases/new?kind=application")
        entered = {
            "person.name": people.SOMEBODY["name"],
            "person.id_number": people.SOMEBODY["id_number"],
            "password": people.PASSWORD,
            "form.fields.permit_collected_on": "2017-02-20",
            "form.fields.office_in_the_city": "true",
        }
        made = await employer.submit(blank, "/cases/new", **entered)
        assert "个人账户已建立" in made.words, made.words
        await person.sign_in("applicant")
        fill = await person.open(f"{made.path}/steps/fill")
        is_sound(fill)
        at = "form.entries.education.talent_centre.certificates"
        assert f"{at}.2.level" not in fill.form("/steps/fill").names
        fill = await person.submit(fill, "/steps/fill", more=at)
        assert f"{at}.2.level" in fill.form("/steps/fill").names
        entries = {
            f"{at}.0.level": "undergraduate",
            f"{at}.0.certificate_number": people.STUDY,
            f"{at}.1.level": "bachelor",
            f"{at}.1.certificate_number": people.DEGREE,
            "form.entries.personnel_file.talent_centre.held_by": people.FILE,
        }
        filled = await person.submit(fill, "/steps/fill", **entries, **{"said.password": people.PASSWORD})
        assert "已填写" in filled.words, filled.words
        case = made.path.rpartition("/")[2]
        await shanghai.decided(case)
        submit = await person.open(f"{made.path}/steps/submit")
        wrong = await person.submit(submit, "/steps/submit", **{"said.password": "another-password"})
        assert wrong.status == 409
        sent = await person.submit(wrong, "/steps/submit", **{"said.password": people.PASSWORD})
        assert "个人已提交" in sent.words, sent.words
        await employer.submit(await employer.open(made.path), "/steps/pass")
        await employer.submit(await employer.open(made.path), "/steps/apply")
        early = await employer.open(made.path)
        assert "等待递交材料" in early.words
        assert "2017-03-07 起可办理" in early.words
        await shanghai.advance(by="P7D")
        await shanghai.step(CENTRE, case, "hand_in")
        await shanghai.decided(case)
        await shanghai.advance(by="P60D")
        await shanghai.comes_to(case, "approved")
        done = await person.open(made.path)
        assert "积分通知书" in done.words, "what came of the case is named"
        [notice] = re.findall(rf'href="(/city/cases/(?!{case})[0-9a-f-]{{36}})"', done.html)
        form = await person.open(f"{notice}/steps/print")
        printed = await person.submit(form, "/steps/print", **{"said.document": "permit"})
        assert "积分通知书" in printed.words
        assert (await person.client.get(f"{notice}/documents/notice")).content.startswith(b"%PDF")


async def test_a_city_whose_people_declare_says_where(city: City, world: str) -> None:
    async with browsing(city, world) as browser:
        await browser.sign_in(WINDOW)
        for path in ("", "/estimate", "/intakes"):
            page = await browser.open(f"/city/cases{path}")
            assert (page.status, 'href="/city/me"' in page.html) == (200, True), path


async def test_nobody_sees_what_concerns_others_and_nobody_else_hands_in(tianjin: Bureau, browser: Browser) -> None:
    case = (await tianjin.must(EMPLOYER, "POST", "/v1/cases", application(district=DISTRICT)))["id"]
    assert (await browser.open(f"/city/cases/{case}")).path.startswith("/city/sign-in")
    await browser.sign_in("operator:tax")
    for below in ("", "/steps/accept", "/documents/points"):
        assert (await browser.open(f"/city/cases/{case}{below}")).status == 404, below
    assert (await browser.open("/city/cases/new")).status == 403
    await browser.sign_in(POLICE)
    page = await browser.open(f"/city/cases/{case}")
    assert page.status == 200
    assert "/steps/accept" not in page.html

"""The employer's pages: registration and its problems, requests answered, staff followed, notes."""

import re
from typing import Any

import pytest

from luohu_testbed.browser import Browser
from luohu_testbed.city import City
from luohu_testbed.waiting import until

COMPANY = "employer:91990105MA0LUH014J"  #: open and active in the seeds
GONE = "employer:91990115MA0LUH209U"  #: deregistered, says the tax authority
ENTERED = {
    "name": "北京槐树机械有限公司",
    "handling_district": "丰台区",
    "contact.name": "林青",
    "contact.telephone": "010-99001234",
}
TRADE = "employer:51990101MJ0LUH0417"
STORY = "lease-not-found"  #: a persona who works for COMPANY, and is not associated where nothing is seeded


@pytest.fixture
def wish() -> dict[str, Any]:
    """A world in which everything is admitted as the handbook has it."""
    return {"clock": {"mode": "frozen"}}


async def standing(browser: Browser) -> str:
    return (await browser.part("/city/employer/standing")).words


async def test_an_employer_that_nobody_knows_registers_and_reads_why_it_is_not_let_in(browser: Browser) -> None:
    await browser.sign_in(GONE)
    form = await browser.open("/city/employer")
    sent = await browser.submit(form, "/employer", **ENTERED)
    assert sent.path == "/city/employer"
    await until(lambda: _said(browser, "不能进行后续业务办理"))
    page = await browser.open("/city/employer")
    assert "已注销" in page.words
    assert page.form("/employer/licence")


async def _said(browser: Browser, words: str) -> bool:
    return words in await standing(browser)


async def test_a_wrong_telephone_is_told_beside_its_field_and_what_was_entered_stays(browser: Browser) -> None:
    await browser.sign_in(GONE)
    form = await browser.open("/city/employer")
    again = await browser.submit(form, "/employer", **{**ENTERED, "contact.telephone": "call me"})
    assert again.status == 422
    assert "contact.telephone" in again.faults
    assert "contact.name" not in again.faults
    assert dict(again.form("/employer").fields)["name"] == ENTERED["name"]
    assert dict(again.form("/employer").fields)["handling_district"] == "丰台区"


async def test_the_contact_of_an_open_employer_is_changed_and_a_wrong_one_is_not(browser: Browser) -> None:
    await browser.sign_in(COMPANY)
    page = await browser.open("/city/employer")
    assert "KX7M4TQ9" in page.words
    wrong = await browser.submit(page, "/contact", **{"contact.name": "新人", "contact.telephone": "1"})
    assert "contact.telephone" in wrong.faults
    changed = await browser.submit(page, "/contact", **{"contact.name": "新人"})
    assert dict(changed.form("/contact").fields)["contact.name"] == "新人"


async def test_a_licence_that_is_no_pdf_is_refused_beside_the_form(browser: Browser) -> None:
    await browser.sign_in(GONE)
    await browser.submit(await browser.open("/city/employer"), "/employer", **ENTERED)
    await until(lambda: _said(browser, "不能进行后续业务办理"))
    page = await browser.open("/city/employer")
    files = {"licence": ("licence.pdf", b"not a page", "application/pdf")}
    sent = await browser.submit(page, "/licence", files=files, kind="business_licence")
    assert sent.status in (415, 422)
    assert "evidence-refused" in sent.words


async def asked(city: City, world: str) -> None:
    """The story's person, eligible and with the commitments made, asks the association of the trade."""
    headers = {"Authorization": f"Bearer {await city.token('returned-by-the-employer', world)}"}

    async def ask(method: str, path: str, body: Any = None, **more: str) -> Any:
        answer = await city.client.request(method, path, json=body, headers={**headers, **more})
        assert answer.status_code < 300, answer.text
        return answer.json()

    mine = f"/v1/declarations/{(await ask('POST', '/v1/declarations', {}))['id']}"
    await ask("POST", f"{mine}/eligibility")
    assert (await ask("GET", f"{mine}/eligibility", Prefer="wait=10"))["state"] == "eligible"
    made = ("notes_read", "integrity_statement", "integrity_commitment", "no_criminal_record_commitment")
    await ask("PUT", f"{mine}/commitments", dict.fromkeys(made, True))
    await ask("POST", f"{mine}/association", {"unit_code": "CY9E7GPA"})


async def test_a_request_is_returned_with_an_opinion_and_not_without(city: City, world: str, browser: Browser) -> None:
    await asked(city, world)
    await browser.sign_in(TRADE)
    page = await browser.open("/city/employer/requests")
    [action] = re.findall(r'action="(/city/employer/requests/[0-9a-f-]{36})"', page.html)
    lacking = await browser.submit(page, action, decision="return")
    assert lacking.status == 422
    assert any(len(field) == 36 for field in lacking.faults)
    assert "请填写处理意见" in lacking.words
    done = await browser.submit(page, action, decision="return", opinion="非本单位员工")
    assert (done.path, "暂无" in done.words) == ("/city/employer/requests", True)
    returned = await browser.open("/city/employer/requests?status=returned")
    assert "非本单位员工" in returned.words
    late = await browser.submit(page, action, decision="return", opinion="晚了")
    assert late.status == 409
    assert "association-refused" in late.words, late.words


async def test_staff_are_listed_with_how_their_declarations_stand(city: City, world: str, browser: Browser) -> None:
    someone = {"Authorization": f"Bearer {await city.token(STORY, world)}"}
    made = await city.client.post("/v1/declarations", headers=someone, json={})
    assert made.status_code in (200, 201), made.text
    await browser.sign_in(COMPANY)
    page = await browser.open("/city/employer/staff")
    assert f'href="/city/employer/staff/{made.json()["id"]}"' in page.html
    one = await browser.open(f"/city/employer/staff/{made.json()['id']}")
    assert (one.status, "未提交" in one.words) == (200, True)
    assert made.json()["person"]["name"] in one.html.partition("<h1>")[2].partition("</h1>")[0]
    part = await browser.part("/city/employer/staff")
    assert "<html" not in part.html


async def test_the_district_is_told_in_the_language_of_the_page(browser: Browser) -> None:
    await browser.sign_in(COMPANY)
    assert "朝阳区" in await standing(browser)
    browser.client.cookies.set("luohu-language", "en", domain="gateway.local", path="/city")
    assert "Chaoyang" in await standing(browser)
    assert "朝阳区" not in (await browser.open("/city/employer")).html


async def test_points_are_promised_for_the_day_of_the_list(browser: Browser) -> None:
    await browser.sign_in(COMPANY)
    page = await browser.open("/city/employer/points")
    assert (page.status, "名单公示后可查询" in page.words) == (200, True)


async def test_a_note_reaches_the_window_and_one_without_its_person_is_told_so(browser: Browser) -> None:
    await browser.sign_in(COMPANY)
    page = await browser.open("/city/employer/notes")
    lacking = await browser.submit(page, "/notes", kind="change_of_employer", text="本人更换了工作单位")
    assert "id_number" in lacking.faults
    assert "本人更换了工作单位" in lacking.html
    sent = await browser.submit(page, "/notes", kind="data_change", text="单位名称已变更")
    assert "单位名称已变更" in sent.words
    assert "已发送" in sent.words


@pytest.mark.parametrize("offset", ["x", "-1", "99999999999", "１"])
async def test_a_page_that_is_no_number_is_the_first(browser: Browser, offset: str) -> None:
    await browser.sign_in(COMPANY)
    page = await browser.open(f"/city/employer/staff?offset={offset}")
    assert page.status == 200

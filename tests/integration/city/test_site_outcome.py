"""The applicant's pages of what comes of a declaration: results, rechecks, points, submission, rank."""

from typing import Any

import pytest

from luohu_filing import bodies
from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.browser import Browser, browsing
from luohu_testbed.city import City
from luohu_testbed.waiting import until

HUAIROU = {
    "kind": "own_home",
    "relation": "self",
    "certificate_format": "x_house_title",
    "certificate_number": "X京房权证怀字第11111111号",
    "district": "怀柔区",
    "from": "2005-10",
    "to": "2010-10",
}
SCAN = {"evidence": ("title.pdf", bodies.pdf(), "application/pdf")}


async def somebody(city: City, world: str, browser: Browser, persona: str) -> Applicant:
    """A persona with a declaration, signed in at the pages."""
    who = await applicant(city, world, persona)
    who.declaration = (await who.ask("POST", "/v1/declarations", json={})).json()["id"]
    await browser.sign_in(persona)
    return who


async def filed(who: Applicant, path: str, body: Any, status: str = "") -> str:
    """An item; with a status, sent to verification and settled there."""
    made = await who.ask("POST", f"/v1/declarations/{who.declaration}/{path}", json=body)
    assert made.status_code == 201, made.text
    item = str(made.json()["id"])
    if status:
        await who.verify(item)
        await who.settled(item, status)
    return item


@pytest.fixture
async def huairou(city: City, world: str, browser: Browser) -> Applicant:
    """Somebody whose home the register did not find."""
    who = await somebody(city, world, browser, "huairou-home-not-found")
    who.item = await filed(who, "residences", HUAIROU, "invalid")
    return who


async def test_an_item_shows_what_was_entered_found_and_computed(huairou: Applicant, browser: Browser) -> None:
    page = await browser.open(f"/city/me/items/{huairou.item}")
    assert page.status == 200
    for words in (
        "申请人填写的内容",
        "相关部门核查结果",
        "系统计算结果",
        "无效(房源无效)",
        "X京房权证怀字第11111111号",
        "登簿日期(填发日期)",
        "居住月数",
        "提交在线审核",
        "审核无效",
    ):
        assert words in page.words
    assert f"/city/me/items/{huairou.item}/live?after=" in page.html


async def test_the_part_that_changes_comes_alone_and_is_read_out(huairou: Applicant, browser: Browser) -> None:
    part = await browser.part(f"/city/me/items/{huairou.item}")
    assert "<html" not in part.html
    assert "无效(房源无效)" in part.words
    assert 'id="item-said" hx-swap-oob' in part.html


async def test_an_item_in_english_has_english_labels(huairou: Applicant, browser: Browser) -> None:
    page = await browser.open(f"/city/me/items/{huairou.item}")
    english = await browser.submit(page, "/language/en")
    assert "invalid: property" in english.words
    assert "registration date (issue date)" in english.words


async def test_the_item_of_somebody_else_is_not_there(city: City, world: str, huairou: Applicant) -> None:
    async with browsing(city, world) as other:
        await other.sign_in("tax-one-year-valid")
        for path in ("", "/recheck"):
            assert (await other.open(f"/city/me/items/{huairou.item}{path}")).status == 404
        await other.sign_in("window")
        assert (await other.open(f"/city/me/items/{huairou.item}")).status == 403


async def test_a_recheck_shows_the_papers_and_goes_to_the_agency(huairou: Applicant, browser: Browser) -> None:
    page = await browser.open(f"/city/me/items/{huairou.item}/recheck")
    assert "房屋所有权证" in page.words
    assert "约两周" in page.words
    sent = await browser.submit(
        page, "/recheck", files=SCAN, disputes="property.not_matched@whole", statement="证号填写无误"
    )
    assert (sent.status, sent.path) == (200, f"/city/me/items/{huairou.item}")
    assert "复查中" in sent.words
    assert await huairou.status(huairou.item) == "recheck"
    [file] = {one.partition('"')[0] for one in sent.html.split('src="/city/me/evidence/')[1:]}
    seen = await browser.open(f"/city/me/evidence/{file}")
    assert seen.answer.content == SCAN["evidence"][1]
    assert seen.answer.headers["content-disposition"].startswith("inline")


async def test_a_dialog_is_the_form_alone(huairou: Applicant, browser: Browser) -> None:
    part = await browser.part(f"/city/me/items/{huairou.item}/recheck")
    assert part.html.lstrip().startswith("<dialog")
    assert "data-progress" in part.html


async def test_a_file_that_is_refused_is_told_beside_its_field_and_the_words_stay(
    huairou: Applicant, browser: Browser
) -> None:
    page = await browser.open(f"/city/me/items/{huairou.item}/recheck")
    spoilt = {"evidence": ("title.pdf", b"no pdf", "application/pdf")}
    sent = await browser.submit(
        page, "/recheck", files=spoilt, disputes="property.not_matched@whole", statement="证号填写无误"
    )
    assert sent.status == 422
    assert "证号填写无误" in sent.html
    assert 'aria-invalid="true"' in sent.html
    assert await huairou.status(huairou.item) == "invalid"


async def test_files_that_were_sent_are_kept_while_the_form_is_put_right(huairou: Applicant, browser: Browser) -> None:
    page = await browser.open(f"/city/me/items/{huairou.item}/recheck")
    again = await browser.submit(page, "/recheck", files=SCAN, disputes="property.not_matched@whole", statement="")
    assert again.status == 422
    assert "已上传的文件" in again.words
    sent = await browser.submit(again, "/recheck", statement="证号填写无误")
    assert "复查中" in sent.words


async def test_where_no_recheck_is_possible_the_page_says_what_to_do_instead(
    city: City, world: str, browser: Browser
) -> None:
    who = await somebody(city, world, browser, "lease-not-found")
    lease = {
        "kind": "rental",
        "relation": "self",
        "rental_type": "market",
        "district": "西城区",
        "filing_number": "110102202099999999",
        "from": "2020-08",
        "to": "2020-12",
    }
    item = await filed(who, "residences", lease, "invalid")
    page = await browser.open(f"/city/me/items/{item}")
    assert "不能申请复查" in page.words
    assert "删除后重新填写" in page.words
    assert f"/city/me/items/{item}/recheck" not in page.html
    assert "删除后重新填写" in (await browser.open(f"/city/me/items/{item}/recheck")).words


async def test_what_an_agency_asks_for_is_shown_and_answered(huairou: Applicant, browser: Browser, city: City) -> None:
    page = await browser.open(f"/city/me/items/{huairou.item}/recheck")
    await browser.submit(page, "/recheck", files=SCAN, disputes="property.not_matched@whole", statement="无误")
    await wants_more(city, huairou, "请补充房屋所有权人身份证明")
    asked = await browser.open(f"/city/me/items/{huairou.item}")
    assert "请补充房屋所有权人身份证明" in asked.words
    sent = await browser.submit(asked, "/evidence", files=SCAN, statement="已补充")
    assert sent.path == f"/city/me/items/{huairou.item}"
    assert "提交补充材料" in sent.words
    assert "审核部门要求补充材料" not in sent.words


async def wants_more(city: City, who: Applicant, note: str) -> None:
    """An operator of the housing registry asks the applicant for more."""
    operator = {"Authorization": f"Bearer {await city.token('operator:housing-registry', who.world)}"}
    desk = "/agencies/housing-registry/v1/rechecks"

    async def tasks() -> list[Any]:
        found = await city.client.post(f"{desk}/search", json={}, headers=operator)
        assert found.status_code == 200, found.text
        return list(found.json()["items"])

    async def there() -> bool:
        return bool(await tasks())

    await until(there, True)
    task = (await tasks())[0]
    me = {"assignee": (await city.client.get("/identity/userinfo", headers=operator)).json()["sub"]}
    taken = await city.client.post(f"{desk}/{task['id']}/assignment", json=me, headers={**operator, "If-Match": "*"})
    assert taken.status_code < 300, taken.text
    wish = {"decision": "request_evidence", "note": note}
    done = await city.client.post(f"{desk}/{task['id']}/completion", json=wish, headers={**operator, "If-Match": "*"})
    assert done.status_code < 300, done.text

    async def told() -> bool:
        return bool((await who.ask("GET", f"/v1/items/{who.item}")).json()["evidence_requested"])

    await until(told, True)


async def test_a_draft_shows_what_it_would_give_and_why(huairou: Applicant, browser: Browser) -> None:
    page = await browser.open("/city/me/score")
    for words in ("测算结果，仅供参考", "居住区域指标积分", "扣除获得学历(学位)期间累计的居住及就业分值", "计算过程"):
        assert words in page.words
    assert "三." in page.words


async def test_a_page_that_is_not_saved_is_marked_where_it_stands(huairou: Applicant, browser: Browser) -> None:
    page = await browser.open("/city/me/submission")
    assert "未保存" in page.words
    refused = await browser.submit(page, "/submission")
    assert refused.status == 409
    assert "not-saved" in refused.html or "not-admitted" in refused.html


async def test_a_year_from_submission_to_rank_and_back(city: City, world: str, browser: Browser) -> None:
    who = await somebody(city, world, browser, "tax-one-year-valid")
    assert "提交后显示排名" in (await browser.open("/city/me/rank")).words
    await filed(who, "tax", {"authorised": True}, "valid")
    await who.submit()

    async def ranked() -> bool:
        return (await who.ask("GET", f"/v1/declarations/{who.declaration}/score")).json()["place"] is not None

    await until(ranked, True)
    page = await browser.open("/city/me/submission")
    assert "已提交" in page.words
    score = await browser.open("/city/me/score")
    assert "测算结果" not in score.words
    rank = await browser.open("/city/me/rank")
    assert "共1人" in rank.words
    back = await browser.submit(page, "/submission/withdrawal")
    assert back.path == "/city/me/submission"
    assert "未提交" in back.words
    again = await browser.submit(back, "/submission")
    assert "已提交" in again.words


@pytest.mark.parametrize("page", ["score", "submission", "rank"])
async def test_without_a_declaration_the_page_says_where_to_begin(browser: Browser, page: str) -> None:
    await browser.sign_in("tax-one-year-valid")
    seen = await browser.open(f"/city/me/{page}")
    assert (seen.status, "本年度尚未开始申报" in seen.words) == (200, True)


@pytest.mark.parametrize("page", ["score", "submission", "rank"])
async def test_staff_has_no_such_page(browser: Browser, page: str) -> None:
    await browser.sign_in("window")
    assert (await browser.open(f"/city/me/{page}")).status == 403

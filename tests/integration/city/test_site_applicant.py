"""The applicant's pages until everything is filed: what is next, live states, everything that is no item's form."""

import re
from typing import Any

import pytest

from luohu_contract.indicators import Indicator
from luohu_filing.bodies import pdf
from luohu_gateway.site.applicant.forms.catalogue import FORMS
from luohu_testbed.applicant_pages import SOLD, STORY, filed, opened
from luohu_testbed.browser import Browser, Page
from luohu_testbed.city import City
from luohu_testbed.waiting import until


async def test_one_click_opens_the_declaration_and_the_overview_says_what_is_next(browser: Browser) -> None:
    page = await opened(browser)
    assert page.path == "/city/me"
    assert "申报阶段" in page.words
    assert "下一步" in page.words
    order = [
        page.words.index(f" {name} ") for name in ("合法稳定就业", "合法稳定住所", "教育背景", "职住区域", "守法记录")
    ]
    assert order == sorted(order)


async def test_every_page_is_there_in_both_languages(browser: Browser) -> None:
    page = await opened(browser)
    paths = ["", "/eligibility", "/commitments", "/association", "/basics", "/filings", "/area"]
    paths += [f"/indicators/{each.value}" for each in Indicator] + [f"/forms/{name}" for name in FORMS]
    for language in ("en", "zh"):
        page = await browser.submit(page, f"/language/{language}")
        for path in paths:
            page = await browser.open(f"/city/me{path}")
            assert (page.status, page.html.count("<h1")) == (200, 1), path


async def test_a_home_that_is_filed_turns_valid_in_the_list_without_a_reload(browser: Browser) -> None:
    await opened(browser)
    sent = await filed(browser, "residence", "verify", kind="own_home", **SOLD)
    assert sent.path == "/city/me/indicators/housing"

    async def listed() -> bool:
        return "有效" in (await browser.part("/city/me/indicators/housing/items")).words

    await until(listed)
    assert 'hx-trigger="sse:change"' in (await browser.open("/city/me/indicators/housing")).html
    part = await browser.part("/city/me/indicators/housing/items")
    assert "京(2014)朝不动产权第9900041号" in part.words


async def test_a_dead_agency_leaves_the_item_pending_and_is_named(city: City, browser: Browser) -> None:
    await opened(browser)
    app = city.apps["housing-registry"]
    city.network.detach("housing-registry")
    try:
        sent = await filed(browser, "residence", "verify", kind="own_home", **SOLD)
        assert (sent.status, "待审核" in sent.words) == (200, True)
        assert "北京市不动产登记中心暂时没有应答" in sent.words
    finally:
        city.network.attach("housing-registry", app)


async def test_a_read_only_indicator_shows_its_figure_and_is_saved(browser: Browser) -> None:
    await opened(browser)

    async def read() -> bool:
        return "您在京连续缴纳社保年限为" in (await browser.open("/city/me/indicators/employment")).words

    await until(read)
    page = await browser.open("/city/me/indicators/employment")
    saved = await browser.submit(page, "/employment/save", then="next")
    assert saved.path == "/city/me/indicators/housing"
    assert "已保存" in (await browser.part("/city/me/steps")).words


async def test_the_area_takes_its_captcha_and_a_wrong_answer_stands_beside_it(browser: Browser) -> None:
    await opened(browser)
    page = await browser.open("/city/me/indicators/job_housing_area")
    wrong = await browser.submit(page, "/save", **{"committed": "true", "captcha.answer": "-1"})
    assert wrong.status == 422
    assert wrong.faults["captcha.answer"]
    left, right = re.search(r"(\d+) \+ (\d+) =", wrong.words).groups()  # type: ignore[union-attr]
    answer = str(int(left) + int(right))
    done = await browser.submit(wrong, "/save", **{"committed": "false", "captcha.answer": answer})
    assert (done.status, "已保存" in done.words) == (200, True)


async def test_children_are_added_and_a_wrong_number_is_told_beside_its_line(browser: Browser) -> None:
    await opened(browser)
    page = await browser.open("/city/me/basics")
    fields = dict(page.form("/me/basics").fields)
    line = Page(await browser.client.post("/city/me/basics/children", data=fields))
    entered = {"child_name": "小明", "child_id_number": "990101198506150013", "disclosure_consent": "false"}
    wrong = await browser.submit(line, "/me/basics", **entered)
    assert wrong.status == 422
    assert wrong.faults["child-id_number-0"]
    right = await browser.submit(wrong, "/me/basics", child_id_number="990101198506150012")
    assert (right.path, "990101198506150012" in right.html) == ("/city/me/basics", True)


async def test_the_commission_has_filings_of_its_own(browser: Browser) -> None:
    await opened(browser)
    page = await browser.open("/city/me/filings")
    wrong = await browser.submit(page, "/me/filings", type="shareholding", company="91990105MA0LUH014K")
    assert wrong.status == 422
    assert wrong.faults["company"]
    entered = {"company": "91990105MA0LUH014J", "company_name": "北京槐树机械有限公司"}
    done = await browser.submit(wrong, "/me/filings", **entered)
    assert "91990105MA0LUH014J" in done.words
    twice = await browser.submit(wrong, "/me/filings", **entered)
    assert twice.status == 409


async def test_what_is_no_form_and_no_item_is_no_page(browser: Browser) -> None:
    await opened(browser)
    for path in ("/forms/nothing", "/forms/residence?item=nothing", "/indicators/nothing"):
        assert (await browser.open(f"/city/me{path}")).status in (404, 422), path


async def test_pages_before_the_declaration_lead_to_where_it_is_opened(browser: Browser) -> None:
    await browser.sign_in(STORY)
    assert (await browser.open("/city/me/indicators/housing")).path == "/city/me"


class TestAdmission:
    """Where the handbook's order is asked for."""

    @pytest.fixture
    def wish(self) -> dict[str, Any]:
        return {"clock": {"mode": "frozen"}}

    @staticmethod
    async def read(browser: Browser, words: str) -> None:
        async def said() -> bool:
            return words in (await browser.part("/city/me/eligibility/state")).words

        await until(said)

    async def test_a_refusal_is_shown_with_reasons_and_what_to_do_and_is_disputed(self, browser: Browser) -> None:
        await opened(browser, "permit-missing-disputed")
        await self.read(browser, "不满足资格条件")
        page = await browser.open("/city/me/eligibility")
        assert "eligibility.permit_missing" in page.words
        assert "怎么办" in page.words
        bad = await browser.submit(page, "/dispute", files={"files.file": ("x.pdf", b"no page", "application/pdf")})
        assert "x.pdf" in bad.faults["files.file"]
        files = {"files.file": ("permit.pdf", pdf(), "application/pdf")}
        lacking = await browser.submit(page, "/dispute", files=files)
        assert lacking.status == 422
        assert lacking.faults["statement"]
        assert re.search(r'name="evidence" value="[0-9a-f-]{36}"', lacking.html), "the file need not be sent again"
        sent = await browser.submit(lacking, "/dispute", statement="居住证在有效期内")
        assert "窗口处理中" in sent.words

    async def test_commitments_and_the_employer_follow_in_order(self, browser: Browser) -> None:
        await opened(browser, "returned-by-the-employer")
        await self.read(browser, "符合资格条件")
        page = await browser.open("/city/me/commitments")
        some = await browser.submit(page, "/commitments", notes_read="true")
        assert some.status == 422
        assert some.faults["integrity_statement"]
        boxes = ("integrity_statement", "integrity_commitment", "no_criminal_record_commitment")
        made = await browser.submit(some, "/commitments", **dict.fromkeys(boxes, "true"))
        assert made.path == "/city/me/association"
        unknown = await browser.open("/city/me/association?unit_code=AAAA9999")
        assert "没有使用该注册码的单位" in unknown.words
        found = await browser.open("/city/me/association?unit_code=CY9E7GPA")
        ours = {"csrf": dict(found.form("/sign-out").fields)["csrf"]}
        asked = await browser.submit(found, "/me/association", having=ours)
        assert "等待单位确认" in asked.words
        back = await browser.submit(asked, "/association/withdrawal")
        assert "已撤回" in back.words

    async def test_nothing_is_filed_before_and_the_page_says_what_comes_first(self, browser: Browser) -> None:
        await opened(browser, "returned-by-the-employer")
        sent = await filed(browser, "residence", "save", kind="own_home", **SOLD)
        assert (sent.status, "not-admitted" in sent.words) == (409, True)
        assert dict(sent.form("/forms/residence").fields)["district"] == "朝阳区"


async def test_a_role_without_a_declaration_is_kept_out(browser: Browser) -> None:
    await browser.sign_in("window")
    for path in ("", "/eligibility", "/forms/residence", "/indicators/tax", "/filings", "/live"):
        assert (await browser.open(f"/city/me{path}")).status == 403, path

"""The applicant's pages until everything is filed: forms that follow the choice, faults beside fields, live states."""

import re
from typing import Any

import pytest

from luohu_contract.forms import FORM_OF
from luohu_contract.indicators import Indicator
from luohu_contract.texts import FIELDS as LABELS
from luohu_contract.texts.pages import PAGES
from luohu_filing.bodies import pdf
from luohu_gateway.site.applicant.forms.catalogue import FIELDS, FORMS
from luohu_testbed.browser import Browser, Page
from luohu_testbed.city import City
from luohu_testbed.waiting import until

HOME = "huairou-home-not-found"
LEASE = "lease-not-found"
TAX = "tax-one-year-valid"
STORY = "chaoyang-home-sold"
SOLD = {
    "relation": "self",
    "certificate_format": "real_estate_title",
    "certificate_number": "京(2014)朝不动产权第9900041号",
    "district": "朝阳区",
    "from": "2014-08",
    "to": "2017-12",
}


async def opened(browser: Browser, persona: str = STORY) -> Page:
    await browser.sign_in(persona)
    return await browser.submit(await browser.open("/city/me"), "/me/open")


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


async def filed(browser: Browser, name: str, then: str, **entered: str) -> Page:
    """A form, sent as a browser without scripts would: the fields follow the choices first."""
    page = await browser.open(f"/city/me/forms/{name}")
    fields = {**dict(page.form(f"/forms/{name}").fields), **entered}
    data = {**fields, "then": then}
    return Page(await browser.client.post(f"/city/me/forms/{name}", data=data))


async def redrawn(
    browser: Browser, name: str, what: str, headers: dict[str, str] | None = None, **entered: str
) -> Page:
    """What htmx gets for a form while it is filled in: its `fields`, or what `check` says of them."""
    page = await browser.open(f"/city/me/forms/{name}")
    fields = {**dict(page.form(f"/forms/{name}").fields), **entered}
    told = {"HX-Request": "true", **(headers or {})}
    return Page(await browser.client.post(f"/city/me/forms/{name}/{what}", data=fields, headers=told))


async def test_the_fields_follow_the_choice_and_nothing_entered_is_lost(browser: Browser) -> None:
    await opened(browser)
    own = await redrawn(browser, "residence", "fields", **SOLD)
    assert "certificate_number" in own.html
    lease = await redrawn(browser, "residence", "fields", **{**SOLD, "kind": "rental"})
    assert 'id="filing_number"' in lease.html
    assert 'id="certificate_number"' not in lease.html
    assert f'type="hidden" name="certificate_number" value="{SOLD["certificate_number"]}"' in lease.html
    spouse = await redrawn(browser, "residence", "fields", **{**SOLD, "relation": "spouse"})
    assert 'id="spouse_id"' in spouse.html


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ({"kind": "domestic_education", "qualification?": "true"}, "qualification.level"),
        ({"kind": "overseas_education"}, "education_name"),
    ],
)
async def test_domestic_and_overseas_education_have_fields_of_their_own(
    browser: Browser, kind: dict[str, str], shown: str
) -> None:
    await opened(browser)
    part = await redrawn(browser, "education", "fields", **kind)
    assert f'id="{shown}"' in part.html


async def test_an_award_asks_for_what_its_grade_wants(browser: Browser) -> None:
    await opened(browser)
    chosen = {"type": "award_science", "award_kind": "国家技术发明奖", "grade": "二等奖"}
    part = await redrawn(browser, "innovation", "fields", **chosen)
    assert all(f'id="{name}"' in part.html for name in ("project_name", "project_number", "place"))
    there = await redrawn(browser, "innovation", "fields", **{**chosen, "type": "shareholding"})
    assert 'id="award_kind"' not in there.html


async def test_what_is_typed_is_checked_in_the_words_of_the_api(browser: Browser) -> None:
    await opened(browser)
    wrong = {**SOLD, "certificate_number": "京(14)朝", "to": ""}
    at = {"HX-Trigger-Name": "certificate_number"}
    part = await redrawn(browser, "residence", "check", at, **wrong)
    said = faults(part)
    assert "to" not in said, "nobody has been at it yet"
    sent = await filed(browser, "residence", "save", kind="own_home", **wrong)
    assert sent.status == 422
    assert said["certificate_number"] == faults(sent)["certificate_number"] != ""
    assert faults(sent)["to"]
    assert dict(sent.form("/forms/residence").fields)["district"] == "朝阳区"


async def test_months_the_wrong_way_round_are_told_while_they_are_entered(browser: Browser) -> None:
    await opened(browser)
    part = await redrawn(browser, "residence", "check", {"HX-Trigger-Name": "to"}, **{**SOLD, "to": "2013-01"})
    assert "2014-08" in faults(part)["to"]


def faults(page: Page) -> dict[str, str]:
    """What stands beside the fields of a page, by field."""
    return dict(re.findall(r'class="fault" id="fault-([^"]+)"[^>]*>([^<]*)<', page.html))


async def test_a_problem_that_the_form_alone_cannot_know_stands_beside_its_field(browser: Browser) -> None:
    await opened(browser)
    late = await filed(browser, "residence", "save", kind="own_home", **{**SOLD, "to": "2031-01"})
    assert late.status == 422
    assert "base date" in faults(late)["to"]


async def test_tax_without_the_authorisation_is_saved_and_not_sent(browser: Browser) -> None:
    await opened(browser, TAX)
    sent = await filed(browser, "tax", "verify")
    assert sent.status == 422
    assert faults(sent)["authorised"]
    again = await browser.submit(sent, "/forms/tax", authorised="true")
    assert again.path == "/city/me/indicators/tax"
    listed = await browser.open("/city/me/indicators/tax")
    assert listed.html.count("/forms/tax?item=") == 1, "the item that was saved is edited, and none is added"


async def test_a_file_comes_first_and_its_record_stays_with_the_form(browser: Browser) -> None:
    await opened(browser)
    page = await browser.open("/city/me/forms/spouse")
    headers = {"HX-Request": "true", "X-CSRF-Token": dict(page.form("/forms/spouse").fields)["csrf"]}

    async def upload(content: bytes) -> Page:
        files = {"evidence.file": ("papers.pdf", content, "application/pdf")}
        return Page(await browser.client.post("/city/me/evidence/spouse", files=files, headers=headers))

    bad = await upload(b"no page")
    assert "papers.pdf" in faults(bad)["evidence"]
    good = await upload(pdf())
    assert re.search(r'name="evidence" value="[0-9a-f-]{36}"', good.html)
    large = await upload(pdf() + b"\0" * 1_048_577)
    assert faults(large)["evidence"]


async def test_a_spouse_is_filed_with_the_file_and_can_be_chosen_as_the_owner(browser: Browser) -> None:
    await opened(browser)
    entered = {
        "name": "周敏",
        "id_type": "resident_id",
        "id_number": "990101198506150020",
        "married_from": "2010-05-01",
    }
    page = await browser.open("/city/me/forms/spouse")
    files = {"evidence.file": ("papers.pdf", pdf(), "application/pdf")}
    sent = await browser.submit(page, "/forms/spouse", files=files, **entered)
    assert sent.path == "/city/me/indicators/housing"
    assert "待填写配偶住所信息" in sent.words
    part = await redrawn(browser, "residence", "fields", kind="own_home", relation="spouse")
    assert "周敏 2010-05-01至今" in part.words


async def test_an_item_is_edited_and_deleted_and_a_locked_one_says_why_not(
    city: City, world: str, browser: Browser
) -> None:
    await opened(browser)
    await filed(browser, "residence", "save", kind="own_home", **SOLD)
    page = await browser.open("/city/me/indicators/housing")
    [item] = re.findall(r'data-item="([^"]+)"', page.html)
    form = await browser.open(f"/city/me/forms/residence?item={item}")
    changed = await browser.submit(form, "/forms/residence", district="海淀区")
    assert "海淀区" in changed.words
    stale = await browser.submit(form, "/forms/residence", district="西城区")
    assert stale.status == 412
    await paced(city, world, "housing-registry")
    await browser.submit(changed, f"/items/{item}/verification")
    locked = await browser.open(f"/city/me/forms/residence?item={item}")
    assert "审核中的信息无法修改或删除" in locked.words
    assert f"/items/{item}/deletion" not in (await browser.open("/city/me/indicators/housing")).html
    refused = await browser.submit(changed, f"/items/{item}/deletion")
    assert (refused.status, "precondition-failed" in refused.words) == (412, True)


async def paced(city: City, world: str, agency: str) -> None:
    """The agency leaves everything to an operator: what is asked stays pending."""
    headers = {"Luohu-World": world}
    answer = await city.client.put(f"/_luohu/paces/{agency}", json={"pace": "operator"}, headers=headers)
    assert answer.status_code < 300, answer.text


async def test_an_item_is_deleted_after_it_was_asked_twice(browser: Browser) -> None:
    await opened(browser)
    page = await filed(browser, "residence", "save", kind="own_home", **SOLD)
    [item] = re.findall(r'data-item="([^"]+)"', page.html)
    gone = await browser.submit(page, f"/items/{item}/deletion")
    assert "data-item" not in gone.html


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
    assert faults(wrong)["captcha.answer"]
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
    assert faults(wrong)["child-id_number-0"]
    right = await browser.submit(wrong, "/me/basics", child_id_number="990101198506150012")
    assert (right.path, "990101198506150012" in right.html) == ("/city/me/basics", True)


async def test_the_commission_has_filings_of_its_own(browser: Browser) -> None:
    await opened(browser)
    page = await browser.open("/city/me/filings")
    wrong = await browser.submit(page, "/me/filings", type="shareholding", company="91990105MA0LUH014K")
    assert wrong.status == 422
    assert faults(wrong)["company"]
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
        assert "x.pdf" in faults(bad)["files.file"]
        files = {"files.file": ("permit.pdf", pdf(), "application/pdf")}
        lacking = await browser.submit(page, "/dispute", files=files)
        assert lacking.status == 422
        assert faults(lacking)["statement"]
        assert re.search(r'name="evidence" value="[0-9a-f-]{36}"', lacking.html), "the file need not be sent again"
        sent = await browser.submit(lacking, "/dispute", statement="居住证在有效期内")
        assert "窗口处理中" in sent.words

    async def test_commitments_and_the_employer_follow_in_order(self, browser: Browser) -> None:
        await opened(browser, "returned-by-the-employer")
        await self.read(browser, "符合资格条件")
        page = await browser.open("/city/me/commitments")
        some = await browser.submit(page, "/commitments", notes_read="true")
        assert some.status == 422
        assert faults(some)["integrity_statement"]
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


def test_every_field_has_its_label_and_every_hint_is_a_text() -> None:
    for form in FORMS.values():
        for kind in form.kinds:
            for field in FIELDS[kind]:
                assert field.of_the_page or field.name in LABELS[kind], (kind, field.name)
                assert not field.hint or field.hint in PAGES, field.hint


def test_every_field_of_a_form_of_the_contract_can_be_filled_in() -> None:
    for form in FORMS.values():
        for kind in form.kinds:
            offered = {field.name.partition(".")[0] for field in FIELDS[kind]} | {"kind"}
            taken = {each.alias or name for name, each in FORM_OF[kind].model_fields.items()}
            assert taken <= offered, kind

"""The forms of the applicant's pages: fields that follow the choice, faults beside fields, files, items edited."""

import re

import pytest

from luohu_contract.forms import FORM_OF
from luohu_contract.texts import FIELDS as LABELS
from luohu_contract.texts.pages import PAGES
from luohu_filing.bodies import pdf
from luohu_gateway.site.applicant.forms.catalogue import FIELDS, FORMS
from luohu_testbed.applicant_pages import SOLD, filed, opened, redrawn
from luohu_testbed.browser import Browser, Page
from luohu_testbed.city import City

TAX = "tax-one-year-valid"


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
    said = part.faults
    assert "to" not in said, "nobody has been at it yet"
    sent = await filed(browser, "residence", "save", kind="own_home", **wrong)
    assert sent.status == 422
    assert said["certificate_number"] == sent.faults["certificate_number"] != ""
    assert sent.faults["to"]
    assert dict(sent.form("/forms/residence").fields)["district"] == "朝阳区"


async def test_months_the_wrong_way_round_are_told_while_they_are_entered(browser: Browser) -> None:
    await opened(browser)
    part = await redrawn(browser, "residence", "check", {"HX-Trigger-Name": "to"}, **{**SOLD, "to": "2013-01"})
    assert "2014-08" in part.faults["to"]


async def test_a_problem_that_the_form_alone_cannot_know_stands_beside_its_field(browser: Browser) -> None:
    await opened(browser)
    late = await filed(browser, "residence", "save", kind="own_home", **{**SOLD, "to": "2031-01"})
    assert late.status == 422
    assert "base date" in late.faults["to"]


async def test_tax_without_the_authorisation_is_saved_and_not_sent(browser: Browser) -> None:
    await opened(browser, TAX)
    sent = await filed(browser, "tax", "verify")
    assert sent.status == 422
    assert sent.faults["authorised"]
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
    assert "papers.pdf" in bad.faults["evidence"]
    good = await upload(pdf())
    assert re.search(r'name="evidence" value="[0-9a-f-]{36}"', good.html)
    large = await upload(pdf() + b"\0" * 1_048_577)
    assert large.faults["evidence"]


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

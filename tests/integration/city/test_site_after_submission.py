"""The applicant's pages after the declaration stage: appeals, the list, the settlement, notices, reports."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from luohu_filing import bodies
from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.browser import Browser
from luohu_testbed.city import City
from luohu_testbed.waiting import until

PERSONA = "tax-one-year-valid"
SCAN = {"evidence": ("slips.pdf", bodies.pdf(), "application/pdf")}
QUERY, LISTED, AWARDED = "2021-09-01T00:00:00+08:00", "2021-10-15T10:00:00+08:00", "2021-10-23T00:00:00+08:00"
Control = Callable[..., Awaitable[Any]]
OWN_HOME = {
    "destination.address": "通州区落户路1号",
    "destination.district": "通州区",
    "destination.police_station": "落户路派出所",
}


@pytest.fixture
async def submitted(city: City, world: str, browser: Browser) -> Applicant:
    """Somebody who has submitted, signed in at the pages."""
    who = await applicant(city, world, PERSONA)
    await who.verify(await who.file())
    await who.settled(who.item)
    await who.submit()
    await browser.sign_in(PERSONA)

    async def ranked() -> bool:
        return (await who.ask("GET", f"/v1/declarations/{who.declaration}/score")).json()["place"] is not None

    await until(ranked, True)
    return who


async def advance(control: Control, to: str) -> None:
    await control("POST", "/clock/advance", {"to": to})


async def test_an_appeal_is_filed_changed_and_withdrawn(
    submitted: Applicant, browser: Browser, control: Control
) -> None:
    closed = await browser.open("/city/me/appeals")
    assert "不能提出、修改或撤回申诉" in closed.words
    assert "/city/me/appeals/new" not in closed.html
    await advance(control, QUERY)

    assert "/city/me/appeals/new?indicator=tax" in (await browser.open("/city/me/appeals")).html
    form = await browser.open("/city/me/appeals/new?indicator=tax")
    unread = await browser.submit(form, "/appeals", statement="2019年个人所得税已补缴")
    assert unread.status == 422
    assert "2019年个人所得税已补缴" in unread.html
    assert "is true" in unread.faults["notes_read"]
    filed = await browser.submit(unread, "/appeals", files=SCAN, notes_read="true")
    assert filed.path.startswith("/city/me/appeals/")
    assert "处理中" in filed.words

    appeal = filed.path.rpartition("/")[2]
    stale = filed
    changed = await browser.submit(filed, f"/appeals/{appeal}", statement="请核对2019年完税证明")
    assert "请核对2019年完税证明" in changed.html
    late = await browser.submit(stale, f"/appeals/{appeal}", statement="旧的说明")
    assert late.status == 412
    assert "旧的说明" in late.html

    listed = await browser.open("/city/me/appeals")
    assert "申诉处理中" in listed.words
    gone = await browser.submit(changed, "/withdrawal")
    assert "已撤回" in gone.words
    assert "/withdrawal" not in gone.html


async def test_an_appeal_of_nobody_is_not_there(submitted: Applicant, browser: Browser) -> None:
    assert (await browser.open(f"/city/me/appeals/{submitted.declaration}")).status == 404


async def test_the_list_and_then_the_award_show_on_the_rank(
    submitted: Applicant, browser: Browser, control: Control
) -> None:
    assert "落户规模末位现分值" in (await browser.open("/city/me/rank")).words
    await advance(control, LISTED)
    listed = await browser.open("/city/me/rank")
    for words in ("已进入公示名单", "公示编号", "落户分值同分人数"):
        assert words in listed.words
    assert "取得落户资格后" in (await browser.open("/city/me/settlement")).words
    await advance(control, AWARDED)
    awarded = await browser.open("/city/me/rank")
    assert "落户资格保留至" in awarded.words
    assert "落户分值同分人数" not in awarded.words  # the list is public no more


@pytest.fixture
async def awarded(submitted: Applicant, control: Control) -> Applicant:
    await advance(control, AWARDED)

    async def there() -> int:
        return (await submitted.ask("GET", f"/v1/declarations/{submitted.declaration}/settlement")).status_code

    await until(there, 200)
    return submitted


async def test_the_transfer_form_changes_with_what_is_chosen(awarded: Applicant, browser: Browser) -> None:
    form = await browser.open("/city/me/settlement/transfer")
    assert "spouse.name" not in form.html
    married = await browser.submit(
        form, "/transfer", **{"marital_status": "married", "destination.kind": "own_home", "redraw": "1"}
    )
    assert married.status == 200
    for name in ("spouse.name", "destination.certificate_number"):
        assert f'name="{name}"' in married.html
    single = await browser.submit(
        married,
        "/transfer",
        **{"marital_status": "unmarried", "destination.kind": "employer_collective", "redraw": "1"},
    )
    assert 'name="spouse.name"' not in single.html
    assert 'name="destination.employer_name"' in single.html


async def test_a_child_is_added_and_taken_away_again(awarded: Applicant, browser: Browser) -> None:
    form = await browser.open("/city/me/settlement/transfer")
    one = await browser.submit(form, "/transfer", add="1")
    two = await browser.submit(one, "/transfer", **{"children.0.name": "沈小禾", "add": "1"})
    assert ("随迁子女2" in two.words, "沈小禾" in two.html) == (True, True)
    back = await browser.submit(two, "/transfer", **{"children.1.name": "沈小苗", "remove": "0"})
    assert ("沈小苗" in back.html, "沈小禾" in back.html, "随迁子女2" in back.words) == (True, False, False)


async def entered(browser: Browser, **other: str) -> Any:
    """The transfer data of somebody alone, with a home of their own."""
    form = await browser.open("/city/me/settlement/transfer")
    chosen = {"marital_status": "unmarried", "destination.kind": "own_home", "personnel_file.kind": "held"}
    drawn = await browser.submit(form, "/transfer", **chosen, redraw="1")
    return await browser.submit(
        drawn,
        "/transfer",
        **{
            "household.address": "落户省落户市旧街9号",
            "household.police_station": "落户市旧街派出所",
            **OWN_HOME,
            "destination.owner": "self",
            "destination.certificate_format": "real_estate_title",
            "destination.certificate_number": "京(2014)通不动产权第0000041号",
            "personnel_file.holder": "落户市人才服务中心",
            "personnel_file.holder_address": "落户市新街1号",
            **other,
        },
    )


async def test_what_is_wrong_in_the_transfer_data_is_told_beside_its_field(
    awarded: Applicant, browser: Browser
) -> None:
    wrong = await entered(browser, **{"household.address": "", "destination.certificate_number": "不是证号"})
    assert wrong.status == 422
    for name in ("household.address", "destination.certificate_number"):
        field = wrong.html.partition(f'id="fault-{name}" aria-live="polite">')[2].partition("<")[0]
        assert field, name
    assert "落户市旧街派出所" in wrong.html


async def test_an_award_is_settled_step_by_step(awarded: Applicant, browser: Browser) -> None:
    page = await browser.open("/city/me/settlement")
    for words in ("取得落户资格", "录入调京信息", "下一步"):
        assert words in page.words
    assert "/city/me/settlement/live?after=" in page.html
    sent = await entered(browser)
    assert (sent.status, sent.path) == (200, "/city/me/settlement")
    assert "已录入调京信息" in sent.words
    assert "户口簿" in sent.words
    printed = await browser.submit(sent, "/documents")
    assert "积分落户申报材料清单" in printed.words
    sheet = await browser.open("/city/me/settlement/documents/materials_list?copy=1")
    assert sheet.answer.content.startswith(b"%PDF")
    assert sheet.answer.headers["content-disposition"].startswith("inline")
    hall = await browser.open("/city/me/settlement?counter=hall")
    assert "准予迁入" not in hall.words.partition("应携带的材料")[2].partition("办理记录")[0]
    assert "报户口介绍信" in hall.words


async def test_giving_up_takes_a_tick_and_is_for_good(awarded: Applicant, browser: Browser) -> None:
    page = await browser.open("/city/me/settlement")
    assert (await browser.submit(page, "/giving-up")).status == 422
    gone = await browser.submit(page, "/giving-up", confirmed="true")
    assert "自行放弃" in gone.words
    assert "/giving-up" not in gone.html


async def test_notices_are_counted_and_marked_as_read(submitted: Applicant, browser: Browser, control: Control) -> None:
    await advance(control, QUERY)
    page = await browser.open("/city/me/notices")
    assert "1条未读" in page.words
    assert "审核结果可在线查询" in page.words
    read = await browser.submit(page, "/read")
    assert "0条未读" in read.words
    part = await browser.part("/city/me/notices")
    assert "<html" not in part.html


async def test_a_report_is_taken_while_the_list_is_public(
    submitted: Applicant, browser: Browser, control: Control
) -> None:
    assert "现在不是公示期间" in (await browser.open("/city/me/reports")).words
    await advance(control, LISTED)
    page = await browser.open("/city/me/reports")
    told = {"contact": "13800000000", "statement": "该申请人提供的劳动合同不实"}
    wrong = await browser.submit(page, "/reports", publication_number="12", **told)
    assert wrong.status == 422
    assert 'aria-invalid="true"' in wrong.html
    assert "该申请人提供的劳动合同不实" in wrong.html
    score = (await submitted.ask("GET", f"/v1/declarations/{submitted.declaration}/score")).json()
    sent = await browser.submit(wrong, "/reports", publication_number=score["place"]["publication_number"])
    assert "查证中" in sent.words
    more = await browser.submit(sent, "/files", files=SCAN)
    assert "附件1个" in more.words


@pytest.mark.parametrize("page", ["appeals", "settlement", "notices", "reports"])
async def test_staff_has_no_such_page(browser: Browser, page: str) -> None:
    await browser.sign_in("window")
    assert (await browser.open(f"/city/me/{page}")).status == 403

"""The desk of an agency's operators: the queue, one task with its record and evidence, decisions, the register."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from luohu_client.pdf import page as pdf_page
from luohu_contract.numbers import mask_id
from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.browser import Browser, Page, browsing
from luohu_testbed.city import City
from luohu_testbed.waiting import until

STATEMENT = "已在京纳税。"


@pytest.fixture
async def desk(city: City, world: str) -> AsyncIterator[Browser]:
    """An operator of the tax agency at a browser."""
    async with browsing(city, world) as browser:
        await browser.sign_in("operator:tax")
        yield browser


async def in_recheck(city: City, world: str, persona: str) -> Applicant:
    """Somebody who disagrees about their tax, with a page of evidence."""
    who = await applicant(city, world, persona)
    await who.verify(await who.file())
    await until(lambda: who.status(who.item), "invalid")
    pdf = {"Content-Type": "application/pdf"}
    scan = await who.ask(
        "POST", f"/v1/declarations/{who.declaration}/evidence", content=pdf_page(["完税证明"]), headers=pdf
    )
    wanted = {"disputes": "tax.year_invalid", "statement": STATEMENT, "evidence": [scan.json()["id"]]}
    sent = await who.ask("POST", f"/v1/items/{who.item}/recheck", json=wanted)
    assert sent.status_code == 202, sent.text
    return who


@pytest.fixture
async def disputed(city: City, world: str) -> Applicant:
    return await in_recheck(city, world, "tax-year-without-tax")


async def waits(desk: Browser, count: int = 1) -> Page:
    """The queue, as soon as so much waits in it."""

    async def rows() -> int:
        return (await desk.part("/city/desk")).html.count("data-row")

    await until(rows, count)
    return await desk.open("/city/desk")


def task_of(page: Page) -> str:
    """The address of the first task in a list."""
    return page.html.partition('data-row href="')[2].partition('"')[0]


async def claimed(desk: Browser) -> Page:
    """The first task, taken."""
    here = task_of(await waits(desk))
    return await desk.submit(await desk.open(here), "/claim")


async def test_a_recheck_waits_with_its_deadline_and_is_counted(desk: Browser, disputed: Applicant) -> None:
    page = await waits(desk)
    assert "1 待领取" in page.words
    assert "还剩 14 天" in page.words
    assert "待办理" in page.words


async def test_a_row_says_whose_it_is_and_masks_the_number(desk: Browser, disputed: Applicant) -> None:
    mine = (await disputed.ask("GET", f"/v1/declarations/{disputed.declaration}")).json()["person"]
    page = await waits(desk)
    assert mine["name"] in page.words
    assert mask_id(mine["id_number"]) in page.words
    assert mine["id_number"] not in page.html


async def test_the_task_shows_claim_register_statement_and_verdict(desk: Browser, disputed: Applicant) -> None:
    page = await desk.open(task_of(await waits(desk)))
    for words in (STATEMENT, "原结论", "个人所得税入库明细", "按登记簿现状", "领取任务后可以查看"):
        assert words in page.words
    assert "<iframe" not in page.html
    assert "提交决定" not in page.words


async def test_whoever_takes_a_task_sees_the_evidence_in_the_page(desk: Browser, disputed: Applicant) -> None:
    page = await claimed(desk)
    source = page.html.partition('<iframe src="')[2].partition('"')[0]
    file = await desk.client.get(source)
    assert file.content.startswith(b"%PDF-")
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["x-frame-options"] == "SAMEORIGIN"
    assert file.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in file.headers["content-security-policy"]
    assert file.headers["content-disposition"].startswith("inline")
    kept = await desk.client.get(f"{source}?download=true")
    assert kept.headers["content-disposition"].startswith("attachment")
    assert (await desk.client.get(source.replace("/files/0", "/files/7"))).status_code == 404


async def test_what_somebody_else_holds_is_shown_as_held_and_cannot_be_decided(
    city: City, world: str, desk: Browser, disputed: Applicant
) -> None:
    async with browsing(city, world) as other:
        await other.sign_in("operator:tax:2")
        await claimed(other)
    page = await waits(desk)
    assert "他人办理" in page.words
    assert "data-claim" not in page.html
    task = await desk.open(task_of(page))
    assert "由他人办理" in task.words
    assert "decide-title" not in task.html
    assert (await desk.client.get(f"{task_of(page)}/files/0")).status_code == 404


async def test_a_form_that_is_too_late_says_that_somebody_was_faster(
    city: City, world: str, desk: Browser, disputed: Applicant
) -> None:
    before = await desk.open(task_of(await waits(desk)))
    async with browsing(city, world) as other:
        await other.sign_in("operator:tax:2")
        await claimed(other)
    late = await desk.submit(before, "/claim")
    assert late.status == 409
    assert "有人先您一步" in late.words


async def test_an_overturn_needs_something_to_change_and_says_so_beside_its_field(
    desk: Browser, disputed: Applicant
) -> None:
    page = await claimed(desk)
    sent = await desk.submit(page, "/decision", decision="overturn", note="已核对")
    assert sent.status == 422
    assert "decision-not-possible" in sent.words
    assert "已核对" in sent.html


async def test_an_overturn_with_findings_makes_the_item_valid_and_goes_on(desk: Browser, disputed: Applicant) -> None:
    page = await claimed(desk)
    form = page.form("/decision")
    years = sorted({name.split(".")[2] for name in form.names if name.startswith("findings.years.")})
    filled: dict[str, Any] = {"with.findings": "true", "findings.valid_years": "3", "findings.tax_penalties": "0"}
    for place in years[:-1]:
        filled |= {f"findings.years.{place}.valid": "true", f"findings.years.{place}.paid": "true"}
    sent = await desk.submit(page, "/decision", decision="overturn", note="完税证明属实", **filled)
    assert sent.status == 200, sent.words
    assert "决定已提交" in sent.words
    await disputed.settled(disputed.item)


async def test_upholding_needs_no_more_than_a_choice(desk: Browser, disputed: Applicant) -> None:
    page = await claimed(desk)
    sent = await desk.submit(page, "/decision", decision="uphold")
    assert sent.path.startswith("/city/desk?done=")
    await disputed.settled(disputed.item, "invalid")


async def test_asking_for_more_wants_words_and_then_waits_for_the_applicant(desk: Browser, disputed: Applicant) -> None:
    page = await claimed(desk)
    bare = await desk.submit(page, "/decision", decision="request_evidence")
    assert bare.status == 422
    assert 'id="note" name="note"' in bare.html
    assert "aria-invalid" in bare.html
    await desk.submit(bare, "/decision", decision="request_evidence", note="请补充 2019 年完税证明")
    assert "待补充材料" in (await desk.open("/city/desk?state=evidence_requested")).words


async def test_a_record_is_added_with_the_decision(desk: Browser, disputed: Applicant) -> None:
    page = await claimed(desk)
    chosen = await desk.open(page.path.partition("?")[0] + "?new=payment")
    fields = {
        "name": "冯军",
        "paid_on": "2018-06-15",
        "income_kind": "wages",
        "amount": "200000.00",
        "certificate_number": "99180615000019",
    }
    entered = {f"corrected_fields.fields.{name}": value for name, value in fields.items()}
    without = await desk.submit(chosen, "/decision", decision="overturn", note="补录", **entered)
    assert without.status == 422
    assert 'aria-describedby="fault-corrected_fields.fields.id_number" aria-invalid' in without.html
    whole = {**entered, "corrected_fields.fields.id_number": "990108199309181919"}
    sent = await desk.submit(without, "/decision", decision="overturn", note="补录", **whole)
    assert "决定已提交" in sent.words
    await disputed.settled(disputed.item)


async def test_a_page_listens_from_what_it_shows_on(city: City, world: str, desk: Browser, disputed: Applicant) -> None:
    task = task_of(await waits(desk))
    operator = {"Authorization": f"Bearer {await city.token('operator:tax', world)}"}
    place = (await city.client.get("/agencies/tax/v1/rechecks/counts", headers=operator)).headers["etag"].strip('"')
    for path in ("/city/desk", task):
        assert f'sse-connect="/city/desk/rechecks/live?after={place}"' in (await desk.open(path)).html
    await desk.submit(await desk.open(task), "/claim")
    assert f"/live?after={place}" not in (await desk.open(task)).html


async def test_taking_a_task_moves_the_counts(city: City, world: str, desk: Browser, disputed: Applicant) -> None:
    here = task_of(await waits(desk))
    operator = {"Authorization": f"Bearer {await city.token('operator:tax', world)}"}
    path = "/agencies/tax/v1/rechecks/counts"
    before = (await city.client.get(path, headers=operator)).json()
    await desk.submit(await desk.open(here), "/claim")
    after = (await city.client.get(path, headers=operator)).json()
    assert [(one["free"], one["mine"]) for one in (before, after)] == [(1, 0), (0, 1)]


async def test_filters_find_and_leave_out(desk: Browser, disputed: Applicant) -> None:
    here = task_of(await waits(desk))
    short = here.rpartition("/")[2][:8]
    for query in ("held=nobody", "claim=tax", f"q={short}", "q=tax.year", "state=any"):
        assert here in (await desk.open(f"/city/desk?{query}")).html, query
    for query in ("held=me", "held=others", "claim=tax_total", "overdue=true", "q=zzz", "state=completed"):
        assert here not in (await desk.open(f"/city/desk?{query}")).html, query


async def test_what_is_overdue_on_the_worlds_clock_is_marked(desk: Browser, disputed: Applicant, control: Any) -> None:
    await waits(desk)
    await control("POST", "/clock/advance", {"by": "P15D"})
    page = await desk.open("/city/desk?overdue=true")
    assert "已超期" in page.words


async def test_a_record_is_found_corrected_and_its_history_shown(desk: Browser) -> None:
    found = await desk.open("/city/desk/records?kind=taxpayer")
    record = await desk.open(task_of(found))
    path = record.path
    bad = await desk.submit(record, path.removeprefix("/city"), **{"fields.uscc": "123"})
    assert bad.status == 422
    assert 'id="fields.uscc" name="fields.uscc"' in bad.html
    assert "aria-invalid" in bad.html
    good = await desk.submit(record, path.removeprefix("/city"), **{"fields.name": "更正后的单位"})
    assert "记录已更正" in good.words
    assert "更正后的单位" in good.words
    late = await desk.submit(record, path.removeprefix("/city"), **{"fields.name": "另一个名字"})
    assert (late.status, "有人先您一步" in late.words) == (409, True)


async def test_a_new_record_is_written(desk: Browser) -> None:
    blank = await desk.open("/city/desk/records/new/penalty")
    entered = {
        "fields.id_number": "990108199309181919",
        "fields.name": "某人",
        "fields.imposed_on": "2020-05-01",
        "fields.fine": "200.00",
        "fields.decision_number": "京税罚〔2020〕1号",
    }
    sent = await desk.submit(blank, "/new/penalty", **entered)
    assert (sent.status, "记录已新增" in sent.words) == (200, True), sent.words


async def test_words_that_are_no_search_are_a_problem_and_no_error(desk: Browser) -> None:
    assert (await desk.open("/city/desk?q=%00&page=99999999&state=strange")).status == 200
    assert (await desk.open("/city/desk/records?kind=strange")).status == 200
    assert (await desk.open("/city/desk/rechecks/4")).status in (404, 422)


async def test_dead_letters_are_none_until_there_are_some(desk: Browser) -> None:
    assert "没有退信" in (await desk.open("/city/desk/dead-letters")).words


async def test_an_agency_that_is_away_is_waited_for(city: City, desk: Browser) -> None:
    city.network.detach("tax")
    try:
        page = await desk.open("/city/desk")
        assert (page.status, "正在等待" in page.words) == (200, True)
    finally:
        city.network.attach("tax", city.apps["tax"])


@pytest.mark.parametrize("persona", ["window", "administrator"])
async def test_others_have_no_desk(city: City, world: str, persona: str) -> None:
    async with browsing(city, world) as browser:
        await browser.sign_in(persona)
        for path in ("/city/desk", "/city/desk/records", "/city/desk/dead-letters"):
            assert (await browser.open(path)).status == 403

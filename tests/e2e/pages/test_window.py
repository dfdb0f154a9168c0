"""The window's queues: every task page read, a task of each kind worked to its end, and what somebody else holds."""

import re
from collections.abc import Awaitable, Callable

import pytest

from luohu_client import World
from luohu_contract.household import SettlementStatus
from luohu_contract.texts import text
from luohu_contract.texts.pages import PAGES
from luohu_contract.texts.registers import RECORD_FIELDS, VALUES
from luohu_pages import brought
from luohu_pages.examine import examine
from luohu_pages.hand import Hand
from luohu_pages.keyboard import Keyboard
from luohu_pages.mouse import Mouse
from luohu_pages.visitor import Visitor

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

Bringing = Callable[[World], Awaitable[None]]

#: Who works a queue, and what lands in it.
QUEUES: dict[str, tuple[str, Bringing]] = {
    "eligibility-disputes": ("window", brought.objection),
    "credential-reviews": ("window", brought.licence),
    "reviews": ("window", brought.marriage),
    "appeals": ("window", brought.appeal),
    "report-verifications": ("administrator", brought.report),
}
OPINION = "已核对原件。"


def said(key: str, **told: object) -> str:
    return PAGES[key].zh.format(**told)


async def opened(hand: Hand, world: World, queue: str) -> None:
    """The one task of a queue, open before whoever works it."""
    who, bring = QUEUES[queue]
    await bring(world)
    await hand.visitor.sign_in(who)
    await hand.visitor.go(f"/city/window/{queue}")
    await hand.within("table", "").press("link", re.compile("."))


async def taken(hand: Hand, world: World, queue: str) -> None:
    await opened(hand, world, queue)
    await hand.press("button", said("queue.take"))
    await hand.sees(said("queue.held.me"))


async def decided(hand: Hand) -> None:
    """The form is sent as it is filled in; nothing waits any more."""
    await hand.press("button", said("queue.confirm"))
    await hand.sees(said("queue.done"))
    await hand.sees(said("queue.empty"))


@pytest.mark.parametrize("queue", QUEUES)
async def test_a_task_can_be_read_and_decided_by_everybody(queue: str, arranged: World, visitor: Visitor) -> None:
    hand = Mouse(visitor)
    await opened(hand, arranged, queue)
    await examine(visitor, f"window-{queue}-free")
    await hand.press("button", said("queue.take"))
    await examine(visitor, f"window-{queue}-taken")
    await hand.page.get_by_role("radio").nth(1).check()  # the decision that asks for most
    await examine(visitor, f"window-{queue}-deciding", [visitor.language])
    await visitor.go(f"/city/window/{queue}")
    await examine(visitor, f"window-{queue}-list")


async def test_who_was_refused_for_a_permit_is_admitted(arranged: World, visitor: Visitor) -> None:
    hand = Mouse(visitor)
    await taken(hand, arranged, "eligibility-disputes")
    await hand.choose(said("queue.decision"), said("queue.eligibility-disputes.admit"))
    await hand.fill(said("queue.opinion"), OPINION)
    await decided(hand)
    applicant = await arranged.applicant("permit-missing-disputed")
    mine = (await applicant.ask("GET", "/v1/declarations")).json()["items"][0]["links"]["self"]
    assert (await applicant.ask("GET", f"{mine}/eligibility")).json()["state"] == "eligible"


async def test_an_employer_is_let_in_on_its_licence(arranged: World, visitor: Visitor) -> None:
    hand = Mouse(visitor)
    await taken(hand, arranged, "credential-reviews")
    await hand.choose(said("queue.decision"), said("queue.credential-reviews.approve"))
    await decided(hand)
    employer = await arranged.employer(brought.UNTAXED)
    [own] = (await employer.ask("GET", "/v1/employers")).json()["items"]
    assert (own["status"], bool(own["unit_code"])) == ("open", True)


async def test_an_opinion_stays_as_it_was_typed_while_the_queue_changes(arranged: World, visitor: Visitor) -> None:
    hand = Mouse(visitor)
    await taken(hand, arranged, "credential-reviews")
    await hand.choose(said("queue.decision"), said("queue.credential-reviews.reject"))
    await hand.fill(said("queue.opinion"), OPINION)
    standing = visitor.page.locator("#standing-now")
    await standing.evaluate("part => part.classList.add('before')")
    await brought.licence(arranged, brought.GONE, "北京槐树机械有限公司")
    await visitor.page.locator("#standing-now:not(.before)").wait_for()
    assert await visitor.page.locator("#opinion").input_value() == OPINION
    assert await visitor.page.get_by_label(said("queue.credential-reviews.reject")).is_checked()


async def test_a_spouse_is_rejected_for_other_days_than_the_certificate_has(arranged: World, visitor: Visitor) -> None:
    hand = Mouse(visitor)
    visitor.expects(422)
    await taken(hand, arranged, "reviews")
    await hand.choose(said("queue.decision"), said("queue.reviews.reject"))
    await hand.press("button", said("queue.confirm"))
    await hand.sees(said("problem.remedy"))
    await hand.choose(said("queue.reason"), "凭证中婚姻存续时间与填报信息不一致")
    await decided(hand)
    [declaration] = await (await arranged.applicant("spouse-certificate-mismatch")).declarations()
    assert {item.display for item in declaration.items} == {"invalid(spouse)"}


async def test_an_appeal_is_upheld_with_the_months_of_an_older_number(arranged: World, visitor: Visitor) -> None:
    hand = Mouse(visitor)
    await taken(hand, arranged, "appeals")
    await hand.choose(said("queue.decision"), said("queue.appeals.uphold"))
    await hand.fill(said("queue.opinion"), "经核实，2001年7月至2006年12月缴费记录属本人。")
    first = hand.within("group", RECORD_FIELDS["insurance"].zh).within("group", "1")
    await first.fill(RECORD_FIELDS["from"].zh, "2001-07")
    await decided(hand)
    [declaration] = await (await arranged.applicant("months-appealed")).declarations()
    score = await declaration.applicant.ask("GET", f"/v1/declarations/{declaration.id}/score")
    assert score.json()["display"] == "88.04"


async def test_a_report_is_substantiated_with_a_sanction_once_its_reporter_is_known(
    arranged: World, visitor: Visitor
) -> None:
    hand = Mouse(visitor)
    await taken(hand, arranged, "report-verifications")
    await hand.press("button", said("window.reporter_show"))
    await hand.sees("010-99000001")
    await examine(visitor, "window-reporter", [visitor.language])
    await hand.press("link", said("desk.back_to_task"))
    await hand.choose(said("queue.decision"), said("queue.report-verifications.substantiate"))
    await hand.fill(said("queue.opinion"), "经向学校查询，该证书未登记。")
    await hand.tick(said("queue.take_in", what=RECORD_FIELDS["sanction"].zh))
    await hand.choose(RECORD_FIELDS["kind"].zh, VALUES["SanctionKind"]["false_material"].zh)
    await hand.fill(RECORD_FIELDS["grounds"].zh, "学历证书系伪造")
    await decided(hand)
    listed = (await arranged.administrator().ask("GET", "/v1/credit-records")).json()["items"]
    assert [one["kind"] for one in listed] == ["false_material"]


async def test_a_queue_is_worked_with_its_shortcuts_alone(arranged: World, visitor: Visitor) -> None:
    keys = visitor.page.keyboard
    await brought.licence(arranged)
    await brought.licence(arranged, brought.GONE, "北京槐树机械有限公司")
    await visitor.sign_in("window")
    await visitor.go("/city/window/credential-reviews")
    hand = Keyboard(visitor)
    await keys.press("?")
    await hand.within("dialog", said("queue.shortcuts")).sees(said("queue.key_j"))
    await keys.press("Escape")
    for key in "jjk":
        await keys.press(key)
    await keys.press("Enter")
    await visitor.page.wait_for_url("**/credential-reviews/*")  # the list says of its tasks that nobody has them, too
    await hand.sees(said("queue.held.nobody"))
    first = await visitor.page.inner_text("h1")
    for key in "jkcu":
        await keys.press(key)
        await visitor.settled()
    assert await visitor.page.inner_text("h1") == first
    await hand.press("button", said("queue.confirm"))
    await hand.sees(said("queue.done_next"))
    assert await visitor.page.inner_text("h1") != first
    await keys.press("c")
    await visitor.settled()
    await keys.press("o")
    await hand.fill(said("queue.opinion"), "证照已失效。")
    await hand.press("button", said("queue.confirm"))
    await hand.sees(said("queue.empty"))
    ends = (await arranged.window().ask("POST", "/v1/credential-reviews/search", json={"state": "completed"})).json()
    assert {one["outcome"] for one in ends["items"]} == {"approved", "rejected"}


async def test_what_another_clerk_holds_is_shown_as_held_until_it_is_given_back(hand: Hand, arranged: World) -> None:
    await brought.marriage(arranged)
    [task] = await arranged.window(2).tasks()
    await task.take()
    await hand.visitor.sign_in("window")
    await hand.visitor.go("/city/window/reviews")
    await hand.sees(said("queue.held_by", who=task.state.assignee[:8]))
    assert not await hand.page.get_by_role("button", name=said("queue.take")).count()
    await hand.within("table", "").press("link", re.compile("."))
    await hand.sees(said("queue.not_yours"))
    assert not await hand.page.get_by_role("radio").count()
    await task.give_back()
    await hand.press("button", said("queue.take"))
    await hand.press("link", said("queue.decide"))
    await hand.choose(said("queue.decision"), said("queue.reviews.approve"))
    await decided(hand)


async def test_an_award_is_settled_from_the_papers_to_the_letters(
    arranged: World, visitor: Visitor, arriving: Callable[[], Awaitable[Visitor]]
) -> None:
    hand = Mouse(visitor)
    declaration = await brought.award(arranged)
    await visitor.sign_in("window")
    await visitor.go("/city/window/settlements")
    await examine(visitor, "window-settlements-listed", [visitor.language])
    await hand.within("table", "").press("link", re.compile("."))
    await examine(visitor, "window-settlement")
    papers = hand.page.get_by_role("group", name=said("window.papers")).get_by_role("combobox")
    for place in range(await papers.count()):
        await papers.nth(place).select_option(index=1)
    await hand.press("button", said("window.step.hand-in"))
    await passed(hand, "district-review")

    bureau = Mouse(await arriving())
    await bureau.visitor.sign_in("administrator")
    await bureau.visitor.go(f"/city/window/settlements/{declaration.id}")
    await passed(bureau, "city-review")
    await passed(bureau, "approval")
    await bureau.press("button", said("window.step.letters"))
    await bureau.sees(text(SettlementStatus.LETTERS_ISSUED).zh)


async def passed(hand: Hand, step: str) -> None:
    """A step that passes, or sends back."""
    form = hand.within("region", said(f"window.step.{step}"))
    await form.choose(said("queue.decision"), said("window.pass"))
    if step == "district-review":
        await form.tick(RECORD_FIELDS["file_checked"].zh)
    await form.press("button", said(f"window.step.{step}"))


async def test_a_note_is_read_and_a_sanction_decided_and_taken_back(hand: Hand, arranged: World) -> None:
    employer = await arranged.employer(brought.COMPANY)
    [own] = (await employer.ask("GET", "/v1/employers")).json()["items"]
    note = {"kind": "data_change", "text": "单位名称已变更"}
    await employer.ask("POST", f"/v1/employers/{own['id']}/notes", json=note)
    await hand.visitor.sign_in("window")
    await hand.press("link", said("window.notes_about"))
    await hand.press("button", said("window.acknowledge"))
    await hand.sees(said("window.no_notes"))

    await hand.press("link", said("window.sanctions"))
    await hand.choose(RECORD_FIELDS["kind"].zh, VALUES["SanctionKind"]["false_material"].zh)
    await hand.fill(RECORD_FIELDS["year"].zh, "2021")
    await hand.fill(RECORD_FIELDS["grounds"].zh, "学历证书系伪造")
    await hand.fill(RECORD_FIELDS["id_number"].zh, "990101198506150012")
    await hand.press("button", said("window.sanction"))
    await hand.sees(said("window.done.decided"))
    await examine(hand.visitor, "window-sanctions", [hand.visitor.language])
    await hand.press("summary", said("window.revoke"))
    await hand.fill(said("window.revoke_why"), "经复核，证书真实。")
    await hand.press("button", said("window.revoke"))
    await hand.sees(said("window.done.revoked"))


async def test_a_question_that_waits_is_sent_again(hand: Hand, arranged: World) -> None:
    await arranged.paces.put("tax", "operator")
    declaration = await (await arranged.applicant("tax-one-year-valid")).open_declaration()
    await (await declaration.file_tax()).verify()
    await hand.visitor.sign_in("window")
    await hand.press("link", said("window.waiting"))
    await examine(hand.visitor, "window-waiting", [hand.visitor.language])
    await hand.press("button", said("window.dispatch"))
    await hand.sees(said("window.sent"))

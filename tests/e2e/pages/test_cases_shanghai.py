"""Points of a permit of Shanghai in the pages: the estimate, both accounts, the hand-in, the notice, and a renewal."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from luohu_casework.seeded import case_of, filled
from luohu_client import Case, City, World
from luohu_client.handing_in import Employer
from luohu_contract.texts.pages import PAGES
from luohu_pages.examine import examine
from luohu_pages.hand import Hand
from luohu_pages.visitor import Visitor
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

UPGRADED, BELOW = "upgraded-study", "below-the-standard"
CENTRE = "operator:talent-centre"
HAND_IN_DATE = "2017-03-07"

Arriving = Callable[[], Awaitable[Visitor]]


def said(key: str, **told: object) -> str:
    return PAGES[key].zh.format(**told)


def name_of(persona: str) -> str:
    return str(case_of(persona)["person"]["name"])


@pytest.fixture
async def shanghai(city: RealCity) -> AsyncIterator[World]:
    async with City(city.url) as client, await client.new_world(programme="shanghai-2017") as made:
        yield made


@pytest.fixture
def world(shanghai: World) -> str:
    return shanghai.name


async def employer_of(shanghai: World, persona: str) -> Employer:
    """Somebody's employer, whose account the talent centre has opened."""
    told = case_of(persona, "employer_account")
    employer = await shanghai.employer(told["who"].removeprefix("employer:"))
    account = await employer.open_case("employer_account", fields=told["form"]["fields"])
    for step in ("hand_in", "approve"):
        await account.step(step, by=shanghai.operator("talent-centre"))
    return employer


async def account_of(employer: Employer, persona: str) -> Case:
    """The account of a person, which their employer has made."""
    told = case_of(persona)
    return await employer.open_case(
        "application", person=told["person"], password=told["password"], fields=told["form"]["fields"]
    )


async def submitted(shanghai: World, employer: Employer, persona: str) -> Case:
    """The same, filled in and submitted by the person."""
    case = await account_of(employer, persona)
    person, password = await shanghai.applicant(persona), {"password": case_of(persona)["password"]}
    form = filled(persona)
    await case.step("fill", by=person, said=password, fields=form["fields"], entries=form["entries"])
    await case.decided()
    await case.step("submit", by=person, said=password)
    return case


async def approved(shanghai: World, employer: Employer, persona: str) -> Case:
    """The same, with everything that leads to the decision."""
    case = await submitted(shanghai, employer, persona)
    for step in ("pass", "apply"):
        await case.step(step)
    await shanghai.clock.advance(to=f"{HAND_IN_DATE}T00:00:00+08:00")
    await case.step("hand_in", by=shanghai.operator("talent-centre"))
    await case.decided()
    await shanghai.clock.advance(to="2017-05-15T00:00:00+08:00")
    return await case.reached("approved")


async def to_the_cases(hand: Hand) -> None:
    await hand.within("navigation", said("site.sections")).press("link", said("link.cases"))


async def to_the_case(hand: Hand, persona: str, who: str) -> None:
    """Sign in, and open the person's case."""
    await hand.visitor.sign_in(who)
    await to_the_cases(hand)
    await hand.within("row", "居住证积分申请").press("link", name_of(persona))


async def test_an_estimate_says_whether_the_points_are_enough(hand: Hand) -> None:
    await hand.visitor.go("/city/cases/estimate")
    await hand.within("group", "年龄").fill("年龄", "30")
    await hand.within("group", "教育背景").choose("层次", "大专")
    await hand.press("button", said("cases.estimate_do"))
    await hand.sees(said("cases.not_enough"))
    await hand.within("group", "教育背景").choose("层次", "本科和学士")
    await hand.press("button", said("cases.estimate_do"))
    await hand.sees(said("cases.enough"))
    await hand.misses(said("cases.not_enough"))
    await examine(hand.visitor, "cases-estimate", [hand.visitor.language])


async def test_nobody_submits_below_120_points(hand: Hand, shanghai: World) -> None:
    employer = await employer_of(shanghai, BELOW)
    case = await account_of(employer, BELOW)
    form, password = filled(BELOW), case_of(BELOW)["password"]
    person = await shanghai.applicant(BELOW)
    await case.step("fill", by=person, said={"password": password}, fields=form["fields"], entries=form["entries"])
    await case.decided()
    await to_the_case(hand, BELOW, BELOW)
    await hand.press("link", "提交")
    await hand.fill("密码", password)
    hand.visitor.expects(409)
    await hand.press("button", "提交")
    await hand.within("region", said("cases.lacking")).sees("120")
    await examine(hand.visitor, "cases-lacking", [hand.visitor.language])


async def test_the_person_fills_in_and_the_employer_reviews_and_prints_the_form(
    hand: Hand, arriving: Arriving, shanghai: World
) -> None:
    employer = await employer_of(shanghai, UPGRADED)
    case = await account_of(employer, UPGRADED)
    password = case_of(UPGRADED)["password"]
    person = type(hand)(await arriving())
    await to_the_case(person, UPGRADED, UPGRADED)
    await person.press("link", "填写个人信息")
    await fill_in(person, filled(UPGRADED)["entries"])
    await person.fill("密码", password)
    await examine(person.visitor, "cases-fill", [person.visitor.language])
    await person.press("button", "填写个人信息")
    await person.sees("已填写")
    await case.decided()
    await person.press("link", "提交")
    await person.fill("密码", password)
    await person.press("button", "提交")

    await to_the_case(hand, UPGRADED, employer.name)
    await hand.press("button", "单位审核通过")
    await hand.press("button", "提交申请")
    await hand.sees(HAND_IN_DATE)
    await examine(hand.visitor, "cases-waiting-for-hand-in")
    paper = await hand.downloads("link", f"{said('cases.download')} 《上海市居住证》积分申请表")
    assert paper.startswith(b"%PDF")
    await person.sees("等待递交材料")


async def test_papers_are_taken_from_the_date_on_and_the_decision_brings_a_notice(
    hand: Hand, arriving: Arriving, shanghai: World
) -> None:
    employer = await employer_of(shanghai, UPGRADED)
    case = await submitted(shanghai, employer, UPGRADED)
    for step in ("pass", "apply"):
        await case.step(step)
    clerk = type(hand)(await arriving())
    await to_the_case(clerk, UPGRADED, CENTRE)
    clerk.visitor.expects(409)
    await clerk.press("button", "收件")
    await clerk.within("region", said("cases.lacking")).sees(HAND_IN_DATE)
    await shanghai.clock.advance(to=f"{HAND_IN_DATE}T00:00:00+08:00")
    await clerk.press("button", "收件")
    await clerk.sees("收件凭证")
    await case.decided()

    await to_the_case(hand, UPGRADED, UPGRADED)
    await shanghai.clock.advance(to="2017-05-15T00:00:00+08:00")
    await hand.sees("审批通过")
    await hand.sees("126")
    await examine(hand.visitor, "cases-approved")
    await hand.press("link", "积分通知书")
    await hand.press("link", "打印")
    await hand.choose("有效证件", "居住证原件")
    await examine(hand.visitor, "cases-print", [hand.visitor.language])
    await hand.press("button", "打印")
    await examine(hand.visitor, "cases-notice")
    paper = await hand.downloads("link", f"{said('cases.download')} 积分通知书")
    assert paper.startswith(b"%PDF")


async def test_a_renewal_that_is_sent_back_goes_on_at_the_window(
    hand: Hand, arriving: Arriving, shanghai: World
) -> None:
    employer = await employer_of(shanghai, UPGRADED)
    await approved(shanghai, employer, UPGRADED)
    await shanghai.clock.advance(to="2018-03-05T00:00:00+08:00")
    await to_the_case(hand, UPGRADED, UPGRADED)
    await hand.press("link", said("cases.new_of", kind="居住证积分续办"))
    renewal = case_of(UPGRADED, "renewal")["form"]
    await hand.fill("居住证签注日期", renewal["fields"]["permit_endorsed_on"])
    await fill_in(hand, renewal["entries"])
    await examine(hand.visitor, "cases-renewal", [hand.visitor.language])
    await hand.press("button", said("cases.hand_in"))
    await hand.sees("个人已提交")

    boss = type(hand)(await arriving())
    await boss.visitor.sign_in(employer.name)
    await to_the_cases(boss)
    await boss.within("row", "居住证积分续办").press("link", name_of(UPGRADED))
    await boss.press("button", "单位审核通过")
    await hand.sees("网上审核中")
    [case] = [each for each in await employer.cases() if each.state.kind == "renewal"]
    await case.decided()
    await shanghai.clock.advance(to="2018-03-12T00:00:00+08:00")
    await hand.sees("退回")
    await examine(hand.visitor, "cases-returned")

    clerk = type(hand)(await arriving())
    await clerk.visitor.sign_in(CENTRE)
    await to_the_cases(clerk)
    await clerk.within("row", "居住证积分续办").press("link", name_of(UPGRADED))
    await clerk.press("button", "收件")
    await clerk.press("button", "窗口审核通过")
    await hand.sees("网审通过")
    await hand.press("link", "积分通知书")
    await hand.sees("可打印")


async def fill_in(hand: Hand, entries: dict[str, dict[str, dict[str, object]]]) -> None:
    """The certificates of an upgraded study, which are three, and where the personnel file is, if that is asked."""
    await hand.press("summary", "教育背景")
    await hand.press("button", f"{said('cases.row_more')} 教育背景")
    levels = {"junior_college": "大专", "undergraduate": "本科", "bachelor": "学士"}
    for number, one in enumerate(entries["education"]["talent_centre"]["certificates"], 1):  # type: ignore[arg-type]
        row = hand.within("group", f"教育背景 {number}")
        await row.choose("证书层次", levels[one["level"]])  # type: ignore[index]
        await row.fill("证书或证明编号", one["certificate_number"])  # type: ignore[index]
        if one.get("upgraded"):  # type: ignore[attr-defined]
            await row.choose("专升本", said("cases.yes"))
    if file := entries.get("personnel_file"):
        await hand.press("summary", "人事档案")
        await hand.fill("存档机构", str(file["talent_centre"]["held_by"]))

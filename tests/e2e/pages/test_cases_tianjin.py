"""A year of Tianjin in the pages: the roster, the departments' parts, the notice of points, and family who follow."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from luohu_casework.seeded import case_of, delivered
from luohu_client import Case, City, World
from luohu_client.handing_in import Employer
from luohu_client.pdf import page
from luohu_contract.texts.pages import PAGES
from luohu_contract.texts.registers import RECORD_FIELDS
from luohu_pages.examine import examine
from luohu_pages.hand import Hand
from luohu_pages.mouse import Mouse
from luohu_pages.visitor import Visitor
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

EMPLOYER = "employer:91991216MA0LUH4286"
POLICE = "operator:public-security"
ON_THE_LINE, MODEL_WORKER, TECHNICIAN = "on-the-line", "model-worker-with-patent", "scarce-technician"
APPLICATION, FAMILY = "积分入户申请", "投靠亲属落户"

Arriving = Callable[[], Awaitable[Visitor]]


def said(key: str, **told: object) -> str:
    return PAGES[key].zh.format(**told)


def name_of(persona: str, kind: str = "application") -> str:
    return str(case_of(persona, kind)["person"]["name"])


@pytest.fixture
async def tianjin(city: RealCity) -> AsyncIterator[World]:
    async with City(city.url) as client, await client.new_world(programme="tianjin-2016") as made:
        yield made


@pytest.fixture
def world(tianjin: World) -> str:
    return tianjin.name


@pytest.fixture
async def employer(tianjin: World) -> Employer:
    return await tianjin.employer(EMPLOYER.removeprefix("employer:"))


async def accepted(tianjin: World, employer: Employer, persona: str) -> Case:
    """Somebody's application, with the papers at the departments, and their verdicts."""
    wanted = case_of(persona)
    case = await employer.open_case("application", person=wanted["person"], **wanted["form"])
    await case.decided()
    await case.step("accept", by=tianjin.window())
    await case.deliver(*delivered(persona))
    await case.decided()
    return case


async def to_the_cases(hand: Hand) -> None:
    await hand.within("navigation", said("site.sections")).press("link", said("link.cases"))


async def test_an_employer_hands_in_its_roster_and_sees_the_cases_go_on(
    hand: Hand, tianjin: World, employer: Employer
) -> None:
    await hand.visitor.sign_in(EMPLOYER)
    await to_the_cases(hand)
    await hand.press("link", said("cases.roster_of", kind=APPLICATION))
    await hand.press("button", said("cases.person_more"))
    for number, persona in enumerate((MODEL_WORKER, ON_THE_LINE, TECHNICIAN), 1):
        person = case_of(persona)["person"]
        row = hand.within("region", said("cases.person_of", number=number))
        await row.fill(said("cases.name"), person["name"])
        await row.fill(said("cases.id_number"), person["id_number"])
        await row.fill("劳动合同期限(月)", "36")
        await row.choose("落户地点", "用人单位集体户口")
    row = hand.within("region", said("cases.person_of", number=2))
    await row.press("summary", "教委")
    await row.choose("学历层次", "大学本科")
    await row.fill("学历证书编号", "999991200705000406")
    await examine(hand.visitor, "cases-roster", [hand.visitor.language])
    await hand.press("button", said("cases.hand_in"))
    for persona in (MODEL_WORKER, ON_THE_LINE, TECHNICIAN):
        await hand.sees(name_of(persona))
    await examine(hand.visitor, "cases-list")

    [case] = [each for each in await employer.cases() if each.state.person["name"] == name_of(ON_THE_LINE)]
    assert case.state.form["entries"]["education"]["education"]["certificate_number"] == "999991200705000406"
    await case.decided()
    await case.step("reject", by=tianjin.window(), said={"opinion": "材料不实"})
    await hand.within("row", name_of(ON_THE_LINE)).sees("不予受理")


async def test_what_somebody_has_opened_stays_open_while_the_case_goes_on(
    visitor: Visitor, tianjin: World, employer: Employer
) -> None:
    wanted = case_of(ON_THE_LINE)
    case = await employer.open_case("application", person=wanted["person"], **wanted["form"])
    await case.decided()
    hand = Mouse(visitor)
    await visitor.sign_in(EMPLOYER)
    await visitor.go(f"/city/cases/{case.id}")
    await hand.press("summary", said("cases.trace"))
    await case.step("reject", by=tianjin.window(), said={"opinion": "材料不实"})
    await hand.sees("材料不实")
    assert await visitor.page.locator("details:has(#trace)").get_attribute("open") is not None


async def test_departments_judge_their_parts_and_the_person_reads_the_notice_of_points(
    hand: Hand, arriving: Arriving, tianjin: World, employer: Employer, tmp_path: Path
) -> None:
    await accepted(tianjin, employer, MODEL_WORKER)
    await hand.visitor.sign_in(EMPLOYER)
    await to_the_cases(hand)
    await hand.press("link", name_of(MODEL_WORKER))
    await examine(hand.visitor, "cases-in-review")
    honour = f"{said('cases.recheck')} 奖项和荣誉称号 人力社保局"
    await hand.press("link", honour)
    await hand.fill(said("cases.statement"), "证书已换发。")
    scan = tmp_path / "certificate.pdf"
    scan.write_bytes(page(["省部级劳动模范证书 津劳模字991413, 换发"]))
    await hand.upload(said("cases.evidence"), scan)
    await examine(hand.visitor, "cases-recheck", [hand.visitor.language])
    await hand.press("button", said("cases.recheck_do"))
    records = hand.within("region", said("cases.records_caption"))
    await records.sees(said("cases.state_material_delivered"))

    clerk = type(hand)(await arriving())
    await clerk.visitor.sign_in("operator:department-windows")
    await clerk.press("link", "部门联审")
    await clerk.press("button", said("queue.take"))
    await clerk.within("row", "津劳模字990413").press("link", said("desk.correct_with"))
    await clerk.page.keyboard.press("o")
    await clerk.visitor.settled()
    await clerk.fill(RECORD_FIELDS["certificate_number"].zh, "津劳模字991413")
    await clerk.fill(said("queue.note"), "已核对换发记录。")
    await clerk.press("button", said("queue.confirm"))
    await clerk.sees(said("queue.done"))

    await records.misses(said("cases.state_material_delivered"))
    await hand.press("button", "提交审核证明材料")
    await hand.sees("238")
    await hand.sees("已计分")

    person = type(hand)(await arriving())
    await person.visitor.sign_in(MODEL_WORKER)
    await to_the_cases(person)
    await person.press("link", name_of(MODEL_WORKER))
    await person.sees("238")
    await examine(person.visitor, "cases-scored")
    paper = await person.downloads("link", f"{said('cases.download')} 入户积分通知单")
    assert paper.startswith(b"%PDF")


async def test_family_follow_whoever_is_registered(
    hand: Hand, arriving: Arriving, tianjin: World, employer: Employer
) -> None:
    case = await accepted(tianjin, employer, ON_THE_LINE)
    await case.step("hand_in_proofs")
    await tianjin.clock.advance(to="2016-06-16T00:00:00+08:00")
    await case.reached("on_list")
    await hand.visitor.go("/city/cases/intakes")
    await hand.press("link", "上半年")
    await hand.within("row", name_of(ON_THE_LINE)).sees("146")
    await examine(hand.visitor, "cases-list-of-intake")

    police = type(hand)(await arriving())
    await police.visitor.sign_in(POLICE)
    await to_the_cases(police)
    await police.press("link", name_of(ON_THE_LINE))
    await police.press("button", "办理入户")

    await hand.visitor.sign_in(EMPLOYER)
    await to_the_cases(hand)
    await hand.press("link", name_of(ON_THE_LINE))
    await hand.press("link", said("cases.new_of", kind=FAMILY))
    child = case_of(ON_THE_LINE, "family")["person"]
    await hand.fill(said("cases.name"), child["name"])
    await hand.fill(said("cases.id_number"), child["id_number"])
    await hand.choose("与申请人关系", "子女")
    await examine(hand.visitor, "cases-family", [hand.visitor.language])
    await hand.press("button", said("cases.hand_in"))
    await hand.sees("已申请")

    await to_the_cases(police)
    await police.press("link", child["name"])
    await police.press("button", "办理落户")
    await hand.sees("已落户")
    await examine(hand.visitor, "cases-family-registered")


@pytest.mark.parametrize("path", ["new", "new?kind=application", "intakes"])
async def test_a_page_of_whoever_hands_in_can_be_read_by_everybody(path: str, visitor: Visitor) -> None:
    await visitor.sign_in(EMPLOYER)
    await visitor.go(f"/city/cases/{path}")
    await examine(visitor, f"cases-{path.partition('?')[0]}" + ("-application" if "?" in path else ""))

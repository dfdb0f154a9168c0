"""An employer comes into the city, is asked by one of its people, answers, and follows how everyone stands."""

from collections.abc import Awaitable, Callable

import pytest

from luohu_client import World
from luohu_client.declaration import Declaration
from luohu_client.handing_in import Employer
from luohu_contract.enrolment import AssociationAnswer, AssociationStatus, EmployerStatus
from luohu_contract.texts import text
from luohu_contract.texts.pages import PAGES
from luohu_contract.texts.season import COURSE
from luohu_pages import brought
from luohu_pages.examine import examine
from luohu_pages.hand import Hand
from luohu_pages.mouse import Mouse
from luohu_pages.visitor import Visitor

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

PERSONA, NAME = "false-material", "贺伟"
USCC, COMPANY = "91990108MA0LUH1019", "北京云杉智能科技有限公司"  #: in the registers, but not in the system yet
OPINION = "请先核对本人社会保险缴纳单位。"


def said(key: str, **told: object) -> str:
    return PAGES[key].zh.format(**told)


async def registered(employer: Hand) -> str:
    """The employer by its form, which the tax authority confirms; its unit code."""
    await employer.visitor.sign_in(f"employer:{USCC}")
    await employer.fill(said("employer.name"), COMPANY)
    await employer.choose(said("employer.district"), "海淀区")
    await employer.fill(said("employer.contact"), "云小山")
    await employer.fill(said("employer.telephone"), "010-99000101")
    await employer.press("button", said("employer.register_do"))
    await employer.sees(text(EmployerStatus.OPEN).zh)
    return await employer.page.locator("#standing strong code").inner_text()


async def asked(applicant: Hand, unit_code: str) -> None:
    """The employer of a unit code, by its name, as the page finds it."""
    await applicant.fill(said("applicant.unit_code"), unit_code)
    await applicant.press("button", said("applicant.look_up"))
    await applicant.within("status", "").sees(COMPANY)
    await applicant.press("button", said("applicant.association.send"))
    await applicant.sees(text(AssociationStatus.PENDING).zh)


async def committed(world: World, persona: str = PERSONA) -> Declaration:
    """Somebody is eligible, and has made the commitments."""
    declaration = await (await world.applicant(persona)).open_declaration(eligibility=True)
    mine = f"/v1/declarations/{declaration.id}"
    await declaration.applicant.ask("GET", f"{mine}/eligibility", headers=brought.WAITED)
    await declaration.applicant.ask("PUT", f"{mine}/commitments", json=dict.fromkeys(brought.COMMITMENTS, True))
    return declaration


async def waiting_request(world: World) -> tuple[Declaration, Employer, str]:
    """Somebody has asked an employer that answers by hand: their declaration, the employer, and its id."""
    declaration = await committed(world, "months-appealed")
    employer = await world.employer(brought.COMPANY)
    own = (await employer.ask("GET", "/v1/employers")).json()["items"][0]["id"]
    await employer.ask("PUT", f"/v1/employers/{own}/pace", json={"answers_associations": "by_hand"})
    asking = f"/v1/declarations/{declaration.id}/association"
    await declaration.applicant.ask("POST", asking, json={"unit_code": brought.UNIT_CODE})
    return declaration, employer, own


async def test_somebody_is_returned_asks_again_is_accepted_and_followed(
    hand: Hand, arriving: Callable[[], Awaitable[Visitor]], arranged: World
) -> None:
    await committed(arranged)
    unit_code = await registered(hand)
    applicant = type(hand)(await arriving())
    await applicant.visitor.sign_in(PERSONA)
    await applicant.visitor.go("/city/me/association")
    await asked(applicant, unit_code)

    await hand.press("link", said("employer.requests"))
    request = hand.within("article", NAME)
    await request.fill(said("employer.opinion_if_returned"), OPINION)
    await request.press("button", text(AssociationAnswer.RETURN).zh)
    await applicant.sees(OPINION)

    await applicant.visitor.go("/city/me/association")
    await asked(applicant, unit_code)
    await hand.within("article", NAME).press("button", text(AssociationAnswer.APPROVE).zh)
    await applicant.sees(said("applicant.association.final"))

    await hand.press("link", said("employer.staff"))
    await hand.within("row", NAME).sees(COURSE["draft"].zh)
    await hand.press("link", NAME)
    await hand.sees(said("employer.read_only"))


async def test_an_employer_that_was_looked_up_is_not_looked_up_again_for_what_was_typed_before(
    arranged: World, visitor: Visitor
) -> None:
    await committed(arranged)
    looked_up: list[str] = []
    visitor.page.on("request", lambda request: "/association/unit" in request.url and looked_up.append(request.url))
    await visitor.page.clock.install()
    await visitor.sign_in(PERSONA)
    await visitor.go("/city/me/association")
    applicant = Mouse(visitor)
    await applicant.fill(said("applicant.unit_code"), brought.UNIT_CODE)
    await applicant.press("button", said("applicant.look_up"))
    await visitor.page.clock.fast_forward(2000)
    await visitor.settled()
    assert len(looked_up) == 1
    await applicant.fill(said("applicant.unit_code"), "00000000")
    await visitor.page.clock.fast_forward(2000)
    await applicant.within("status", "").sees(said("applicant.unit_unknown"))
    assert len(looked_up) == 2


async def test_a_button_keeps_the_focus_when_its_part_is_drawn_again(arranged: World, visitor: Visitor) -> None:
    await waiting_request(arranged)
    await visitor.sign_in("months-appealed")
    await visitor.go("/city/me/association")
    button = await visitor.page.get_by_role("button", name=said("applicant.association.withdraw")).element_handle()
    await button.focus()
    await visitor.page.evaluate(
        "() => htmx.ajax('GET', '/city/me/association/state', {target: '#association', swap: 'outerHTML'})"
    )
    assert not await button.evaluate("(one) => one.isConnected"), "the part was not drawn again"
    focused = await visitor.page.evaluate("() => document.activeElement.textContent.trim()")
    assert focused == said("applicant.association.withdraw")


async def test_each_state_of_its_pages_can_be_read_by_everybody(arranged: World, visitor: Visitor) -> None:
    await visitor.sign_in(f"employer:{USCC}")
    await examine(visitor, "employer-register")
    await brought.licence(arranged)
    await visitor.sign_in(f"employer:{brought.UNTAXED}")
    await examine(visitor, "employer-under-review")


async def test_requests_and_staff_can_be_read_by_everybody(arranged: World, visitor: Visitor) -> None:
    declaration, employer, own = await waiting_request(arranged)
    await visitor.sign_in(f"employer:{brought.COMPANY}")
    await visitor.go("/city/employer/requests")
    await examine(visitor, "employer-requests-waiting")
    request = (await employer.ask("GET", f"/v1/employers/{own}/associations?status=pending")).json()["items"][0]["id"]
    await employer.ask("POST", f"/v1/associations/{request}/decision", json={"decision": "approve"})
    await visitor.go(f"/city/employer/staff/{declaration.id}")
    await examine(visitor, "employer-one-of-the-staff")

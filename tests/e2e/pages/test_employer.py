"""An employer comes into the city, is asked by one of its people, answers, and follows how everyone stands."""

from collections.abc import Awaitable, Callable

import pytest

from luohu_client import World
from luohu_client.declaration import Declaration
from luohu_contract.enrolment import AssociationAnswer, AssociationStatus, EmployerStatus
from luohu_contract.texts import text
from luohu_contract.texts.pages import PAGES
from luohu_contract.texts.season import COURSE
from luohu_pages import brought
from luohu_pages.examine import examine
from luohu_pages.hand import Hand
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


async def test_each_state_of_its_pages_can_be_read_by_everybody(arranged: World, visitor: Visitor) -> None:
    await visitor.sign_in(f"employer:{USCC}")
    await examine(visitor, "employer-register")
    await brought.licence(arranged)
    await visitor.sign_in(f"employer:{brought.UNTAXED}")
    await examine(visitor, "employer-under-review")


async def test_requests_and_staff_can_be_read_by_everybody(arranged: World, visitor: Visitor) -> None:
    declaration = await committed(arranged, "months-appealed")
    employer = await arranged.employer(brought.COMPANY)
    own = (await employer.ask("GET", "/v1/employers")).json()["items"][0]["id"]
    await employer.ask("PUT", f"/v1/employers/{own}/pace", json={"answers_associations": "by_hand"})
    asking = f"/v1/declarations/{declaration.id}/association"
    await declaration.applicant.ask("POST", asking, json={"unit_code": brought.UNIT_CODE})
    await visitor.sign_in(f"employer:{brought.COMPANY}")
    await visitor.go("/city/employer/requests")
    await examine(visitor, "employer-requests-waiting")
    request = (await employer.ask("GET", f"/v1/employers/{own}/associations?status=pending")).json()["items"][0]["id"]
    await employer.ask("POST", f"/v1/associations/{request}/decision", json={"decision": "approve"})
    await visitor.go(f"/city/employer/staff/{declaration.id}")
    await examine(visitor, "employer-one-of-the-staff")

"""An applicant: refused with a reason, admitted, accepted; previewed, submitted, ranked and withdrawn."""

from pathlib import Path

import pytest

from luohu_client import World
from luohu_client.pdf import page
from luohu_contract.eligibility import CONDITIONS
from luohu_contract.enrolment import AssociationStatus
from luohu_contract.indicators import Indicator
from luohu_contract.texts import text
from luohu_contract.texts.pages import PAGES
from luohu_contract.texts.season import COURSE, LINES
from luohu_pages import brought
from luohu_pages.hand import Hand

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

PERSONA = "permit-missing-disputed"
REFUSED = CONDITIONS["eligibility.permit_missing"]


def said(key: str, **told: object) -> str:
    return PAGES[key].zh.format(**told)


async def admitted(world: World) -> None:
    """A clerk of the window has looked at the permit."""
    clerk = world.window()
    clerk.queue = "/v1/eligibility-disputes"
    [task] = await clerk.tasks()
    await task.take()
    await task.complete({"decision": "admit", "opinion": "已核对居住证原件。"})


async def saved(world: World) -> None:
    """韩冰 has an open declaration, every page of which is saved as it stands."""
    declaration = await (await world.applicant("tax-one-year-valid")).open_declaration(eligibility=True)
    mine = f"/v1/declarations/{declaration.id}"
    await declaration.applicant.ask("GET", f"{mine}/eligibility", headers=brought.WAITED)
    captcha = (await declaration.applicant.ask("GET", f"{mine}/captcha")).json()
    area = {"committed": False, "captcha": {"token": captcha["token"], "answer": captcha["answer"]}}
    await declaration.applicant.ask("PUT", f"{mine}/basics", json={"disclosure_consent": False})
    for indicator in Indicator:
        entered = {"saved": True, **(area if indicator is Indicator.JOB_HOUSING_AREA else {})}
        await declaration.applicant.ask("PUT", f"{mine}/indicators/{indicator.value}", json=entered)


async def test_somebody_is_refused_with_the_reason_objects_and_is_admitted_and_associated(
    hand: Hand, arranged: World, tmp_path: Path
) -> None:
    permit = tmp_path / "permit.pdf"
    permit.write_bytes(page(["北京市居住证", "柳青"]))
    await hand.visitor.sign_in(PERSONA)
    await hand.press("button", said("applicant.begin.open", year=2021))
    await hand.within("main", "").within("list", "").press("link", said("applicant.eligibility"))
    await hand.sees(REFUSED.says.zh)
    await hand.sees(REFUSED.todo.zh)
    await hand.fill(said("applicant.dispute.statement"), "居住证于2016年申领，系统未查到。")
    await hand.upload(said("applicant.dispute.files"), permit)
    await hand.press("button", said("applicant.dispute.send"))
    await hand.sees(said("applicant.dispute.open"))
    await admitted(arranged)
    await hand.sees(said("applicant.dispute.admitted"))

    await hand.within("main", "").press("link", said("applicant.go_on"))
    for name in brought.COMMITMENTS:
        await hand.tick(said(f"applicant.commitment.{name}"))
    await hand.press("button", said("applicant.commitments.make"))
    await hand.fill(said("applicant.unit_code"), brought.UNIT_CODE)
    await hand.press("button", said("applicant.look_up"))
    await hand.press("button", said("applicant.association.send"))
    await hand.sees(text(AssociationStatus.APPROVED).zh)


async def test_a_declaration_is_previewed_submitted_ranked_as_others_come_and_withdrawn(
    hand: Hand, arranged: World
) -> None:
    await saved(arranged)
    await hand.visitor.sign_in("tax-one-year-valid")
    await hand.within("main", "").press("link", said("applicant.results.score"))
    employment = hand.within("row", LINES["employment"].zh)
    await employment.press("summary", said("outcome.score.why"))
    await employment.sees("58.5")
    await hand.press("link", said("outcome.way.submission"))
    await hand.press("button", said("outcome.submission.submit"))
    await hand.sees(COURSE["submitted"].zh)

    await hand.press("link", said("outcome.way.rank"))
    await hand.sees(said("outcome.rank.of", count=1))
    await brought.submitted(arranged, "months-appealed", brought.UNIT_CODE)
    await hand.sees(said("outcome.rank.of", count=2))

    await hand.press("link", said("outcome.way.submission"))
    await hand.press("button", said("outcome.submission.withdraw"))
    await hand.sees(COURSE["draft"].zh)
    await hand.press("link", said("outcome.way.rank"))
    await hand.sees(said("outcome.rank.not_submitted"))

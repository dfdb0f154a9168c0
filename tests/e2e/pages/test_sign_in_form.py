"""Signing in by the form of the identity service: an account, a code from the short message, and out again."""

import pytest

from luohu_contract.numbers.resident import check_character
from luohu_contract.texts.pages import PAGES
from luohu_contract.texts.sign_in import SIGN_IN
from luohu_gateway.site.visit import Language
from luohu_pages.examine import examine
from luohu_pages.hand import Hand
from luohu_pages.visitor import Visitor

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

PERSON, NAME = "990116197505200110", "何怀山"
NOBODY = "99010120000101001" + check_character("99010120000101001")


async def sms_code(visitor: Visitor, world: str) -> str:
    """The newest code of a world, as whoever follows the form's link reads it."""
    answer = await visitor.page.request.get("/_luohu/messages", params={"world": world, "account": PERSON})
    return str((await answer.json())["items"][0]["sms_code"])


async def asked_for_a_code(hand: Hand) -> None:
    await hand.press("link", PAGES["sign_in.by_form"].zh)
    await hand.fill(SIGN_IN["account"].zh, PERSON)
    await hand.press("button", SIGN_IN["send"].zh)
    await hand.sees(SIGN_IN["sent"].zh)


async def test_a_code_from_the_message_opens_ones_own_pages_until_one_signs_out(hand: Hand, world: str) -> None:
    await hand.visitor.go("/city/me/notices")
    await asked_for_a_code(hand)
    await hand.fill(SIGN_IN["code"].zh, await sms_code(hand.visitor, world))
    await hand.press("button", SIGN_IN["sign_in"].zh)
    assert hand.page.url.endswith("/city/me/notices")
    await hand.within("banner", "").sees(NAME)

    await hand.press("button", PAGES["site.sign_out"].zh)
    await hand.visitor.go("/city/me/notices")
    assert hand.page.url.endswith("/city/sign-in?next=/city/me/notices")


async def test_what_is_wrong_is_told_beside_its_field_and_a_right_code_still_signs_in(hand: Hand, world: str) -> None:
    hand.visitor.expects(422)
    await hand.visitor.go("/city/sign-in")
    await hand.press("link", PAGES["sign_in.by_form"].zh)
    await hand.fill(SIGN_IN["account"].zh, NOBODY)
    await hand.press("button", SIGN_IN["send"].zh)
    assert await told_at(hand, SIGN_IN["account"].zh) == SIGN_IN["account_unknown"].zh

    await hand.fill(SIGN_IN["account"].zh, PERSON)
    await hand.press("button", SIGN_IN["send"].zh)
    sent = await sms_code(hand.visitor, world)
    await hand.fill(SIGN_IN["code"].zh, "000000" if sent != "000000" else "111111")
    await hand.press("button", SIGN_IN["sign_in"].zh)
    assert await told_at(hand, SIGN_IN["code"].zh) == SIGN_IN["code_wrong"].zh.format(left=4)

    await hand.fill(SIGN_IN["code"].zh, sent)
    await hand.press("button", SIGN_IN["sign_in"].zh)
    assert hand.page.url.endswith("/city/me")


async def told_at(hand: Hand, label: str) -> str:
    """What a screen reader says to a field beyond its hint: the alert that describes it."""
    field = hand.page.get_by_label(label)
    assert await field.get_attribute("aria-invalid") == "true"
    told = str(await field.get_attribute("aria-describedby")).split()
    return await hand.page.locator(f"[role=alert]#{told[-1]}").inner_text()


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_each_step_of_the_form_can_be_read_by_everybody(language: Language, visitor: Visitor) -> None:
    await visitor.speak(language)
    await visitor.go("/city/sign-in/form")
    await examine(visitor, "form-account", [language])
    await visitor.page.fill("#account", PERSON)
    await visitor.page.press("#account", "Enter")
    await visitor.settled()
    await examine(visitor, "form-code", [language])

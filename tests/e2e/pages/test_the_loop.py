"""The loop before one's eyes: a home is filed and not found, disputed with evidence, decided at the desk, and valid."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from luohu_client.pdf import page
from luohu_contract.claim import CertificateFormat
from luohu_contract.forms import Relation
from luohu_contract.indicators import Indicator
from luohu_contract.item import ItemKind
from luohu_contract.texts import FIELDS, text
from luohu_contract.texts.pages import PAGES
from luohu_contract.texts.registers import RECORD_FIELDS
from luohu_pages.hand import Hand
from luohu_pages.mouse import Mouse
from luohu_pages.visitor import Visitor

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

HOME = FIELDS[ItemKind.OWN_HOME]


def said(key: str) -> str:
    return PAGES[key].zh


async def filed(hand: Hand) -> None:
    """The home of the handbook's sample screen, by the form, and sent."""
    await hand.press("button", said("applicant.begin.open").format(year=2021))
    await hand.press("link", text(Indicator.HOUSING).zh)
    await hand.press("link", said("applicant.add.residence"))
    await hand.choose(HOME["kind"].zh, text(ItemKind.OWN_HOME).zh)
    await hand.choose(HOME["relation"].zh, text(Relation.SELF).zh)
    await hand.choose(HOME["certificate_format"].zh, text(CertificateFormat.X_HOUSE_TITLE).zh)
    await hand.fill(HOME["certificate_number"].zh, "X京房权证怀字第11111111号")
    await hand.choose(HOME["district"].zh, "怀柔区")
    await hand.fill(HOME["from"].zh, "2005-10")
    await hand.fill(HOME["to"].zh, "2010-10")
    await hand.press("button", said("applicant.verify"))


async def test_a_home_that_is_not_found_is_disputed_and_turns_valid(
    hand: Hand, arriving: Callable[[], Awaitable[Visitor]], tmp_path: Path
) -> None:
    await hand.visitor.sign_in("huairou-home-not-found")
    await filed(hand)
    await hand.sees("无效(房源无效)")
    await hand.press("link", said("applicant.see"))
    await hand.press("link", said("outcome.recheck.ask"))
    await hand.fill(said("outcome.recheck.statement"), "房屋登记在老档案中")
    scan = tmp_path / "title.pdf"
    scan.write_bytes(page(["房屋所有权证"]))
    await hand.upload(said("outcome.file.choose"), scan)
    await hand.press("button", said("outcome.recheck.send"))
    await hand.sees("复查中")

    operator = Mouse(await arriving())
    await operator.visitor.sign_in("operator:housing-registry")
    await decided(operator)
    await hand.misses("复查中")
    await hand.sees("2005-10-18")


async def decided(operator: Hand) -> None:
    """The old archive is read: the record is completed, and the first answer overturned."""
    await operator.press("link", text(ItemKind.OWN_HOME).zh)
    await operator.press("button", said("queue.take"))
    await operator.page.keyboard.press("o")
    await operator.visitor.settled()
    await operator.press("link", said("desk.correct_with"))
    await operator.fill(RECORD_FIELDS["registered_on"].zh, "2005-10-18")
    await operator.fill(RECORD_FIELDS["expired_on"].zh, "2010-10-22")
    await operator.tick(RECORD_FIELDS["archive_incomplete"].zh, on=False)
    await operator.fill(said("queue.note"), "已核对历史档案，登记信息补录完毕。")
    await operator.press("button", said("queue.confirm"))
    await operator.sees(said("queue.done"))

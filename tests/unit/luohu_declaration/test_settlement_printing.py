"""What is printed can be read: names, numbers, points and papers stand in the text of the PDF."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from luohu_contract.claim import Person
from luohu_contract.household import SettlementDocument as Kind
from luohu_declaration.domain.settlement.papers import Case, district_needs
from luohu_declaration.domain.settlement.transfer import TransferData
from luohu_declaration.printing.settlement import Facts, Stamp, sheet_of
from luohu_kit.clock import BEIJING
from luohu_settling import bodies
from luohu_settling.way import text_of

AT = datetime(2021, 11, 1, 9, 0, tzinfo=BEIJING)
STAMP = Stamp("京积落申〔2021〕00007号", AT, datetime(2022, 5, 1, tzinfo=BEIJING))
PERSON = Person(name="韩冰", id_number="990105197707071717")
PRINTED = [kind for kind in Kind if kind is not Kind.MIGRATION_CERTIFICATE]


def facts(**fields: Any) -> Facts:
    data = TransferData.model_validate(bodies.transfer_data(**fields))
    needs = district_needs(Case(data, points_from_spouses_home=True))
    points = [("合法稳定就业", Decimal("41.50")), ("年龄", Decimal(20))]
    return Facts(PERSON, 2021, data, needs, "北京示例科技有限公司", "朝阳区", Decimal("107.50"), 17, points)


def printed(kind: Kind, stamp: Stamp = STAMP, **fields: Any) -> str:
    return text_of(sheet_of(kind, facts(**fields), stamp).pdf())


@pytest.mark.parametrize("kind", PRINTED)
def test_every_document_names_its_person_and_number(kind: Kind) -> None:
    text = printed(kind)
    for words in ("韩冰", PERSON.id_number, "1977-07-07", STAMP.number, "2021年11月01日"):
        assert words in text


def test_the_application_form_has_points_total_and_rank() -> None:
    text = printed(Kind.APPLICATION_FORM)
    for words in (
        "北京市积分落户申请表",
        "合法稳定就业41.5",
        "年龄20",
        "年度总积分107.5",
        "排名17",
        bodies.TITLE,
        "朝阳区落户路1号",
    ):
        assert words in text


def test_the_materials_list_names_what_this_person_needs() -> None:
    child = bodies.child("20150301", 2, family_planning=bodies.proof())
    text = printed(Kind.MATERIALS_LIST, children=[child], **bodies.married())
    for words in (
        "与自有住所有关的婚姻凭证",
        "韩小冰的出生医学证明",
        "韩小冰的符合计划生育政策凭证",
        "《再生育确认单》",
        "个人无需开具",
    ):
        assert words in text


def test_a_child_without_a_proof_is_printed_with_the_reason() -> None:
    text = printed(Kind.TRANSFER_FORM, children=[bodies.child()])
    assert "免交：2016年1月1日(含)以后生育两孩以内" in text
    assert "R990000001" in text


@pytest.mark.parametrize("copy", [1, 2, 3])
def test_each_copy_of_the_permit_says_whose_it_is(copy: int) -> None:
    holder = ("北京市公安局朝阳分局", "落户市旧街派出所", "落户路派出所")[copy - 1]
    text = printed(Kind.MOVE_IN_PERMIT, Stamp("京公准迁〔2021〕00001号", AT, None, copy, holder))
    assert f"第{'一二三'[copy - 1]}联" in text
    assert f"本联由{holder}留存" in text


def test_the_same_sheet_is_the_same_file_and_another_is_another() -> None:
    one, again = (sheet_of(Kind.APPLICATION_FORM, facts(), STAMP).pdf() for _ in range(2))
    assert one == again
    assert one != sheet_of(Kind.APPLICATION_FORM, facts(**bodies.married()), STAMP).pdf()


def test_what_looks_like_markup_is_printed_as_it_is() -> None:
    strange = bodies.own_home(address="<b>落户路</b>&1号")
    assert "<b>落户路</b>&1号" in printed(Kind.APPLICATION_FORM, destination=strange)


def test_a_file_stays_small_because_no_font_is_in_it() -> None:
    assert len(sheet_of(Kind.APPLICATION_FORM, facts(), STAMP).pdf()) < 20_000

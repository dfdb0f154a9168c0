"""Every value of the wire has its label."""

import importlib
import pkgutil
import re
from enum import StrEnum

import pytest

import luohu_contract
from luohu_contract.item import ItemKind, ItemStatus, Subject
from luohu_contract.texts import BASIC, DOCUMENTS, FIELDS, TEXTS, Text, status_label, text


def _enums() -> set[type[StrEnum]]:
    """Every enum that a module of the contract defines."""
    found = set()
    for module in pkgutil.walk_packages(luohu_contract.__path__, "luohu_contract."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, StrEnum) and value.__module__ == module.name:
                found.add(value)
    return found


MEMBERS = [member for enum in sorted(_enums(), key=lambda enum: enum.__name__) for member in enum]


def test_the_enums_of_the_contract_were_found() -> None:
    assert {ItemKind, ItemStatus, Subject} <= _enums()


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: f"{type(member).__name__}.{member.name}")
def test_every_value_has_both_languages(member: StrEnum) -> None:
    label = text(member)
    assert re.search(r"[\u4e00-\u9fff]", label.zh)
    assert re.search(r"[a-z]", label.en)


def test_no_label_is_left_without_its_value() -> None:
    assert {member for labels in TEXTS.values() for member in labels} == set(MEMBERS)
    assert set(TEXTS) == _enums()


def test_a_value_of_somebody_else_is_named_in_the_error() -> None:
    class Stranger(StrEnum):
        VALID = "valid"

    with pytest.raises(LookupError, match=r"Stranger\.VALID"):
        text(Stranger.VALID)


@pytest.mark.parametrize(("zh", "en"), [("", "a"), ("一", "")])
def test_a_label_has_two_languages(zh: str, en: str) -> None:
    with pytest.raises(ValueError, match="both languages"):
        Text(zh, en)


def test_documents_and_fields_have_names_that_json_can_have() -> None:
    names = [*DOCUMENTS, *BASIC, *(name for fields in FIELDS.values() for name in fields)]
    assert all(re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", name) for name in names)
    assert set(FIELDS) == set(ItemKind)


@pytest.mark.parametrize(
    ("label", "status", "subject", "kind", "years"),
    [
        ("已保存", ItemStatus.DRAFT, None, ItemKind.OWN_HOME, None),
        ("待填写配偶住所信息", ItemStatus.DRAFT, None, ItemKind.SPOUSE, None),
        ("待审核", ItemStatus.PENDING, None, None, None),
        ("待审核", ItemStatus.PENDING, None, ItemKind.SPOUSE, None),
        ("复查中", ItemStatus.RECHECK, Subject.PROPERTY, None, None),
        ("有效", ItemStatus.VALID, None, None, None),
        ("有效(1年)", ItemStatus.VALID, None, ItemKind.TAX, 1),
        ("审核通过", ItemStatus.VALID, None, ItemKind.SPOUSE, None),
        ("无效(房源无效)", ItemStatus.INVALID, Subject.PROPERTY, ItemKind.OWN_HOME, None),
        ("无效(配偶信息无效)", ItemStatus.INVALID, Subject.SPOUSE, ItemKind.RENTAL, None),
        ("审核不通过", ItemStatus.INVALID, Subject.SPOUSE, ItemKind.SPOUSE, None),
        ("无效(备案合同无效)", ItemStatus.INVALID, Subject.FILING, ItemKind.RENTAL, None),
        ("无效", ItemStatus.INVALID, Subject.EDUCATION, ItemKind.DOMESTIC_EDUCATION, None),
        ("无效", ItemStatus.INVALID, Subject.TAX, ItemKind.TAX, 0),
        ("无效", ItemStatus.INVALID, None, None, None),
    ],
)
def test_a_status_is_printed_as_on_the_page(
    label: str, status: ItemStatus, subject: Subject | None, kind: ItemKind | None, years: int | None
) -> None:
    assert status_label(status, subject, kind=kind, valid_years=years) == label

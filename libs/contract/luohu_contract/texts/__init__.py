"""The one catalogue of labels: every enum value of the wire, every document, every field of the forms, every figure
that is only read.

`text(ItemStatus.PENDING).zh` is 待审核; `status_label(ItemStatus.INVALID, Subject.PROPERTY)` is 无效(房源无效).
Labels of reasons stand in `luohu_contract.reasons`.
"""

from enum import StrEnum

from luohu_contract.item import ItemKind, ItemStatus, Subject
from luohu_contract.texts.departments import DEPARTMENTS, department
from luohu_contract.texts.documents import DOCUMENTS
from luohu_contract.texts.enrolment import ENROLMENT
from luohu_contract.texts.entered import ENTERED
from luohu_contract.texts.fields import BASIC, FIELDS
from luohu_contract.texts.figures import FIGURES, SENTENCES
from luohu_contract.texts.found import FOUND
from luohu_contract.texts.household import HOUSEHOLD
from luohu_contract.texts.indicators import INDICATORS
from luohu_contract.texts.kind import Labels, Text
from luohu_contract.texts.merit import AWARD_NAMES, GRADES, HONOUR_NAMES, MERIT, ROLES

__all__ = [
    "AWARD_NAMES",
    "BASIC",
    "DEPARTMENTS",
    "DOCUMENTS",
    "FIELDS",
    "FIGURES",
    "GRADES",
    "HONOUR_NAMES",
    "ROLES",
    "SENTENCES",
    "TEXTS",
    "Text",
    "department",
    "status_label",
    "text",
]

TEXTS: Labels = ENTERED | MERIT | FOUND | ENROLMENT | HOUSEHOLD | INDICATORS

_PRINTED = frozenset({Subject.PROPERTY, Subject.SPOUSE, Subject.FILING})  # the others print 无效 alone
_SPOUSE = {  # a spouse record has words of its own, from its list and from its review
    ItemStatus.DRAFT: "待填写配偶住所信息",
    ItemStatus.VALID: "审核通过",
    ItemStatus.INVALID: "审核不通过",
}


def text(member: StrEnum) -> Text:
    """The label of an enum value of the wire. Raises LookupError for one that the catalogue does not have."""
    try:
        return TEXTS[type(member)][member]
    except KeyError:
        raise LookupError(
            f"{type(member).__name__}.{member.name} has no label; add it to luohu_contract.texts"
        ) from None


def status_label(
    status: ItemStatus,
    subject: Subject | None = None,
    *,
    kind: ItemKind | None = None,
    valid_years: int | None = None,
) -> str:
    """The status as a page prints it: 无效(房源无效), 有效(1年), 待审核, and 审核不通过 for a spouse record.

    subject: what an invalid item is invalid for.
    kind: spouse records have words of their own.
    valid_years: of a valid tax item, 0 to 3.
    """
    if kind is ItemKind.SPOUSE and status in _SPOUSE:
        return _SPOUSE[status]
    label = text(status).zh
    if status is ItemStatus.INVALID and subject in _PRINTED:
        return f"{label}({text(subject).zh}无效)"
    if status is ItemStatus.VALID and valid_years is not None:
        return f"{label}({valid_years}年)"
    return label

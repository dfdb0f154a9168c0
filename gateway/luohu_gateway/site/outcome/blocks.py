"""The three blocks of an item's screen, written for people: what was entered, what was found, what was computed.

Labels of what was entered stand in `luohu_contract.texts.fields`; those of what was found in the texts of this section.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from luohu_contract.claim import (
    CertificateFormat,
    DegreeLevel,
    DegreeMethod,
    IdType,
    OrganisationIdType,
    OverseasLevel,
    QualificationLevel,
    RentalType,
    Sex,
)
from luohu_contract.honours import HonourType
from luohu_contract.household import HomeOwner
from luohu_contract.innovation import CompanyKind, InnovationType, WinnerRole
from luohu_contract.item import ItemKind
from luohu_contract.message import Outcome
from luohu_contract.reasons import REASONS
from luohu_contract.standing import AccountStatus, Insurance, WorkCategory
from luohu_contract.texts import FIELDS, FIGURES, Text, text
from luohu_contract.texts.pages import PAGES

NOTHING = "--"  #: as the handbook's screens print what is not known

#: Fields whose values have labels, by their path in the form.
_ENTERED: dict[str, type[StrEnum]] = {
    "kind": ItemKind,
    "certificate_format": CertificateFormat,
    "relation": HomeOwner,
    "rental_type": RentalType,
    "id_type": IdType,
    "owner_id_type": OrganisationIdType,
    "qualification.level": QualificationLevel,
    "qualification.sex": Sex,
    "degree.level": DegreeLevel,
    "degree.sex": Sex,
    "degree.method": DegreeMethod,
    "education_name": OverseasLevel,
}
_FOUND: dict[str, type[StrEnum]] = {
    "level": OverseasLevel,
    "filed_type": InnovationType,
    "company_kind": CompanyKind,
    "longest": Insurance,
    "status": AccountStatus,
    "category": WorkCategory,
}
#: What a screen prints of an item whose findings hold nothing: `登簿日期(填发日期) --`.
_EXPECTED: dict[ItemKind, tuple[str, ...]] = {
    ItemKind.OWN_HOME: ("registered_on", "expired_on"),
    ItemKind.DORMITORY: ("registered_on", "expired_on"),
    ItemKind.RENTAL: ("lease_from", "lease_to"),
}
_LISTS = frozenset({"spans", "detentions_by_year"})  #: too long for a line, and told in short by other findings


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block."""

    label: Text
    value: Text | str
    item: str = ""  #: id of another item that it names
    file: str = ""  #: id of a file that it names


def entered(item: Mapping[str, Any]) -> list[Line]:
    """申请人填写的内容, in the order of the form."""
    flat = dict(_flat(item["entered"]))
    kind = ItemKind(item["kind"])
    return [_entered(kind, path, label, flat[path]) for path, label in FIELDS[kind].items() if path in flat]


def _entered(kind: ItemKind, path: str, label: Text, value: Any) -> Line:
    if path == "evidence":
        return Line(label, "", file=str(value))
    if path == "spouse_id" and value:
        return Line(label, text(ItemKind.SPOUSE), item=str(value))
    choices = _ENTERED.get(path)
    if path == "type":
        choices = HonourType if kind is ItemKind.HONOUR else InnovationType
    return Line(label, _word(value, choices))


def found(kind: ItemKind, findings: Mapping[str, Any] | None) -> list[Line]:
    """相关部门核查结果 of one part of an item."""
    told = findings or dict.fromkeys(_EXPECTED.get(kind, ()))
    return [line for name, value in told.items() if name not in _LISTS for line in _found(name, value)]


def _found(name: str, value: Any) -> Iterator[Line]:
    if name == "years" and isinstance(value, list):  # 年度结果: 2020年有效; of a record of penalties, which years
        for year in value:
            if isinstance(year, dict):
                told = text(Outcome.VALID if year["valid"] else Outcome.INVALID)
                label = PAGES["outcome.year"]
                yield Line(Text(label.zh.format(year=year["year"]), label.en.format(year=year["year"])), told)
    elif name == "months_by_insurance":
        for insurance, months in value.items():
            yield Line(text(Insurance(insurance)), str(months))
    elif isinstance(value, Mapping):
        for inner, one in value.items():
            yield from _found(f"{name}.{inner}", one)
    else:
        yield Line(_label(name), _word(value, _choices_of(name, value)))


def _label(name: str) -> Text:
    last = name.rpartition(".")[2]
    return FIGURES.get(last) or PAGES.get(f"outcome.found.{last}") or Text(last, last)


def _choices_of(name: str, value: Any) -> type[StrEnum] | None:
    """What a finding's value is one of. A role is an enum's in companies that won, and the list's own word in works."""
    if name == "identity.sex":
        return Sex
    if name == "role":
        return WinnerRole if value in set(WinnerRole) else None
    if name == "type":
        return HonourType
    return None if name.startswith(("identity.", "permit.")) else _FOUND.get(name)


def _word(value: Any, choices: type[StrEnum] | None) -> Text | str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return PAGES["outcome.yes" if value else "outcome.no"]
    return text(choices(value)) if choices else str(value)


def _flat(form: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in form.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def reason_named(code: str) -> Text:
    """The label of a reason, in both languages."""
    row = REASONS[code]
    return Text(row.zh, row.en)

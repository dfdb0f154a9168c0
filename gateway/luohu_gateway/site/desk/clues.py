"""Which records of an agency a question is about, and how its claim stands beside each of them. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from luohu_contract.claim import ClaimKind
from luohu_contract.numbers import normalise_certificate_number
from luohu_gateway.site.queues.interface import Json

#: What is looked for in a register: values of a question, of which one is found.
Clue = Callable[[Json], tuple[str | None, ...]]


def _claimed(*names: str) -> Clue:
    return lambda question: tuple(question["claim"].get(name) for name in names)


def _title(question: Json) -> tuple[str | None, ...]:
    return (normalise_certificate_number(question["claim"].get("certificate_number", "")),)


def _subject(question: Json) -> tuple[str | None, ...]:
    return (question["subject"]["id_number"],)


#: The registers that a kind of claim is compared with, and what is looked for in each.
CLUES: Mapping[str, tuple[tuple[str, Clue], ...]] = {
    ClaimKind.OWN_HOME: (("title", _title),),
    ClaimKind.DORMITORY: (("title", _title),),
    ClaimKind.RENTAL: (("lease", _claimed("filing_number")),),
    ClaimKind.QUALIFICATION: (("qualification", _claimed("certificate_number", "id_number")),),
    ClaimKind.DEGREE: (("degree", _claimed("certificate_number", "method_number")),),
    ClaimKind.OVERSEAS_EDUCATION: (("overseas_certificate", _claimed("certificate_number")),),
    ClaimKind.TAX: (("payment", _subject), ("penalty", _subject)),
    ClaimKind.TAX_PENALTIES: (("penalty", _subject),),
    ClaimKind.TAX_TOTAL: (("payment", _subject),),
    ClaimKind.SCIENCE_AWARD: (
        ("filing", _subject),
        ("winner", _subject),
        ("holding", _subject),
        ("income_tax", _subject),
    ),
    ClaimKind.AWARD: (
        ("award", lambda question: (*_subject(question), *_claimed("project_number", "project_name")(question))),
    ),
    ClaimKind.HONOUR: (("honour", _subject),),
    ClaimKind.INSURANCE: (("contribution", _subject), ("account", _subject)),
    ClaimKind.CONDUCT: (("resident", _subject), ("permit", _subject), ("detention", _subject), ("crime", _subject)),
    ClaimKind.DEPARTMENT: (("entry", _subject),),
    ClaimKind.PERSONNEL_FILE: (("personnel_file", _subject),),
    ClaimKind.DEGREE_CHECK: (("degree_certificate", _subject),),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a claim beside the same of a record."""

    key: str
    entered: Any = None
    held: Any = None
    state: str = "held"  #: same, differs; entered or held: only one of them says it


def beside(question: Json, kind: str, fields: Json) -> list[Line]:
    """The claim beside one record, field by field: what both have first. kind: of the record."""
    entered = _entered(question, kind)
    both = [_compared(key, entered[key], fields) for key in entered if key in fields or key == "period"]
    alone = [Line(key, entered=value, state="entered") for key, value in entered.items() if key not in fields]
    seen = {line.key for line in both}
    held = [Line(key, held=value) for key, value in fields.items() if key not in entered]
    return [*both, *(line for line in alone if line.key not in seen), *held]


def _entered(question: Json, kind: str) -> dict[str, Any]:
    """What a claim says, under the names that the record has for it."""
    claim, subject = dict(question["claim"]), question["subject"]
    claim.pop("kind")
    if kind == "title":
        claim["owners"] = claim.pop("owner")
    elif kind == "lease":
        claim["tenants"] = claim.pop("tenant")
    elif kind == "degree":
        claim[claim.pop("method")] = claim.pop("method_number")
    elif kind == "entry":
        claim["values"] = claim.pop("entered")
    if kind == "honour":
        return {"person": subject["name"], "id_number": subject["id_number"], **claim}
    if kind in ("title", "lease", "qualification", "degree"):
        return claim
    who = {"name": subject["name"], "id_number": subject["id_number"]}
    if kind in ("overseas_certificate", "resident"):
        who |= {"sex": subject.get("sex"), "birth_date": subject.get("birth_date")}
    return {name: value for name, value in {**who, **claim}.items() if value is not None}


def _compared(key: str, entered: Any, fields: Json) -> Line:
    if key == "period":
        held = {"first": _first(fields), "last": _last(fields)}
        fits = _within(entered, held)
    else:
        held = fields[key]
        fits = _agrees(key, entered, held)
    return Line(key, entered, held, "same" if fits else "differs")


def _agrees(key: str, entered: Any, held: Any) -> bool:
    if key in ("owners", "tenants"):
        return any(_person(one) == _person(entered) for one in held)
    if key == "certificate_number":
        return normalise_certificate_number(str(entered)) == normalise_certificate_number(str(held))
    if key == "values":
        return all(held.get(name) == value for name, value in entered.items())
    return bool(entered == held)


def _person(one: Json) -> tuple[str, str]:
    return str(one["name"]), str(one["id_number"]).upper()


def _first(fields: Json) -> str | None:
    return fields.get("registered_on") or fields.get("lease_from")


def _last(fields: Json) -> str | None:
    return fields.get("expired_on") or fields.get("lease_to")


def _within(entered: Json, held: Json) -> bool:
    """Whether the months entered lie within the days on record. An end that is open holds on."""
    begins = held["first"] is not None and entered["first"] >= held["first"][:7]
    return begins and (held["last"] is None or entered["last"] <= held["last"][:7])

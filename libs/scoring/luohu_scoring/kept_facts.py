"""Facts as they are kept beside the points that were made of them, so that other rules can be held against them.

They were validated when they were made; reading them back does not validate them again, which for a city would take
longer than scoring it. What nearly nobody has (innovation, honours) is read the common way.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson

from luohu_contract.cities import FIRST_CITY
from luohu_contract.months import Month
from luohu_contract.standing import Insurance
from luohu_scoring.facts import AreaFacts, EducationFacts, Facts, LawFacts, TaxFacts
from luohu_scoring.line import Line
from luohu_scoring.merits import Honour, Innovation
from luohu_scoring.spells import HomeKind, HomeSpell, InsuranceSpell

_NO_LAW, _NO_TAX = LawFacts(), TaxFacts()
_AREA = {committed: AreaFacts(committed=committed) for committed in (False, True)}
_INSURANCE = {each.value: each for each in Insurance}


def kept(facts: Facts) -> str:
    """The JSON to keep: what says nothing is left out."""
    return facts.model_dump_json(by_alias=True, exclude_defaults=True)


def facts_of_kept(text: str | bytes) -> Facts:
    """The facts that `kept` wrote, equal in every field; for nothing that somebody else wrote."""
    told = orjson.loads(text)
    born = told.get("birth_date")
    return Facts.model_construct(
        id=told["id"],
        city=told.get("city", FIRST_CITY),
        year=told["year"],
        birth_date=born and date.fromisoformat(born),
        birth_year=told.get("birth_year"),
        insurance=tuple(_insurance(told.get("insurance", ()))),
        homes=tuple(_homes(told.get("homes", ()))),
        education=EducationFacts.model_validate(told["education"]) if told.get("education") else None,
        area=_area(told.get("area")),
        innovation=tuple(map(Innovation.model_validate, told.get("innovation", ()))),
        tax=_tax(told.get("tax")),
        honours=tuple(map(Honour.model_validate, told.get("honours", ()))),
        law=LawFacts.model_validate(told["law"]) if "law" in told else _NO_LAW,
        pending=frozenset(map(Line, told.get("pending", ()))),
        rechecked=frozenset(map(Line, told.get("rechecked", ()))),
        corrected={Line(line): source for line, source in told.get("corrected", {}).items()},
    )


def _insurance(told: Any) -> Iterator[InsuranceSpell]:
    for each in told:
        yield InsuranceSpell.model_construct(
            first=Month.parse(each["from"]),
            last=Month.parse(each["to"]),
            insurance=_INSURANCE[each["insurance"]],
            back_paid=each.get("back_paid", False),
            district=each["district"],
        )


def _homes(told: Any) -> Iterator[HomeSpell]:
    for each in told:
        yield HomeSpell.model_construct(
            first=Month.parse(each["from"]),
            last=Month.parse(each["to"]),
            item=each.get("item"),
            kind=HomeKind(each["kind"]),
            district=each["district"],
        )


def _area(told: Any) -> AreaFacts:
    """Most have made the choice or not, and nothing else."""
    if not told:
        return _AREA[False]
    return _AREA[True] if told == {"committed": True} else AreaFacts.model_validate(told)


def _tax(told: Any) -> TaxFacts | None:
    if told is None:
        return None
    return TaxFacts.model_validate(told) if told else _NO_TAX

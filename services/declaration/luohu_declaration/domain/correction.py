"""What an upheld appeal puts in the place of what was found: one part of the facts, and never a figure of the policy.

A correction stands in for the whole part of its indicator, whatever agencies find later; of two about one indicator
the later counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from pydantic import Field

from luohu_contract.indicators import Indicator
from luohu_contract.model import Wire
from luohu_declaration.domain.checks import Refused
from luohu_scoring import (
    MOST_ITEMS,
    AreaPlaces,
    EducationFacts,
    Facts,
    HomeSpell,
    Honour,
    Innovation,
    InsuranceSpell,
    LawFacts,
    Line,
    TaxFacts,
)

#: The part of the facts that is corrected, by indicator.
PART_OF: Mapping[Indicator, str] = MappingProxyType(
    {
        Indicator.EMPLOYMENT: "insurance",
        Indicator.HOUSING: "homes",
        Indicator.EDUCATION: "education",
        Indicator.JOB_HOUSING_AREA: "area",
        Indicator.INNOVATION: "innovation",
        Indicator.TAX: "tax",
        Indicator.AGE: "birth_date",
        Indicator.HONOUR: "honours",
        Indicator.LAW_ABIDING: "law",
    }
)

#: The lines of the score page that are the indicator's own. Others can follow: homes count only while employed.
LINES_OF: Mapping[Indicator, tuple[Line, ...]] = MappingProxyType(
    {each: (Line(each.value),) for each in Indicator}
    | {Indicator.EDUCATION: (Line.EDUCATION, Line.EDUCATION_DEDUCTION)}
)

#: Lines that wait for items whose result plays no part any more. The area follows the own homes that were corrected.
_DECIDES: Mapping[Indicator, frozenset[Line]] = MappingProxyType(
    {each: frozenset({Line(each.value)}) for each in Indicator}
    | {Indicator.HOUSING: frozenset({Line.HOUSING, Line.JOB_HOUSING_AREA})}
)


class Correction(Wire):
    """更正后的信息: the part of the facts that belongs to the appealed indicator, and no other.

    Employment: `insurance`. Housing: `homes`. Education: `education`, null for none. Job-housing area: `area`, where
    the applicant lived or worked; whether the area is to count stays the applicant's own choice. Innovation:
    `innovation`. Tax: `tax`. Age: `birth_date`. Honours: `honours`. Law-abiding record: `law`.
    """

    insurance: tuple[InsuranceSpell, ...] | None = Field(default=None, max_length=MOST_ITEMS)
    homes: tuple[HomeSpell, ...] | None = Field(default=None, max_length=MOST_ITEMS)
    education: EducationFacts | None = None
    area: AreaPlaces | None = None
    innovation: tuple[Innovation, ...] | None = Field(default=None, max_length=MOST_ITEMS)
    tax: TaxFacts | None = None
    birth_date: date | None = None
    honours: tuple[Honour, ...] | None = Field(default=None, max_length=MOST_ITEMS)
    law: LawFacts | None = None

    def figures(self) -> dict[str, Any]:
        """As it is kept: JSON values, and only what was given."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


class CorrectionImpossible(Refused):
    """The correction is missing, belongs to another indicator, or cannot be true."""

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        errors = [(f"#/correction{pointer}", what) for pointer, what in faults]
        super().__init__("; ".join(f"{pointer}: {what}" for pointer, what in errors), *errors)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction that was decided."""

    indicator: Indicator
    figures: Mapping[str, Any]  #: as `Correction.figures` gave them
    source: str  #: the appeal, as the trace names it


def source_of(declaration_id: UUID, appeal_id: UUID) -> str:
    """How the trace of a score names an appeal: where it is read."""
    return f"/v1/declarations/{declaration_id}/appeals/{appeal_id}"


def born_by(decided: Iterable[Corrected]) -> date | None:
    """The birth date of the last correction that has one."""
    dates = [each.figures["birth_date"] for each in decided if each.indicator is Indicator.AGE]
    return date.fromisoformat(dates[-1]) if dates else None


def overlay(found: Facts, decided: Iterable[Corrected]) -> Facts:
    """The facts with the corrections in the place of what was found. decided: in the order of the decisions.

    Raises FactsInvalid when they cannot be true together.
    """
    facts: dict[str, Any] = {name: getattr(found, name) for name in Facts.model_fields}
    pending, rechecked, corrected = set(found.pending), set(found.rechecked), dict(found.corrected)
    for each in decided:
        part = PART_OF[each.indicator]
        value = each.figures[part]
        facts[part] = {**value, "committed": found.area.committed} if part == "area" else value
        pending -= _DECIDES[each.indicator]
        rechecked -= _DECIDES[each.indicator]
        corrected |= dict.fromkeys(LINES_OF[each.indicator], each.source)
    if facts["birth_date"] is not None:
        facts["birth_year"] = None
    return Facts.read({**facts, "pending": pending, "rechecked": rechecked, "corrected": corrected})

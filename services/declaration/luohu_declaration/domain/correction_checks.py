"""Whether a correction is one: the part of its indicator, inside of the round, and true beside the other facts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from luohu_contract.award_entry import misfits
from luohu_contract.honours import HonourType, names_of
from luohu_contract.indicators import Indicator
from luohu_contract.innovation import AT_COMMISSION, InnovationType
from luohu_contract.months import Month
from luohu_declaration.domain.correction import PART_OF, Corrected, Correction, CorrectionImpossible, overlay
from luohu_scoring import Facts, FactsInvalid, Honour, Innovation, Policy, Spell

Fault = tuple[str, str]  #: JSON pointer inside of the correction, and what is wrong

_FIRST_YEAR = 1949  #: of all months


def check_correction(indicator: Indicator, correction: Correction, policy: Policy, present: Facts) -> None:
    """Refuse what cannot be the corrected figures of an indicator.

    present: the facts as they are scored now. Raises CorrectionImpossible, with a pointer for each fault.
    """
    faults = list(_misplaced(indicator, correction)) or list(_outside_of_the_round(correction, policy))
    faults = faults or list(_contradictions(indicator, correction, present))
    if faults:
        raise CorrectionImpossible(faults)


def _misplaced(indicator: Indicator, correction: Correction) -> Iterator[Fault]:
    """Exactly the part of the indicator is given, and is something."""
    part = PART_OF[indicator]
    for name in sorted(correction.model_fields_set - {part}):
        yield f"/{name}", f"has no place: an appeal about {indicator} is corrected by {part}"
    if part not in correction.model_fields_set:
        yield f"/{part}", f"is required: an appeal about {indicator} that is upheld says what counts instead"
    elif getattr(correction, part) is None and indicator is not Indicator.EDUCATION:
        yield f"/{part}", "is null, and only an education can be none"
    elif correction.area is not None and correction.area.lived is None and correction.area.worked is None:
        yield "/area", "is empty: give `lived`, `worked` or both"


def _outside_of_the_round(correction: Correction, policy: Policy) -> Iterator[Fault]:
    """Months and years that the round does not know, and names that its lists do not have."""
    last = policy.last_month
    for path, spell in _spells(correction):
        if spell.last > last:
            yield f"{path}/to", f"{spell.last} lies after {last}, the last month of the round of {policy.year}"
    if correction.education is not None and correction.education.graduated > last:
        graduated: Month = correction.education.graduated
        yield "/education/graduated", f"{graduated} lies after {last}, the last month of the round of {policy.year}"
    for place, year in enumerate(correction.tax.years if correction.tax else ()):
        if year.year not in policy.tax_years:
            yield f"/tax/years/{place}/year", f"is one of: {', '.join(map(str, policy.tax_years))}"
    if correction.birth_date is not None and not _FIRST_YEAR <= correction.birth_date.year < policy.year:
        yield "/birth_date", f"lies in {_FIRST_YEAR} to {policy.year - 1}"
    for place, award in enumerate(correction.innovation or ()):
        yield from ((f"/innovation/{place}/{field}", what) for field, what in _award_faults(award))
    for place, honour in enumerate(correction.honours or ()):
        yield from ((f"/honours/{place}/{field}", what) for field, what in _honour_faults(honour))


def _spells(correction: Correction) -> Iterator[tuple[str, Spell]]:
    area = correction.area
    lists: dict[str, Iterable[Spell]] = {
        "/insurance": correction.insurance or (),
        "/homes": correction.homes or (),
        "/area/lived": (area and area.lived) or (),
        "/area/worked": (area and area.worked) or (),
    }
    return ((f"{path}/{place}", spell) for path, spells in lists.items() for place, spell in enumerate(spells))


@dataclass(frozen=True, slots=True)
class _Entry:
    """An award as the table of awards is asked about it. What its project was called gives no points."""

    type: InnovationType
    award_kind: str | None
    grade: str | None
    place: int | None
    role: str | None
    year: int | None
    project_name: str | None = "any"
    project_number: str | None = "any"


def _award_faults(award: Innovation) -> Iterable[Fault]:
    """The commission's types have no names; the others are held to the table that forms and registers are held to."""
    if award.type in AT_COMMISSION:
        return ()
    entry = _Entry(award.type, award.award, award.grade, award.place, award.role, award.year)
    return (("award" if field == "award_kind" else field, what) for field, what in misfits(entry))


def _honour_faults(honour: Honour) -> Iterator[Fault]:
    names = names_of(honour.type)
    if honour.type is HonourType.NONE:
        yield "type", "none is no honour: leave it out"
    elif honour.name is not None and honour.name not in names:
        yield "name", f"{honour.type} is one of: {', '.join(names)}; or leave it out"


def _contradictions(indicator: Indicator, correction: Correction, present: Facts) -> Iterator[Fault]:
    """What cannot be true beside the facts that stand."""
    part = PART_OF[indicator]
    try:
        overlay(present, [Corrected(indicator, correction.figures(), "")])
    except FactsInvalid as error:
        for path, what in error.faults:
            own = path.split(".")[0] == part
            yield (f"/{path.replace('.', '/')}", what) if own else (f"/{part}", f"{path}: {what}" if path else what)

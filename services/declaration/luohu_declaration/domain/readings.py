"""What is only read, each with its sentence: insurance, tax penalties, age, detentions (三.一, 三.六 to 三.九)."""

from dataclasses import dataclass
from datetime import date

from luohu_contract.finding import TaxPenaltiesFindings
from luohu_contract.message import Part
from luohu_contract.standing import ConductFindings, Insurance, InsuranceFindings
from luohu_contract.texts import SENTENCES, Text, text
from luohu_declaration.domain.eligibility import completed_years
from luohu_declaration.domain.item import Item


@dataclass(frozen=True, slots=True)
class InsuredTime:
    """合法稳定就业: the longest of the five insurances, back-paid months left out."""

    as_of: date  #: the base date
    years: int
    months: int  #: beyond the full years
    insurance: Insurance | None  #: which is the longest; None when no month is paid
    back_paid_months: int
    sentence: Text


@dataclass(frozen=True, slots=True)
class Age:
    """年龄: full years on 1 January of the year before the round. Text only: points go by the year of birth."""

    as_of: date
    birth_date: date
    age: int
    sentence: Text


@dataclass(frozen=True, slots=True)
class Detentions:
    """守法记录: administrative detentions in the five years before the round."""

    years: tuple[int, ...]  #: the calendar years that were asked about
    detentions: int
    sentence: Text


@dataclass(frozen=True, slots=True)
class TaxPenalties:
    """涉税违法行为: penalties of the city's tax authority in the five years before the round."""

    years: tuple[int, ...]  #: the calendar years that were asked about
    penalties: int
    sentence: Text


Reading = InsuredTime | Detentions | TaxPenalties


def reading_of(item: Item, base_date: date) -> Reading | None:
    """What an item that is only read shows; None before the agency has answered, and for every other item."""
    result = item.standing.results.get(Part.WHOLE)
    found = None if result is None else result.findings
    if isinstance(found, InsuranceFindings):
        return insured_time(found, base_date)
    if isinstance(found, ConductFindings):
        return detentions(found)
    if isinstance(found, TaxPenaltiesFindings):
        return tax_penalties(found)
    return None


def insured_time(found: InsuranceFindings, base_date: date) -> InsuredTime:
    """The figure of the employment page."""
    as_of = Text(f"{base_date.year}年{base_date.month}月{base_date.day}日", base_date.isoformat())
    if found.longest is None:
        sentence = _filled("employment_none", as_of=as_of)
    else:
        sentence = _filled(
            "employment",
            as_of=as_of,
            insurance=text(found.longest),
            years=_same(found.years),
            months=_same(found.months),
            back_paid_months=_same(found.back_paid_months),
        )
    return InsuredTime(base_date, found.years, found.months, found.longest, found.back_paid_months, sentence)


def age(birth_date: date, base_date: date) -> Age:
    """The figure of the age page: 1979-09-11 is 40 on 2020-01-01, in the round of 2021."""
    as_of = date(base_date.year, 1, 1)
    years = completed_years(birth_date, as_of)
    sentence = _filled("age", birth_date=_same(birth_date), as_of=_same(as_of), age=_same(years))
    return Age(as_of, birth_date, years, sentence)


def detentions(found: ConductFindings) -> Detentions:
    """The figure of the law-abiding page."""
    years = tuple(sorted(found.detentions_by_year))
    return Detentions(years, found.detentions, _filled("law_abiding", detentions=_same(found.detentions)))


def tax_penalties(found: TaxPenaltiesFindings) -> TaxPenalties:
    """The figure beside the tax page."""
    return TaxPenalties(
        found.years, found.tax_penalties, _filled("tax_penalties", penalties=_same(found.tax_penalties))
    )


def _same(value: object) -> Text:
    return Text(str(value), str(value))


def _filled(name: str, **places: Text) -> Text:
    row = SENTENCES[name]
    return Text(
        row.zh.format(**{key: value.zh for key, value in places.items()}),
        row.en.format(**{key: value.en for key, value in places.items()}),
    )

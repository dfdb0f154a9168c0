"""What a point table reads of somebody of the seeds, worked out of the registers without the services.

As if everything on record were claimed with its papers, and every department agreed.
"""

from collections.abc import Callable, Mapping
from datetime import date

from luohu_contract.months import Month
from luohu_contract.numbers import parse_resident_id
from luohu_contract.standing import Insurance
from luohu_scoring import Part, TableFacts, TablePolicy
from luohu_seeds.registers import records

Values = dict[str, bool | int | str]
_STUDY = ("junior_college", "undergraduate", "bachelor", "master", "doctor")
_YEARS = 3  #: of tax and of detentions


def facts_of(policy: TablePolicy, id_number: str, as_of: date) -> TableFacts:
    """The facts of one person. as_of: the day at which everything is measured."""
    known = {
        name: {part.department: _part(policy.city, name, part, id_number, as_of) for part in row.parts}
        for name, row in policy.indicators.items()
    }
    return TableFacts(id=id_number, city=policy.city, year=policy.year, records=known)


def _part(city: str, indicator: str, part: Part, id_number: str, as_of: date) -> Values:
    if part.ask == "department":
        entries = records(city, "department-windows", "entry")
        mine = [each for each in entries if each.id_number == id_number and each.indicator == indicator]
        return next((dict(each.values) for each in mine if each.department == part.department), {})
    return _READ[part.ask](city, id_number, as_of)


def _conduct(city: str, id_number: str, as_of: date) -> Values:
    born = parse_resident_id(id_number).birth_date
    detained = [
        each.detained_on for each in records(city, "public-security", "detention") if each.id_number == id_number
    ]
    return {
        "age": as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day)),
        "detentions": sum(as_of.year - _YEARS < day.year <= as_of.year for day in detained),
        "criminal_record": any(each.id_number == id_number for each in records(city, "public-security", "crime")),
    }


def _insurance(city: str, id_number: str, as_of: date) -> Values:
    last = Month.of(as_of)
    months: dict[Insurance, set[int]] = {insurance: set() for insurance in Insurance}
    for paid in records(city, "social-insurance", "contribution"):
        if paid.id_number == id_number:
            upto = min(paid.last or last, last)
            for insurance in paid.insurances:
                months[insurance] |= set(range(paid.first.ordinal, upto.ordinal + 1))
    return {
        **{f"{insurance.value}_months": len(paid) for insurance, paid in months.items()},
        "full_years": max(map(len, months.values())) // 12,
        "continuous_months": _without_a_gap(months[Insurance.PENSION], last.ordinal),
    }


def _without_a_gap(paid: set[int], last: int) -> int:
    return next(length for length in range(len(paid) + 1) if last - length not in paid)


def _qualification(city: str, id_number: str, as_of: date) -> Values:
    return _highest(city, "education-registry", "qualification", id_number)


def _degree_check(city: str, id_number: str, as_of: date) -> Values:
    held = [each for each in records(city, "talent-centre", "degree_certificate") if each.id_number == id_number]
    found = _highest(city, "talent-centre", "degree_certificate", id_number)
    if {"undergraduate", "bachelor"} <= {each.level.value for each in held}:
        found["level"] = "undergraduate_bachelor"
    return {**found, "scarce_major": any(each.scarce_major for each in held)}


def _highest(city: str, agency: str, kind: str, id_number: str) -> Values:
    levels = [each.level.value for each in records(city, agency, kind) if each.id_number == id_number]
    return {"level": max(levels, key=_STUDY.index)} if levels else {}


def _own_home(city: str, id_number: str, as_of: date) -> Values:
    titles = records(city, "housing-registry", "title")
    return {"owned": any(owner.id_number == id_number for title in titles for owner in title.owners)}


def _tax_total(city: str, id_number: str, as_of: date) -> Values:
    paid = [each for each in records(city, "tax", "payment") if each.id_number == id_number]
    return {
        "tax_total": int(sum(each.amount for each in paid if as_of.year - _YEARS < each.paid_on.year <= as_of.year))
    }


_READ: Mapping[str, Callable[[str, str, date], Values]] = {
    "conduct": _conduct,
    "insurance": _insurance,
    "qualification": _qualification,
    "degree_check": _degree_check,
    "own_home": _own_home,
    "tax_total": _tax_total,
}

"""资格条件: may this person declare at all? Judged here from what two registers hold, with every reason (DOMAIN 3.5).

All conditions are looked at, so that nobody who puts one thing right is refused again for the next.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from luohu_contract.claim import Person, Sex
from luohu_contract.months import Month
from luohu_contract.numbers import parse_resident_id
from luohu_contract.standing import AccountStatus, ConductFindings, InsuranceFindings, PermitStatus, WorkCategory
from luohu_declaration.domain.insured import Record, best_record


class EligibilityState(StrEnum):
    """Where the question of eligibility stands."""

    UNCHECKED = "unchecked"  #: nobody asked yet
    CHECKING = "checking"  #: an agency has not answered yet
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"


@dataclass(frozen=True, slots=True)
class Rules:
    """The figures of the year's policy."""

    continuous_months: int  #: 84: seven years
    back_paid_most: int  #: 5, in total among them
    permit_by: date  #: the last day on which the residence permit can have been applied for
    man: int  #: years of age, exclusive
    woman_worker: int
    woman_cadre: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A sanction that runs: the years in which nothing is accepted, both counted."""

    from_year: int
    to_year: int


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that is known about one person's eligibility."""

    person: Person
    insurance: InsuranceFindings
    conduct: ConductFindings
    base_date: date
    bar: Bar | None = None  #: of the applicant
    employer_bar: Bar | None = None  #: of the employer that they are associated with


@dataclass(frozen=True, slots=True)
class Failure:
    """A condition that is not met. `code` is a row of `luohu_contract.eligibility`; figures fill its sentence."""

    code: str
    figures: Mapping[str, Any] = field(default_factory=dict)  #: JSON values


def judge(case: Case, rules: Rules) -> tuple[Failure, ...]:
    """All conditions that are not met, in the order of the handbook's first chapter; none: the person is eligible."""
    found: list[Failure] = []
    for look in _CONDITIONS:
        found += look(case, rules)
    return tuple(found)


def _household(case: Case, rules: Rules) -> Sequence[Failure]:
    if case.conduct.household_in_beijing:
        return [Failure("eligibility.household_not_outside", {"household": case.conduct.household or "北京市"})]
    return []


def _permit(case: Case, rules: Rules) -> Sequence[Failure]:
    """A permit of the city, applied for by the base date, or by the day that the round has for it (handbook 一.一)."""
    permit = case.conduct.permit
    if permit is None or permit.status is not PermitStatus.VALID:
        return [Failure("eligibility.permit_missing", {"cancelled": permit is not None})]
    if permit.applied_on > rules.permit_by:
        figures = {"applied_on": permit.applied_on.isoformat(), "permit_by": rules.permit_by.isoformat()}
        return [Failure("eligibility.permit_too_late", figures)]
    return []


def _age(case: Case, rules: Rules) -> Sequence[Failure]:
    """Below the age of retirement on the base date (handbook 一.二)."""
    birth_date, sex = _born(case)
    category = case.insurance.category
    if sex is Sex.MALE:
        limit = rules.man
    else:
        # On no form: from the insurance record. Somebody without a record has no managerial post on it either.
        limit = rules.woman_cadre if category is WorkCategory.CADRE else rules.woman_worker
    age = completed_years(birth_date, case.base_date)
    if age < limit:
        return []
    kind = category.value if category and sex is Sex.FEMALE else None
    figures = {"age": age, "limit": limit, "sex": sex.value, "category": kind, "base_date": case.base_date.isoformat()}
    return [Failure("eligibility.retirement_age", figures)]


def _insurance(case: Case, rules: Rules) -> Sequence[Failure]:
    """Seven years without a gap up to the base month, on record by the base date (handbook 一.三)."""
    record = best_record(case.insurance, rules.continuous_months, case.base_date)
    found: list[Failure] = []
    common = {"insurance": record.insurance.value, "needed": rules.continuous_months}
    if record.before:
        found.append(
            Failure(
                "eligibility.insurance_short",
                {**common, "months": record.unbroken, "first_needed": str(record.window[0])},
            )
        )
    if record.missing:
        figures = {**common, "months": record.unbroken, "missing": _months(record.missing)}
        found.append(Failure("eligibility.insurance_gap", figures))
    return [*found, *_back_paid(record, rules), *_late(record, case), *_status(case)]


def _back_paid(record: Record, rules: Rules) -> Sequence[Failure]:
    if len(record.back_paid) <= rules.back_paid_most:
        return []
    figures = {"months": len(record.back_paid), "limit": rules.back_paid_most, "back_paid": _months(record.back_paid)}
    return [Failure("eligibility.back_payment_over_limit", {"insurance": record.insurance.value, **figures})]


def _late(record: Record, case: Case) -> Sequence[Failure]:
    if not record.late:
        return []
    figures = {"months": len(record.late), "late": _months(record.late), "base_date": case.base_date.isoformat()}
    return [Failure("eligibility.payment_late", {"insurance": record.insurance.value, **figures})]


def _status(case: Case) -> Sequence[Failure]:
    if case.insurance.status is AccountStatus.NORMAL:
        return []
    return [Failure("eligibility.insurance_status", {"status": case.insurance.status.value})]


def _crime(case: Case, rules: Rules) -> Sequence[Failure]:
    return [Failure("eligibility.criminal_record")] if case.conduct.criminal_record else []


def _barred(case: Case, rules: Rules) -> Sequence[Failure]:
    found = (("eligibility.barred", case.bar), ("employer.barred", case.employer_bar))
    return [Failure(code, {"from_year": bar.from_year, "to_year": bar.to_year}) for code, bar in found if bar]


_CONDITIONS: tuple[Callable[[Case, Rules], Sequence[Failure]], ...] = (
    _household,
    _permit,
    _age,
    _insurance,
    _crime,
    _barred,
)


def completed_years(birth_date: date, on: date) -> int:
    """周岁: full years on that day, the birthday itself counted; never negative."""
    before_birthday = (on.month, on.day) < (birth_date.month, birth_date.day)
    return max(0, on.year - birth_date.year - before_birthday)


def _born(case: Case) -> tuple[date, Sex]:
    """Birth date and sex as public security has them; else as the id number says them."""
    identity = case.conduct.identity
    if identity is not None:
        return identity.birth_date, identity.sex
    number = parse_resident_id(case.person.id_number)
    return case.person.birth_date or number.birth_date, case.person.sex or number.sex


def _months(months: Sequence[Month]) -> list[str]:
    return [str(month) for month in months]

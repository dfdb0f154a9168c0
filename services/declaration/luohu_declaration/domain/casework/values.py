"""From what an agency found, or from what is entered, to the plain values that a point table reads."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from luohu_contract.archive import CertificateLevel
from luohu_contract.claim import Claim, ClaimKind, DegreeClaim, QualificationClaim
from luohu_contract.department import Scalar
from luohu_contract.finding import (
    DegreeCheckFindings,
    DegreeFindings,
    DepartmentFindings,
    Findings,
    PersonnelFileFindings,
    PropertyFindings,
    QualificationFindings,
    TaxTotalFindings,
)
from luohu_contract.months import Month
from luohu_contract.standing import ConductFindings, Insurance, InsuranceFindings, PermitStatus
from luohu_declaration.domain.casework.claims import Asker
from luohu_declaration.domain.eligibility import completed_years

Values = dict[str, Scalar]

_BOTH = {CertificateLevel.UNDERGRADUATE, CertificateLevel.BACHELOR}
_HIGHER = {CertificateLevel.MASTER, CertificateLevel.DOCTOR}


def values_of(found: Findings, claim: Claim, as_of: date) -> Values:
    """What findings say, by the names that point tables use.

    claim: what was asked; a certificate that was found good has the level that was claimed. as_of: the day at which
    everything is measured. Raises TypeError for findings that no point table reads.
    """
    if isinstance(found, QualificationFindings | DegreeFindings):
        assert isinstance(claim, QualificationClaim | DegreeClaim)  # noqa: S101 - the question's own
        return {"level": claim.level.value}
    if isinstance(found, ConductFindings | InsuranceFindings | PropertyFindings):
        return _at_a_day(found, as_of)
    match found:
        case TaxTotalFindings():
            return {"tax_total": int(found.total)}
        case DepartmentFindings():
            return dict(found.values)
        case PersonnelFileFindings():
            return {"complete": found.complete}
        case DegreeCheckFindings():
            return _degrees(found, as_of)
    raise TypeError(f"no point table reads {found.kind}")


def _at_a_day(found: ConductFindings | InsuranceFindings | PropertyFindings, as_of: date) -> Values:
    match found:
        case ConductFindings():
            return _conduct(found, as_of)
        case InsuranceFindings():
            return _insurance(found, as_of)
        case PropertyFindings():
            return {"owned": found.expired_on is None or found.expired_on > as_of}


def _conduct(found: ConductFindings, as_of: date) -> Values:
    values: Values = {
        "detentions": found.detentions,
        "criminal_record": found.criminal_record,
        "permit_valid": found.permit is not None and found.permit.status is PermitStatus.VALID,
        "known": found.identity is not None,
    }
    if found.identity is not None:
        values["age"] = completed_years(found.identity.birth_date, as_of)
        values["sex"] = found.identity.sex.value
    return values


def _insurance(found: InsuranceFindings, as_of: date) -> Values:
    months = {f"{insurance.value}_months": found.months_by_insurance.of(insurance) for insurance in Insurance}
    values: Values = {**months, "full_years": found.years, "continuous_months": _continuous(found, Month.of(as_of))}
    if found.category is not None:
        values["category"] = found.category.value
    return values


def _degrees(found: DegreeCheckFindings, as_of: date) -> Values:
    """The highest certificate that is genuine; a bachelor's degree counts together with its qualification.

    How long ago the study ended is told of one that was full-time: 0 also for one that ends after the day.
    """
    values: Values = {"genuine": found.genuine, "scarce_major": found.scarce_major}
    if found.full_time and found.graduated is not None:
        values["months_since_full_time_study"] = _full_months(found.graduated, as_of)
    return values | _level_of({each.level for each in found.checked if each.genuine})


def _full_months(since: date, until: date) -> int:
    """Full months from one day to another; 0 where that comes first."""
    return max(0, Month.of(until).ordinal - Month.of(since).ordinal - (until.day < since.day))


def _level_of(held: Collection[CertificateLevel]) -> Values:
    """The highest of the certificates that are held."""
    if not held:
        return {}
    if set(held) >= _BOTH and not set(held) & _HIGHER:
        return {"level": "undergraduate_bachelor"}
    return {"level": max(held, key=list(CertificateLevel).index).value}


def _continuous(found: InsuranceFindings, last: Month) -> int:
    """Months paid in time without a gap up to `last`, of the pension insurance (连续缴纳社会保险)."""
    paid = {
        ordinal
        for span in found.spans
        if span.insurance is Insurance.PENSION and not span.back_paid
        for ordinal in range(span.first.ordinal, span.last.ordinal + 1)
    }
    months = 0
    while last.ordinal - months in paid:
        months += 1
    return months


def declared(ask: ClaimKind, entry: Mapping[str, Any] | None, asker: Asker) -> Values:
    """What is entered, as an estimate takes it: as if every department agreed with all of it.

    Values that are read and not entered may be given for an estimate under `values`, too.
    """
    given = entry or {}
    values: Values = dict(given.get("values", {}))
    return {**_DECLARED.get(ask, _nothing)(given, asker), **values}


def _nothing(entry: Mapping[str, Any], asker: Asker) -> Values:
    return {}


def _age(entry: Mapping[str, Any], asker: Asker) -> Values:
    born = asker.person.birth_date
    assumed: Values = {"detentions": 0, "criminal_record": False, "permit_valid": True}
    return assumed if born is None else {**assumed, "age": completed_years(born, asker.as_of)}


def _level(entry: Mapping[str, Any], asker: Asker) -> Values:
    return {"level": entry["level"]} if "level" in entry else {}


def _home(entry: Mapping[str, Any], asker: Asker) -> Values:
    return {"owned": "certificate_number" in entry}


def _certificates(entry: Mapping[str, Any], asker: Asker) -> Values:
    return _level_of({CertificateLevel(each["level"]) for each in entry.get("certificates", ())})


_DECLARED: dict[ClaimKind, Callable[[Mapping[str, Any], Asker], Values]] = {
    ClaimKind.CONDUCT: _age,
    ClaimKind.QUALIFICATION: _level,
    ClaimKind.DEGREE: _level,
    ClaimKind.OWN_HOME: _home,
    ClaimKind.DEGREE_CHECK: _certificates,
}

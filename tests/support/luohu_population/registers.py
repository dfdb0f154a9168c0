"""The city's registers in memory: records taken by each agency's own models, questions judged by its own rule.

Only the queries of `records.lookup` are left out: what they find is found here in dicts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from luohu_agency.spec import AgencySpec
from luohu_contract.decision import AskOperator, Correction, Decision, Invalid, Valid
from luohu_contract.directory import ANSWERED_BY
from luohu_contract.message import Decider, Question
from luohu_contract.model import Wire
from luohu_department_windows import verdicts as windows
from luohu_department_windows.agency import SPEC as WINDOWS
from luohu_education_registry import verdicts as education
from luohu_education_registry.agency import SPEC as EDUCATION
from luohu_honours_registry import verdicts as honours
from luohu_honours_registry.agency import SPEC as HONOURS
from luohu_housing_registry import verdicts as housing
from luohu_housing_registry.agency import SPEC as HOUSING
from luohu_public_security import verdicts as security
from luohu_public_security.agency import SPEC as SECURITY
from luohu_rental_filing import verdicts as rental
from luohu_rental_filing.agency import SPEC as RENTAL
from luohu_science_commission import verdicts as science
from luohu_science_commission.agency import SPEC as SCIENCE
from luohu_social_insurance import verdicts as insurance
from luohu_social_insurance.agency import SPEC as INSURANCE
from luohu_talent_centre import verdicts as talent
from luohu_talent_centre.agency import SPEC as TALENT
from luohu_tax import verdicts as tax
from luohu_tax.agency import SPEC as TAX

SPECS: dict[str, AgencySpec[Any]] = {
    spec.name: spec
    for spec in (EDUCATION, HONOURS, HOUSING, SECURITY, RENTAL, SCIENCE, INSURANCE, TAX, WINDOWS, TALENT)
}
Held = dict[str, list[Any]]  #: records of one agency, by kind


@dataclass
class Registers:
    """What the agencies hold."""

    held: dict[str, Held]

    @classmethod
    def of(cls, records: Iterable[tuple[str, str, dict[str, Any]]]) -> "Registers":
        """Registers with these records. Raises ValidationError for one that its agency would not take."""
        registers = cls({name: defaultdict(list) for name in SPECS})
        for agency, kind, fields in records:
            registers.add(agency, kind, fields)
        return registers

    def add(self, agency: str, kind: str, fields: dict[str, Any]) -> None:
        """One record more."""
        model = SPECS[agency].record_kind(kind)
        assert model is not None, f"{agency} has no {kind}"
        self.held[agency][kind].append(model.model.model_validate(fields))

    def change(self, change: dict[str, Any]) -> None:
        """What an operator puts right."""
        agency, kind, find = change["agency"], change["record"]["kind"], change["record"]["find"]
        if find is None:
            self.add(agency, kind, change["fields"])
            return
        records = self.held[agency][kind]
        [place] = [n for n, each in enumerate(records) if all(str(getattr(each, k)) == v for k, v in find.items())]
        fields = {**records[place].model_dump(mode="json"), **change["fields"]}
        records[place] = type(records[place]).model_validate(fields)

    def judge(self, question: Question) -> tuple[Valid | Invalid, Decider]:
        """What the rule says; an operator who is asked upholds what the register suggests."""
        agency = ANSWERED_BY[question.claim.kind]
        return _settled(SPECS[agency].judge(question, self._facts(agency, question)))

    def overturned(self, question: Question) -> tuple[Valid | Invalid, Decider]:
        """What an operator's overturn means, the register being corrected already."""
        agency = ANSWERED_BY[question.claim.kind]
        correction = Correction("any", UUID(int=0))
        decision, _ = _settled(SPECS[agency].after_overturn(question, self._facts(agency, question), correction))
        return decision, Decider.OPERATOR

    def _facts(self, agency: str, question: Question) -> Any:
        return _FACTS[agency](self.held[agency], question)


def _settled(decision: Decision) -> tuple[Valid | Invalid, Decider]:
    if isinstance(decision, AskOperator):
        assert decision.proposed is not None
        return decision.proposed, Decider.OPERATOR
    return decision, Decider.REGISTER


def _named(records: Iterable[Any], field: str, value: str) -> Any:
    return next((each for each in records if getattr(each, field) == value), None)


def _title(held: Held, question: Question) -> Any:
    record = _named(held["title"], "certificate_number", question.claim.certificate_number)  # type: ignore[union-attr]
    if record is None:
        return None
    owners = tuple(housing.Owner(o.id_number, o.name, o.id_type.value == "uscc") for o in record.owners)
    return housing.Title(
        record.certificate_format,
        record.district,
        record.planned_use,
        owners,
        record.registered_on,
        record.expired_on,
        record.archive_incomplete,
    )


def _lease(held: Held, question: Question) -> Any:
    record = _named(held["lease"], "filing_number", question.claim.filing_number)  # type: ignore[union-attr]
    if record is None:
        return None
    tenants = tuple(rental.Tenant(each.id_number, each.name) for each in record.tenants)
    return rental.Lease(
        tenants, record.planned_use, record.has_title, record.property_check, record.lease_from, record.lease_to
    )


def _certificate(held: Held, question: Question) -> Any:
    claim: Any = question.claim
    kind = {"overseas_education": "overseas_certificate"}.get(claim.kind.value, claim.kind.value)
    record = _named(held[kind], "certificate_number", claim.certificate_number)
    if record is None:
        return None
    holder = education.Holder(
        record.name, record.sex, record.birth_date, record.id_number or "", record.confirmed_as or ""
    )
    if kind == "qualification":
        return education.Qualification(holder, record.level, record.graduated_on)
    if kind == "degree":
        codes = (record.registration_number or "", record.certification_code or "")
        return education.Degree(holder, record.level, record.granted_by, record.conferred_on, *codes)
    return education.OverseasCertificate(holder, record.source, record.level, record.issued_on)


def _mine(records: Iterable[Any], question: Question) -> list[Any]:
    return [each for each in records if each.id_number == question.subject.id_number]


def _taxes(held: Held, question: Question) -> Any:
    paid = tuple(tax.Payment(p.paid_on, p.income_kind, p.amount) for p in _mine(held["payment"], question))
    imposed = tuple(tax.Penalty(p.imposed_on, p.fine, p.revoked) for p in _mine(held["penalty"], question))
    return tax.Facts(paid, imposed)


def _lists(held: Held, question: Question) -> Any:
    wins = tuple(honours.Win(**_without(each, "id_type")) for each in held["award"])
    commended = tuple(honours.Commendation(**_without(each)) for each in _mine(held["honour"], question))
    return honours.Facts(wins, commended)


def _without(record: Wire, *names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in type(record).model_fields if name not in names}


def _commission(held: Held, question: Question) -> Any:
    return science.Facts(
        filings=tuple(
            science.Filing(each.type, each.company, each.edition, each.grade)
            for each in _mine(held["filing"], question)
        ),
        wins=tuple(science.Win(**_without(each)) for each in held["winner"]),
        companies=tuple(science.Company(**_without(each, "name")) for each in held["company"]),
        holdings=tuple(science.Holding(**_without(each, "id_number")) for each in _mine(held["holding"], question)),
        investments=tuple(science.Investment(**_without(each, "investor")) for each in held["investment"]),
        income_tax={each.year: Decimal(each.amount) for each in _mine(held["income_tax"], question)},
    )


def _insured(held: Held, question: Question) -> Any:
    paid = tuple(insurance.Contribution(**_without(c, "id_number")) for c in _mine(held["contribution"], question))
    account = next((insurance.Account(a.status, a.category) for a in _mine(held["account"], question)), None)
    return insurance.Facts(paid, account)


def _known(held: Held, question: Question) -> Any:
    resident = next(
        (
            security.Resident(r.name, r.birth_date, r.sex, r.household_province, r.household_in_beijing)
            for r in _mine(held["resident"], question)
        ),
        None,
    )
    permits = tuple(security.ResidencePermit(p.number, p.applied_on, p.status) for p in _mine(held["permit"], question))
    detained = tuple(d.detained_on for d in _mine(held["detention"], question) if not d.revoked)
    convicted = any(not crime.revoked for crime in _mine(held["crime"], question))
    return security.Facts(resident, permits, detained, convicted)


def _entry(held: Held, question: Question) -> Any:
    claim: Any = question.claim
    asked = (claim.department, claim.indicator)
    own = [each for each in _mine(held["entry"], question) if (each.department, each.indicator) == asked]
    return next((windows.Entry(each.name, each.certificate_number, each.values) for each in own), None)


def _archive(held: Held, question: Question) -> Any:
    files = (talent.File(f.name, f.held_by, f.missing) for f in _mine(held["personnel_file"], question))
    certificates = tuple(talent.Certificate(**_without(each, "major")) for each in held["degree_certificate"])
    return talent.Facts(next(files, None), certificates)


_FACTS: dict[str, Callable[[Held, Question], Any]] = {
    "housing-registry": _title,
    "rental-filing": _lease,
    "education-registry": _certificate,
    "tax": _taxes,
    "honours-registry": _lists,
    "science-commission": _commission,
    "social-insurance": _insured,
    "public-security": _known,
    "department-windows": _entry,
    "talent-centre": _archive,
}

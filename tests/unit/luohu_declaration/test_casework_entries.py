"""Entries, claims and values: what is entered for an indicator, what is asked of it, and what a table reads."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from luohu_contract.archive import CertificateLevel, CheckedCertificate, PersonnelFileClaim, PersonnelFileFindings
from luohu_contract.claim import (
    ClaimKind,
    ConductClaim,
    DepartmentClaim,
    Person,
    QualificationClaim,
    Sex,
    TaxTotalClaim,
)
from luohu_contract.finding import DegreeCheckFindings, Findings, PropertyFindings, QualificationFindings, TaxFindings
from luohu_contract.finding import TaxTotalFindings as TaxTotal
from luohu_contract.months import Month
from luohu_contract.standing import (
    ConductFindings,
    Insurance,
    InsuranceFindings,
    InsuranceSpan,
    MonthsByInsurance,
    RegisteredIdentity,
    WorkCategory,
)
from luohu_declaration.domain.casework.claims import Asker, claim_of
from luohu_declaration.domain.casework.entries import READ, Judged, judged, read_entries
from luohu_declaration.domain.casework.values import declared, values_of
from luohu_declaration.domain.checks import FormInvalid
from luohu_declaration.usecases.casework.programme import load_procedures
from luohu_scoring import load_table
from luohu_scoring.table.ask import VALUES

DAY = date(2015, 12, 31)
SOMEBODY = Person(name="津小满", id_number="990101198106150013")
ASKER = Asker(SOMEBODY, DAY)
SHANGHAI = judged(load_table("shanghai", 2017), load_procedures("shanghai")["application"])
TIANJIN = judged(load_table("tianjin", 2016), load_procedures("tianjin")["application"])
FULL: dict[ClaimKind, dict[str, Any]] = {
    ClaimKind.QUALIFICATION: {"level": "undergraduate", "certificate_number": "999991200305000101"},
    ClaimKind.DEGREE: {
        "level": "bachelor",
        "certificate_number": "9999942008000777",
        "granted_by": "天津海棠大学",
        "method_number": "9999942008000777",
    },
    ClaimKind.OWN_HOME: {"certificate_number": "津0116不动产权第9999001号", "district": "和平区"},
    ClaimKind.TAX_TOTAL: {"authorised": True},
    ClaimKind.PERSONNEL_FILE: {"held_by": "石家庄市人才服务中心"},
    ClaimKind.DEGREE_CHECK: {"certificates": [{"level": "bachelor", "certificate_number": "9999942008000777"}]},
    ClaimKind.DEPARTMENT: {"certificate_number": "TJZC-0001", "values": {"tier": "junior_title"}},
}


def faults(entered: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(FormInvalid) as refused:
        read_entries(TIANJIN, entered, "#/entries")
    return {each["pointer"]: each["detail"] for each in refused.value.errors}


def test_what_is_judged_is_the_table_in_its_order_and_then_the_checks_of_the_procedure() -> None:
    assert SHANGHAI[-1] == Judged("personnel_file", "talent_centre", ClaimKind.PERSONNEL_FILE, papers=True)
    assert [each.indicator for each in TIANJIN[:3]] == ["age", "education", "education"]


@pytest.mark.parametrize("ask", sorted(VALUES), ids=str)
def test_whatever_a_table_may_ask_can_be_entered_and_becomes_a_claim_of_its_kind(ask: ClaimKind) -> None:
    part = Judged("one", "guild", ask, papers=True)
    entry = FULL.get(ask)
    if entry is None:
        assert ask in READ
        with pytest.raises(FormInvalid, match="nothing is entered here"):
            read_entries([part], {"one": {"guild": {}}}, "#")
    else:
        entry = read_entries([part], {"one": {"guild": entry}}, "#")["one"]["guild"]
        assert entry.keys() >= FULL[ask].keys()
    assert claim_of(part, entry, ASKER).kind is ask


@pytest.mark.parametrize("ask", sorted(VALUES.keys() - READ - {ClaimKind.DEPARTMENT}), ids=str)
def test_a_part_that_wants_an_entry_is_not_asked_about_without_one(ask: ClaimKind) -> None:
    with pytest.raises(KeyError):
        claim_of(Judged("one", "guild", ask, papers=True), None, ASKER)


def test_a_claim_says_what_was_entered_and_what_the_id_number_says() -> None:
    studied = claim_of(
        Judged("education", "education", ClaimKind.QUALIFICATION, True), FULL[ClaimKind.QUALIFICATION], ASKER
    )
    assert isinstance(studied, QualificationClaim)
    assert (studied.name, studied.birth_date, studied.sex) == ("津小满", date(1981, 6, 15), Sex.MALE)
    department = claim_of(Judged("skill", "human_resources", ClaimKind.DEPARTMENT, True), None, ASKER)
    assert department == DepartmentClaim(department="human_resources", indicator="skill")
    conduct = claim_of(Judged("age", "police", ClaimKind.CONDUCT, False), None, ASKER)
    assert conduct == ConductClaim(detention_years=(2013, 2014, 2015))


def test_every_entry_that_is_wrong_is_named_at_once() -> None:
    found = faults(
        {
            "age": {"public_security": {}},
            "height": {},
            "skill": {"guild": {}, "human_resources": {"values": {"tier": 1.5}, "colour": "red"}},
            "education": [],
            "housing": {"land_and_housing": {"district": "和平区"}},
        }
    )
    assert "nothing is entered here; there are entries for education" in found["#/entries/age"]
    assert "#/entries/height" in found
    assert found["#/entries/skill/guild"].endswith("here there are human_resources")
    assert "#/entries/skill/human_resources/colour" in found
    assert any(pointer.startswith("#/entries/skill/human_resources/values/tier") for pointer in found)
    assert found["#/entries/education"] == "give an object by department: education, human_resources"
    assert "#/entries/housing/land_and_housing/certificate_number" in found


ANY_CLAIM = PersonnelFileClaim(held_by="石家庄市人才服务中心")


def read(found: Findings) -> dict[str, Any]:
    """The values that a table reads of findings."""
    return values_of(found, ANY_CLAIM, DAY)


def checked(*levels: str, genuine: bool = True) -> DegreeCheckFindings:
    certificates = [
        CheckedCertificate(level=CertificateLevel(level), certificate_number=f"99{at}", genuine=genuine)
        for at, level in enumerate(levels)
    ]
    return DegreeCheckFindings(
        checked=tuple(certificates), genuine=genuine, scarce_major=True, full_time=True, graduated=None
    )


@pytest.mark.parametrize(
    ("levels", "level"),
    [
        (["undergraduate", "bachelor"], "undergraduate_bachelor"),
        (["bachelor"], "bachelor"),
        (["junior_college", "undergraduate"], "undergraduate"),
        (["undergraduate", "bachelor", "master"], "master"),
        (["doctor", "junior_college"], "doctor"),
    ],
)
def test_of_certificates_the_highest_counts_and_a_bachelors_degree_with_its_qualification(
    levels: list[str], level: str
) -> None:
    assert read(checked(*levels))["level"] == level
    entered = {"certificates": [{"level": each, "certificate_number": "1"} for each in levels]}
    assert declared(ClaimKind.DEGREE_CHECK, entered, ASKER) == {"level": level}
    assert "level" not in read(checked(*levels, genuine=False))


@pytest.mark.parametrize(
    ("graduated", "full_time", "months"),
    [
        (date(2015, 1, 1), True, 11),
        (date(2014, 12, 31), True, 12),
        (date(2015, 12, 31), True, 0),
        (date(2016, 7, 1), True, 0),
        (date(2015, 7, 1), False, None),
        (None, True, None),
    ],
)
def test_full_months_are_counted_since_a_full_time_study_ended(
    graduated: date | None, full_time: bool, months: int | None
) -> None:
    found = checked("undergraduate").model_copy(update={"graduated": graduated, "full_time": full_time})
    assert read(found).get("months_since_full_time_study") == months


def test_months_count_without_a_gap_up_to_the_day_of_measure_and_back_paid_ones_break_the_run() -> None:
    def span(first: str, last: str, *, back_paid: bool = False) -> InsuranceSpan:
        months = {"first": Month.parse(first), "last": Month.parse(last)}
        of = {"insurance": Insurance.PENSION, "district": "市本级", "employer": "x", "employer_name": "x"}
        return InsuranceSpan(**months, **of, back_paid=back_paid)

    def months(*spans: InsuranceSpan) -> Any:
        return read(InsuranceFindings(spans=spans))["continuous_months"]

    assert months() == 0
    assert months(span("2015-01", "2015-12")) == 12
    assert months(span("2014-06", "2015-03"), span("2015-04", "2016-02")) == 19
    assert months(span("2014-06", "2015-03"), span("2015-05", "2015-12")) == 8
    assert (
        months(span("2014-06", "2015-03"), span("2015-04", "2015-04", back_paid=True), span("2015-05", "2015-12")) == 8
    )
    assert months(span("2014-01", "2015-11")) == 0


def test_each_finding_has_the_names_that_point_tables_know() -> None:
    insured = InsuranceFindings(months_by_insurance=MonthsByInsurance(pension=13), years=1, category=WorkCategory.CADRE)
    assert {"pension_months": 13, "medical_months": 0, "full_years": 1, "category": "cadre"}.items() <= read(
        insured
    ).items()
    identity = RegisteredIdentity(name="津小满", birth_date=date(1981, 1, 1), sex=Sex.FEMALE)
    known = read(ConductFindings(identity=identity, detentions=2))
    assert (known["age"], known["sex"], known["detentions"], known["permit_valid"]) == (34, "female", 2, False)
    assert "age" not in read(ConductFindings()), "nobody is registered under this number"
    assert read(TaxTotal(total=Decimal("1200.90"), years=(2015,))) == {"tax_total": 1200}
    home = {"kind": ClaimKind.OWN_HOME}
    assert read(PropertyFindings(**home)) == {"owned": True}
    assert read(PropertyFindings(**home, expired_on=DAY)) == {"owned": False}
    assert read(PersonnelFileFindings(held_by="石家庄", complete=False, missing=("入党志愿书",))) == {"complete": False}
    studied = claim_of(Judged("e", "e", ClaimKind.QUALIFICATION, True), FULL[ClaimKind.QUALIFICATION], ASKER)
    assert values_of(QualificationFindings(), studied, DAY) == {"level": "undergraduate"}


def test_findings_that_no_table_reads_are_a_fault_of_whoever_asked() -> None:
    with pytest.raises(TypeError, match="no point table reads tax"):
        read(TaxFindings(years=(), valid_years=0, tax_penalties=0))


def test_an_estimate_takes_what_is_entered_as_if_everybody_agreed() -> None:
    born = Asker(Person(name="津小满", id_number=SOMEBODY.id_number, birth_date=date(1981, 6, 15)), DAY)
    assert declared(ClaimKind.CONDUCT, None, born)["age"] == 34
    assert declared(ClaimKind.DEPARTMENT, FULL[ClaimKind.DEPARTMENT], born) == {"tier": "junior_title"}
    assert declared(ClaimKind.QUALIFICATION, FULL[ClaimKind.QUALIFICATION], born) == {"level": "undergraduate"}
    assert declared(ClaimKind.OWN_HOME, None, born) == {"owned": False}
    assert declared(ClaimKind.OWN_HOME, FULL[ClaimKind.OWN_HOME], born) == {"owned": True}
    assert declared(ClaimKind.INSURANCE, {"values": {"pension_months": 36}}, born) == {"pension_months": 36}
    assert declared(ClaimKind.DEGREE_CHECK, None, born) == {}


def test_the_table_says_how_many_years_of_tax_and_of_detentions_are_asked_about() -> None:
    asker = Asker(SOMEBODY, DAY, tax_years=2, detention_years=5)
    conduct = claim_of(Judged("detention", "public_security", ClaimKind.CONDUCT, papers=False), None, asker)
    tax = claim_of(Judged("tax", "local_tax", ClaimKind.TAX_TOTAL, papers=True), {"authorised": True}, asker)
    assert conduct == ConductClaim(detention_years=tuple(range(DAY.year - 4, DAY.year + 1)))
    assert tax == TaxTotalClaim(years=(DAY.year - 1, DAY.year))

"""The education registry's rule. Each case changes one thing; a second table shows which of two reasons is named."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.claim import (
    DegreeClaim,
    DegreeLevel,
    DegreeMethod,
    OverseasEducationClaim,
    OverseasLevel,
    Person,
    QualificationClaim,
    QualificationLevel,
    Sex,
    TaxClaim,
)
from luohu_contract.decision import AskOperator, Invalid, Valid
from luohu_contract.finding import DegreeFindings, OverseasFindings, QualificationFindings
from luohu_contract.message import Question
from luohu_contract.reasons import REASONS
from luohu_education_registry.verdicts import (
    Degree,
    Facts,
    Holder,
    OverseasCertificate,
    OverseasSource,
    Qualification,
    judge,
    overturned,
)
from luohu_education_registry.verdicts.degree_date import read_degree_date
from luohu_education_registry.verdicts.identity import Difference

LIN = Person(name="林森", id_number="990105197909111019", birth_date=date(1979, 9, 11), sex=Sex.MALE)
HOLDER = Holder(name="林森", sex=Sex.MALE, birth_date=date(1979, 9, 11), id_number="990105790911101")
QUALIFICATION_CLAIM = QualificationClaim(
    level=QualificationLevel.UNDERGRADUATE,
    id_number="990105790911101",
    name="林森",
    sex=Sex.MALE,
    birth_date=date(1979, 9, 11),
    certificate_number="999991200405000123",
)
QUALIFICATION = Qualification(HOLDER, QualificationLevel.UNDERGRADUATE, date(2004, 7, 1))
DEGREE_CLAIM = DegreeClaim(
    level=DegreeLevel.BACHELOR,
    name="林森",
    sex=Sex.MALE,
    birth_date=date(1979, 9, 11),
    certificate_number="9999942004000123",
    granted_by="北京银杏大学",
    method=DegreeMethod.REGISTRATION_NUMBER,
    method_number="R-1",
)
DEGREE = Degree(HOLDER, DegreeLevel.BACHELOR, "北京银杏大学", "2004-07", "R-1", "C-1")
OVERSEAS_CLAIM = OverseasEducationClaim(level=OverseasLevel.MASTER, certificate_number="教留服认美[2010]00001号")
OVERSEAS = OverseasCertificate(HOLDER, OverseasSource.FOREIGN, OverseasLevel.MASTER, date(2010, 3, 15))

WOMAN = replace(HOLDER, sex=Sex.FEMALE)
NOT_FOUND = "education.not_found"
AFTER = "education.date_after_cutoff"
LEVEL = "education.level_number_mismatch"
IDENTITY = "education.identity_mismatch"
MALFORMED = "degree.date_malformed"

Claim = QualificationClaim | DegreeClaim | OverseasEducationClaim


def asked(claim: Any) -> Question:
    return Question(id=UUID(int=1), item_id=UUID(int=2), attempt=1, subject=LIN, claim=claim, as_of=date(2020, 12, 31))


def changed(claim: Claim, **fields: object) -> Claim:
    return type(claim).model_validate({**claim.model_dump(), **fields})


@pytest.mark.parametrize(
    ("claim", "record", "reason", "cause"),
    [
        pytest.param(
            changed(QUALIFICATION_CLAIM, certificate_number="999991202105000001"),
            None,
            AFTER,
            None,
            id="学历 number 2021",
        ),
        pytest.param(
            QUALIFICATION_CLAIM,
            replace(QUALIFICATION, graduated_on=date(2021, 1, 1)),
            AFTER,
            None,
            id="学历 a day late",
        ),
        pytest.param(
            changed(QUALIFICATION_CLAIM, certificate_number="999991200406000123"),
            None,
            LEVEL,
            None,
            id="学历 level 06",
        ),
        pytest.param(
            changed(QUALIFICATION_CLAIM, certificate_number="99999120020600012"), None, LEVEL, None, id="学历 17 digits"
        ),
        pytest.param(
            changed(QUALIFICATION_CLAIM, certificate_number="京自考0001"),
            replace(QUALIFICATION, level=QualificationLevel.JUNIOR_COLLEGE),
            LEVEL,
            None,
            id="学历 a number that tells nothing, another level on record",
        ),
        pytest.param(QUALIFICATION_CLAIM, None, NOT_FOUND, Difference.NUMBER_UNKNOWN, id="学历 unknown number"),
        pytest.param(
            QUALIFICATION_CLAIM,
            replace(QUALIFICATION, holder=replace(HOLDER, id_number="990105197909111000")),
            NOT_FOUND,
            Difference.HOLDER_DIFFERS,
            id="学历 made under another id number",
        ),
        pytest.param(
            changed(QUALIFICATION_CLAIM, name="林淼"),
            QUALIFICATION,
            NOT_FOUND,
            Difference.HOLDER_DIFFERS,
            id="学历 name",
        ),
        pytest.param(
            QUALIFICATION_CLAIM, replace(QUALIFICATION, holder=WOMAN), IDENTITY, Difference.SEX_DIFFERS, id="学历 sex"
        ),
        pytest.param(
            QUALIFICATION_CLAIM,
            replace(QUALIFICATION, holder=replace(HOLDER, birth_date=date(1979, 10, 31))),
            IDENTITY,
            Difference.BIRTH_DATE_DIFFERS,
            id="学历 lunar birth date",
        ),
        pytest.param(
            changed(QUALIFICATION_CLAIM, name="林木"),
            replace(QUALIFICATION, holder=replace(HOLDER, name="林木")),
            IDENTITY,
            Difference.NAME_DIFFERS,
            id="学历 the name of then",
        ),
        pytest.param(
            changed(DEGREE_CLAIM, certificate_number="9999942021000123"), None, AFTER, None, id="学位 number 2021"
        ),
        pytest.param(DEGREE_CLAIM, replace(DEGREE, conferred_on="2021-01"), AFTER, None, id="学位 a month late"),
        pytest.param(DEGREE_CLAIM, replace(DEGREE, conferred_on="2021年1月1日"), AFTER, None, id="学位 a day late"),
        pytest.param(changed(DEGREE_CLAIM, level="master"), None, LEVEL, None, id="学位 4 is not 硕士"),
        pytest.param(
            changed(DEGREE_CLAIM, certificate_number="OLD-1"),
            replace(DEGREE, level=DegreeLevel.MASTER),
            LEVEL,
            None,
            id="学位 another level on record",
        ),
        pytest.param(DEGREE_CLAIM, None, NOT_FOUND, Difference.NUMBER_UNKNOWN, id="学位 unknown number"),
        pytest.param(
            changed(DEGREE_CLAIM, method="certification_code"),
            DEGREE,
            NOT_FOUND,
            Difference.METHOD_NUMBER_DIFFERS,
            id="学位 the right number under the wrong method",
        ),
        pytest.param(
            changed(DEGREE_CLAIM, granted_by="北京国槐大学"),
            DEGREE,
            NOT_FOUND,
            Difference.GRANTED_BY_DIFFERS,
            id="学位 another body",
        ),
        pytest.param(changed(DEGREE_CLAIM, name="林淼"), DEGREE, NOT_FOUND, Difference.HOLDER_DIFFERS, id="学位 name"),
        pytest.param(DEGREE_CLAIM, replace(DEGREE, holder=WOMAN), IDENTITY, Difference.SEX_DIFFERS, id="学位 sex"),
        pytest.param(DEGREE_CLAIM, replace(DEGREE, conferred_on="2004"), MALFORMED, None, id="学位 only a year"),
        pytest.param(OVERSEAS_CLAIM, None, "overseas.not_found", Difference.NUMBER_UNKNOWN, id="留学 unknown number"),
        pytest.param(
            OVERSEAS_CLAIM,
            replace(OVERSEAS, holder=replace(HOLDER, name="林木")),
            "overseas.not_found",
            Difference.HOLDER_DIFFERS,
            id="留学 somebody else's",
        ),
        pytest.param(
            OVERSEAS_CLAIM, replace(OVERSEAS, level=None), "overseas.level_not_stated", None, id="留学 names no level"
        ),
        pytest.param(
            OVERSEAS_CLAIM,
            replace(OVERSEAS, level=OverseasLevel.BACHELOR),
            "overseas.document_mismatch",
            None,
            id="留学 names another level",
        ),
    ],
)
def test_a_record_that_does_not_bear_the_claim_out(
    claim: Claim, record: Facts, reason: str, cause: Difference | None
) -> None:
    decision = judge(asked(claim), record)

    assert isinstance(decision, Invalid)
    assert (decision.reason, decision.cause) == (reason, cause)
    assert reason in REASONS


@pytest.mark.parametrize(
    ("claim", "record", "expected"),
    [
        pytest.param(
            QUALIFICATION_CLAIM,
            QUALIFICATION,
            QualificationFindings(graduated_on=date(2004, 7, 1)),
            id="学历 old id number",
        ),
        pytest.param(
            changed(QUALIFICATION_CLAIM, id_number=LIN.id_number, sex="female", birth_date=date(1979, 10, 31)),
            replace(QUALIFICATION, graduated_on=date(2020, 12, 31)),
            QualificationFindings(graduated_on=date(2020, 12, 31)),
            id="学历 on the base date, sex and birth date on the certificate differ",
        ),
        pytest.param(
            QUALIFICATION_CLAIM,
            replace(QUALIFICATION, holder=replace(WOMAN, confirmed_as=LIN.id_number)),
            QualificationFindings(graduated_on=date(2004, 7, 1)),
            id="学历 an operator has confirmed who it is",
        ),
        pytest.param(DEGREE_CLAIM, DEGREE, DegreeFindings(degree_conferred_on="2004-07"), id="学位 month"),
        pytest.param(
            changed(DEGREE_CLAIM, method="certification_code", method_number="C-1"),
            replace(DEGREE, conferred_on="2020年12月31日"),
            DegreeFindings(degree_conferred_on="2020-12-31"),
            id="学位 on the base date, certified",
        ),
    ],
)
def test_a_record_that_bears_the_claim_out(claim: Claim, record: Facts, expected: object) -> None:
    assert judge(asked(claim), record) == Valid(expected)  # type: ignore[arg-type]


STEPS = (AFTER, LEVEL, NOT_FOUND, IDENTITY, MALFORMED)


@given(st.sets(st.sampled_from([LEVEL, NOT_FOUND, IDENTITY, MALFORMED]), min_size=1))
def test_of_several_reasons_the_first_is_named(faults: set[str]) -> None:
    claim: Claim = changed(DEGREE_CLAIM, level="master") if LEVEL in faults else DEGREE_CLAIM
    claim = changed(claim, method_number="R-2") if NOT_FOUND in faults else claim
    record = replace(DEGREE, holder=WOMAN) if IDENTITY in faults else DEGREE
    record = replace(record, conferred_on="二〇〇四年") if MALFORMED in faults else record

    decision = judge(asked(claim), record)

    assert isinstance(decision, Invalid)
    assert decision.reason == min(faults, key=STEPS.index)


@pytest.mark.parametrize(
    ("issued_on", "source", "archive"),
    [
        pytest.param(date(2006, 7, 31), OverseasSource.FOREIGN, True, id="foreign, the day before"),
        pytest.param(date(2006, 8, 1), OverseasSource.FOREIGN, False, id="foreign, online"),
        pytest.param(date(2008, 7, 31), OverseasSource.HONG_KONG_MACAO_TAIWAN, True, id="Hong Kong, the day before"),
        pytest.param(date(2008, 8, 1), OverseasSource.HONG_KONG_MACAO_TAIWAN, False, id="Hong Kong, online"),
        pytest.param(date(2012, 12, 31), OverseasSource.JOINT, True, id="joint school, the day before"),
        pytest.param(date(2013, 1, 1), OverseasSource.JOINT, False, id="joint school, online"),
    ],
)
def test_a_known_overseas_certificate_goes_to_a_person(issued_on: date, source: OverseasSource, archive: bool) -> None:
    decision = judge(asked(OVERSEAS_CLAIM), replace(OVERSEAS, issued_on=issued_on, source=source))

    assert isinstance(decision, AskOperator)
    assert decision.proposed == Valid(OverseasFindings(level=OverseasLevel.MASTER, issued_on=issued_on))
    assert ("历史档案" in decision.note) is archive


@pytest.mark.parametrize(
    ("claim", "record", "expected"),
    [
        pytest.param(
            QUALIFICATION_CLAIM,
            replace(QUALIFICATION, holder=WOMAN),
            Valid(QualificationFindings(graduated_on=date(2004, 7, 1))),
            id="the identity is accepted",
        ),
        pytest.param(
            DEGREE_CLAIM,
            replace(DEGREE, holder=WOMAN),
            Valid(DegreeFindings(degree_conferred_on="2004-07")),
            id="of a degree too",
        ),
        pytest.param(
            DEGREE_CLAIM,
            replace(DEGREE, conferred_on="2004"),
            Invalid(MALFORMED, DegreeFindings(degree_conferred_on="2004")),
            id="a date is not made up",
        ),
        pytest.param(
            QUALIFICATION_CLAIM, None, Invalid(NOT_FOUND, cause=Difference.NUMBER_UNKNOWN), id="nor is a record"
        ),
    ],
)
def test_what_an_overturn_means(claim: Claim, record: Facts, expected: Valid | Invalid) -> None:
    assert overturned(asked(claim), record, None) == expected


def test_the_identity_card_is_read_from_its_number_where_the_question_leaves_it_out() -> None:
    question = asked(QUALIFICATION_CLAIM).model_copy(update={"subject": Person(name="林森", id_number=LIN.id_number)})

    assert isinstance(judge(question, QUALIFICATION), Valid)
    assert isinstance(judge(question, replace(QUALIFICATION, holder=WOMAN)), Invalid)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2006-07", "2006-07"),
        ("2006-07-01", "2006-07-01"),
        ("2006年7月", "2006-07"),
        ("2006年07月1日", "2006-07-01"),
        (" 2006-07 ", "2006-07"),
        ("2006", None),
        ("2006-7", None),
        ("200607", None),
        ("2006-13", None),
        ("2006-02-30", None),
        ("2006年7月1", None),
        ("０１２３-07", None),
        ("", None),
    ],
)
def test_dates_of_degrees(text: str, read: str | None) -> None:
    found = read_degree_date(text)

    assert (found and found.text) == read


@given(st.dates(date(1949, 1, 1), date(2099, 12, 31)))
def test_every_day_can_be_read_in_both_forms(day: date) -> None:
    for text in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日"):
        found = read_degree_date(text)
        assert found is not None
        assert found.first_day == day


def test_other_claims_are_not_judged() -> None:
    with pytest.raises(TypeError, match="tax"):
        judge(asked(TaxClaim(authorised=True, tax_years=(2020,), penalty_years=(2020,))), None)

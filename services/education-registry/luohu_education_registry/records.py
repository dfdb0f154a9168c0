"""The three registers: qualifications (学信网), degrees (学位网), overseas certificates (留学服务中心)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, Row, Table, Text, TextClause, UniqueConstraint, text
from sqlalchemy.schema import SchemaItem

from luohu_agency.field import Day, Name, Number, PersonNumber, Words
from luohu_agency.spec import RecordKind, record_table
from luohu_contract.claim import (
    DegreeClaim,
    DegreeLevel,
    OverseasEducationClaim,
    OverseasLevel,
    QualificationClaim,
    QualificationLevel,
    Sex,
)
from luohu_contract.message import Question
from luohu_contract.model import Wire
from luohu_education_registry.verdicts import (
    Degree,
    Facts,
    Holder,
    OverseasCertificate,
    OverseasSource,
    Qualification,
)
from luohu_kit.db import TextEnum, metadata
from luohu_kit.work import Work

meta = metadata()


def _register(name: str, *columns: SchemaItem) -> Table:
    """A table of certificates: the person as they were named then, the number that nobody else has, and the rest."""
    return record_table(
        name,
        meta,
        Column("certificate_number", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("sex", TextEnum(Sex), nullable=False),
        Column("birth_date", Date, nullable=False),
        Column("id_number", Text),
        Column("confirmed_as", Text),
        *columns,
        UniqueConstraint("world", "certificate_number"),
    )


qualifications = _register(
    "qualification",
    Column("level", TextEnum(QualificationLevel), nullable=False),
    Column("school", Text, nullable=False),
    Column("graduated_on", Date, nullable=False),
)
degrees = _register(
    "degree",
    Column("level", TextEnum(DegreeLevel), nullable=False),
    Column("granted_by", Text, nullable=False),
    Column("conferred_on", Text, nullable=False),
    Column("registration_number", Text),
    Column("certification_code", Text),
)
overseas = _register(
    "overseas_certificate",
    Column("source", TextEnum(OverseasSource), nullable=False),
    Column("level", TextEnum(OverseasLevel)),
    Column("institution", Text, nullable=False),
    Column("issued_on", Date, nullable=False),
)


class CertificateRecord(Wire):
    """What the registers have in common: the person as they were named when the record was made."""

    certificate_number: Number
    name: Name
    sex: Sex
    birth_date: Day
    id_number: Number | None = None  #: as it was then: 15 or 18 characters, or a passport
    confirmed_as: PersonNumber | None = None  #: id number of today of the same person, entered when proof was seen


class QualificationRecord(CertificateRecord):
    """学历"""

    level: QualificationLevel
    school: Name
    graduated_on: Day  #: 备案毕业时间


class DegreeRecord(CertificateRecord):
    """学位"""

    level: DegreeLevel
    granted_by: Name  #: 学位授予机构
    conferred_on: Words  #: 获学位日期 as it was delivered, which may be malformed
    registration_number: Number | None = None  #: 学位电子注册备案编号
    certification_code: Number | None = None  #: 学位认证报告编号/学位认证验证编码


class OverseasRecord(CertificateRecord):
    """国(境)外学历学位认证书"""

    source: OverseasSource
    level: OverseasLevel | None = None  #: the domestic level that it names; None: it names none
    institution: Name
    issued_on: Day


def _about(record: CertificateRecord) -> Iterable[str]:
    return sorted({number for number in (record.id_number, record.confirmed_as) if number})


_FILTERS = ("certificate_number", "name", "id_number", "birth_date")
QUALIFICATION = RecordKind(
    "qualification", QualificationRecord, qualifications, about=_about, filters=_FILTERS, title="学历备案"
)
DEGREE = RecordKind(
    "degree",
    DegreeRecord,
    degrees,
    about=_about,
    filters=(*_FILTERS, "registration_number", "certification_code"),
    title="学位备案",
)
OVERSEAS = RecordKind(
    "overseas_certificate", OverseasRecord, overseas, about=_about, filters=_FILTERS, title="留学学历学位认证书"
)


async def lookup(work: Work, questions: Sequence[Question]) -> Mapping[UUID, Facts]:
    """The record that each question names, by question id; None where its register has no such number."""
    facts: dict[UUID, Facts] = {question.id: None for question in questions}
    for claim, register, read in _READERS:
        asked = {q.id: q.claim.certificate_number for q in questions if isinstance(q.claim, claim)}
        if not asked:
            continue
        rows = await work.rows(register, {"numbers": sorted(set(asked.values()))})
        by_number = {row.certificate_number: read(row) for row in rows}
        facts |= {question_id: by_number.get(number) for question_id, number in asked.items()}
    return facts


def _holder(row: Row[Any]) -> Holder:
    return Holder(row.name, Sex(row.sex), row.birth_date, row.id_number or "", row.confirmed_as or "")


def _qualification(row: Row[Any]) -> Qualification:
    return Qualification(_holder(row), QualificationLevel(row.level), row.graduated_on)


def _degree(row: Row[Any]) -> Degree:
    return Degree(
        _holder(row),
        DegreeLevel(row.level),
        row.granted_by,
        row.conferred_on,
        row.registration_number or "",
        row.certification_code or "",
    )


def _overseas(row: Row[Any]) -> OverseasCertificate:
    level = None if row.level is None else OverseasLevel(row.level)
    return OverseasCertificate(_holder(row), OverseasSource(row.source), level, row.issued_on)


_WHO = "SELECT certificate_number, name, sex, birth_date, id_number, confirmed_as"
_NAMED = " WHERE certificate_number = ANY(CAST(:numbers AS text[]))"
_Certified = type[QualificationClaim] | type[DegreeClaim] | type[OverseasEducationClaim]
_READERS: tuple[tuple[_Certified, TextClause, Callable[[Row[Any]], Facts]], ...] = (
    (QualificationClaim, text(f"{_WHO}, level, graduated_on FROM qualification{_NAMED}"), _qualification),
    (
        DegreeClaim,
        text(f"{_WHO}, level, granted_by, conferred_on, registration_number, certification_code FROM degree{_NAMED}"),
        _degree,
    ),
    (OverseasEducationClaim, text(f"{_WHO}, source, level, issued_on FROM overseas_certificate{_NAMED}"), _overseas),
)

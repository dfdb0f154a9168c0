"""The registers of the talent centre: personnel files, and certificates as their sources confirm them."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from sqlalchemy import Boolean, Column, Date, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB

from luohu_agency.field import Day, Name, PersonNumber
from luohu_agency.spec import RecordKind, record_table
from luohu_contract.archive import CertificateLevel, DegreeCheckClaim, Paper
from luohu_contract.message import Question
from luohu_contract.model import Wire
from luohu_contract.numbers import normalise_identity_number
from luohu_contract.writing import one_form
from luohu_kit.db import TextEnum, metadata
from luohu_kit.work import Work
from luohu_talent_centre.verdicts import Certificate, Facts, File

meta = metadata()

files = record_table(
    "personnel_file",
    meta,
    Column("id_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("held_by", Text, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("missing", JSONB, nullable=False),
    UniqueConstraint("world", "id_number"),
)

certificates = record_table(
    "degree_certificate",
    meta,
    Column("id_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("level", TextEnum(CertificateLevel), nullable=False),
    Column("certificate_number", Text, nullable=False),
    Column("genuine", Boolean, nullable=False),
    Column("full_time", Boolean, nullable=False),
    Column("upgraded", Boolean, nullable=False),
    Column("major", Text),
    Column("scarce_major", Boolean, nullable=False),
    Column("graduated", Date),
    UniqueConstraint("world", "certificate_number"),
    Index("ix_degree_certificate_person", "world", "id_number"),
)

#: The number of a certificate in the one form in which numbers are compared.
CertificateNumber = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(one_form)]


class PersonnelFileRecord(Wire):
    """The one personnel file of a person."""

    id_number: PersonNumber
    name: Name
    held_by: Name  #: 存档机构
    complete: bool = True
    missing: tuple[Paper, ...] = Field(default=(), max_length=50)  #: papers that are not in it

    @model_validator(mode="after")
    def _misses_what_it_misses(self) -> "PersonnelFileRecord":
        if self.complete is bool(self.missing):
            raise ValueError("a complete file misses nothing, and one that is not complete names in missing what it is")
        return self


class DegreeCertificateRecord(Wire):
    """A certificate, and what its source says about it."""

    id_number: PersonNumber
    name: Name
    level: CertificateLevel
    certificate_number: CertificateNumber
    genuine: bool = True  #: false: the source never gave it
    full_time: bool = True  #: 全日制
    upgraded: bool = False  #: 专升本
    major: Name | None = None
    scarce_major: bool = False  #: 紧缺急需专业
    graduated: Day | None = None


def _holder(record: PersonnelFileRecord | DegreeCertificateRecord) -> Sequence[str]:
    return [record.id_number]


PERSONNEL_FILE = RecordKind(
    name="personnel_file",
    model=PersonnelFileRecord,
    table=files,
    about=_holder,
    filters=("id_number", "name", "held_by"),
    title="人事档案",
)
DEGREE_CERTIFICATE = RecordKind(
    name="degree_certificate",
    model=DegreeCertificateRecord,
    table=certificates,
    about=_holder,
    filters=("id_number", "name", "level", "certificate_number"),
    title="学历学位证书",
)

_FILES = text(
    "SELECT id_number, name, held_by, missing FROM personnel_file WHERE id_number = ANY(CAST(:people AS text[]))"
)
_CERTIFICATES = text(
    "SELECT certificate_number, id_number, name, level, genuine, full_time, upgraded, scarce_major, graduated"
    " FROM degree_certificate WHERE certificate_number = ANY(CAST(:numbers AS text[]))"
)


async def lookup(work: Work, questions: Sequence[Question]) -> Mapping[UUID, Facts]:
    """The file of each question's person and the certificates that it names, by question id."""
    people = {question.id: normalise_identity_number(question.subject.id_number) for question in questions}
    named = {question.id: _numbers(question) for question in questions}
    kept = {
        row.id_number: File(row.name, row.held_by, tuple(row.missing))
        for row in await work.rows(_FILES, {"people": sorted(set(people.values()))})
    }
    wanted = sorted(set().union(*named.values()))
    held = await _held(work, wanted) if wanted else {}
    return {
        question.id: Facts(
            kept.get(people[question.id]), tuple(held[number] for number in named[question.id] if number in held)
        )
        for question in questions
    }


def _numbers(question: Question) -> list[str]:
    claim = question.claim
    if not isinstance(claim, DegreeCheckClaim):
        return []
    return list(dict.fromkeys(one_form(each.certificate_number) for each in claim.certificates))


async def _held(work: Work, numbers: Sequence[str]) -> dict[str, Certificate]:
    return {
        row.certificate_number: Certificate(
            certificate_number=row.certificate_number,
            id_number=row.id_number,
            name=row.name,
            level=CertificateLevel(row.level),
            genuine=row.genuine,
            full_time=row.full_time,
            upgraded=row.upgraded,
            scarce_major=row.scarce_major,
            graduated=row.graduated,
        )
        for row in await work.rows(_CERTIFICATES, {"numbers": list(numbers)})
    }

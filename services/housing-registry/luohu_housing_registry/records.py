"""The register of titles: one record for each certificate. A home that changed its certificate has several in time."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import Field, field_validator, model_validator
from sqlalchemy import Boolean, Column, Date, Row, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB

from luohu_agency.field import Day, DistrictName, Name, Number
from luohu_agency.spec import RecordKind, record_table
from luohu_contract.claim import CertificateFormat, DormitoryClaim, IdType, OrganisationIdType, OwnHomeClaim
from luohu_contract.message import Question
from luohu_contract.model import Wire
from luohu_contract.numbers import normalise_certificate_number
from luohu_housing_registry.verdicts import Facts, Owner, PlannedUse, Title
from luohu_kit.db import TextEnum, metadata
from luohu_kit.work import Work

meta = metadata()

titles = record_table(
    "title",
    meta,
    Column("certificate_format", TextEnum(CertificateFormat), nullable=False),
    Column("certificate_number", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("planned_use", TextEnum(PlannedUse), nullable=False),
    Column("owners", JSONB, nullable=False),
    Column("registered_on", Date),
    Column("expired_on", Date),
    Column("predecessor", Text),
    Column("successor", Text),
    Column("archive_incomplete", Boolean, nullable=False),
    UniqueConstraint("world", "certificate_number"),
)


class OwnerRecord(Wire):
    """One owner: a person or an organisation, told by the kind of document."""

    name: Name
    id_type: IdType | OrganisationIdType = IdType.RESIDENT_ID
    id_number: Number


class TitleRecord(Wire):
    """One certificate."""

    certificate_format: CertificateFormat
    certificate_number: Name  #: 房屋所有权证号(不动产权证号)
    district: DistrictName  #: 房屋所属区
    planned_use: PlannedUse = PlannedUse.RESIDENTIAL  #: 规划用途
    owners: tuple[OwnerRecord, ...] = Field(min_length=1, max_length=20)
    registered_on: Day | None = None  #: 登簿日期(填发日期); None: never issued, or not read in from the archive
    expired_on: Day | None = None  #: 权证失效日期; None: in force, or not read in
    predecessor: Name | None = None  #: certificate of the same home before this one
    successor: Name | None = None  #: certificate of the same home after this one
    archive_incomplete: bool = False  #: the paper archive was not read in (存量房补录 is due)

    @field_validator("certificate_number", "predecessor", "successor")
    @classmethod
    def _one_way_to_write_it(cls, number: str | None) -> str | None:
        return None if number is None else normalise_certificate_number(number)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "TitleRecord":
        if self.registered_on and self.expired_on and self.expired_on < self.registered_on:
            raise ValueError("expired_on lies before registered_on; a title ends on or after the day it is registered")
        return self


def _about(record: TitleRecord) -> Sequence[str]:
    return [owner.id_number for owner in record.owners if isinstance(owner.id_type, IdType)]


TITLE = RecordKind(
    name="title",
    model=TitleRecord,
    table=titles,
    about=_about,
    filters=("certificate_number", "district", "predecessor", "successor"),
    title="不动产登记簿",
)


_TITLES = text(
    "SELECT certificate_number, certificate_format, district, planned_use, owners, registered_on, expired_on,"
    " archive_incomplete FROM title WHERE certificate_number = ANY(CAST(:numbers AS text[]))"
)


async def lookup(work: Work, questions: Sequence[Question]) -> Mapping[UUID, Facts]:
    """The title that each question names, by question id; None where the register has no such number."""
    asked = {question.id: _number(question) for question in questions}
    found = await work.rows(_TITLES, {"numbers": sorted(set(asked.values()))})
    by_number = {row.certificate_number: _title(row) for row in found}
    return {question_id: by_number.get(number) for question_id, number in asked.items()}


def _number(question: Question) -> str:
    claim = question.claim
    return (
        normalise_certificate_number(claim.certificate_number)
        if isinstance(claim, OwnHomeClaim | DormitoryClaim)
        else ""
    )


def _title(row: Row[Any]) -> Title:
    owners = (OwnerRecord.model_validate(owner) for owner in row.owners)
    return Title(
        certificate_format=CertificateFormat(row.certificate_format),
        district=row.district,
        planned_use=PlannedUse(row.planned_use),
        owners=tuple(Owner(o.id_number, o.name, isinstance(o.id_type, OrganisationIdType)) for o in owners),
        registered_on=row.registered_on,
        expired_on=row.expired_on,
        archive_incomplete=row.archive_incomplete,
    )

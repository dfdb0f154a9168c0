"""The register of leases: one record for each 租赁合同备案编号. A renewed lease is another record."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import Field, model_validator
from sqlalchemy import Boolean, Column, Date, Row, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB

from luohu_agency.field import Day, DistrictName, Name, Number
from luohu_agency.spec import RecordKind, record_table
from luohu_contract.claim import RentalClaim, RentalType
from luohu_contract.message import Question
from luohu_contract.model import Wire
from luohu_kit.db import TextEnum, metadata
from luohu_kit.work import Work
from luohu_rental_filing.verdicts import Facts, Lease, PlannedUse, PropertyCheck, Tenant

meta = metadata()

leases = record_table(
    "lease",
    meta,
    Column("filing_number", Text, nullable=False),
    Column("rental_type", TextEnum(RentalType), nullable=False),
    Column("tenants", JSONB, nullable=False),
    Column("landlord", JSONB, nullable=False),
    Column("district", Text, nullable=False),
    Column("planned_use", TextEnum(PlannedUse), nullable=False),
    Column("has_title", Boolean, nullable=False),
    Column("property_check", TextEnum(PropertyCheck), nullable=False),
    Column("lease_from", Date, nullable=False),
    Column("lease_to", Date, nullable=False),
    UniqueConstraint("world", "filing_number"),
)


class PartyRecord(Wire):
    """A tenant or a landlord, by the number of an identity document or of an organisation."""

    name: Name
    id_number: Number


class LeaseRecord(Wire):
    """One filed lease."""

    filing_number: str = Field(pattern=r"^[0-9]{12,20}$")  #: 租赁合同备案编号
    rental_type: RentalType = RentalType.MARKET  #: 租赁类型
    tenants: tuple[PartyRecord, ...] = Field(min_length=1, max_length=20)  #: 承租人
    landlord: PartyRecord  #: 出租人
    district: DistrictName  #: 房屋所属区
    planned_use: PlannedUse = PlannedUse.RESIDENTIAL  #: 规划用途
    has_title: bool = True  #: 有不动产权证书/房屋所有权证书
    property_check: PropertyCheck = PropertyCheck.PASSED  #: 房源核验
    lease_from: Day  #: 合同开始日期
    lease_to: Day  #: 合同结束日期

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "LeaseRecord":
        if self.lease_to < self.lease_from:
            raise ValueError("lease_to lies before lease_from; a lease ends on or after the day it begins")
        return self


def _about(record: LeaseRecord) -> Sequence[str]:
    return [party.id_number for party in (*record.tenants, record.landlord)]


LEASE = RecordKind(
    name="lease",
    model=LeaseRecord,
    table=leases,
    about=_about,
    filters=("filing_number", "district", "rental_type", "property_check"),
    title="住房租赁合同备案",
)


_LEASES = text(
    "SELECT filing_number, tenants, planned_use, has_title, property_check, lease_from, lease_to FROM lease"
    " WHERE filing_number = ANY(CAST(:numbers AS text[]))"
)


async def lookup(work: Work, questions: Sequence[Question]) -> Mapping[UUID, Facts]:
    """The lease that each question names, by question id; None where no such number is filed."""
    asked = {q.id: q.claim.filing_number for q in questions if isinstance(q.claim, RentalClaim)}
    found = await work.rows(_LEASES, {"numbers": sorted(set(asked.values()))})
    by_number = {row.filing_number: _lease(row) for row in found}
    return {question.id: by_number.get(asked.get(question.id, "")) for question in questions}


def _lease(row: Row[Any]) -> Lease:
    return Lease(
        tenants=tuple(Tenant(tenant["id_number"], tenant["name"]) for tenant in row.tenants),
        planned_use=PlannedUse(row.planned_use),
        has_title=row.has_title,
        property_check=PropertyCheck(row.property_check),
        lease_from=row.lease_from,
        lease_to=row.lease_to,
    )

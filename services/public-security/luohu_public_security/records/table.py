"""The tables of public security's registers."""

from sqlalchemy import Boolean, Column, Date, Index, Text, UniqueConstraint, text

from luohu_agency.spec import record_table
from luohu_contract.claim import Sex
from luohu_contract.standing import PermitStatus
from luohu_kit.db import TextEnum, metadata

meta = metadata()

residents = record_table(
    "resident",
    meta,
    Column("id_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("birth_date", Date, nullable=False),
    Column("sex", TextEnum(Sex), nullable=False),
    Column("household_province", Text, nullable=False),
    Column("household_in_beijing", Boolean, nullable=False),
    UniqueConstraint("world", "id_number"),
)

permits = record_table(
    "permit",
    meta,
    Column("id_number", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("applied_on", Date, nullable=False),
    Column("status", TextEnum(PermitStatus), nullable=False),
    Column("cancelled_on", Date),
    UniqueConstraint("world", "number"),
    Index("ix_permit_person", "world", "id_number"),
)

detentions = record_table(
    "detention",
    meta,
    Column("id_number", Text, nullable=False),
    Column("detained_on", Date, nullable=False),
    Column("authority", Text, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Index("ix_detention_person", "world", "id_number", "detained_on"),
)

crimes = record_table(
    "crime",
    meta,
    Column("id_number", Text, nullable=False),
    Column("convicted_on", Date, nullable=False),
    Column("court", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("revoked", Boolean, nullable=False),
    UniqueConstraint("world", "id_number", "document"),
)

registrations = record_table(
    "registration",
    meta,
    Column("id_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("move_in_permit_number", Text, nullable=False),
    Column("registered_on", Date, nullable=False),
    Column("former_household", Text, nullable=False),
    Column("moved_with", Text),
    Column("cancelled_on", Date),
    Column("cancellation", Text, nullable=False),
    #: One household at a time: a registration that was not cancelled keeps out a second one.
    Index("uq_registration_standing", "world", "id_number", unique=True, postgresql_where=text("cancelled_on IS NULL")),
    Index("ix_registration_moved_with", "world", "moved_with"),
)

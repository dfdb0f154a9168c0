"""Tables of the settlement part of the declaration service."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from luohu_contract.household import FileStatus, SettlementDocument, SettlementStatus
from luohu_declaration.storage.table_kinds import INSTANT, event_list, meta, of_declaration
from luohu_kit.db import TextEnum, world_table

#: One for each award, under the id of its declaration, whose row is its lock.
settlement = world_table(
    "settlement",
    meta,
    Column("declaration_id", Uuid, nullable=False),
    Column("status", TextEnum(SettlementStatus), nullable=False),
    Column("since", INSTANT, nullable=False),
    Column("file_status", TextEnum(FileStatus), nullable=False),
    Column("opened_at", INSTANT, nullable=False),
    Column("valid_until", INSTANT, nullable=False),
    Column("version", Integer, nullable=False),
    Column("data", JSONB),  #: 调京信息 without the children
    Column("registration_id", Uuid),  #: of the message to the household register, once it was sent
    of_declaration(),
    CheckConstraint("status <> 'registering' OR registration_id IS NOT NULL", name="registering_by_a_message"),
    Index("ix_settlement_status", "world", "status", "since"),
    #: what the duty looks at over all worlds, again and again
    Index("ix_settlement_registering", "world", "since", postgresql_where=text("status = 'registering'")),
    keys=("declaration_id",),
)

#: The children that move along, as they were entered last.
settlement_child = world_table(
    "settlement_child",
    meta,
    Column("declaration_id", Uuid, nullable=False),
    Column("position", Integer, nullable=False),  #: from 1
    Column("id_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("details", JSONB, nullable=False),  #: the rest of what was entered
    ForeignKeyConstraint(["world", "declaration_id"], ["settlement.world", "settlement.declaration_id"]),
    UniqueConstraint("world", "declaration_id", "id_number"),
    keys=("declaration_id", "position"),
)

#: What was printed and issued, with its number; three rows for a permit to move in. What is issued anew stands beside
#: what it takes the place of, which is void from then on.
settlement_document = world_table(
    "settlement_document",
    meta,
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("declaration_id", Uuid, nullable=False),
    Column("kind", TextEnum(SettlementDocument), nullable=False),
    Column("number", Text, nullable=False),
    Column("copy", Integer, nullable=False),  #: 1, or 1 to 3 of a permit to move in
    Column("holder", Text),  #: whose copy it is
    Column("issued_at", INSTANT, nullable=False),
    Column("valid_until", INSTANT),
    Column("void_at", INSTANT),
    ForeignKeyConstraint(["world", "declaration_id"], ["settlement.world", "settlement.declaration_id"]),
    UniqueConstraint("world", "kind", "number", "copy"),
    Index("ix_settlement_document_declaration", "world", "declaration_id", "seq"),
    keys=("seq",),
)

#: What happened to each settlement and its file, append-only.
settlement_event = event_list("settlement_event", of="declaration")

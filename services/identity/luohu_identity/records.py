"""What identity keeps: its signing keys and clients (of real time, not of a world), and the people of each world."""

from sqlalchemy import Column, Date, DateTime, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.schema import Table

from luohu_contract.claim import Sex
from luohu_kit.auth import Role
from luohu_kit.db import TextEnum, metadata, world_table
from luohu_kit.migration import History

meta = metadata()
NOW = text("clock_timestamp()")

#: Private keys, the newest signs, all that have not retired are shown.
signing_key = Table(
    "signing_key",
    meta,
    Column("kid", Text, primary_key=True),
    Column("private_jwk", JSONB, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("retires_at", DateTime(timezone=True)),  #: real time; None for the key that signs
)

#: Programs that ask for tokens in their own name.
client = Table(
    "client",
    meta,
    Column("client_id", Text, primary_key=True),
    Column("salt", Text, nullable=False),
    Column("secret_hash", Text, nullable=False),  #: scrypt, hexadecimal
    Column("role", TextEnum(Role), nullable=False),
    Column("agency", Text),  #: of an operator's client
    Column("uscc", Text),  #: of an employer's client
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=NOW),
)

#: People with their identity documents, in one world.
person = world_table(
    "person",
    meta,
    Column("id", Uuid, nullable=False),
    Column("persona", Text),  #: slug of the seeds; None for people registered later
    Column("name", Text, nullable=False),
    Column("id_number", Text, nullable=False),
    Column("birth_date", Date, nullable=False),
    Column("sex", TextEnum(Sex), nullable=False),
    Column("mobile", Text, nullable=False),
    Column("level", Text, nullable=False),  #: assurance level L1 to L3
    Index("uq_person_id_number", "world", "id_number", unique=True),
    Index("uq_person_persona", "world", "persona", unique=True, postgresql_where=text("persona IS NOT NULL")),
)

HISTORY = History("luohu_identity", "public", meta)
WITHOUT_WORLD = {"signing_key", "client"}

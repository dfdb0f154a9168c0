"""The tables of the audit, in the schema `kit`. Nobody changes a row of them; a world's go with the world."""

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.schema import Table

from luohu_kit.db import OF_THE_RUN, OF_THE_SERVER, world_table
from luohu_kit.tables import meta

_TRANSACTION = text("(pg_current_xact_id()::text)::bigint")

#: Which rows are bound, and how their text is written; made by migrations (`binding.audited`). Of no world.
audit_binding = Table(
    "audit_binding",
    meta,
    Column("what", Text, primary_key=True),  #: as entries name it; other columns are another binding
    Column("source", Text, nullable=False),  #: the table, with its schema
    Column("key", Text, nullable=False),  #: SQL over a row `r`: what tells it from the others of its world
    Column("key_type", Text, nullable=False),
    Column("payload", Text, nullable=False),  #: SQL over a row `r`: the text that the digest is of
    Column("bound", Text, nullable=False),  #: SQL over a row `r`: whether there is an entry about it
)

#: What one statement did to one table: which rows, and the digest of each. Written by triggers.
audit_entry = world_table(
    "audit_entry",
    meta,
    Column("id", BigInteger, Identity(always=True), nullable=False),
    #: real: of the server that wrote it. What has a smaller number than all that is under way is complete
    Column("tx", BigInteger, nullable=False, server_default=_TRANSACTION, info=OF_THE_SERVER),
    Column("at", DateTime(timezone=True), nullable=False),  #: the world's time
    Column("what", Text, nullable=False),
    Column("keys", ARRAY(Text), nullable=False),
    Column("digests", LargeBinary, nullable=False),  #: SHA-256 of each row's text, 32 bytes each, in the order of keys
    Index("ix_audit_entry_tx", "world", "tx"),
    info=OF_THE_RUN,
)

#: The chain: one link for each entry, gap-free from 1.
audit_link = world_table(
    "audit_link",
    meta,
    Column("seq", BigInteger, nullable=False),
    Column("entry", BigInteger, nullable=False),
    Column("previous", LargeBinary, nullable=False),  #: hash of the link before; 32 zero bytes for the first
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("world", "entry"),
    keys=("seq",),
    info=OF_THE_RUN,
)

#: The chain's end each time that it grew, signed by the service.
audit_head = world_table(
    "audit_head",
    meta,
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    #: entries of transactions before this are all linked
    Column("through", BigInteger, nullable=False, server_default=_TRANSACTION, info=OF_THE_SERVER),
    Column("signed", Text, nullable=False),  #: the head as a compact JWS, with the real time at which it was signed
    keys=("seq",),
    info=OF_THE_RUN,
)

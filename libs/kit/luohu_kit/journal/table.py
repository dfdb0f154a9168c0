"""The tables of the journal, in the schema `kit`."""

from sqlalchemy import BigInteger, Column, DateTime, Float, Identity, Index, Integer, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from luohu_kit.db import world_table
from luohu_kit.tables import meta

#: The journal tells of the services, not of the world: a snapshot leaves it out, and a world brought back goes on
#: in it.
NOT_KEPT = {"snapshot": False}

#: The hops that this service notes: those that it sends, and those that it gets from the gateway.
journal = world_table(
    "journal",
    meta,
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),  #: real time
    Column("world_at", DateTime(timezone=True), nullable=False),
    Column("sender", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("target", Text, nullable=False),  #: path and query, id numbers masked
    Column("topic", Text),
    Column("status", Integer),
    Column("error", Text),
    Column("took_ms", Float, nullable=False),
    Column("request", Text),  #: its beginning, id numbers masked; None where it is no text
    Column("request_size", Integer, nullable=False),  #: bytes of the whole
    Column("response", Text),
    Column("response_size", Integer, nullable=False),
    Column("traces", Text, nullable=False),  #: trace ids, a space between them
    Column("concerns", Text, nullable=False),  #: ids of each message, `;` between the messages
    Column("fault", Text),
    Column("scenario", Text),
    Column("subject", Text),
    Column("role", Text),
    Column("replay", JSONB(none_as_null=True)),
    Column("input", LargeBinary),  #: the whole body, not masked, for a replay
    Index("ix_journal_at", "world", "at", "seq"),
    keys=("seq",),
    info=NOT_KEPT,
)

#: How many hops of a world are no longer kept.
journal_cut = world_table(
    "journal_cut",
    meta,
    Column("hops", BigInteger, nullable=False),
    Column("inputs", BigInteger, nullable=False, server_default=text("0")),  #: of them, those that a replay needs
    Column("until", DateTime(timezone=True), nullable=False),  #: real time: everything after it is there
    keys=(),
    info=NOT_KEPT,
)

"""The kit's own tables, in the schema `kit` of every service's database: worlds, messages, what fired, what is kept."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Identity, Index, Integer, Numeric, Text, Uuid, text, true
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.schema import Table

from luohu_kit.admission import Admission
from luohu_kit.clock import ClockMode
from luohu_kit.db import OF_THE_RUN, TextEnum, metadata, world_table
from luohu_kit.door import Door
from luohu_kit.generation import FIRST

meta = metadata("kit")

#: The worlds that this service knows. The one table without row-level security: it is the list of worlds.
world = Table(
    "world",
    meta,
    Column("name", Text, primary_key=True),
    Column("programme", Text, nullable=False),  #: such as `beijing`
    Column("year", Integer, nullable=False),  #: the round, 申报年度
    Column("seed", BigInteger, nullable=False),
    Column("admission", TextEnum(Admission), nullable=False, server_default=text("'handbook'")),
    Column("mode", TextEnum(ClockMode), nullable=False),
    Column("anchor_real", DateTime(timezone=True), nullable=False),
    Column("anchor_world", DateTime(timezone=True), nullable=False),
    Column("rate", Numeric, nullable=False, server_default=text("1")),
    Column("door", TextEnum(Door), nullable=False, server_default=text("'open'")),
    Column("generation", Text, nullable=False, server_default=text(f"'{FIRST}'")),  #: see `generation`
    Column("planted", Boolean, nullable=False, server_default=true()),  #: its seeds are there; see `planting`
    Index("ix_world_unplanted", "name", postgresql_where=text("NOT planted")),
)

#: Messages that wait for their receiver. A row goes only after the receiver has said that it has the message.
outbox = world_table(
    "outbox",
    meta,
    Column("id", BigInteger, Identity(always=True), nullable=False),
    Column("message_id", Uuid, nullable=False),
    Column("topic", Text, nullable=False),
    Column("destination", Text, nullable=False),  #: a service of the directory, or an absolute URL
    Column("body", JSONB, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False, server_default=text("clock_timestamp()")),
    #: real time: not before this; a claim moves it by the lease, a failure by the retry's delay
    Column("not_before", DateTime(timezone=True), nullable=False, server_default=text("clock_timestamp()")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("dead_at", DateTime(timezone=True)),  #: refused for good: listed, never sent by itself again
    Column("last_error", Text),
    Column("trace", Text),  #: of the request that caused it
    Column("scenario", Text),  #: that the request asked for
    #: the world's time until which a fault keeps it back; it is not live meanwhile, and a clock passes over it
    Column("held_until", DateTime(timezone=True)),
    Column("holds", Integer, nullable=False, server_default=text("0")),  #: how often it was set aside
    Index("ix_outbox_live", "not_before", "id", postgresql_where=text("dead_at IS NULL AND held_until IS NULL")),
    Index("ix_outbox_held", "world", "held_until", postgresql_where=text("held_until IS NOT NULL")),
    Index("ix_outbox_message", "world", "message_id"),
    info=OF_THE_RUN,
)

#: Messages that were acted upon. The key is the dedupe.
inbox = world_table(
    "inbox",
    meta,
    Column("source", Text, nullable=False),
    Column("message_id", Uuid, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False, server_default=text("clock_timestamp()")),
    keys=("source", "message_id"),
    info=OF_THE_RUN,
)

#: First answers to requests with an Idempotency-Key.
kept_answer = world_table(
    "kept_answer",
    meta,
    Column("client", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("body", JSONB),
    Column("kept_at", DateTime(timezone=True), nullable=False, server_default=text("clock_timestamp()")),
    keys=("client", "key"),
    info=OF_THE_RUN,
)

#: What fired on the world's clock after it had waited, in order: the answer of an advance.
fired = world_table(
    "fired",
    meta,
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),  #: the world's time at which it was due
    Column("what", Text, nullable=False),  #: the duty's name
    Column("ref", Text, nullable=False),  #: what it was about
    keys=("seq",),
    info=OF_THE_RUN,
)

#: Worlds as they were at some moment (see `kept`). A template belongs to no world: its world is the empty name.
kept = world_table(
    "kept",
    meta,
    Column("name", Text, nullable=False),
    Column("revision", Text, nullable=False),  #: of the service that kept it: only the same one brings it back
    Column("counts", JSONB, nullable=False),  #: rows by table, tables without rows left out
    Column("kept_at", DateTime(timezone=True), nullable=False, server_default=text("clock_timestamp()")),
    keys=("name",),
    info={"snapshot": False, "reset": False},
)

#: Their rows. They lie outside of their tables, so nothing that looks over all worlds ever meets them.
kept_row = world_table(
    "kept_row",
    meta,
    Column("kept", Text, nullable=False),
    Column("part", Text, nullable=False),  #: the table, with its schema unless that is `public`
    Column("n", BigInteger, nullable=False),
    Column("cells", ARRAY(Text), nullable=False),  #: every column but the world, as PostgreSQL writes it
    keys=("kept", "part", "n"),
    info={"snapshot": False, "reset": False},
)

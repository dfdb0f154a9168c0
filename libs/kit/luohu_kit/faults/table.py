"""The table of faults, in the schema `kit`."""

from sqlalchemy import BigInteger, Column, DateTime, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from luohu_kit.db import OF_THE_RUN, world_table
from luohu_kit.tables import meta

#: One fault for each edge, kept where it is done: by the sender, and, for what comes from the gateway, by the receiver.
fault = world_table(
    "fault",
    meta,
    Column("sender", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("spec", JSONB, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),  #: the world's time
    Column("ends_at", DateTime(timezone=True)),  #: the world's time; None: until it is taken away
    #: requests that it was asked about; and of them, those that it touched
    Column("seen", BigInteger, nullable=False, server_default=text("0"), info=OF_THE_RUN),
    Column("hits", BigInteger, nullable=False, server_default=text("0"), info=OF_THE_RUN),
    keys=("sender", "receiver"),
)

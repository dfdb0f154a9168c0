"""The record of what was done about dead letters, in the schema `kit`."""

from enum import StrEnum

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, Text, Uuid

from luohu_kit.db import OF_THE_RUN, TextEnum, world_table
from luohu_kit.tables import meta


class Act(StrEnum):
    """What somebody did about a dead letter."""

    RETRIED = "retried"  #: it is sent again
    DISCARDED = "discarded"  #: it is gone, and nobody will get it


dead_letter_act = world_table(
    "dead_letter_act",
    meta,
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),  #: the world's time
    Column("act", TextEnum(Act), nullable=False),
    Column("actor", Text, nullable=False),  #: subject of the token
    Column("reason", Text, nullable=False),  #: in the words of whoever discarded it; empty for a retry
    Column("message_id", Uuid, nullable=False),
    Column("topic", Text, nullable=False),
    Column("destination", Text, nullable=False),
    Column("digest", Text, nullable=False),  #: SHA-256 of the message's body, as PostgreSQL writes it
    Column("refusal", Text, nullable=False),  #: what the receiver had said
    Index("ix_dead_letter_act_message", "world", "message_id"),
    keys=("seq",),
    info=OF_THE_RUN,
)

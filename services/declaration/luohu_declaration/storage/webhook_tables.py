"""Tables of webhooks: who subscribes to what, and what is sent to them."""

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Identity, Index, Integer, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from luohu_declaration.domain.webhook import DeliveryEvent, DeliveryState, Owner
from luohu_declaration.storage.table_kinds import INSTANT, meta
from luohu_kit.db import OF_THE_RUN, TextEnum, world_table

webhook = world_table(
    "webhook",
    meta,
    Column("id", Uuid, nullable=False),
    Column("owner", TextEnum(Owner), nullable=False),
    Column("owner_id", Text, nullable=False),  #: subject of an applicant's tokens, or an employer's credit code
    Column("id_number", Text),  #: of an applicant, by whom associations know people
    Column("url", Text, nullable=False),
    Column("kinds", ARRAY(Text)),  #: NULL: all that its owner can hear of
    Column("secret", Text, nullable=False),
    Column("previous_secret", Text),
    Column("previous_until", INSTANT),  #: the world's time until which that one is live as well
    Column("created_at", INSTANT, nullable=False),
    Index("ix_webhook_owner", "world", "owner", "owner_id"),
)

#: One message to one subscriber, written in the transaction of what happened.
webhook_delivery = world_table(
    "webhook_delivery",
    meta,
    Column("id", Uuid, nullable=False),
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("webhook_id", Uuid, nullable=False),
    Column("at", INSTANT, nullable=False),  #: when it happened
    Column("type", Text, nullable=False),
    Column("data", JSONB, nullable=False),
    Column("state", TextEnum(DeliveryState), nullable=False, server_default=text("'pending'")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),  #: of this round
    Column("due_at", INSTANT, nullable=False),  #: the world's time of the next attempt, or of the last one
    #: real time: somebody is sending it, and nobody else takes it until then
    Column("sending_until", INSTANT, info=OF_THE_RUN),
    Column("trace", Text),
    Column("scenario", Text),
    Column("last_status", Integer),
    Column("last_error", Text),
    ForeignKeyConstraint(["world", "webhook_id"], ["webhook.world", "webhook.id"]),
    Index("ix_webhook_delivery_due", "world", "due_at", postgresql_where=text("state = 'pending'")),
    Index(
        "ix_webhook_delivery_sending",
        "world",
        "webhook_id",
        "sending_until",
        postgresql_where=text("sending_until IS NOT NULL"),
    ),
    Index("ix_webhook_delivery_webhook", "world", "webhook_id", "seq"),
)

#: What became of each message, append-only.
webhook_event = world_table(
    "webhook_event",
    meta,
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("delivery_id", Uuid, nullable=False),
    Column("at", INSTANT, nullable=False),
    Column("at_real", INSTANT, nullable=False, server_default=text("clock_timestamp()")),
    Column("event", TextEnum(DeliveryEvent), nullable=False),
    Column("status", Integer),
    Column("error", Text),
    Index("ix_webhook_event_delivery", "world", "delivery_id", "seq"),
    keys=("seq",),
)

"""Subscriptions, messages to subscribers, and what became of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from luohu_kit.migration import guard

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
TABLES = ("webhook", "webhook_delivery", "webhook_event")


def _world() -> sa.Column[str]:
    return sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "webhook",
        _world(),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("owner_id", sa.Text, nullable=False),
        sa.Column("id_number", sa.Text),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("kinds", ARRAY(sa.Text)),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("previous_secret", sa.Text),
        sa.Column("previous_until", INSTANT),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("world", "id", name="pk_webhook"),
    )
    op.create_index("ix_webhook_owner", "webhook", ["world", "owner", "owner_id"])
    _delivery()
    op.create_table(
        "webhook_event",
        _world(),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("delivery_id", sa.Uuid, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("at_real", INSTANT, server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("error", sa.Text),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_webhook_event"),
    )
    op.create_index("ix_webhook_event_delivery", "webhook_event", ["world", "delivery_id", "seq"])
    for table in TABLES:
        guard(op, table)


def _delivery() -> None:
    op.create_table(
        "webhook_delivery",
        _world(),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("webhook_id", sa.Uuid, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("data", JSONB, nullable=False),
        sa.Column("state", sa.Text, server_default=sa.text("'pending'"), nullable=False),
        sa.Column("attempts", sa.Integer, server_default=sa.text("0"), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("sending_until", INSTANT),
        sa.Column("trace", sa.Text),
        sa.Column("scenario", sa.Text),
        sa.Column("last_status", sa.Integer),
        sa.Column("last_error", sa.Text),
        sa.PrimaryKeyConstraint("world", "id", name="pk_webhook_delivery"),
        sa.ForeignKeyConstraint(
            ["world", "webhook_id"], ["webhook.world", "webhook.id"], name="fk_webhook_delivery_world_webhook_id"
        ),
    )
    op.create_index(
        "ix_webhook_delivery_due",
        "webhook_delivery",
        ["world", "due_at"],
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "ix_webhook_delivery_sending",
        "webhook_delivery",
        ["world", "webhook_id", "sending_until"],
        postgresql_where=sa.text("sending_until IS NOT NULL"),
    )
    op.create_index("ix_webhook_delivery_webhook", "webhook_delivery", ["world", "webhook_id", "seq"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)

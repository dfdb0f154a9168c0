"""Worlds and their clock, outbox, inbox, kept answers, what fired."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from luohu_kit.migration import guard

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WORLD = sa.text("current_setting('luohu.world')")
NOW = sa.text("clock_timestamp()")
INSTANT = sa.DateTime(timezone=True)


def _world() -> sa.Column[str]:
    return sa.Column("world", sa.Text, server_default=WORLD, nullable=False)


def upgrade() -> None:
    op.create_table(
        "world",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("programme", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("anchor_real", INSTANT, nullable=False),
        sa.Column("anchor_world", INSTANT, nullable=False),
        sa.Column("rate", sa.Numeric, nullable=False, server_default=sa.text("1")),
        schema="kit",
    )
    op.execute(
        """
        CREATE FUNCTION kit.world_now(w kit.world) RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
            SELECT CASE w.mode WHEN 'frozen' THEN w.anchor_world
                ELSE w.anchor_world + (clock_timestamp() - w.anchor_real)
                     * CASE w.mode WHEN 'scaled' THEN w.rate::float8 ELSE 1 END END
        $$
        """
    )
    op.execute(
        """
        CREATE FUNCTION kit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'DELETE' AND current_setting('luohu.deleting', true) = 'yes' THEN RETURN OLD; END IF;
            RAISE EXCEPTION 'rows of %.% are only ever added', TG_TABLE_SCHEMA, TG_TABLE_NAME;
        END $$
        """
    )
    op.create_table(
        "outbox",
        _world(),
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("message_id", sa.Uuid, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("destination", sa.Text, nullable=False),
        sa.Column("body", JSONB, nullable=False),
        sa.Column("written_at", INSTANT, nullable=False, server_default=NOW),
        sa.Column("not_before", INSTANT, nullable=False, server_default=NOW),
        sa.Column("attempts", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("dead_at", INSTANT),
        sa.Column("last_error", sa.Text),
        sa.PrimaryKeyConstraint("world", "id", name="pk_outbox"),
        schema="kit",
    )
    op.create_index(
        "ix_outbox_live", "outbox", ["not_before", "id"], schema="kit", postgresql_where=sa.text("dead_at IS NULL")
    )
    op.create_index("ix_outbox_message", "outbox", ["world", "message_id"], schema="kit")
    op.create_table(
        "inbox",
        _world(),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("message_id", sa.Uuid, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("world", "source", "message_id", name="pk_inbox"),
        schema="kit",
    )
    op.create_table(
        "kept_answer",
        _world(),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("headers", JSONB, nullable=False),
        sa.Column("body", JSONB),
        sa.Column("kept_at", INSTANT, nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("world", "client", "key", name="pk_kept_answer"),
        schema="kit",
    )
    op.create_table(
        "fired",
        _world(),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_fired"),
        schema="kit",
    )
    for table in ("outbox", "inbox", "kept_answer", "fired"):
        guard(op, table, "kit")


def downgrade() -> None:
    op.execute("DROP SCHEMA kit CASCADE")

"""The journal, the faults, and what a message in the outbox carries for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from luohu_kit.migration import guard

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WORLD = sa.text("current_setting('luohu.world')")
INSTANT = sa.DateTime(timezone=True)


def _world() -> sa.Column[str]:
    return sa.Column("world", sa.Text, server_default=WORLD, nullable=False)


def upgrade() -> None:
    _outbox()
    _journal()
    op.create_table(
        "fault",
        _world(),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("receiver", sa.Text, nullable=False),
        sa.Column("spec", JSONB, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT),
        sa.Column("seen", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("hits", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("world", "sender", "receiver", name="pk_fault"),
        schema="kit",
    )
    for table in ("journal", "journal_cut", "fault"):
        guard(op, table, "kit")


def _outbox() -> None:
    for column in (
        sa.Column("trace", sa.Text),
        sa.Column("scenario", sa.Text),
        sa.Column("held_until", INSTANT),
        sa.Column("holds", sa.Integer, nullable=False, server_default=sa.text("0")),
    ):
        op.add_column("outbox", column, schema="kit")
    op.drop_index("ix_outbox_live", "outbox", schema="kit")
    live = sa.text("dead_at IS NULL AND held_until IS NULL")
    op.create_index("ix_outbox_live", "outbox", ["not_before", "id"], schema="kit", postgresql_where=live)
    held = sa.text("held_until IS NOT NULL")
    op.create_index("ix_outbox_held", "outbox", ["world", "held_until"], schema="kit", postgresql_where=held)


def _journal() -> None:
    op.create_table(
        "journal",
        _world(),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("world_at", INSTANT, nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("receiver", sa.Text, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("topic", sa.Text),
        sa.Column("status", sa.Integer),
        sa.Column("error", sa.Text),
        sa.Column("took_ms", sa.Float, nullable=False),
        sa.Column("request", sa.Text),
        sa.Column("request_size", sa.Integer, nullable=False),
        sa.Column("response", sa.Text),
        sa.Column("response_size", sa.Integer, nullable=False),
        sa.Column("traces", sa.Text, nullable=False),
        sa.Column("concerns", sa.Text, nullable=False),
        sa.Column("fault", sa.Text),
        sa.Column("scenario", sa.Text),
        sa.Column("subject", sa.Text),
        sa.Column("role", sa.Text),
        sa.Column("replay", JSONB),
        sa.Column("input", sa.LargeBinary),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_journal"),
        schema="kit",
    )
    op.create_index("ix_journal_at", "journal", ["world", "at", "seq"], schema="kit")
    op.create_table(
        "journal_cut",
        _world(),
        sa.Column("hops", sa.BigInteger, nullable=False),
        sa.Column("inputs", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("world", name="pk_journal_cut"),
        schema="kit",
    )


def downgrade() -> None:
    for table in ("fault", "journal_cut", "journal"):
        op.drop_table(table, schema="kit")
    op.drop_index("ix_outbox_held", "outbox", schema="kit")
    op.drop_index("ix_outbox_live", "outbox", schema="kit")
    for column in ("holds", "held_until", "scenario", "trace"):
        op.drop_column("outbox", column, schema="kit")
    live = sa.text("dead_at IS NULL")
    op.create_index("ix_outbox_live", "outbox", ["not_before", "id"], schema="kit", postgresql_where=live)

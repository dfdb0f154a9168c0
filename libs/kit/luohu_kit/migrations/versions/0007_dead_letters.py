"""What was done about dead letters."""

import sqlalchemy as sa
from alembic import op

from luohu_kit.migration import append_only, guard

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WORLD = sa.text("current_setting('luohu.world')")


def upgrade() -> None:
    op.create_table(
        "dead_letter_act",
        sa.Column("world", sa.Text, server_default=WORLD, nullable=False),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("message_id", sa.Uuid, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("destination", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("refusal", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_dead_letter_act"),
        schema="kit",
    )
    op.create_index("ix_dead_letter_act_message", "dead_letter_act", ["world", "message_id"], schema="kit")
    guard(op, "dead_letter_act", "kit")
    append_only(op, "dead_letter_act", "kit")


def downgrade() -> None:
    op.drop_table("dead_letter_act", schema="kit")

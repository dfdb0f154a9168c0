"""Snapshots of worlds, and where a world that is being brought back comes from."""

import sqlalchemy as sa
from alembic import op

from luohu_kit.migration import guard

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WORLD = sa.text("current_setting('luohu.world')")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("world_record", sa.Column("snapshot", sa.Text))
    op.add_column(
        "world_record", sa.Column("doors_turned", sa.Boolean, server_default=sa.text("false"), nullable=False)
    )
    op.create_table(
        "snapshot",
        sa.Column("world", sa.Text, server_default=WORLD, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("rate", sa.Numeric, nullable=False),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False, server_default=sa.text("clock_timestamp()")),
        sa.PrimaryKeyConstraint("world", "name", name="pk_snapshot"),
    )
    guard(op, "snapshot")


def downgrade() -> None:
    op.drop_table("snapshot")
    op.drop_column("world_record", "doors_turned")
    op.drop_column("world_record", "snapshot")

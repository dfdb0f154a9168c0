"""Agencies that wait to be looked at."""

import sqlalchemy as sa
from alembic import op

from luohu_kit.migration import guard

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "looked_at",
        sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "agency", name="pk_looked_at"),
    )
    guard(op, "looked_at")


def downgrade() -> None:
    op.drop_table("looked_at")

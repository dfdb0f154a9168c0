"""What the sandbox remembers of each world."""

import sqlalchemy as sa
from alembic import op

from luohu_kit.migration import guard

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "world_record",
        sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("personas", sa.Boolean, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.text("clock_timestamp()")),
        sa.Column("first_mode", sa.Text, nullable=False),
        sa.Column("first_at", INSTANT, nullable=False),
        sa.Column("first_rate", sa.Numeric, nullable=False),
        sa.Column("resume_mode", sa.Text),
        sa.Column("resume_rate", sa.Numeric),
        sa.PrimaryKeyConstraint("world", name="pk_world_record"),
    )
    guard(op, "world_record")


def downgrade() -> None:
    op.drop_table("world_record")

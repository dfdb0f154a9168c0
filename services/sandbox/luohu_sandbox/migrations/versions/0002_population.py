"""The people that were made up for a world."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from luohu_kit.migration import guard

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "population",
        sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("loaded", sa.Integer, nullable=False),
        sa.Column("counts", JSONB, nullable=False),
        sa.Column("problem", sa.Text),
        sa.PrimaryKeyConstraint("world", name="pk_population"),
    )
    guard(op, "population")


def downgrade() -> None:
    op.drop_table("population")

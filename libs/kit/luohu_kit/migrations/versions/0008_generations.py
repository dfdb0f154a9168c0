"""Generations of worlds: which rows of a world a message belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("generation", sa.Text, server_default=sa.text("'first'"), nullable=False)
    op.add_column("world", column, schema="kit")


def downgrade() -> None:
    op.drop_column("world", "generation", schema="kit")

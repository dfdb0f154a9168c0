"""Clients of employers name their unified social credit code."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("client", sa.Column("uscc", sa.Text))


def downgrade() -> None:
    op.drop_column("client", "uscc")

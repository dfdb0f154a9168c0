"""Questions that wait to be looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("verification", sa.Column("looks_left", sa.Integer), schema="agency")
    op.alter_column("verification", "due_at", nullable=True, schema="agency")


def downgrade() -> None:
    op.execute("UPDATE agency.verification SET due_at = received_at WHERE due_at IS NULL")
    op.alter_column("verification", "due_at", nullable=False, schema="agency")
    op.drop_column("verification", "looks_left", schema="agency")

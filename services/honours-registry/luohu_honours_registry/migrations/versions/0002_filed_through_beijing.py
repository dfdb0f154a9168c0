"""Some awards count only when an organisation in Beijing put the work forward; the list may say so."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("award", sa.Column("filed_through_beijing", sa.Boolean))


def downgrade() -> None:
    op.drop_column("award", "filed_through_beijing")

"""What a world demands of people before they file."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "world",
        sa.Column("admission", sa.Text, server_default=sa.text("'handbook'"), nullable=False),
        schema="kit",
    )


def downgrade() -> None:
    op.drop_column("world", "admission", schema="kit")

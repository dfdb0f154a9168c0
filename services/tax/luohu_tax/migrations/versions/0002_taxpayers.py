"""The register of employers as taxpayers."""

import sqlalchemy as sa
from alembic import op

from luohu_agency.revision import create_register

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_register(
        op,
        "taxpayer",
        sa.Column("uscc", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("registered_in_beijing", sa.Boolean, nullable=False),
        sa.Column("registered_on", sa.Date, nullable=False),
        sa.Column("tax_registered_on", sa.Date),
        sa.Column("deregistered_on", sa.Date),
        sa.Column("district", sa.Text, nullable=False),
        sa.UniqueConstraint("world", "uscc", name="uq_taxpayer_world_uscc"),
    )


def downgrade() -> None:
    op.drop_table("taxpayer")

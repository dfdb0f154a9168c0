"""The register of filed leases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from luohu_agency.revision import create_register

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_register(
        op,
        "lease",
        sa.Column("filing_number", sa.Text, nullable=False),
        sa.Column("rental_type", sa.Text, nullable=False),
        sa.Column("tenants", JSONB, nullable=False),
        sa.Column("landlord", JSONB, nullable=False),
        sa.Column("district", sa.Text, nullable=False),
        sa.Column("planned_use", sa.Text, nullable=False),
        sa.Column("has_title", sa.Boolean, nullable=False),
        sa.Column("property_check", sa.Text, nullable=False),
        sa.Column("lease_from", sa.Date, nullable=False),
        sa.Column("lease_to", sa.Date, nullable=False),
        sa.UniqueConstraint("world", "filing_number", name="uq_lease_world_filing_number"),
    )


def downgrade() -> None:
    op.drop_table("lease")

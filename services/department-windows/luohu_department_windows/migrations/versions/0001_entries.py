"""The register of the departments' entries."""

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
        "entry",
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("indicator", sa.Text, nullable=False),
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("certificate_number", sa.Text),
        sa.Column("values", JSONB, nullable=False),
        sa.UniqueConstraint(
            "world",
            "department",
            "indicator",
            "id_number",
            name="uq_entry_world_department_indicator_id_number",
        ),
    )


def downgrade() -> None:
    op.drop_table("entry")

"""The registers of contributions and of accounts."""

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
        "contribution",
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("insurances", JSONB, nullable=False),
        sa.Column("first", sa.Text, nullable=False),
        sa.Column("last", sa.Text),
        sa.Column("back_paid", sa.Boolean, nullable=False),
        sa.Column("district", sa.Text, nullable=False),
        sa.Column("employer", sa.Text, nullable=False),
        sa.Column("employer_name", sa.Text, nullable=False),
        sa.Column("recorded_on", sa.Date),
    )
    op.create_index("ix_contribution_person", "contribution", ["world", "id_number"])
    op.create_index("ix_contribution_employer", "contribution", ["world", "employer", "id_number"])
    create_register(
        op,
        "account",
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("category", sa.Text),
        sa.Column("kept_by", sa.Text, nullable=False),
        sa.UniqueConstraint("world", "id_number", name="uq_account_world_id_number"),
    )


def downgrade() -> None:
    for table in ("account", "contribution"):
        op.drop_table(table)

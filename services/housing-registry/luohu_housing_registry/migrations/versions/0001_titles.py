"""The register of titles."""

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
        "title",
        sa.Column("certificate_format", sa.Text, nullable=False),
        sa.Column("certificate_number", sa.Text, nullable=False),
        sa.Column("district", sa.Text, nullable=False),
        sa.Column("planned_use", sa.Text, nullable=False),
        sa.Column("owners", JSONB, nullable=False),
        sa.Column("registered_on", sa.Date),
        sa.Column("expired_on", sa.Date),
        sa.Column("predecessor", sa.Text),
        sa.Column("successor", sa.Text),
        sa.Column("archive_incomplete", sa.Boolean, nullable=False),
        sa.UniqueConstraint("world", "certificate_number", name="uq_title_world_certificate_number"),
    )


def downgrade() -> None:
    op.drop_table("title")

"""The registers of personnel files and of certificates."""

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
        "personnel_file",
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("held_by", sa.Text, nullable=False),
        sa.Column("complete", sa.Boolean, nullable=False),
        sa.Column("missing", JSONB, nullable=False),
        sa.UniqueConstraint("world", "id_number", name="uq_personnel_file_world_id_number"),
    )
    create_register(
        op,
        "degree_certificate",
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("certificate_number", sa.Text, nullable=False),
        sa.Column("genuine", sa.Boolean, nullable=False),
        sa.Column("full_time", sa.Boolean, nullable=False),
        sa.Column("upgraded", sa.Boolean, nullable=False),
        sa.Column("major", sa.Text),
        sa.Column("scarce_major", sa.Boolean, nullable=False),
        sa.Column("graduated", sa.Date),
        sa.UniqueConstraint("world", "certificate_number", name="uq_degree_certificate_world_certificate_number"),
    )
    op.create_index("ix_degree_certificate_person", "degree_certificate", ["world", "id_number"])


def downgrade() -> None:
    for table in ("degree_certificate", "personnel_file"):
        op.drop_table(table)

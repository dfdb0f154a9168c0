"""The registers of qualifications, degrees and overseas certificates."""

import sqlalchemy as sa
from alembic import op

from luohu_agency.revision import create_register

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_register(
        op,
        "qualification",
        sa.Column("certificate_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sex", sa.Text, nullable=False),
        sa.Column("birth_date", sa.Date, nullable=False),
        sa.Column("id_number", sa.Text),
        sa.Column("confirmed_as", sa.Text),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("school", sa.Text, nullable=False),
        sa.Column("graduated_on", sa.Date, nullable=False),
        sa.UniqueConstraint("world", "certificate_number", name="uq_qualification_world_certificate_number"),
    )
    create_register(
        op,
        "degree",
        sa.Column("certificate_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sex", sa.Text, nullable=False),
        sa.Column("birth_date", sa.Date, nullable=False),
        sa.Column("id_number", sa.Text),
        sa.Column("confirmed_as", sa.Text),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("granted_by", sa.Text, nullable=False),
        sa.Column("conferred_on", sa.Text, nullable=False),
        sa.Column("registration_number", sa.Text),
        sa.Column("certification_code", sa.Text),
        sa.UniqueConstraint("world", "certificate_number", name="uq_degree_world_certificate_number"),
    )
    create_register(
        op,
        "overseas_certificate",
        sa.Column("certificate_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sex", sa.Text, nullable=False),
        sa.Column("birth_date", sa.Date, nullable=False),
        sa.Column("id_number", sa.Text),
        sa.Column("confirmed_as", sa.Text),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("level", sa.Text),
        sa.Column("institution", sa.Text, nullable=False),
        sa.Column("issued_on", sa.Date, nullable=False),
        sa.UniqueConstraint("world", "certificate_number", name="uq_overseas_certificate_world_certificate_number"),
    )


def downgrade() -> None:
    for table in ("overseas_certificate", "degree", "qualification"):
        op.drop_table(table)

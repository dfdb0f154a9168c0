"""The registers of qualifications, degrees and overseas certificates."""

import sqlalchemy as sa
from alembic import op

from luohu_agency.spec import record_columns
from luohu_kit.migration import guard

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _register(name: str, *items: sa.schema.SchemaItem) -> None:
    world = sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False)
    key = sa.PrimaryKeyConstraint("world", "id", name=f"pk_{name}")
    op.create_table(name, world, *record_columns(), *items, key)
    guard(op, name)


def upgrade() -> None:
    _register(
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
    _register(
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
    _register(
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

"""The registers of residents, permits, detentions, crimes and registrations."""

import sqlalchemy as sa
from alembic import op

from luohu_agency.revision import create_register

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _residents_and_permits()
    _conduct()
    create_register(
        op,
        "registration",
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("district", sa.Text, nullable=False),
        sa.Column("move_in_permit_number", sa.Text, nullable=False),
        sa.Column("registered_on", sa.Date, nullable=False),
        sa.Column("former_household", sa.Text, nullable=False),
        sa.Column("moved_with", sa.Text),
        sa.Column("cancelled_on", sa.Date),
        sa.Column("cancellation", sa.Text, nullable=False),
    )
    op.create_index(
        "uq_registration_standing",
        "registration",
        ["world", "id_number"],
        unique=True,
        postgresql_where=sa.text("cancelled_on IS NULL"),
    )
    op.create_index("ix_registration_moved_with", "registration", ["world", "moved_with"])


def _residents_and_permits() -> None:
    create_register(
        op,
        "resident",
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("birth_date", sa.Date, nullable=False),
        sa.Column("sex", sa.Text, nullable=False),
        sa.Column("household_province", sa.Text, nullable=False),
        sa.Column("household_in_beijing", sa.Boolean, nullable=False),
        sa.UniqueConstraint("world", "id_number", name="uq_resident_world_id_number"),
    )
    create_register(
        op,
        "permit",
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("applied_on", sa.Date, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("cancelled_on", sa.Date),
        sa.UniqueConstraint("world", "number", name="uq_permit_world_number"),
    )
    op.create_index("ix_permit_person", "permit", ["world", "id_number"])


def _conduct() -> None:
    create_register(
        op,
        "detention",
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("detained_on", sa.Date, nullable=False),
        sa.Column("authority", sa.Text, nullable=False),
        sa.Column("revoked", sa.Boolean, nullable=False),
    )
    op.create_index("ix_detention_person", "detention", ["world", "id_number", "detained_on"])
    create_register(
        op,
        "crime",
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("convicted_on", sa.Date, nullable=False),
        sa.Column("court", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("revoked", sa.Boolean, nullable=False),
        sa.UniqueConstraint("world", "id_number", "document", name="uq_crime_world_id_number_document"),
    )


def downgrade() -> None:
    for table in ("registration", "crime", "detention", "permit", "resident"):
        op.drop_table(table)

"""The registers of income tax payments and of penalties."""

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
        "payment",
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("paid_on", sa.Date, nullable=False),
        sa.Column("income_kind", sa.Text, nullable=False),
        sa.Column("amount", sa.Numeric(16, 2), nullable=False),
        sa.Column("certificate_number", sa.Text, nullable=False),
        sa.UniqueConstraint("world", "certificate_number", name="uq_payment_world_certificate_number"),
    )
    op.create_index("ix_payment_person", "payment", ["world", "id_number", "paid_on"])
    create_register(
        op,
        "penalty",
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("imposed_on", sa.Date, nullable=False),
        sa.Column("fine", sa.Numeric(16, 2), nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("revoked", sa.Boolean, nullable=False),
        sa.Column("decision_number", sa.Text, nullable=False),
        sa.UniqueConstraint("world", "decision_number", name="uq_penalty_world_decision_number"),
    )
    op.create_index("ix_penalty_person", "penalty", ["world", "id_number", "imposed_on"])


def downgrade() -> None:
    for table in ("penalty", "payment"):
        op.drop_table(table)

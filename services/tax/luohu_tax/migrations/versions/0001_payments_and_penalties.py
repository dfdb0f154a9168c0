"""The registers of income tax payments and of penalties."""

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
    _register(
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

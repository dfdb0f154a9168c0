"""Eligibility, commitments, basic information, saved indicators."""

from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from luohu_kit.migration import append_only, guard

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
TABLES = ("commitment", "basics", "saved_indicator", "eligibility_dispute", "admission_event")


def _world() -> sa.Column[str]:
    return sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False)


def _of_declaration(table: str) -> tuple[sa.Column[UUID], sa.ForeignKeyConstraint]:
    return sa.Column("declaration_id", sa.Uuid, nullable=False), sa.ForeignKeyConstraint(
        ["world", "declaration_id"],
        ["declaration.world", "declaration.id"],
        name=f"fk_{table}_world_declaration_id",
    )


def upgrade() -> None:
    op.create_index(
        "ux_item_one_reading",
        "item",
        ["world", "declaration_id", "kind"],
        unique=True,
        postgresql_where=sa.text("kind IN ('employment', 'law_abiding')"),
    )
    op.create_table(
        "commitment",
        _world(),
        *_of_declaration("commitment"),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("world", "declaration_id", name="pk_commitment"),
    )
    op.create_table(
        "basics",
        _world(),
        *_of_declaration("basics"),
        sa.Column("accompanying_children", JSONB, nullable=False),
        sa.Column("disclosure_consent", sa.Boolean, nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("world", "declaration_id", name="pk_basics"),
    )
    op.create_table(
        "saved_indicator",
        _world(),
        *_of_declaration("saved_indicator"),
        sa.Column("indicator", sa.Text, nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("area_committed", sa.Boolean),
        sa.PrimaryKeyConstraint("world", "declaration_id", "indicator", name="pk_saved_indicator"),
    )
    _disputes()
    op.create_table(
        "admission_event",
        _world(),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("declaration_id", sa.Uuid, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("detail", JSONB, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_admission_event"),
    )
    op.create_index("ix_admission_event_declaration", "admission_event", ["world", "declaration_id", "seq"])
    for table in TABLES:
        guard(op, table)
    append_only(op, "admission_event")


def _disputes() -> None:
    op.create_table(
        "eligibility_dispute",
        _world(),
        sa.Column("id", sa.Uuid, nullable=False),
        *_of_declaration("eligibility_dispute"),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("codes", ARRAY(sa.Text), nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("evidence", ARRAY(sa.Uuid), nullable=False),
        sa.Column("filed_at", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT),
        sa.Column("opinion", sa.Text),
        sa.PrimaryKeyConstraint("world", "id", name="pk_eligibility_dispute"),
    )
    op.create_index(
        "ix_eligibility_dispute_declaration", "eligibility_dispute", ["world", "declaration_id", "filed_at"]
    )
    op.create_index(
        "ux_eligibility_dispute_open",
        "eligibility_dispute",
        ["world", "declaration_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("ux_item_one_reading", "item")

"""The settlement after the award."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from luohu_kit.migration import append_only, guard

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
TABLES = ("settlement", "settlement_child", "settlement_document", "settlement_event")


def _world() -> sa.Column[str]:
    return sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False)


def _seq() -> sa.Column[int]:
    return sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False)


def _of_settlement(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["world", "declaration_id"],
        ["settlement.world", "settlement.declaration_id"],
        name=f"fk_{table}_world_declaration_id",
    )


def upgrade() -> None:
    op.create_table(
        "settlement",
        _world(),
        sa.Column("declaration_id", sa.Uuid, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("file_status", sa.Text, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("valid_until", INSTANT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("data", JSONB),
        sa.Column("registration_id", sa.Uuid),
        sa.PrimaryKeyConstraint("world", "declaration_id", name="pk_settlement"),
        sa.ForeignKeyConstraint(
            ["world", "declaration_id"],
            ["declaration.world", "declaration.id"],
            name="fk_settlement_world_declaration_id",
        ),
        sa.CheckConstraint(
            "status <> 'registering' OR registration_id IS NOT NULL", name="ck_settlement_registering_by_a_message"
        ),
    )
    op.create_index("ix_settlement_status", "settlement", ["world", "status", "since"])
    op.create_index(
        "ix_settlement_registering",
        "settlement",
        ["world", "since"],
        postgresql_where=sa.text("status = 'registering'"),
    )
    op.create_table(
        "settlement_child",
        _world(),
        sa.Column("declaration_id", sa.Uuid, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("details", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("world", "declaration_id", "position", name="pk_settlement_child"),
        _of_settlement("settlement_child"),
        sa.UniqueConstraint(
            "world", "declaration_id", "id_number", name="uq_settlement_child_world_declaration_id_id_number"
        ),
    )
    op.create_table(
        "settlement_document",
        _world(),
        _seq(),
        sa.Column("declaration_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("copy", sa.Integer, nullable=False),
        sa.Column("holder", sa.Text),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("valid_until", INSTANT),
        sa.Column("void_at", INSTANT),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_settlement_document"),
        _of_settlement("settlement_document"),
        sa.UniqueConstraint("world", "kind", "number", "copy", name="uq_settlement_document_world_kind_number_copy"),
    )
    op.create_index("ix_settlement_document_declaration", "settlement_document", ["world", "declaration_id", "seq"])
    op.create_table(
        "settlement_event",
        _world(),
        _seq(),
        sa.Column("declaration_id", sa.Uuid, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("from_status", sa.Text),
        sa.Column("to_status", sa.Text, nullable=False),
        sa.Column("detail", JSONB, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_settlement_event"),
    )
    op.create_index("ix_settlement_event_declaration", "settlement_event", ["world", "declaration_id", "seq"])
    for table in TABLES:
        guard(op, table)
    append_only(op, "settlement_event")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)

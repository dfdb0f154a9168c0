"""Declarations, items, questions, events, strays, evidence."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from luohu_kit.migration import append_only, guard

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def _world() -> sa.Column[str]:
    return sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "declaration",
        _world(),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("applicant", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("person", JSONB, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("world", "id", name="pk_declaration"),
        sa.UniqueConstraint("world", "applicant", "year", name="uq_declaration_world_applicant_year"),
    )
    _item()
    _question()
    op.create_table(
        "item_event",
        _world(),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("item_id", sa.Uuid, nullable=False),
        sa.Column("declaration_id", sa.Uuid, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("from_status", sa.Text),
        sa.Column("to_status", sa.Text, nullable=False),
        sa.Column("detail", JSONB, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_item_event"),
    )
    op.create_index("ix_item_event_item", "item_event", ["world", "item_id", "seq"])
    op.create_table(
        "stray_verdict",
        _world(),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("verdict", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_stray_verdict"),
    )
    op.create_table(
        "evidence",
        _world(),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("declaration_id", sa.Uuid, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("uploaded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("world", "id", name="pk_evidence"),
        sa.ForeignKeyConstraint(
            ["world", "declaration_id"],
            ["declaration.world", "declaration.id"],
            name="fk_evidence_world_declaration_id",
        ),
    )
    op.create_index("ix_evidence_declaration", "evidence", ["world", "declaration_id"])
    for table in ("declaration", "item", "question", "item_event", "stray_verdict", "evidence"):
        guard(op, table)
    append_only(op, "item_event")
    append_only(op, "stray_verdict")


def _item() -> None:
    op.create_table(
        "item",
        _world(),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("declaration_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("entered", JSONB, nullable=False),
        sa.Column("spouse_id", sa.Uuid),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("part", sa.Text),
        sa.Column("results", JSONB, nullable=False),
        sa.Column("evidence_requested", sa.Text),
        sa.Column("filed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("world", "id", name="pk_item"),
        sa.ForeignKeyConstraint(
            ["world", "declaration_id"], ["declaration.world", "declaration.id"], name="fk_item_world_declaration_id"
        ),
        sa.ForeignKeyConstraint(["world", "spouse_id"], ["item.world", "item.id"], name="fk_item_world_spouse_id"),
        sa.CheckConstraint("(status = 'invalid') = (reason IS NOT NULL)", name="invalid_has_a_reason"),
        sa.CheckConstraint("(reason IS NULL) = (part IS NULL)", name="a_reason_has_a_part"),
    )
    op.create_index("ix_item_declaration", "item", ["world", "declaration_id", "filed_at"])
    op.create_index("ix_item_spouse", "item", ["world", "spouse_id"], postgresql_where=sa.text("spouse_id IS NOT NULL"))
    op.create_index(
        "ux_item_one_education",
        "item",
        ["world", "declaration_id"],
        unique=True,
        postgresql_where=sa.text("kind IN ('domestic_education', 'overseas_education')"),
    )
    op.create_index(
        "ux_item_one_tax", "item", ["world", "declaration_id"], unique=True, postgresql_where=sa.text("kind = 'tax'")
    )


def _question() -> None:
    op.create_table(
        "question",
        _world(),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("item_id", sa.Uuid, nullable=False),
        sa.Column("declaration_id", sa.Uuid, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("part", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("claim_kind", sa.Text, nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("body", JSONB, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("asked_real", INSTANT, nullable=False, server_default=sa.text("clock_timestamp()")),
        sa.Column("closed_at", INSTANT),
        sa.Column("verdict", JSONB),
        sa.Column("evidence_requested_at", INSTANT),
        sa.Column("evidence_wanted", sa.Text),
        sa.Column("supplied", ARRAY(sa.Uuid), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("next_check_real", INSTANT, nullable=False),
        sa.Column("checks", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("agency_state", sa.Text),
        sa.Column("last_problem", sa.Text),
        sa.PrimaryKeyConstraint("world", "id", name="pk_question"),
    )
    op.create_index(
        "ux_question_open",
        "question",
        ["world", "item_id", "part"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_question_item", "question", ["world", "item_id"])
    op.create_index("ix_question_check", "question", ["next_check_real"], postgresql_where=sa.text("state = 'open'"))


def downgrade() -> None:
    for table in ("evidence", "stray_verdict", "item_event", "question", "item", "declaration"):
        op.drop_table(table)

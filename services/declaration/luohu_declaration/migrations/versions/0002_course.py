"""Where a declaration stands in its year, what happened to it, and what the city tells people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from luohu_kit.migration import append_only, guard

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def _world() -> sa.Column[str]:
    return sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False)


def upgrade() -> None:
    op.add_column("declaration", sa.Column("status", sa.Text, server_default=sa.text("'draft'"), nullable=False))
    op.add_column("declaration", sa.Column("since", INSTANT))
    op.execute("UPDATE declaration SET since = opened_at")
    op.alter_column("declaration", "since", nullable=False)
    op.create_index("ix_declaration_status", "declaration", ["world", "year", "status"])
    op.create_index("ix_declaration_person", "declaration", ["world", sa.text("(person->>'id_number')")])
    op.create_table(
        "course_event",
        _world(),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("declaration_id", sa.Uuid, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("from_status", sa.Text),
        sa.Column("to_status", sa.Text, nullable=False),
        sa.Column("detail", JSONB, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_course_event"),
    )
    op.create_index("ix_course_event_declaration", "course_event", ["world", "declaration_id", "seq"])
    guard(op, "course_event")
    append_only(op, "course_event")
    op.create_table(
        "notice",
        _world(),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("parameters", JSONB, nullable=False),
        sa.Column("declaration_id", sa.Uuid),
        sa.Column("read_at", INSTANT),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_notice"),
    )
    op.create_index("ix_notice_recipient", "notice", ["world", "recipient", "seq"])
    guard(op, "notice")


def downgrade() -> None:
    op.drop_table("notice")
    op.drop_table("course_event")
    op.drop_index("ix_declaration_person", "declaration")
    op.drop_index("ix_declaration_status", "declaration")
    op.drop_column("declaration", "since")
    op.drop_column("declaration", "status")

"""Questions, their evidence, paces, and the index and history of records."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from luohu_kit.migration import append_only, guard

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMA = "agency"
WORLD = sa.text("current_setting('luohu.world')")
INSTANT = sa.DateTime(timezone=True)


def _table(name: str, *columns: sa.Column[object], keys: tuple[str, ...]) -> None:
    world = sa.Column("world", sa.Text, server_default=WORLD, nullable=False)
    op.create_table(name, world, *columns, sa.PrimaryKeyConstraint("world", *keys, name=f"pk_{name}"), schema=SCHEMA)
    guard(op, name, SCHEMA)


def upgrade() -> None:
    _table(
        "verification",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("item_id", sa.Uuid, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("part", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("claim_kind", sa.Text, nullable=False),
        sa.Column("asker", sa.Text, nullable=False),
        sa.Column("destination", sa.Text, nullable=False),
        sa.Column("question", JSONB, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("pace", sa.Text, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT),
        sa.Column("verdict", JSONB),
        keys=("id",),
    )
    op.create_index(
        "ix_verification_waiting",
        "verification",
        ["world", "due_at", "id"],
        schema=SCHEMA,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_verification_item", "verification", ["world", "item_id", "part", "attempt"], schema=SCHEMA)
    _table(
        "evidence",
        sa.Column("verification_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        keys=("verification_id", "id"),
    )
    _table(
        "pace",
        sa.Column("claim_kind", sa.Text, nullable=False),
        sa.Column("question_kind", sa.Text, nullable=False),
        sa.Column("pace", sa.Text, nullable=False),
        keys=("claim_kind", "question_kind"),
    )
    _table(
        "record_about",
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("record_kind", sa.Text, nullable=False),
        sa.Column("record_id", sa.Uuid, nullable=False),
        keys=("id_number", "record_kind", "record_id"),
    )
    op.create_index("ix_record_about_record", "record_about", ["world", "record_id"], schema=SCHEMA)
    _table(
        "record_history",
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("record_kind", sa.Text, nullable=False),
        sa.Column("record_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("task_id", sa.Uuid),
        sa.Column("before", JSONB),
        sa.Column("after", JSONB, nullable=False),
        keys=("seq",),
    )
    op.create_index("ix_record_history_record", "record_history", ["world", "record_id", "seq"], schema=SCHEMA)
    append_only(op, "record_history", SCHEMA)


def downgrade() -> None:
    for table in ("record_history", "record_about", "pace", "evidence", "verification"):
        op.drop_table(table, schema=SCHEMA)

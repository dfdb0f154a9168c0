"""The operators' queue and its threads."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from luohu_kit.migration import append_only, guard

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WORLD = sa.text("current_setting('luohu.world')")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "task",
        sa.Column("world", sa.Text, server_default=WORLD, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("ref", sa.Uuid, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("candidate_groups", ARRAY(sa.Text), nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("assignee", sa.Text),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT),
        sa.Column("follow_up_at", INSTANT),
        sa.Column("completed_at", INSTANT),
        sa.Column("outcome", sa.Text),
        sa.Column("context", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("world", "id", name="pk_task"),
        schema="kit",
    )
    op.create_index("ix_task_queue", "task", ["world", "kind", "state", "due_at"], schema="kit")
    op.create_index("ix_task_ref", "task", ["world", "ref"], schema="kit")
    op.create_table(
        "task_entry",
        sa.Column("world", sa.Text, server_default=WORLD, nullable=False),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("task_id", sa.Uuid, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("actor", sa.Text),
        sa.Column("note", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("detail", JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_task_entry"),
        sa.ForeignKeyConstraint(
            ["world", "task_id"],
            ["kit.task.world", "kit.task.id"],
            name="fk_task_entry_world_task_id",
            ondelete="CASCADE",
        ),
        schema="kit",
    )
    op.create_index("ix_task_entry_task", "task_entry", ["world", "task_id", "seq"], schema="kit")
    guard(op, "task", "kit")
    guard(op, "task_entry", "kit")
    append_only(op, "task_entry", "kit")


def downgrade() -> None:
    op.drop_table("task_entry", schema="kit")
    op.drop_table("task", schema="kit")

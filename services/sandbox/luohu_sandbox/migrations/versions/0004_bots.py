"""Tasks of the agencies that bots work on."""

import sqlalchemy as sa
from alembic import op

from luohu_kit.migration import guard

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "bot_task",
        sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("decides", sa.Text, nullable=False),
        sa.Column("told_at", instant, nullable=False),
        sa.Column("due_at", instant, nullable=False),
        sa.Column("done_at", instant),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("what", sa.Text),
        sa.PrimaryKeyConstraint("world", "id", name="pk_bot_task"),
    )
    op.create_index(
        "ix_bot_task_waiting",
        "bot_task",
        ["world", "due_at", "id"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    guard(op, "bot_task")


def downgrade() -> None:
    op.drop_table("bot_task")

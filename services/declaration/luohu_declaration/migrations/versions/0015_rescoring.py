"""Points under other rules, beside those that count; and the facts behind the points, kept for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from luohu_kit.audit.binding import audited, not_audited
from luohu_kit.migration import guard

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
EVENT = ("seq", "rescoring_id", "at", "event", "from_status", "to_status", "detail", "actor")


def _world() -> sa.Column[str]:
    return sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False)


def upgrade() -> None:
    op.add_column("score", sa.Column("facts", sa.Text))
    op.create_table(
        "rescoring",
        _world(),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Text),
        sa.Column("rules_text", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("quota", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("computed", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("after", sa.Uuid),
        sa.Column("ranked", sa.Integer),
        sa.Column("admitted", sa.Integer),
        sa.Column("cut_off", sa.Numeric(8, 2)),
        sa.PrimaryKeyConstraint("world", "id", name="pk_rescoring"),
        sa.CheckConstraint("(version IS NULL) <> (rules_text IS NULL)", name="ck_rescoring_one_says_which_rules"),
    )
    running = sa.text("status = 'running'")
    op.create_index("ux_rescoring_running", "rescoring", ["world"], unique=True, postgresql_where=running)
    op.create_table(
        "rescoring_event",
        _world(),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("rescoring_id", sa.Uuid, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("from_status", sa.Text),
        sa.Column("to_status", sa.Text, nullable=False),
        sa.Column("detail", JSONB, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_rescoring_event"),
    )
    op.create_index("ix_rescoring_event_rescoring", "rescoring_event", ["world", "rescoring_id", "seq"])
    op.create_table(
        "rescored",
        _world(),
        sa.Column("rescoring_id", sa.Uuid, nullable=False),
        sa.Column("declaration_id", sa.Uuid, nullable=False),
        sa.Column("total", sa.Numeric(8, 2)),
        sa.Column("lines", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("world", "rescoring_id", "declaration_id", name="pk_rescored"),
    )
    for table in ("rescoring", "rescoring_event", "rescored"):
        guard(op, table)
    audited(op, "rescoring_event", key="seq", columns=EVENT)


def downgrade() -> None:
    not_audited(op, "rescoring_event")
    for table in ("rescored", "rescoring_event", "rescoring"):
        op.drop_table(table)
    op.drop_column("score", "facts")

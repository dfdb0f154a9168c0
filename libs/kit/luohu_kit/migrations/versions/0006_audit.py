"""The audit: what is bound, entries, the chain and its signed heads. The first that is bound are acts on tasks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from luohu_kit.audit.binding import audited, not_audited
from luohu_kit.migration import append_only, guard

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
TRANSACTION = sa.text("(pg_current_xact_id()::text)::bigint")
TABLES = ("audit_entry", "audit_link", "audit_head")


def _world() -> sa.Column[str]:
    return sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "audit_binding",
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("key_type", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("bound", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("what", name="pk_audit_binding"),
        schema="kit",
    )
    op.create_table(
        "audit_entry",
        _world(),
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("tx", sa.BigInteger, nullable=False, server_default=TRANSACTION),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("keys", ARRAY(sa.Text), nullable=False),
        sa.Column("digests", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("world", "id", name="pk_audit_entry"),
        schema="kit",
    )
    op.create_index("ix_audit_entry_tx", "audit_entry", ["world", "tx"], schema="kit")
    op.create_table(
        "audit_link",
        _world(),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("entry", sa.BigInteger, nullable=False),
        sa.Column("previous", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_audit_link"),
        sa.UniqueConstraint("world", "entry", name="uq_audit_link_world_entry"),
        schema="kit",
    )
    op.create_table(
        "audit_head",
        _world(),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("through", sa.BigInteger, nullable=False, server_default=TRANSACTION),
        sa.Column("signed", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_audit_head"),
        schema="kit",
    )
    for table in TABLES:
        guard(op, table, "kit")
        append_only(op, table, "kit")
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON kit.{table} FROM luohu_service")
    op.execute("REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON kit.audit_binding FROM luohu_service")
    audited(
        op, "task_entry", schema="kit", key="seq", columns=("seq", "task_id", "at", "act", "actor", "note", "detail")
    )


def downgrade() -> None:
    not_audited(op, "task_entry", schema="kit")
    for table in (*TABLES, "audit_binding"):
        op.drop_table(table, schema="kit")

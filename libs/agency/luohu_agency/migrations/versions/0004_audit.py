"""Questions, verdicts, evidence and corrections of registers are bound to the audit."""

from alembic import op

from luohu_kit.audit.binding import audited, not_audited

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SCHEMA = "agency"
ASKED = ("id", "item_id", "attempt", "part", "kind", "claim_kind", "asker", "destination", "question", "received_at")
CHANGED = ("seq", "record_kind", "record_id", "version", "at", "actor", "task_id", "before", "after")


def upgrade() -> None:
    audited(op, "verification", schema=SCHEMA, key="id", key_type="uuid", columns=ASKED)
    audited(
        op,
        "verification",
        schema=SCHEMA,
        what="verification.verdict",
        key="id",
        key_type="uuid",
        columns=("id", "decided_at", "verdict"),
        on="UPDATE",
        where="r.verdict IS NOT NULL",
    )
    audited(op, "record_history", schema=SCHEMA, key="seq", columns=CHANGED)


def downgrade() -> None:
    for table, what in (("record_history", ""), ("verification", "verification.verdict"), ("verification", "")):
        not_audited(op, table, schema=SCHEMA, what=what)

"""Everything that happens, every question and every verdict is bound to the audit, and so are files."""

from alembic import op

from luohu_kit.audit.binding import audited, not_audited

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOVED = ("at", "event", "from_status", "to_status", "detail", "actor")
ASKED = ("id", "item_id", "declaration_id", "attempt", "part", "kind", "claim_kind", "agency", "body", "asked_at")
FILE = ("id", "sha256", "size", "pages", "uploaded_at")
#: Rows that are only ever added, by the number that they have.
ADDED = {
    "item_event": ("seq", "item_id", "declaration_id", *MOVED),
    "course_event": ("seq", "declaration_id", *MOVED),
    "admission_event": ("seq", "declaration_id", "at", "event", "detail", "actor"),
    "appeal_event": ("seq", "appeal_id", *MOVED),
    "report_event": ("seq", "report_id", "at", "event", "from_status", "to_status", "actor"),
    "employer_event": ("seq", "employer_id", *MOVED),
    "association_event": ("seq", "association_id", *MOVED),
    "settlement_event": ("seq", "declaration_id", *MOVED),
    "correction": ("seq", "declaration_id", "indicator", "appeal_id", "figures", "at"),
    "reporter_read": ("seq", "report_id", "at", "reader", "file_id"),
    "stray_verdict": ("seq", "received_at", "sender", "why", "verdict"),
    "sanction": (
        *("seq", "id", "kind", "about", "subject", "name", "from_year", "to_year", "reason", "document"),
        *("report_id", "at", "decided_by"),
    ),
}
#: The same, by an id. Of a file the digest of what is stored is bound beside the digest that was noted.
ADDED_BY_ID = {
    "question": ("id", ASKED),
    "evidence": ("id", (*FILE, "declaration_id")),
    "report_file": ("id", (*FILE, "report_id")),
    "sanction_revocation": ("sanction_id", ("sanction_id", "at", "reason", "decided_by")),
    "criminal_record": ("id", ("id", "id_number", "convicted_on", "document", "source", "received_at")),
}
STORED = {"stored": "encode(sha256(r.data), 'hex')"}


def upgrade() -> None:
    for table, columns in ADDED.items():
        audited(op, table, key="seq", columns=columns)
    for table, (key, columns) in ADDED_BY_ID.items():
        computed = STORED if "sha256" in columns else None
        audited(op, table, key=key, key_type="uuid", columns=columns, computed=computed)
    audited(
        op,
        "question",
        what="question.verdict",
        key="id",
        key_type="uuid",
        columns=("id", "closed_at", "verdict"),
        on="UPDATE",
        where="r.verdict IS NOT NULL",
    )


def downgrade() -> None:
    not_audited(op, "question", what="question.verdict")
    for table in (*ADDED_BY_ID, *ADDED):
        not_audited(op, table)

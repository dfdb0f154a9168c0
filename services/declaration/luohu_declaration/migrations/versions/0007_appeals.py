"""Appeals, reports, sanctions, and what became known about convictions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from luohu_kit.migration import append_only, guard

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)

#: In the order in which they are made.
TABLES = (
    "appeal",
    "appeal_event",
    "correction",
    "report",
    "report_event",
    "reporter",
    "reporter_read",
    "report_file",
    "sanction",
    "sanction_revocation",
    "criminal_record",
)
ONLY_ADDED = (
    "appeal_event",
    "correction",
    "report_event",
    "reporter",
    "reporter_read",
    "sanction",
    "sanction_revocation",
    "criminal_record",
)


def _world() -> sa.Column[str]:
    return sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False)


def upgrade() -> None:
    _appeals()
    _reports()
    _sanctions()
    for table in TABLES:
        guard(op, table)
    for table in ONLY_ADDED:
        append_only(op, table)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _appeals() -> None:
    op.create_table(
        "appeal",
        _world(),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("declaration_id", sa.Uuid, nullable=False),
        sa.Column("indicator", sa.Text, nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("evidence", ARRAY(sa.Uuid), nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("filed_at", INSTANT, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("opinion", sa.Text),
        sa.Column("correction", JSONB),
        sa.Column("decided_by", sa.Text),
        sa.ForeignKeyConstraint(
            ["world", "declaration_id"], ["declaration.world", "declaration.id"], name="fk_appeal_world_declaration_id"
        ),
        sa.CheckConstraint("(status = 'upheld') = (correction IS NOT NULL)", name="upheld_has_a_correction"),
        sa.PrimaryKeyConstraint("world", "id", name="pk_appeal"),
    )
    op.create_index("ix_appeal_declaration", "appeal", ["world", "declaration_id", "filed_at"])
    op.create_index(
        "ux_appeal_one_open",
        "appeal",
        ["world", "declaration_id", "indicator"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "appeal_event",
        _world(),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("appeal_id", sa.Uuid, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("from_status", sa.Text),
        sa.Column("to_status", sa.Text, nullable=False),
        sa.Column("detail", JSONB, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_appeal_event"),
    )
    op.create_index("ix_appeal_event_appeal", "appeal_event", ["world", "appeal_id", "seq"])
    op.create_table(
        "correction",
        _world(),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("declaration_id", sa.Uuid, nullable=False),
        sa.Column("indicator", sa.Text, nullable=False),
        sa.Column("appeal_id", sa.Uuid, nullable=False),
        sa.Column("figures", JSONB, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_correction"),
    )
    op.create_index("ix_correction_declaration", "correction", ["world", "declaration_id", "seq"])


def _reports() -> None:
    op.create_table(
        "report",
        _world(),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("declaration_id", sa.Uuid, nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("filed_at", INSTANT, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("opinion", sa.Text),
        sa.Column("decided_by", sa.Text),
        sa.ForeignKeyConstraint(
            ["world", "declaration_id"], ["declaration.world", "declaration.id"], name="fk_report_world_declaration_id"
        ),
        sa.PrimaryKeyConstraint("world", "id", name="pk_report"),
    )
    op.create_index("ix_report_declaration", "report", ["world", "declaration_id"])
    op.create_table(
        "report_event",
        _world(),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("report_id", sa.Uuid, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("from_status", sa.Text),
        sa.Column("to_status", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_report_event"),
    )
    op.create_index("ix_report_event_report", "report_event", ["world", "report_id", "seq"])
    op.create_table(
        "reporter",
        _world(),
        sa.Column("report_id", sa.Uuid, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("contact", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "report_id", name="pk_reporter"),
    )
    op.create_table(
        "reporter_read",
        _world(),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("report_id", sa.Uuid, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_reporter_read"),
    )
    op.create_table(
        "report_file",
        _world(),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("report_id", sa.Uuid, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("uploaded_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["world", "report_id"], ["report.world", "report.id"], name="fk_report_file_world_report_id"
        ),
        sa.PrimaryKeyConstraint("world", "id", name="pk_report_file"),
    )
    op.create_index("ix_report_file_report", "report_file", ["world", "report_id"])


def _sanctions() -> None:
    op.create_table(
        "sanction",
        _world(),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("from_year", sa.Integer, nullable=False),
        sa.Column("to_year", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("document", sa.Text),
        sa.Column("report_id", sa.Uuid),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("decided_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "id", name="pk_sanction"),
    )
    op.create_index("ix_sanction_subject", "sanction", ["world", "subject"])
    op.create_index("ix_sanction_seq", "sanction", ["world", "seq"])
    op.create_table(
        "sanction_revocation",
        _world(),
        sa.Column("sanction_id", sa.Uuid, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("decided_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "sanction_id", name="pk_sanction_revocation"),
    )
    op.create_table(
        "criminal_record",
        _world(),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("convicted_on", sa.Date, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("world", "id", name="pk_criminal_record"),
    )
    op.create_index("ix_criminal_record_person", "criminal_record", ["world", "id_number"])

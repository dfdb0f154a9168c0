"""Employers and associations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from luohu_kit.migration import append_only, guard

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def _table(name: str, *items: sa.schema.SchemaItem, key: str = "id") -> None:
    world = sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False)
    op.create_table(name, world, *items, sa.PrimaryKeyConstraint("world", key, name=f"pk_{name}"))
    guard(op, name)


def _of_employer(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["world", "employer_id"], ["employer.world", "employer.id"], name=f"fk_{table}_world_employer_id"
    )


def _events(name: str, of: str) -> None:
    _table(
        name,
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column(f"{of}_id", sa.Uuid, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("from_status", sa.Text),
        sa.Column("to_status", sa.Text, nullable=False),
        sa.Column("detail", JSONB, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        key="seq",
    )
    op.create_index(f"ix_{name}_{of}", name, ["world", f"{of}_id", "seq"])
    append_only(op, name)


def upgrade() -> None:
    _employers()
    _credentials()
    _notes()
    _associations()


def _employers() -> None:
    _table(
        "employer",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("uscc", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("handling_district", sa.Text, nullable=False),
        sa.Column("contact_name", sa.Text, nullable=False),
        sa.Column("contact_telephone", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("registered_at", INSTANT, nullable=False),
        sa.Column("unit_code", sa.Text, nullable=False),
        sa.Column("active_year", sa.Integer),
        sa.Column("answers", sa.Text, server_default=sa.text("'by_hand'"), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("opinion", sa.Text),
        sa.Column("checks", sa.Integer, server_default=sa.text("0"), nullable=False),
        sa.Column("next_check_real", INSTANT, server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("last_problem", sa.Text),
        sa.UniqueConstraint("world", "uscc", name="uq_employer_world_uscc"),
        sa.UniqueConstraint("world", "unit_code", name="uq_employer_world_unit_code"),
        sa.CheckConstraint(
            "(status IN ('not_eligible', 'under_review')) = (reason IS NOT NULL)",
            name="ck_employer_refused_has_a_reason",
        ),
    )
    op.create_index(
        "ix_employer_check", "employer", ["next_check_real"], postgresql_where=sa.text("status = 'checking'")
    )
    _events("employer_event", "employer")


def _credentials() -> None:
    _table(
        "credential",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("employer_id", sa.Uuid, nullable=False),
        sa.Column("licence", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("uploaded_at", INSTANT, nullable=False),
        _of_employer("credential"),
    )
    op.create_index("ix_credential_employer", "credential", ["world", "employer_id"])


def _notes() -> None:
    _table(
        "employer_note",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("employer_id", sa.Uuid, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("id_number", sa.Text),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("acknowledged_at", INSTANT),
        sa.Column("acknowledged_by", sa.Text),
        _of_employer("employer_note"),
    )
    op.create_index("ix_employer_note_employer", "employer_note", ["world", "employer_id", "sent_at"])
    op.create_index("ix_employer_note_sent", "employer_note", ["world", "sent_at"])


def _associations() -> None:
    _table(
        "association",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("person_name", sa.Text, nullable=False),
        sa.Column("employer_id", sa.Uuid, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False),
        sa.Column("opinion", sa.Text),
        _of_employer("association"),
        sa.CheckConstraint(
            "status <> 'returned' OR opinion IS NOT NULL", name="ck_association_returned_has_an_opinion"
        ),
    )
    op.create_index(
        "ux_association_year",
        "association",
        ["world", "year", "id_number"],
        unique=True,
        postgresql_where=sa.text("status IN ('pending', 'approved')"),
    )
    op.create_index("ix_association_person", "association", ["world", "year", "id_number", "requested_at"])
    op.create_index("ix_association_employer", "association", ["world", "employer_id", "year", "status"])
    _events("association_event", "association")


def downgrade() -> None:
    for table in ("association_event", "association", "employer_note", "credential", "employer_event", "employer"):
        op.drop_table(table)

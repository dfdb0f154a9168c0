"""Cases of cities that work by procedures, with their records, waits, points, intakes and lists."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from luohu_kit.audit.binding import audited, not_audited
from luohu_kit.migration import guard

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
EVENT = ("seq", "case_id", "at", "event", "from_status", "to_status", "detail", "actor")
TABLES = ("city_case", "case_event", "case_record", "case_wait", "case_points", "city_intake", "intake_place")


def _world() -> sa.Column[str]:
    return sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False)


def _of_case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["world", "case_id"], ["city_case.world", "city_case.id"], name=f"fk_{table}_world_case_id_city_case"
    )


def upgrade() -> None:
    _cases()
    op.create_table(
        "case_event",
        _world(),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("from_status", sa.Text),
        sa.Column("to_status", sa.Text, nullable=False),
        sa.Column("detail", JSONB, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "seq", name="pk_case_event"),
    )
    op.create_index("ix_case_event_case", "case_event", ["world", "case_id", "seq"])
    _records()
    _lists()
    for table in TABLES:
        guard(op, table)
    audited(op, "case_event", key="seq", columns=EVENT)


def _cases() -> None:
    op.create_table(
        "city_case",
        _world(),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("employer", sa.Text, nullable=False),
        sa.Column("declaration_id", sa.Uuid),
        sa.Column("parent_id", sa.Uuid),
        sa.Column("intake", sa.Text),
        sa.Column("form", JSONB, nullable=False),
        sa.Column("secret", sa.Text),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("world", "id", name="pk_city_case"),
        sa.ForeignKeyConstraint(
            ["world", "declaration_id"],
            ["declaration.world", "declaration.id"],
            name="fk_city_case_world_declaration_id_declaration",
        ),
        sa.ForeignKeyConstraint(
            ["world", "parent_id"], ["city_case.world", "city_case.id"], name="fk_city_case_world_parent_id_city_case"
        ),
    )
    op.create_index("ix_city_case_employer", "city_case", ["world", "employer", "kind", "opened_at"])
    op.create_index("ix_city_case_status", "city_case", ["world", "kind", "status", "opened_at"])
    op.create_index("ix_city_case_declaration", "city_case", ["world", "declaration_id"])
    of_parent = sa.text("parent_id IS NOT NULL")
    op.create_index("ix_city_case_parent", "city_case", ["world", "parent_id"], postgresql_where=of_parent)


def _records() -> None:
    op.create_table(
        "case_record",
        _world(),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("indicator", sa.Text, nullable=False),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("item_id", sa.Uuid),
        sa.PrimaryKeyConstraint("world", "case_id", "indicator", "department", name="pk_case_record"),
        _of_case("case_record"),
        sa.CheckConstraint(
            "(state = 'asked') = (item_id IS NOT NULL)", name="ck_case_record_what_is_asked_has_an_item"
        ),
    )
    of_item = sa.text("item_id IS NOT NULL")
    op.create_index("ix_case_record_item", "case_record", ["world", "item_id"], postgresql_where=of_item)
    op.create_table(
        "case_wait",
        _world(),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("world", "case_id", "step", name="pk_case_wait"),
        _of_case("case_wait"),
    )
    op.create_table(
        "case_points",
        _world(),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("rules", sa.Text, nullable=False),
        sa.Column("total", sa.Numeric(8, 2)),
        sa.Column("document", JSONB, nullable=False),
        sa.Column("records", JSONB, nullable=False),
        sa.Column("computed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("world", "case_id", name="pk_case_points"),
        _of_case("case_points"),
    )


def _lists() -> None:
    op.create_table(
        "city_intake",
        _world(),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("list_at", INSTANT),
        sa.Column("listed_at", INSTANT),
        sa.PrimaryKeyConstraint("world", "name", name="pk_city_intake"),
    )
    op.create_table(
        "intake_place",
        _world(),
        sa.Column("intake", sa.Text, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("running", sa.Integer, nullable=False),
        sa.Column("total", sa.Numeric(8, 2), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("admitted", sa.Boolean, nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("world", "intake", "case_id", name="pk_intake_place"),
        _of_case("intake_place"),
    )
    op.create_index("ux_intake_place_running", "intake_place", ["world", "intake", "running"], unique=True)


def downgrade() -> None:
    not_audited(op, "case_event")
    for table in reversed(TABLES):
        op.drop_table(table)

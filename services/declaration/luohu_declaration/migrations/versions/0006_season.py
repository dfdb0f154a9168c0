"""The stages of the year, scores, the list."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from luohu_kit.migration import guard

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
OF_A_DECLARATION = (["world", "declaration_id"], ["declaration.world", "declaration.id"])
TABLES = ("season_step", "score", "score_due", "list_place")


def _world() -> sa.Column[str]:
    return sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "season_step",
        _world(),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT),
        sa.PrimaryKeyConstraint("world", "step", name="pk_season_step"),
    )
    _score()
    op.create_table(
        "score_due",
        _world(),
        sa.Column("declaration_id", sa.Uuid, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "declaration_id", name="pk_score_due"),
        sa.ForeignKeyConstraint(*OF_A_DECLARATION, name="fk_score_due_world_declaration_id"),
    )
    _placing()
    for table in TABLES:
        guard(op, table)


def _score() -> None:
    op.create_table(
        "score",
        _world(),
        sa.Column("declaration_id", sa.Uuid, nullable=False),
        sa.Column("rules", sa.Text, nullable=False),
        sa.Column("total", sa.Numeric(8, 2)),
        sa.Column("lines", JSONB, nullable=False),
        sa.Column("months", JSONB, nullable=False),
        sa.Column("trace", JSONB, nullable=False),
        sa.Column("decided", sa.Boolean, nullable=False),
        sa.Column("computed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("world", "declaration_id", name="pk_score"),
        sa.ForeignKeyConstraint(*OF_A_DECLARATION, name="fk_score_world_declaration_id"),
        sa.CheckConstraint("decided = (total IS NOT NULL)", name=op.f("ck_score_decided_has_a_total")),
    )
    op.create_index("ix_score_total", "score", ["world", "total"], postgresql_where=sa.text("decided"))


def _placing() -> None:
    op.create_table(
        "list_place",
        _world(),
        sa.Column("declaration_id", sa.Uuid, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("running", sa.Integer, nullable=False),
        sa.Column("publication_number", sa.Text),
        sa.Column("total", sa.Numeric(8, 2), nullable=False),
        sa.Column("lines", JSONB, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("birth_month", sa.Text),
        sa.Column("employer_name", sa.Text),
        sa.Column("admitted", sa.Boolean, nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("valid_until", INSTANT),
        sa.PrimaryKeyConstraint("world", "declaration_id", name="pk_list_place"),
        sa.ForeignKeyConstraint(*OF_A_DECLARATION, name="fk_list_place_world_declaration_id"),
        sa.CheckConstraint(
            "admitted = (publication_number IS NOT NULL)", name=op.f("ck_list_place_the_admitted_are_published")
        ),
    )
    op.create_index("ux_list_place_running", "list_place", ["world", "running"], unique=True)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)

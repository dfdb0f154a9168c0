"""The lists of winners and of the commended."""

import sqlalchemy as sa
from alembic import op

from luohu_agency.revision import create_register

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_register(
        op,
        "award",
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("award_kind", sa.Text, nullable=False),
        sa.Column("project_name", sa.Text),
        sa.Column("project_number", sa.Text),
        sa.Column("grade", sa.Text),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("id_type", sa.Text, nullable=False),
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("place", sa.Integer),
        sa.Column("role", sa.Text),
        sa.Column("first_founder", sa.Boolean),
        sa.Column("employer", sa.Text),
        sa.UniqueConstraint(
            "world",
            "award_kind",
            "year",
            "project_name",
            "grade",
            "id_number",
            "role",
            name="uq_award_line",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("ix_award_person", "award", ["world", "id_number"])
    op.create_index("ix_award_project_name", "award", ["world", "award_kind", "project_name"])
    op.create_index("ix_award_project_number", "award", ["world", "award_kind", "project_number"])
    create_register(
        op,
        "honour",
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("employer", sa.Text),
        sa.UniqueConstraint(
            "world", "id_number", "type", "name", "year", name="uq_honour_world_id_number_type_name_year"
        ),
    )


def downgrade() -> None:
    for table in ("honour", "award"):
        op.drop_table(table)

"""Filings of applicants, winners, companies, shares, money raised, income tax."""

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
        "filing",
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("company", sa.Text, nullable=False),
        sa.Column("company_name", sa.Text, nullable=False),
        sa.Column("edition", sa.Integer),
        sa.Column("grade", sa.Text),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("recheck", sa.Text, nullable=False),
        sa.Column("recheck_statement", sa.Text, nullable=False),
        sa.Column("opinion", sa.Text, nullable=False),
        sa.UniqueConstraint("world", "id_number", "type", name="uq_filing_world_id_number_type"),
    )
    create_register(
        op,
        "winner",
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("company", sa.Text, nullable=False),
        sa.Column("grade", sa.Text, nullable=False),
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.UniqueConstraint(
            "world", "type", "edition", "company", "id_number", name="uq_winner_world_type_edition_company_id_number"
        ),
    )
    create_register(
        op,
        "company",
        sa.Column("uscc", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("in_beijing", sa.Boolean, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("recognised_from", sa.Date),
        sa.Column("recognised_to", sa.Date),
        sa.UniqueConstraint("world", "uscc", name="uq_company_world_uscc"),
    )
    create_register(
        op,
        "holding",
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("company", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("percent", sa.Numeric(5, 2), nullable=False),
        sa.Column("full_year", sa.Boolean, nullable=False),
        sa.UniqueConstraint("world", "id_number", "company", "year", name="uq_holding_world_id_number_company_year"),
    )
    create_register(
        op,
        "investment",
        sa.Column("company", sa.Text, nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("amount", sa.Numeric(16, 2), nullable=False),
        sa.Column("investor", sa.Text, nullable=False),
        sa.Column("investor_filed", sa.Boolean, nullable=False),
    )
    op.create_index("ix_investment_company", "investment", ["world", "company", "received_on"])
    create_register(
        op,
        "income_tax",
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("amount", sa.Numeric(16, 2), nullable=False),
        sa.UniqueConstraint("world", "id_number", "year", name="uq_income_tax_world_id_number_year"),
    )


def downgrade() -> None:
    for table in ("income_tax", "investment", "holding", "company", "winner", "filing"):
        op.drop_table(table)

"""Verdicts that are told beforehand, and which questions they answered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from luohu_kit.migration import guard

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SCHEMA = "agency"


def upgrade() -> None:
    for column in (sa.Column("answer", JSONB), sa.Column("expectation", sa.Uuid), sa.Column("scenario", sa.Text)):
        op.add_column("verification", column, schema=SCHEMA)
    op.create_index(
        "ix_verification_expectation",
        "verification",
        ["world", "expectation"],
        schema=SCHEMA,
        postgresql_where=sa.text("expectation IS NOT NULL"),
    )
    op.create_table(
        "expectation",
        sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("wish", JSONB, nullable=False),
        sa.Column("kinds", ARRAY(sa.Text), nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("used", sa.Integer, server_default=sa.text("0"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("world", "id", name="pk_expectation"),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_expectation_open",
        "expectation",
        ["world", "seq"],
        schema=SCHEMA,
        postgresql_where=sa.text("used < times"),
    )
    guard(op, "expectation", SCHEMA)


def downgrade() -> None:
    op.drop_table("expectation", schema=SCHEMA)
    op.drop_index("ix_verification_expectation", "verification", schema=SCHEMA)
    for column in ("scenario", "expectation", "answer"):
        op.drop_column("verification", column, schema=SCHEMA)

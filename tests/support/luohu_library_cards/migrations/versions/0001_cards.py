"""Cards and fines."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from luohu_agency.spec import record_columns
from luohu_kit.migration import guard

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WORLD = sa.text("current_setting('luohu.world')")


def upgrade() -> None:
    op.create_table(
        "card",
        sa.Column("world", sa.Text, server_default=WORLD, nullable=False),
        *record_columns(),
        sa.Column("card_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("issued_on", sa.Date, nullable=False),
        sa.Column("valid_from", sa.Text),
        sa.Column("shelves", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("world", "id", name="pk_card"),
        sa.UniqueConstraint("world", "card_number", name="uq_card_world_card_number"),
    )
    op.create_table(
        "fine",
        sa.Column("world", sa.Text, server_default=WORLD, nullable=False),
        *record_columns(),
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("amount", sa.Numeric(10, 2), nullable=False),
        sa.Column("books", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("world", "id", name="pk_fine"),
    )
    guard(op, "card")
    guard(op, "fine")

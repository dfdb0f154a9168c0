"""People of each world; signing keys and clients."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from luohu_kit.migration import guard

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NOW = sa.text("clock_timestamp()")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "signing_key",
        sa.Column("kid", sa.Text, nullable=False),
        sa.Column("private_jwk", JSONB, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False, server_default=NOW),
        sa.Column("retires_at", INSTANT),
        sa.PrimaryKeyConstraint("kid", name="pk_signing_key"),
    )
    op.create_table(
        "client",
        sa.Column("client_id", sa.Text, nullable=False),
        sa.Column("salt", sa.Text, nullable=False),
        sa.Column("secret_hash", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("agency", sa.Text),
        sa.Column("made_at", INSTANT, nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("client_id", name="pk_client"),
    )
    op.create_table(
        "person",
        sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("persona", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("id_number", sa.Text, nullable=False),
        sa.Column("birth_date", sa.Date, nullable=False),
        sa.Column("sex", sa.Text, nullable=False),
        sa.Column("mobile", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "id", name="pk_person"),
    )
    op.create_index("uq_person_id_number", "person", ["world", "id_number"], unique=True)
    op.create_index(
        "uq_person_persona",
        "person",
        ["world", "persona"],
        unique=True,
        postgresql_where=sa.text("persona IS NOT NULL"),
    )
    guard(op, "person")


def downgrade() -> None:
    for table in ("person", "client", "signing_key"):
        op.drop_table(table)

"""Worlds are planted when somebody first comes to them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    planted = sa.Column("planted", sa.Boolean, nullable=False, server_default=sa.true())
    op.add_column("world", planted, schema="kit")
    op.create_index("ix_world_unplanted", "world", ["name"], schema="kit", postgresql_where=sa.text("NOT planted"))


def downgrade() -> None:
    op.drop_index("ix_world_unplanted", "world", schema="kit")
    op.drop_column("world", "planted", schema="kit")

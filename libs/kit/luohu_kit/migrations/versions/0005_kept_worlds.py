"""Doors of worlds, the one way into them, and worlds that are kept as plain rows."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from luohu_kit.migration import guard

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WORLD = sa.text("current_setting('luohu.world')")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("world", sa.Column("door", sa.Text, server_default=sa.text("'open'"), nullable=False), schema="kit")
    # Each statement of the function sees what is committed when it begins: the row is read after the lock is there.
    op.execute(
        """
        CREATE FUNCTION kit.enter(wanted text) RETURNS SETOF kit.world LANGUAGE plpgsql AS $$ BEGIN
            PERFORM pg_advisory_xact_lock_shared(hashtextextended('luohu.inside.' || wanted, 0));
            PERFORM set_config('luohu.world', wanted, true);
            RETURN QUERY SELECT * FROM kit.world w WHERE w.name = wanted;
        END $$
        """
    )
    op.create_table(
        "kept",
        sa.Column("world", sa.Text, server_default=WORLD, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("revision", sa.Text, nullable=False),
        sa.Column("counts", JSONB, nullable=False),
        sa.Column("kept_at", INSTANT, nullable=False, server_default=sa.text("clock_timestamp()")),
        sa.PrimaryKeyConstraint("world", "name", name="pk_kept"),
        schema="kit",
    )
    op.create_table(
        "kept_row",
        sa.Column("world", sa.Text, server_default=WORLD, nullable=False),
        sa.Column("kept", sa.Text, nullable=False),
        sa.Column("part", sa.Text, nullable=False),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("cells", ARRAY(sa.Text), nullable=False),
        sa.PrimaryKeyConstraint("world", "kept", "part", "n", name="pk_kept_row"),
        schema="kit",
    )
    guard(op, "kept", "kit")
    guard(op, "kept_row", "kit")


def downgrade() -> None:
    op.drop_table("kept_row", schema="kit")
    op.drop_table("kept", schema="kit")
    op.execute("DROP FUNCTION kit.enter(text)")
    op.drop_column("world", "door", schema="kit")

"""The events of a declaration and of all its items are read together, in the order in which they happened."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_item_event_declaration", "item_event", ["world", "declaration_id", "seq"])
    op.add_column(
        "course_event", sa.Column("after_item_event", sa.BigInteger, server_default=sa.text("0"), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("course_event", "after_item_event")
    op.drop_index("ix_item_event_declaration", "item_event")

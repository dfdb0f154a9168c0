"""Tax penalties are read once for each declaration, as insurance and conduct are."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _read_once("kind IN ('employment', 'law_abiding', 'tax_penalties')")


def downgrade() -> None:
    _read_once("kind IN ('employment', 'law_abiding')")


def _read_once(kinds: str) -> None:
    op.drop_index("ux_item_one_reading", "item")
    op.create_index(
        "ux_item_one_reading",
        "item",
        ["world", "declaration_id", "kind"],
        unique=True,
        postgresql_where=sa.text(kinds),
    )

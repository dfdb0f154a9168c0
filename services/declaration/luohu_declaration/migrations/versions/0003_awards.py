"""Innovation and honour items in full: no table changes, since kinds are text and forms and findings are JSON."""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Items of the new kind fit into the table that is there."""


def downgrade() -> None:
    """Nothing was made."""

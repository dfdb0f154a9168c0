"""Winners were the legal representative or in the core team; the list says which."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Of winners that are on the list already nobody knows more than that they were in the team.
    op.add_column("winner", sa.Column("role", sa.Text, nullable=False, server_default="core_team_member"))
    op.alter_column("winner", "role", server_default=None)


def downgrade() -> None:
    op.drop_column("winner", "role")

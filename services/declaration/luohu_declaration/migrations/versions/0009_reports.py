"""Where the answer to a report goes, and what was read of whoever reported.

Nothing was ever written into these tables before this revision.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reporter", sa.Column("mailbox", sa.Text, nullable=False))
    op.create_index("ix_reporter_subject", "reporter", ["world", "subject"])
    op.add_column("reporter_read", sa.Column("file_id", sa.Uuid))
    op.create_index("ix_reporter_read_report", "reporter_read", ["world", "report_id", "seq"])


def downgrade() -> None:
    op.drop_index("ix_reporter_read_report", "reporter_read")
    op.drop_column("reporter_read", "file_id")
    op.drop_index("ix_reporter_subject", "reporter")
    op.drop_column("reporter", "mailbox")

"""Sign-in by form: front ends, accounts of staff and employers, one-time codes, authorization codes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from luohu_kit.migration import guard

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NOW = sa.text("clock_timestamp()")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "front_end",
        sa.Column("client_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("redirect_uris", ARRAY(sa.Text), nullable=False),
        sa.Column("post_logout_redirect_uris", ARRAY(sa.Text), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("client_id", name="pk_front_end"),
    )
    op.create_table(
        "account",
        _world(),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("mobile", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("world", "name", name="pk_account"),
    )
    op.create_table(
        "sign_in_code",
        _world(),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("masked", sa.Text),
        sa.Column("readable", sa.Text),
        sa.Column("sent_at", INSTANT, nullable=False, server_default=NOW),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("used_at", INSTANT),
        sa.PrimaryKeyConstraint("world", "id", name="pk_sign_in_code"),
    )
    op.create_index("ix_sign_in_code_account", "sign_in_code", ["world", "account", "sent_at"])
    op.create_index("ix_sign_in_code_address", "sign_in_code", ["world", "address", "sent_at"])
    op.create_table(
        "authorization_code",
        _world(),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("client_id", sa.Text, nullable=False),
        sa.Column("redirect_uri", sa.Text, nullable=False),
        sa.Column("challenge", sa.Text, nullable=False),
        sa.Column("nonce", sa.Text),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("signed_in_at", INSTANT, nullable=False, server_default=NOW),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
        sa.PrimaryKeyConstraint("world", "code", name="pk_authorization_code"),
    )
    for table in ("account", "sign_in_code", "authorization_code"):
        guard(op, table)


def _world() -> sa.Column[str]:
    return sa.Column("world", sa.Text, server_default=sa.text("current_setting('luohu.world')"), nullable=False)


def downgrade() -> None:
    for table in ("authorization_code", "sign_in_code", "account", "front_end"):
        op.drop_table(table)

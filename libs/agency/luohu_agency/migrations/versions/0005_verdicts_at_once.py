"""A verdict that is stored together with its question is bound to the audit as one that comes later is."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The function is the one of `verification.verdict`, which an UPDATE fires (0004). By its name this trigger comes
    # behind the one that binds the question.
    op.execute(
        "CREATE TRIGGER audit_verification_verdict_at_once AFTER INSERT ON agency.verification"
        " REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION agency.audit_verification_verdict()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER audit_verification_verdict_at_once ON agency.verification")

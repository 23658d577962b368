"""When each partner was last heard of, and what became of what it told; and the way back from pulls that are in the audit."""

import sqlalchemy as sa
from alembic import op

from noroshi.storage.migrations.waiting import AUDIT, bring_back, put_aside

revision = "0008"
down_revision = "0007"

LATER = "what = 'pull-partner'"
"""Lines of the audit that the Noroshi before cannot read. They wait for this one in a table of their own."""


def upgrade() -> None:
    """Add the columns, and bring back the lines that waited since this step was taken back."""
    number = sa.BigInteger
    heard = sa.Column(
        "heard", number, nullable=True, comment="ns UTC, when it last asked us, or added something."
    )
    comment = "What became of what it told, by outcome, as JSON."
    findings = sa.Column("findings", sa.Text, nullable=False, server_default=sa.text("'{}'"), comment=comment)
    counted = sa.Column("counted", number, nullable=True, comment="ns UTC, since when that is counted.")
    for column in (heard, findings, counted):
        op.add_column("partners", column)
    bring_back(AUDIT, "pull_audit_later")


def downgrade() -> None:
    """Take the columns away: what is in them is counted anew. The audit's lines wait."""
    for column in ("heard", "findings", "counted"):
        op.drop_column("partners", column)
    put_aside(AUDIT, LATER, "pull_audit_later")

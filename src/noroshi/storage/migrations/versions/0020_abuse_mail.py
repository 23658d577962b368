"""What was reported to abuse desks."""

import sqlalchemy as sa
from alembic import op

from noroshi.storage.migrations.columns import key, number, text
from noroshi.storage.migrations.waiting import AUDIT, bring_back, put_aside

revision = "0020"
down_revision = "0019"

LATER = "what = 'report-abuse'"
"""Lines of the audit that the Noroshi before cannot read. They wait for this one in a table of their own."""


def upgrade() -> None:
    """Make the table, or take the one that waited since this step was taken back, and the audit's lines with it."""
    if bring_back(AUDIT, "abuse_audit_later"):
        op.rename_table("abuse_mail_later", "abuse_mail")
        return
    op.create_table(
        "abuse_mail",
        key("report", "The report's id, with which its Message-ID begins."),
        key("mailbox", "To whom it went."),
        text("block_list", "The block-list that it is about."),
        text("finding", "The finding that it is about."),
        number("at", "ns UTC, when the mail server had taken it."),
        text("by", "Who had it sent."),
        sa.Index(None, "block_list"),
    )


def downgrade() -> None:
    """Let all of it wait."""
    op.rename_table("abuse_mail", "abuse_mail_later")
    put_aside(AUDIT, LATER, "abuse_audit_later")

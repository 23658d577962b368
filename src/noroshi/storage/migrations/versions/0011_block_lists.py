"""Block-lists, and tokens that may read them."""

import sqlalchemy as sa
from alembic import op

from noroshi.storage.migrations.columns import number, text
from noroshi.storage.migrations.waiting import AUDIT, bring_back, put_aside

revision = "0011"
down_revision = "0010"

LATER = "what IN ('propose-block-list', 'release-block-list', 'withdraw-block-list')"
"""Lines of the audit that the Noroshi before cannot read. They wait for this one in a table of their own."""


def upgrade() -> None:
    """Make the table, or take the one that waited since this step was taken back, and the audit's lines with it."""
    if bring_back(AUDIT, "block_audit_later"):
        op.rename_table("block_lists_later", "block_lists")
        return
    block_lists()


def downgrade() -> None:
    """Let all of it wait. A token's scope that is not known before is passed over there, as any unknown is."""
    op.rename_table("block_lists", "block_lists_later")
    put_aside(AUDIT, LATER, "block_audit_later")


def block_lists() -> None:
    """Make what persons want to be stopped."""
    op.create_table(
        "block_lists",
        sa.Column("id", sa.Text, primary_key=True, comment="Short, for people."),
        text("about", "What it was made of: ids, as JSON."),
        text("reason", "Why."),
        text("lines", "Its entries with what they rest on, as JSON."),
        text("spared", "What was left out, and why, as JSON."),
        text("proposed_by", "Who proposed it."),
        number("proposed", "ns UTC, when that was."),
        number("until", "ns UTC, when its last entry ends."),
        text("state", "Where in its life it stands."),
        text("released_by", "Who released it; empty for nobody."),
        number("released", "ns UTC, when that was.", nullable=True),
        text("withdrawn_by", "Who ended it early; empty for nobody."),
        number("withdrawn", "ns UTC, when that was.", nullable=True),
        sa.Index(None, "state", "until"),
    )

"""Block-lists, and tokens that may read them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

LATER = "what IN ('propose-block-list', 'release-block-list', 'withdraw-block-list')"
"""Lines of the audit that the Noroshi before cannot read. They wait for this one in a table of their own."""

KEPT = "at, who, via, what, about, outcome, address, note"


def upgrade() -> None:
    """Make the table, or take the one that waited since this step was taken back, and the audit's lines with it."""
    if not sa.inspect(op.get_bind()).has_table("block_lists_later"):
        block_lists()
        return
    op.rename_table("block_lists_later", "block_lists")
    op.execute(f"INSERT INTO audit ({KEPT}) SELECT {KEPT} FROM block_audit_later ORDER BY id")  # noqa: S608  # our own words
    op.drop_table("block_audit_later")


def downgrade() -> None:
    """Let all of it wait. A token's scope that is not known before is passed over there, as any unknown is."""
    op.rename_table("block_lists", "block_lists_later")
    op.execute(f"CREATE TABLE block_audit_later AS SELECT * FROM audit WHERE {LATER}")  # noqa: S608  # our own words
    allow_changes()
    op.execute(f"DELETE FROM audit WHERE {LATER}")  # noqa: S608  # our own words
    refuse_changes()


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
        moment("proposed", "ns UTC, when that was."),
        moment("until", "ns UTC, when its last entry ends."),
        text("state", "Where in its life it stands."),
        text("released_by", "Who released it; empty for nobody."),
        moment("released", "ns UTC, when that was.", nullable=True),
        text("withdrawn_by", "Who ended it early; empty for nobody."),
        moment("withdrawn", "ns UTC, when that was.", nullable=True),
        sa.Index(None, "state", "until"),
    )


def allow_changes() -> None:
    """Let the audit be changed, for this step only."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE audit DISABLE TRIGGER audit_stays_young")
    else:
        op.execute("DROP TRIGGER audit_stays_delete")


def refuse_changes() -> None:
    """Let the audit be as it was written again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE audit ENABLE TRIGGER audit_stays_young")
    else:
        op.execute(
            "CREATE TRIGGER audit_stays_delete BEFORE DELETE ON audit "
            "WHEN OLD.at > (CAST(strftime('%s', 'now') AS INTEGER) - 2592000) * 1000000000 "
            "BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END"
        )


def text(name: str, comment: str) -> sa.Column[Any]:
    """Give a column of text."""
    return sa.Column(name, sa.Text, nullable=False, comment=comment)


def moment(name: str, comment: str, *, nullable: bool = False) -> sa.Column[Any]:
    """Give a column of moments."""
    return sa.Column(name, sa.BigInteger, nullable=nullable, comment=comment)

"""Marks, releases, how alerts stand with partners, and the key of what leaves."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from noroshi.storage.migrations.columns import key, number, text
from noroshi.storage.migrations.waiting import AUDIT, bring_back, put_aside

revision = "0004"
down_revision = "0003"

LATER = "what IN ('mark', 'ask-release', 'approve-release', 'refuse-release', 'withdraw-release', 'share')"
"""Lines of the audit that the Noroshi before cannot read. They wait for this one in a table of their own."""


TABLES = ("marks", "releases", "standings", "centre_keys")


def upgrade() -> None:
    """Make the tables, or take those that waited since this step was taken back, and the audit's lines with them."""
    if bring_back(AUDIT, "audit_later"):
        for table in TABLES:
            op.rename_table(f"{table}_later", table)
        return
    marks()
    releases()
    standings()
    op.create_table("centre_keys", key("name", "What it is for."), text("key", "A secret of this centre."))


def downgrade() -> None:
    """Let all of it wait: what partners were told has to be withdrawn by the same ids, whenever that is."""
    for table in TABLES:
        op.rename_table(table, f"{table}_later")
    put_aside(AUDIT, LATER, "audit_later")


def marks() -> None:
    """Make what alerts are marked with."""
    op.create_table(
        "marks",
        alert("The alert that is marked."),
        text("marking", "A TLP 2.0 label."),
        number("embargo", "ns UTC, before which nobody else is told.", nullable=True),
        text("sharing_group", "The group that alone is told; empty for any."),
        text("fields", "Fields that are marked more strictly, as JSON."),
        text("by", "Who marked it."),
        number("at", "ns UTC, when that was."),
        sa.Column("version", sa.Integer, nullable=False, comment="How often it was marked."),
    )


def releases() -> None:
    """Make decisions of persons that something may leave."""
    op.create_table(
        "releases",
        key("id", "Short, for people."),
        text("kind", "Of this kind, or what is before its dot; empty for all."),
        text("organisation", "Whose subjects; empty for everybody's."),
        text("alert", "This alert; empty for all."),
        text("to", "An organisation's id, or group: and a group."),
        text("level", "How much leaves."),
        text("reason", "Why."),
        text("asked_by", "Who asked."),
        number("asked", "ns UTC, when that was."),
        number("until", "ns UTC, when it expires."),
        text("state", "Where in its life it stands."),
        text("decided_by", "Who approved or refused it; empty for nobody."),
        number("decided", "ns UTC, when that was.", nullable=True),
        text("withdrawn_by", "Who ended it early; empty for nobody."),
        number("withdrawn", "ns UTC, when that was.", nullable=True),
        sa.Index(None, "state", "until"),
    )


def standings() -> None:
    """Make how each alert stands with each reader."""
    op.create_table(
        "standings",
        key("reader", "The id of the organisation that reads."),
        alert("The alert's id."),
        text("level", "How much may leave; empty for nothing."),
        text("rule", "Which rule decided so."),
        number("at", "ns UTC, when it did."),
        text("told", "The most that was ever told; empty for nothing."),
        sa.Index(None, "alert"),
    )


def alert(comment: str) -> sa.Column[Any]:
    """Give a primary key that names an alert."""
    return sa.Column("alert", sa.Text, sa.ForeignKey("alerts.id"), primary_key=True, comment=comment)

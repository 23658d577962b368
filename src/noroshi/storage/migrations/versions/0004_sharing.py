"""Marks, releases, how alerts stand with partners, and the key of what leaves."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

LATER = (
    "what IN ('mark', 'ask-release', 'approve-release', 'refuse-release', 'withdraw-release', 'share')"
)
"""Lines of the audit that the Noroshi before cannot read. They wait for this one in a table of their own."""

KEPT = "at, who, via, what, about, outcome, address, note"


TABLES = ("marks", "releases", "standings", "centre_keys")


def upgrade() -> None:
    """Make the tables, or take those that waited since this step was taken back, and the audit's lines with them."""
    if not sa.inspect(op.get_bind()).has_table("audit_later"):
        marks()
        releases()
        standings()
        op.create_table("centre_keys", key("name", "What it is for."), text("key", "A secret of this centre."))
        return
    for table in TABLES:
        op.rename_table(f"{table}_later", table)
    op.execute(f"INSERT INTO audit ({KEPT}) SELECT {KEPT} FROM audit_later ORDER BY id")  # noqa: S608  # our own words
    op.drop_table("audit_later")


def downgrade() -> None:
    """Let all of it wait: what partners were told has to be withdrawn by the same ids, whenever that is."""
    for table in TABLES:
        op.rename_table(table, f"{table}_later")
    op.execute(f"CREATE TABLE audit_later AS SELECT * FROM audit WHERE {LATER}")  # noqa: S608  # our own words
    allow_changes()
    op.execute(f"DELETE FROM audit WHERE {LATER}")  # noqa: S608  # our own words
    refuse_changes()


def marks() -> None:
    """Make what alerts are marked with."""
    op.create_table(
        "marks",
        alert("The alert that is marked."),
        text("marking", "A TLP 2.0 label."),
        moment("embargo", "ns UTC, before which nobody else is told.", nullable=True),
        text("sharing_group", "The group that alone is told; empty for any."),
        text("fields", "Fields that are marked more strictly, as JSON."),
        text("by", "Who marked it."),
        moment("at", "ns UTC, when that was."),
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
        moment("asked", "ns UTC, when that was."),
        moment("until", "ns UTC, when it expires."),
        text("state", "Where in its life it stands."),
        text("decided_by", "Who approved or refused it; empty for nobody."),
        moment("decided", "ns UTC, when that was.", nullable=True),
        text("withdrawn_by", "Who ended it early; empty for nobody."),
        moment("withdrawn", "ns UTC, when that was.", nullable=True),
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
        moment("at", "ns UTC, when it did."),
        text("told", "The most that was ever told; empty for nothing."),
        sa.Index(None, "alert"),
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


def key(name: str, comment: str) -> sa.Column[Any]:
    """Give a primary key of text."""
    return sa.Column(name, sa.Text, primary_key=True, comment=comment)


def alert(comment: str) -> sa.Column[Any]:
    """Give a primary key that names an alert."""
    return sa.Column("alert", sa.Text, sa.ForeignKey("alerts.id"), primary_key=True, comment=comment)


def text(name: str, comment: str) -> sa.Column[Any]:
    """Give a column of text."""
    return sa.Column(name, sa.Text, nullable=False, comment=comment)


def moment(name: str, comment: str, *, nullable: bool = False) -> sa.Column[Any]:
    """Give a column of moments."""
    return sa.Column(name, sa.BigInteger, nullable=nullable, comment=comment)

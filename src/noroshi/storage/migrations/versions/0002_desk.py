"""What an alert desk needs: whose an alert is, snoozing, merging, undoing; and one index for whatever a list asks for."""

import hashlib
from socket import AF_INET, AF_INET6, inet_pton

import sqlalchemy as sa
from alembic import op

from noroshi.storage.migrations.waiting import HISTORY, bring_back, put_aside

revision = "0002"
down_revision = "0001"

AT_A_TIME = 1_000
"""Alerts whose subjects are put in order together."""

QUEUE = (
    *("state", "severity", "last", "id", "kind", "organisation", "subject", "subject_key"),
    *("assignee", "ended", "snoozed_until", "merged_into"),
)
LATER = "deed IN ('assigned', 'snoozed', 'woken', 'noted', 'merged', 'joined', 'unmerged', 'undone')"
"""Lines of history that the Noroshi before cannot read. They wait for this one in a table of their own."""


def upgrade() -> None:
    """Add the columns, fill in what follows from others, and put the indexes in place."""
    text = sa.text("''")
    comment = "The subject, in an order in which a prefix is a span."
    add(
        "alerts",
        sa.Column("subject_key", sa.LargeBinary, nullable=False, server_default=text, comment=comment),
    )
    comment = "Whose it is to deal with; empty while it is nobody's."
    add("alerts", sa.Column("assignee", sa.Text, nullable=False, server_default=text, comment=comment))
    comment = "ns UTC, until when officers do not see it."
    add("alerts", sa.Column("snoozed_until", sa.BigInteger, nullable=True, comment=comment))
    comment = "The id of the alert that it is dealt with together."
    add("alerts", sa.Column("merged_into", sa.Text, nullable=True, comment=comment))
    comment = "For whom, until when or with which alert: what the deed says."
    add("history", sa.Column("about", sa.Text, nullable=False, server_default=text, comment=comment))
    comment = "The alert's, as the deed left it; 0 if not known."
    add(
        "history",
        sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("0"), comment=comment),
    )
    comment = "How people stood to the alert before, as JSON."
    add("history", sa.Column("before", sa.Text, nullable=True, comment=comment))
    fill_keys()
    fill_assignees()
    bring_back(HISTORY, "history_later")
    is_merged = sa.text("merged_into IS NOT NULL")
    for old in ("state", "organisation", "subject"):
        op.drop_index(f"alerts_{old}_ix", "alerts")
    op.create_index("alerts_state_ix", "alerts", QUEUE)
    op.create_index("alerts_organisation_ix", "alerts", ["organisation", "state", "severity", "last", "id"])
    op.create_index("alerts_subject_key_ix", "alerts", ["subject_key", "state", "severity", "last", "id"])
    op.create_index(
        "alerts_merged_into_ix",
        "alerts",
        ["merged_into"],
        sqlite_where=is_merged,
        postgresql_where=is_merged,
    )


def downgrade() -> None:
    """Take all of it back. Who has what, what is snoozed and what is merged is forgotten."""
    for new in ("state", "organisation", "subject_key", "merged_into"):
        op.drop_index(f"alerts_{new}_ix", "alerts")
    op.create_index("alerts_state_ix", "alerts", ["state", "severity", "last", "kind"])
    op.create_index("alerts_organisation_ix", "alerts", ["organisation", "state", "severity", "last"])
    op.create_index("alerts_subject_ix", "alerts", ["subject", "state", "severity", "last"])
    put_aside(HISTORY, LATER, "history_later")
    for name in ("about", "version", "before"):
        op.drop_column("history", name)
    for name in ("subject_key", "assignee", "snoozed_until", "merged_into"):
        op.drop_column("alerts", name)


def add(table: str, column: sa.Column[object]) -> None:
    """Add a column."""
    op.add_column(table, column)


def fill_keys() -> None:
    """Give each alert its subject's key."""
    connection, last = op.get_bind(), ""
    query = sa.text("SELECT id, subject FROM alerts WHERE id > :last ORDER BY id LIMIT :limit")
    change = sa.text("UPDATE alerts SET subject_key = :key WHERE id = :of")
    while rows := connection.execute(query, {"last": last, "limit": AT_A_TIME}).all():
        connection.execute(change, [{"of": row.id, "key": subject_key(row.subject)} for row in rows])
        last = rows[-1].id


def fill_assignees() -> None:
    """Let what is acknowledged be whose it is who acknowledged it last."""
    latest = (
        "SELECT who FROM history WHERE alert = alerts.id AND deed = 'acknowledged' ORDER BY id DESC LIMIT 1"
    )
    op.execute(f"UPDATE alerts SET assignee = coalesce(({latest}), '') WHERE state = 'acknowledged'")  # noqa: S608  # our own words


def subject_key(subject: str) -> bytes:
    """Give a subject's key, as it was when this step was made."""
    family, tag = (AF_INET6, b"6") if ":" in subject else (AF_INET, b"4")
    try:
        return tag + inet_pton(family, subject)
    except (OSError, ValueError):
        return b"x" + hashlib.blake2b(subject.encode(), digest_size=16).digest()

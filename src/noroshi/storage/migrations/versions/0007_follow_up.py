"""What following alerts up needs: since when each sensor has been attended; and the way back from what it has written."""

import json

import sqlalchemy as sa
from alembic import op

from noroshi.storage.migrations.waiting import HISTORY, bring_back, put_aside

revision = "0007"
down_revision = "0006"

LATER = "deed IN ('reminded', 'escalated', 'closed') OR before LIKE '%\"outcome\":\"quiet\"%'"
"""Lines of history that the Noroshi before cannot read. They wait for this one in a table of their own."""

NEW = {"reminder", "escalated"}
"""Reasons that the Noroshi before cannot read. To it, the story goes on."""


def upgrade() -> None:
    """Make the table, and bring back the lines that waited since this step was taken back."""
    op.create_table(
        "attendance",
        sa.Column("sensor", sa.Text, primary_key=True, comment="The sensor's name."),
        sa.Column(
            "since", sa.BigInteger, nullable=False, comment="ns UTC, since when it has seen without a break."
        ),
        sa.Column("until", sa.BigInteger, nullable=False, comment="ns UTC, when that was last noted."),
    )
    bring_back(HISTORY, "history_follow_up")


def downgrade() -> None:
    """Take it back: what was closed as quiet waits for somebody again, and contacts for escalation are contacts like others."""
    op.drop_table("attendance")
    whose = "CASE WHEN assignee = '' THEN 'open' ELSE 'acknowledged' END"
    opened = f"state = {whose}, outcome = NULL, version = version + 1"
    op.execute(f"UPDATE alerts SET {opened} WHERE outcome = 'quiet'")  # noqa: S608  # our own words
    op.execute("UPDATE notices SET reason = 'still' WHERE reason IN ('reminder', 'escalated')")
    tell_as_before()
    for table, column in (("register", "value"), ("messages", "content")):
        change = sa.text(f"UPDATE {table} SET {column} = replace({column}, :said, '')")  # noqa: S608  # our own words
        op.get_bind().execute(change, [{"said": f',"escalation":{each}'} for each in ("true", "false")])
    put_aside(HISTORY, LATER, "history_follow_up")


def tell_as_before() -> None:
    """Let messages give reasons that the Noroshi before knows."""
    connection = op.get_bind()
    query = sa.text(
        "SELECT key FROM messages WHERE content LIKE '%\"reminder\"%' OR content LIKE '%\"escalated\"%'"
    )
    for key in connection.scalars(query).all():
        content = connection.scalar(sa.text("SELECT content FROM messages WHERE key = :key"), {"key": key})
        message = json.loads(content)
        for telling in message["tellings"]:
            telling["reasons"] = ["still" if reason in NEW else reason for reason in telling["reasons"]]
        text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
        connection.execute(
            sa.text("UPDATE messages SET content = :text WHERE key = :key"), {"text": text, "key": key}
        )

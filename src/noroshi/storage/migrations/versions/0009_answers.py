"""What partners' answers need: by which finding each reader was told of an alert; and the way back from what they said."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

LATER = "deed = 'answered'"
"""Lines of history that the Noroshi before cannot read. They wait for this one in a table of their own."""

KEPT = "alert, at, seen, deed, who, state, outcome, note, about, version, before"


def upgrade() -> None:
    """Make the column, and bring back the lines that waited since this step was taken back."""
    comment = "The finding's id by which; empty for none."
    op.add_column("standings", sa.Column("finding", sa.Text, nullable=False, server_default="", comment=comment))
    op.create_index("standings_reader_ix", "standings", ["reader", "finding"])
    if sa.inspect(op.get_bind()).has_table("history_answers"):
        op.execute(f"INSERT INTO history ({KEPT}) SELECT {KEPT} FROM history_answers ORDER BY id")  # noqa: S608  # our own words
        op.drop_table("history_answers")


def downgrade() -> None:
    """Take it back."""
    op.drop_index("standings_reader_ix", "standings")
    op.drop_column("standings", "finding")
    op.execute(f"CREATE TABLE history_answers AS SELECT * FROM history WHERE {LATER}")  # noqa: S608  # our own words
    allow_changes()
    op.execute(f"DELETE FROM history WHERE {LATER}")  # noqa: S608  # our own words
    refuse_changes()


def allow_changes() -> None:
    """Let history be changed, for this step only."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE history DISABLE TRIGGER history_stays")
    else:
        op.execute("DROP TRIGGER history_stays_delete")


def refuse_changes() -> None:
    """Let history be as it was written again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE history ENABLE TRIGGER history_stays")
    else:
        op.execute(
            "CREATE TRIGGER history_stays_delete BEFORE DELETE ON history "
            "BEGIN SELECT RAISE(ABORT, 'history is never changed'); END"
        )

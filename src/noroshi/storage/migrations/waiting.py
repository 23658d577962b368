"""Lines of history and of the audit that the Noroshi before cannot read: they wait in a table of their own for a newer one."""

from typing import Final, NamedTuple

import sqlalchemy as sa
from alembic import op


class Log(NamedTuple):
    """A table whose lines are never changed, but by the way back."""

    table: str
    """Its name."""
    columns: str
    """What is brought back: all but the number, which is given anew."""
    trigger: str
    """What keeps PostgreSQL from deleting lines."""
    refusal: str
    """What keeps SQLite from it: when, and with which words."""


HISTORY: Final = Log(
    "history",
    "alert, at, seen, deed, who, state, outcome, note, about, version, before",
    "history_stays",
    "BEGIN SELECT RAISE(ABORT, 'history is never changed'); END",
)
AUDIT: Final = Log(
    "audit",
    "at, who, via, what, about, outcome, address, note",
    "audit_stays_young",
    "WHEN OLD.at > (CAST(strftime('%s', 'now') AS INTEGER) - 2592000) * 1000000000 "
    "BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END",
)


def put_aside(log: Log, which: str, waiting: str) -> None:
    """Let the lines of which an SQL condition holds wait in another table."""
    op.execute(f"CREATE TABLE {waiting} AS SELECT * FROM {log.table} WHERE {which}")  # noqa: S608  # our own words
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    refusal = f"{log.table}_stays_delete"
    op.execute(
        f"ALTER TABLE {log.table} DISABLE TRIGGER {log.trigger}"
        if is_postgresql
        else f"DROP TRIGGER {refusal}"
    )
    op.execute(f"DELETE FROM {log.table} WHERE {which}")  # noqa: S608  # our own words
    op.execute(
        f"ALTER TABLE {log.table} ENABLE TRIGGER {log.trigger}"
        if is_postgresql
        else f"CREATE TRIGGER {refusal} BEFORE DELETE ON {log.table} {log.refusal}"
    )


def bring_back(log: Log, waiting: str) -> bool:
    """Take in the lines that wait there, after those that were written since; give whether there was such a table."""
    if not sa.inspect(op.get_bind()).has_table(waiting):
        return False
    op.execute(f"INSERT INTO {log.table} ({log.columns}) SELECT {log.columns} FROM {waiting} ORDER BY id")  # noqa: S608  # our own words
    op.drop_table(waiting)
    return True

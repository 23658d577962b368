"""What a database holds, to tell whether something was written there."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

BY_THE_WAY: Final = {"seen", "used"}
"""Columns in which it is noted that somebody was there; nobody does anything by it."""

NOT_DEEDS: Final = {"audit", "sqlite_sequence", "centre_keys", "filters", "epoch"}
"""Tables that nobody does anything by writing to: the audit itself, secrets that the centre makes when it first needs them,
filters that people save for themselves, and in which of its lives the database is."""


def kept(database: Path) -> dict[str, object]:
    """Everything that an SQLite database holds, but for the audit."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        return {
            name: [
                {column: row[column] for column in row.keys() if column not in BY_THE_WAY}  # noqa: SIM118  # a Row's own iteration gives values
                for row in connection.execute(f"SELECT * FROM {name}")  # names of our own tables
            ]
            for name in names
            if name not in NOT_DEEDS
        }

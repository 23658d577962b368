"""The audit, kept: `AuditBook` over SQL."""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, Engine, delete, func, insert, select

from noroshi.clock import DAY
from noroshi.people.audit import AuditEntry, AuditRow, AuditWanted, printable
from noroshi.storage.tables.audit import audit, audit_row, audit_row_of
from noroshi.storage.transactions import reading, writing

YOUNGEST: Final = 30 * DAY
"""ns for which a trigger lets nobody delete an entry, whatever the settings say."""

ROWS: Final = 1_000
"""Entries that are removed at a time."""


class SqlAuditBook:
    """The audit over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def write(self, entries: Sequence[AuditEntry]) -> None:
        """Write lines; they are durable when this returns."""
        if not entries:
            return
        with writing(self._engine) as connection:
            note(connection, *entries)

    def page(self, wanted: AuditWanted, before: int | None, limit: int) -> Sequence[AuditRow]:
        """Give lines, the latest first."""
        query = select(audit).order_by(audit.c.id.desc()).limit(limit)
        for column, value in (
            (audit.c.who, wanted.who),
            (audit.c.what, wanted.what and wanted.what.value),
            (audit.c.about, wanted.about),
            (audit.c.outcome, wanted.outcome and wanted.outcome.value),
        ):
            if value and value != printable(value):
                return ()  # no line has such a text
            if value:
                query = query.where(column == value)
        if before is not None:
            query = query.where(audit.c.id < before)
        with reading(self._engine) as connection:
            return [audit_row_of(row) for row in connection.execute(query)]

    def older(self, before: int) -> int:
        """Count entries from before a moment (ns UTC)."""
        with reading(self._engine) as connection:
            return connection.scalar(select(func.count()).where(audit.c.at < before)) or 0

    def remove(self, before: int) -> Iterator[int]:
        """Remove entries from before a moment (ns UTC), a portion at a time; give how many each was."""
        while True:
            with writing(self._engine) as connection:
                old = select(audit.c.id).where(audit.c.at < before).order_by(audit.c.at).limit(ROWS)
                removed = connection.execute(delete(audit).where(audit.c.id.in_(old))).rowcount
            if not removed:
                return
            yield removed


def note(connection: Connection, *entries: AuditEntry) -> None:
    """Write lines within a transaction that writes something else as well."""
    connection.execute(insert(audit), [audit_row(entry) for entry in entries])

"""The audit, kept: `AuditBook` over SQL."""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, insert, select

from noroshi.people.audit import AuditEntry, AuditRow, AuditWanted, printable
from noroshi.storage.tables.audit import audit, audit_row, audit_row_of
from noroshi.storage.transactions import reading, writing


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


def note(connection: Connection, *entries: AuditEntry) -> None:
    """Write lines within a transaction that writes something else as well."""
    connection.execute(insert(audit), [audit_row(entry) for entry in entries])

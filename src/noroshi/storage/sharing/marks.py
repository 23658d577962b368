"""Marks, kept: `MarkBook` over SQL."""

from collections.abc import Collection, Mapping

from msgspec.structs import replace
from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from noroshi.errors import NotFoundError, OvertakenError
from noroshi.people.audit import AuditEntry
from noroshi.sharing.marks import Mark
from noroshi.storage.among import among
from noroshi.storage.people.audit import note
from noroshi.storage.tables.alerts import alerts
from noroshi.storage.tables.sharing import mark_of, mark_row, marks
from noroshi.storage.transactions import reading, writing


class SqlMarkBook:
    """Marks over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def deeds(self) -> int:
        """Count how often an alert was marked."""
        with reading(self._engine) as connection:
            return connection.scalar(select(func.sum(marks.c.version))) or 0

    def of(self, marked: Collection[str]) -> Mapping[str, Mark]:
        """Give the marks of those of some alerts, by id, that somebody has marked."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(marks).where(among(marks.c.alert, marked)))
            return {row.alert: mark_of(row) for row in rows}

    def put(self, alert: str, mark: Mark, entry: AuditEntry) -> Mark:
        """Mark an alert that was marked so often before as the mark's version says; give the mark as it is kept."""
        kept = replace(mark, version=mark.version + 1)
        with writing(self._engine) as connection:
            if connection.scalar(select(alerts.c.id).where(alerts.c.id == alert)) is None:
                raise NotFoundError(
                    f"no alert has the id {alert!r}", hint="`noroshi alerts list` shows which there are."
                )
            if not _replaced(connection, alert, mark.version, kept):
                raise OvertakenError(f"somebody else has marked {alert} in the meantime", hint="Do it again.")
            note(connection, entry)
        return kept


def _replaced(connection: Connection, alert: str, version: int, kept: Mark) -> bool:
    """Write a mark over the one of a version, or the first; False if that is no longer so."""
    row = mark_row(alert, kept)
    if version:
        as_before = (marks.c.alert == alert, marks.c.version == version)
        return connection.execute(update(marks).where(*as_before).values(row)).rowcount == 1
    try:
        connection.execute(insert(marks).values(row))
    except IntegrityError:
        return False
    return True

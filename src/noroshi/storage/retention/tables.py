"""What the tables keep no longer, a portion at a time: nobody who writes waits for more than one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
from msgspec.structs import replace
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Insert,
    Row,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    func,
    insert,
    not_,
    select,
    update,
)

from noroshi.alerts.model import AlertState
from noroshi.delivery.message import MessageState
from noroshi.storage.tables.alerts import alert_of, alerts, history
from noroshi.storage.tables.audit import audit
from noroshi.storage.tables.outbox import dispatch_of, messages
from noroshi.storage.transactions import reading, writing

ROWS: Final = 200
"""Rows in one portion."""

LINES: Final = 2_000
"""Lines of the audit in one portion; they are short."""

PAGES: Final = 500
"""Pages of an SQLite file, 4 kB each, that are given back at a time: some 10 ms."""

# Found by what they would be without: neither can stand within a text, where quotes are escaped.
_HAS_TEXT = not_(messages.c.content.like('%"tellings":[]%'))
_HAS_SAMPLES = not_(alerts.c.detection.like('%"samples":[]%'))

_IS_SENT = messages.c.state == MessageState.SENT.value
_IS_AS_READ = alerts.c.version == bindparam("before")


class SqlRetention:
    """Retention over SQLite or PostgreSQL.

    What empties something is an iterator: each portion is one transaction, and gives how much it was. Whoever
    stops in between leaves the rest for the next time. All raise `StorageError` if the database fails.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def texts(self, before: int) -> int:
        """Count messages sent before a moment (ns UTC) whose text is still there."""
        return self._count(messages, _told_before(before))

    def empty_texts(self, before: int) -> Iterator[int]:
        """Empty messages sent before a moment (ns UTC): when they were sent and to whom stays, what they said goes."""
        for rows in self._portions(messages, messages.c.key, _told_before(before)):
            emptied = [{"of": row.key, "content": _without_tellings(row)} for row in rows]
            yield self._write(messages, messages.c.key, _IS_SENT, {"content": bindparam("content")}, emptied)

    def samples(self, before: int) -> int:
        """Count resolved alerts with samples to which nothing has happened since a moment (ns UTC)."""
        return self._count(alerts, _quiet_since(before))

    def empty_samples(self, before: int) -> Iterator[int]:
        """Take the samples from resolved alerts to which nothing has happened since a moment (ns UTC)."""
        for rows in self._portions(alerts, alerts.c.id, _quiet_since(before)):
            stripped = [
                {"of": row.id, "before": row.version, "detection": _without_samples(row)} for row in rows
            ]
            changes = {"detection": bindparam("detection"), "version": alerts.c.version + 1}
            # One that somebody has changed in the meantime stays as it is.
            yield self._write(alerts, alerts.c.id, _IS_AS_READ, changes, stripped)

    def audit(self, before: int) -> int:
        """Count lines of the audit from before a moment (ns UTC)."""
        return self._count(audit, audit.c.at < before)

    def empty_audit(self, before: int) -> Iterator[int]:
        """Remove lines of the audit from before a moment (ns UTC), which is 30 days ago or more: a trigger sees to that."""
        old = select(audit.c.id).where(audit.c.at < before).order_by(audit.c.at).limit(LINES)
        while True:
            with writing(self._engine) as connection:
                removed = connection.execute(delete(audit).where(audit.c.id.in_(old))).rowcount
            if not removed:
                return
            yield removed

    def give_back(self) -> Iterator[int]:
        """Shorten an SQLite file by what is unused in it; give bytes. PostgreSQL sees to its own.

        One that was made before Noroshi could do this stays as long as it is; what is unused is used again.
        """
        if self._engine.dialect.name != "sqlite":
            return
        while True:
            with writing(self._engine) as connection:
                before, size = _pragma(connection, "page_count"), _pragma(connection, "page_size")
                for _ in range(
                    PAGES
                ):  # Python takes one step of it, which is one page, whatever one asks for
                    connection.exec_driver_sql("PRAGMA incremental_vacuum")
                given = before - _pragma(connection, "page_count")
            if given <= 0:
                return
            yield given * size

    def _count(self, table: Table, condition: ColumnElement[bool]) -> int:
        with reading(self._engine) as connection:
            return connection.scalar(select(func.count()).select_from(table).where(condition)) or 0

    def _portions(
        self, table: Table, key: ColumnElement[str], condition: ColumnElement[bool]
    ) -> Iterator[list[Row[Any]]]:
        """Give rows in the order of their keys, so that the table is looked through once for all portions."""
        last = ""
        while True:
            query = select(table).where(condition, key > last).order_by(key).limit(ROWS)
            with reading(self._engine) as connection:
                rows = list(connection.execute(query))
            if not rows:
                return
            yield rows
            last = rows[-1]._mapping[key]  # noqa: SLF001  # SQLAlchemy's public name for it

    def _write(
        self,
        table: Table,
        key: ColumnElement[str],
        guard: ColumnElement[bool],
        changes: Mapping[str, ColumnElement[Any]],
        rows: Sequence[Mapping[str, object]],
    ) -> int:
        """Change rows for which the guard holds; give how many did.

        In SQLite a row that only becomes shorter leaves a hole in its page, which nobody uses again. So
        it is written anew, at the table's end, and whole pages become free.
        """
        wanted = (key == bindparam("of"), guard)
        if self._engine.dialect.name == "sqlite":
            values = [changes.get(column.name, column) for column in table.columns]
            anew = (
                insert(table)
                .prefix_with("OR REPLACE")
                .from_select(list(table.columns), select(*values).where(*wanted))
            )
            statement: Insert | Update = anew
        else:
            statement = update(table).where(*wanted).values(**changes)
        with writing(self._engine) as connection:
            return connection.execute(statement, rows).rowcount


def _told_before(before: int) -> ColumnElement[bool]:
    return and_(_unindexed(messages.c.state) == MessageState.SENT.value, messages.c.sent < before, _HAS_TEXT)


def _quiet_since(before: int) -> ColumnElement[bool]:
    later = select(history.c.id).where(history.c.alert == alerts.c.id, history.c.at >= before)
    return and_(_unindexed(alerts.c.state) == AlertState.RESOLVED.value, not_(later.exists()), _HAS_SAMPLES)


def _unindexed(column: ColumnElement[str]) -> ColumnElement[str]:
    """Give a column so that no index with it is used: nearly all rows have that value.

    By such an index SQLite would read and sort the whole table for each portion: 100,000 alerts and messages took more than ten minutes instead of one and a half.
    """
    return column + ""


def _without_tellings(row: Row[Any]) -> str:
    return msgspec.json.encode(replace(dispatch_of(row).message, tellings=())).decode()


def _without_samples(row: Row[Any]) -> str:
    detection = alert_of(row).detection
    bare = replace(detection, evidence=replace(detection.evidence, samples=()))
    return msgspec.json.encode(bare).decode()


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())

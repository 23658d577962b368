"""What the desk has decided, written: alerts, history and notices in one transaction."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from noroshi.alerts.book import Changed
from noroshi.alerts.history import Entry
from noroshi.alerts.model import Alert
from noroshi.alerts.notices import Notice
from noroshi.errors import OvertakenError
from noroshi.storage.among import among
from noroshi.storage.tables.alerts import alert_row, alerts, change_row, history, history_row
from noroshi.storage.tables.notices import notice_row, notices
from noroshi.storage.tables.silences import silences
from noroshi.storage.transactions import insert_all

_OPEN, _TELL = insert(alerts), insert(history)
_OWE = {
    "sqlite": sqlite.insert(notices).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(notices).on_conflict_do_nothing(),
}
"""By the name of the dialect: what is not there yet, by any key."""

TURN: Final = 0x686973746F7279
"""PostgreSQL's advisory lock for history: "history" in ASCII."""

_REPLACE = update(alerts).where(alerts.c.id == bindparam("of"), alerts.c.version == bindparam("before"))


def record(connection: Connection, changed: Changed) -> None:
    """Write what one deed of the desk makes.

    Raises
    ------
    OvertakenError
        If somebody else wrote in the meantime; the transaction must be undone.
    """
    # By id, so that two in PostgreSQL wait for one another in one order, and never in a circle.
    revisions = sorted(changed.alerts, key=lambda revision: revision.alert.id)
    _open(connection, [alert for alert, before in revisions if before == 0])
    _replace(connection, [(alert, before) for alert, before in revisions if before])
    _owe(connection, changed.notices)
    _tell(connection, changed.entries)


def _open(connection: Connection, new: Sequence[Alert]) -> None:
    if new:
        try:
            insert_all(connection, _OPEN, [alert_row(alert) for alert in new])
        except IntegrityError:
            raise _overtaken("an alert is no longer new") from None


def _replace(connection: Connection, revisions: Sequence[tuple[Alert, int]]) -> None:
    if revisions:
        rows = [{**change_row(alert), "of": alert.id, "before": before} for alert, before in revisions]
        if connection.execute(_REPLACE, rows).rowcount != len(rows):
            raise _overtaken("an alert has changed")


def _owe(connection: Connection, owed: Sequence[Notice]) -> None:
    if owed:
        _check_silences(connection, {notice.silence for notice in owed if notice.silence})
        insert_all(connection, _OWE[connection.dialect.name], [notice_row(notice) for notice in owed])


def _check_silences(connection: Connection, ids: set[str]) -> None:
    """See that the silences still hold, and keep them until we are done: else nobody would let the notices go."""
    query = select(silences.c.released).where(among(silences.c.id, ids)).with_for_update(read=True)
    if ids and any(connection.scalars(query)):
        raise _overtaken("a silence is over")


def _tell(connection: Connection, entries: Sequence[Entry]) -> None:
    """Write history, last of all: from here to the end of the transaction nobody else can.

    So its numbers grow in the order in which lines can first be read. In SQLite only one writes anyway; PostgreSQL gives
    numbers when they are asked for, and the transaction that asked first may end last.
    """
    if entries:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(TURN)))
        insert_all(connection, _TELL, [history_row(entry) for entry in entries])


def _overtaken(what: str) -> OvertakenError:
    return OvertakenError(
        f"{what}: somebody else wrote in the meantime; nothing was written", hint="Do it again."
    )

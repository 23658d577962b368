"""Opening a database: SQLite by a file's path, or PostgreSQL by URL, in its newest schema."""

import os
import sqlite3
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import URL, Connection, Engine, column, create_engine, event, inspect, make_url, select, table
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from noroshi.errors import StorageError
from noroshi.storage.keyless import keyless
from noroshi.storage.transactions import WRITES, named_errors, reading, writing

if TYPE_CHECKING:
    from noroshi.people.sealing import Seals

SCHEMA: Final = "0020"
"""The newest migration. Where a database has it already, Alembic need not be imported, which takes 0.1 s."""

PATIENCE: Final = 30
"""Seconds to wait for another process to finish writing, or for a server to answer."""

_PRAGMAS: Final[Mapping[str, str]] = {
    "synchronous": "FULL",  # NORMAL would lose the latest alerts when the power fails
    "foreign_keys": "ON",
    # An outbreak's thousands of alerts are one transaction of some MiB. They stay in memory until they are whole, and
    # are copied from the log into the file later: an eighth of the time. KiB if negative, pages otherwise.
    "cache_size": "-32768",
    "cache_spill": "OFF",
    "wal_autocheckpoint": "8192",
}

_VERSION = table("alembic_version", column("version_num"))


def sqlite_url(path: Path) -> str:
    """Give the URL of an SQLite database.

    Examples
    --------
    >>> sqlite_url(Path("/srv/noroshi/noroshi.db"))
    'sqlite:////srv/noroshi/noroshi.db'
    """
    return URL.create("sqlite", database=str(path)).render_as_string()


def open_database(url: str, seals: Callable[[], "Seals"] = keyless) -> Engine:
    """Open a database, and bring it to the newest schema.

    An SQLite database that does not exist is made, for its owner's eyes only.

    Parameters
    ----------
    url
        ``sqlite:///FILE`` or ``postgresql://USER@HOST/NAME``.
    seals
        Gives the centre's, for what an older schema has in the clear; asked only if there is such.

    Raises
    ------
    StorageError
        If it cannot be opened, or a newer Noroshi has written it.
    """
    engine = reach(url)
    try:
        _migrate(engine, seals)
    except BaseException:
        engine.dispose()
        raise
    return engine


def reach(url: str) -> Engine:
    """Make ready to open a database in whatever schema it has; see `open_database`.

    Raises
    ------
    StorageError
        If the URL is none that we know, or an SQLite database cannot be made.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StorageError("the database's URL is not a URL", hint=_HINT) from None
    match parsed.get_backend_name():
        case "sqlite":
            return _sqlite(parsed)
        case "postgresql" | "postgres":
            return _postgresql(parsed)
        case other:
            raise StorageError(f"a database of the kind {other!r} is not supported", hint=_HINT)


_HINT = "Give sqlite:///FILE or postgresql://USER@HOST/NAME."


def _sqlite(url: URL) -> Engine:
    if url.drivername != "sqlite" or url.database in {None, "", ":memory:"} or url.query:
        raise StorageError("SQLite needs a file, and nothing else", hint=_HINT)
    path = Path(url.database or "")
    try:
        # Only where there is none: closing a file takes away this process's locks on it, also SQLite's.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        raise StorageError(
            f"{path}: cannot be made: {error.strerror}", hint="`noroshi init` makes a home for it."
        ) from None
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # Python's own BEGIN comes late and never says IMMEDIATE, so we say it ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    # Asked of a new file only, before anything is in it: so that it can become shorter again, in portions. It
    # costs a tenth of the time to open alerts: 20,000 a second.
    cursor.execute("PRAGMA auto_vacuum = INCREMENTAL")
    for name, value in _PRAGMAS.items():
        cursor.execute(f"PRAGMA {name} = {value}")
    _log_writes_ahead(cursor)
    cursor.close()


def _log_writes_ahead(cursor: DBAPICursor) -> None:
    """Turn on WAL, so that readers and the one writer do not wait for each other.

    Whoever does it first needs the file alone, and SQLite does not wait for that as it does for all else.
    """
    end = time.monotonic() + PATIENCE
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.01)
        else:
            return


def _on_begin(connection: Connection) -> None:
    """Let two that write queue: a transaction that turns to writing later would fail instead of waiting."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: URL) -> Engine:
    if url.drivername not in {"postgres", "postgresql", "postgresql+psycopg"}:
        raise StorageError("PostgreSQL is reached through psycopg 3 only", hint=_HINT)
    query = {"connect_timeout": str(PATIENCE), "application_name": "noroshi", **url.query}
    try:
        return create_engine(
            url.set(drivername="postgresql+psycopg", query=query),
            hide_parameters=True,
            pool_pre_ping=True,  # the server may have been restarted in the meantime
        )
    except ImportError as error:
        raise StorageError(
            f"psycopg, which speaks to PostgreSQL, cannot be used: {error}",
            hint="Install Noroshi with its extra: noroshi[postgres].",
        ) from None


def _migrate(engine: Engine, seals: Callable[[], "Seals"]) -> None:
    with reading(engine) as connection:
        if _schema(connection) == SCHEMA:
            return
    from noroshi.storage.migrations import upgrade  # noqa: PLC0415  # slow to import, seldom needed

    with named_errors(), writing(engine) as connection:
        upgrade(connection, seals=seals)


def is_newest(url: str) -> bool:
    """Tell whether a database has the newest schema, without bringing it there.

    Raises
    ------
    StorageError
        As for `open_database`.
    """
    engine = reach(url)
    try:
        with reading(engine) as connection:
            return _schema(connection) == SCHEMA
    finally:
        engine.dispose()


def _schema(connection: Connection) -> str | None:
    """Give the migration that a database has, if any."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.scalar(select(_VERSION.c.version_num))

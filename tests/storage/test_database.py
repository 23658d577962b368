import os
import stat
import subprocess
import sys
import traceback
from contextlib import suppress
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from msgspec.structs import replace
from sqlalchemy import Engine, create_engine, insert, select, text
from sqlalchemy.exc import DBAPIError

from noroshi.alerts.book import Changed, Revision
from noroshi.alerts.history import WATCH, Deed, Entry
from noroshi.errors import StorageError
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.database import SCHEMA, open_database, sqlite_url
from noroshi.storage.migrations import scripts
from noroshi.storage.tables import organisations, outbox
from noroshi.storage.tables.metadata import metadata
from noroshi.storage.tables.silences import silences
from noroshi.storage.transactions import reading, writing
from tests.delivery.stories import alert

ROOT = Path(__file__).parents[2]


def test_migrations(database: Engine) -> None:
    """The migrations make exactly the tables that the code describes, and their comments."""
    assert {organisations.register, outbox.messages} <= set(
        metadata.tables.values()
    )  # all have been imported
    with database.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    assert [] == differences


def test_newest() -> None:
    """The schema that is opened without Alembic is its newest migration."""
    assert SCHEMA == scripts().get_current_head()


def test_every_column_says_what_it_is() -> None:
    """Every column has a sentence."""
    silent = [
        str(column)
        for table in metadata.tables.values()
        for column in table.columns
        if not (column.comment or "").endswith(".")
    ]

    assert [] == silent


def test_opened_again(blank: str) -> None:
    """A database that is opened again has what was written."""
    first = open_database(blank)
    SqlAlertBook(first).record(Changed([Revision(alert(), 0)]))
    first.dispose()
    second = open_database(blank)
    found = SqlAlertBook(second).get(alert().id)
    second.dispose()

    assert alert() == found


def test_opened_by_many(blank: str) -> None:
    """Processes that open a new database at the same time wait for the one that makes the tables."""
    script = "import sys; from noroshi.storage.database import open_database; open_database(sys.argv[1])"
    processes = [subprocess.Popen([sys.executable, "-c", script, blank], cwd=ROOT) for _ in range(4)]

    assert [0, 0, 0, 0] == [process.wait() for process in processes]


def test_newer_schema(blank: str) -> None:
    """A database that a newer Noroshi wrote is refused."""
    engine = open_database(blank)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(StorageError, match="does not know") as caught:
        open_database(blank)

    assert "A newer Noroshi has written it: upgrade this one." == caught.value.hint


@pytest.mark.parametrize("change", ["UPDATE history SET note = ''", "DELETE FROM history"])
def test_history_stays(database: Engine, change: str) -> None:
    """The database itself refuses to change or delete history."""
    entry = Entry(alert().id, 1, 1, Deed.OPENED, WATCH, alert().state, note="as it was")
    SqlAlertBook(database).record(Changed([Revision(alert(), 0)], [entry]))

    with database.connect() as connection, pytest.raises(DBAPIError, match="history is never changed"):
        connection.execute(text(change))

    assert [entry] == SqlAlertBook(database).history(alert().id)


def test_what_fails(database: Engine) -> None:
    """What fails in a database says why, without the statement or a value of it."""
    row = {column.name: 0 for column in silences.columns} | {"id": "secret", "released": False}
    row |= dict.fromkeys(("organisation", "kind", "subject", "alert", "reason", "who"), "secret")

    with writing(database) as connection:
        connection.execute(insert(silences).values(row))

    with (
        pytest.raises(StorageError, match="the database failed: ") as caught,
        writing(database) as connection,
    ):
        connection.execute(insert(silences).values(row))

    assert "secret" not in "".join(traceback.format_exception(caught.value))
    assert "INSERT" not in caught.value.message


def test_undone(database: Engine) -> None:
    """An error of any kind undoes a transaction that writes."""
    with suppress(ZeroDivisionError), writing(database) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        raise ZeroDivisionError

    with reading(database) as connection:
        assert SCHEMA == connection.scalar(text("SELECT version_num FROM alembic_version"))


@pytest.mark.parametrize("value", ["\udcff", "\0"])
def test_what_it_cannot_hold(database: Engine, value: str) -> None:
    """Text that a database cannot hold is refused by name, or kept as it is."""
    book = SqlAlertBook(database)
    try:
        book.record(Changed([Revision(replace(alert(), holding=value), 0)]))
    except StorageError:
        assert not book.taken([alert().id])
    else:
        assert value == book.get(alert().id).holding


def test_file_mode(tmp_path: Path) -> None:
    """Only its owner may read an SQLite database, and what lies beside it."""
    before = os.umask(0)
    try:
        engine = open_database(sqlite_url(tmp_path / "noroshi.db"))
    finally:
        os.umask(before)
    with reading(engine) as connection:
        connection.execute(select(1))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    engine.dispose()

    assert dict.fromkeys(("noroshi.db", "noroshi.db-wal", "noroshi.db-shm"), 0o600) == modes


def test_pragmas(tmp_path: Path) -> None:
    """SQLite lets readers and a writer at it together, waits, keeps references, and survives a power cut."""
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    engine = open_database(sqlite_url(tmp_path / "noroshi.db"))
    with reading(engine) as connection:
        pragmas = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    engine.dispose()

    assert ["wal", 2, 1, 30_000] == pragmas


def test_no_folder(tmp_path: Path) -> None:
    """A database in a folder that does not exist is refused by name."""
    with pytest.raises(StorageError, match="No such file or directory") as caught:
        open_database(sqlite_url(tmp_path / "nowhere" / "noroshi.db"))

    assert "`noroshi init` makes a home for it." == caught.value.hint


def test_no_database(tmp_path: Path) -> None:
    """A file that is no database is refused by name."""
    (tmp_path / "noroshi.db").write_text("Dear diary, " * 100)

    with pytest.raises(StorageError, match="file is not a database"):
        open_database(sqlite_url(tmp_path / "noroshi.db"))


def test_no_server(tmp_path: Path) -> None:
    """A server that does not answer is a named error, in which there is no password."""
    with pytest.raises(StorageError, match="connection to server") as caught:
        open_database(f"postgresql://noroshi:secret@/noroshi?host={tmp_path}")

    assert "secret" not in str(caught.value)
    assert caught.value.hint.startswith("Is the server running")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "noroshi.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:////tmp/a.db?mode=ro",
        "sqlite+aiosqlite:////tmp/a.db",
        "mysql://root:secret@localhost/noroshi",
        "postgresql+psycopg2://root:secret@localhost/noroshi",
        "postgresql://root:secret@localhost:port/noroshi",
    ],
)
def test_refused(url: str) -> None:
    """A URL that is none of the two kinds is refused, without being repeated."""
    with pytest.raises(StorageError) as caught:
        open_database(url)

    assert "Give sqlite:///FILE or postgresql://USER@HOST/NAME." == caught.value.hint
    assert "secret" not in str(caught.value)


def test_no_psycopg(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without psycopg, the error says which extra to install."""
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(StorageError) as caught:
        open_database("postgresql://localhost/noroshi")

    assert "Install Noroshi with its extra: noroshi[postgres]." == caught.value.hint


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_schemes(scheme: str, request: pytest.FixtureRequest) -> None:
    """PostgreSQL's URL may begin in any of the usual ways."""
    url = request.getfixturevalue("server").blank().replace("postgresql", scheme, 1)

    engine = open_database(url)
    engine.dispose()

    assert "postgresql+psycopg" == engine.url.drivername


def test_dropped_session(request: pytest.FixtureRequest) -> None:
    """A server that was restarted in the meantime is connected to anew."""
    engine = open_database(request.getfixturevalue("server").blank())
    with reading(engine) as connection:
        session = connection.scalar(text("SELECT pg_backend_pid()"))
    other = create_engine(engine.url)
    with other.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:session)"), {"session": session})
    other.dispose()

    found = SqlAlertBook(engine).taken(["A-0000001"])
    engine.dispose()

    assert set() == found

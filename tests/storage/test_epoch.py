"""Which life of a database this is."""

import subprocess
from pathlib import Path

from sqlalchemy import Engine, inspect

from noroshi.storage.backups.database import begin_epoch, copy_database
from noroshi.storage.database import open_database, sqlite_url
from noroshi.storage.epoch import epoch_of
from noroshi.storage.migrations import upgrade
from noroshi.storage.transactions import writing
from tests.storage.server import Server, programs
from tests.storage.steps import back_to


def test_stays(database: Engine) -> None:
    """An epoch lasts for as long as the database, whoever opens it; another database has another one."""
    again = open_database(database.url.render_as_string(hide_password=False))
    found = {epoch_of(database), epoch_of(again)}
    again.dispose()

    assert {8} == {len(each) for each in found}
    assert 1 == len(found)


def test_migrated(database: Engine, tmp_path: Path) -> None:
    """A database whose schema had no epoch gets one, each time another."""
    before = epoch_of(database)
    back_to(database, tmp_path, "0017")
    assert not inspect(database).has_table("epoch")
    with writing(database) as connection:
        upgrade(connection)

    assert before != epoch_of(database)


def test_begun(tmp_path: Path) -> None:
    """A copy has the epoch of what it was taken from, until its own is begun."""
    engine = open_database(sqlite_url(tmp_path / "noroshi.db"))
    before = epoch_of(engine)
    engine.dispose()
    copy_database(tmp_path / "noroshi.db", tmp_path / "copy.db")
    found = []
    for _ in range(2):
        copy = open_database(sqlite_url(tmp_path / "copy.db"))
        found.append(epoch_of(copy))
        copy.dispose()
        begin_epoch(tmp_path / "copy.db")

    assert before == found[0] != found[1]


def test_dumped(server: Server) -> None:
    """A dump of PostgreSQL that is read in again begins an epoch, in another database and in the same."""
    urls = [server.blank(), server.blank()]
    epochs = []
    place = programs()
    assert place is not None

    def noted(url: str) -> None:
        engine = open_database(url)
        epochs.append(epoch_of(engine))
        engine.dispose()

    noted(urls[0])
    dump = subprocess.run([place / "pg_dump", "--clean", urls[0]], check=True, capture_output=True).stdout
    for url in reversed(urls):
        subprocess.run([place / "psql", "-q", url], check=True, input=dump, capture_output=True)
        noted(url)

    assert 3 == len(set(epochs))


def test_timeline(server: Server) -> None:
    """A server that was recovered from its log to a moment in the past begins an epoch."""
    engine = open_database(server.blank())
    before = epoch_of(engine)
    engine.dispose()
    server.recover()
    after = epoch_of(engine)
    engine.dispose()

    assert before != after

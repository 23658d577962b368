"""A consistent copy of an SQLite database that is in use, whether a copy is sound, and the new life that one begins."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from noroshi.errors import StorageError
from noroshi.files import privately
from noroshi.storage.database import PATIENCE
from noroshi.storage.epoch import SIZE
from noroshi.storage.migrations import knows


def copy_database(path: Path, to: Path) -> str:
    """Copy a database as it stands at one moment, while others read and write it; check the copy.

    It is taken in one step: in steps, each commit of another process would begin it anew. Writers
    do not wait for it; what they write stays in the log beside the database until it is done.

    Parameters
    ----------
    path
        The database, which is not brought to the newest schema.
    to
        A file that is not there yet.

    Returns
    -------
    str
        The migration that it has.

    Raises
    ------
    StorageError
        If there is none, it is damaged, or the copy does not fit.
    """
    with named(path), closing(_opened(path, "mode=rw")) as source:
        os.close(privately(str(to), os.O_CREAT | os.O_EXCL | os.O_RDWR))
        with closing(_opened(to, "mode=rw")) as target:
            target.execute("PRAGMA synchronous = OFF")  # what is packed next need not survive by itself
            source.backup(target)
    return check_database(to)


def check_database(path: Path) -> str:
    """Look through a copy of a database that nobody uses; give the migration that it has.

    Raises
    ------
    StorageError
        If it is no database of ours, or damaged.
    """
    # "immutable" leaves no files beside it; a hostile one gets to call nothing.
    with named(path), closing(_opened(path, "mode=ro&immutable=1")) as copy:
        copy.execute("PRAGMA trusted_schema = OFF")
        [found] = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise StorageError(f"{path.name} is damaged: {found}", hint="`noroshi doctor` says more.")
        row = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None or not isinstance(row[0], str):
        raise StorageError(f"{path.name} is no database of a watch centre")
    return row[0]


def refuse_newer(schema: str) -> None:
    """Refuse a schema that this Noroshi does not know.

    Raises
    ------
    StorageError
        If it is not ours, so that a newer one must have written it.
    """
    if not knows(schema):
        raise StorageError(
            f"the database in the back-up has the schema {schema}, which this Noroshi does not know",
            hint="A newer Noroshi has written it: upgrade this one, then restore.",
        )


def begin_epoch(path: Path) -> None:
    """Begin a new life of a database that nobody uses; in a schema that knows none, its migration does.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    with named(path), closing(_opened(path, "mode=rw")) as copy, copy:
        copy.execute("PRAGMA trusted_schema = OFF")
        if copy.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'epoch'").fetchone():
            copy.execute("UPDATE epoch SET value = ?", (secrets.token_hex(SIZE),))


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Let what SQLite fails at be a StorageError."""
    try:
        yield
    except (sqlite3.Error, UnicodeError) as fault:
        raise StorageError(
            f"{path.name}: {fault}", hint="Is it there, may you read it, and is there room for a copy?"
        ) from None


def _opened(path: Path, options: str) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path.absolute()))}?{options}", uri=True, timeout=PATIENCE)

"""Whose turn it is to do what one does at a time over one database, for as long as its process lives."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from noroshi.errors import StorageError
from noroshi.storage.transactions import named_errors


class Duty(NamedTuple):
    """What one does at a time."""

    suffix: str
    """How the name of the file ends that is locked beside an SQLite database."""
    lock: int
    """PostgreSQL's advisory lock."""


DELIVERY: Final = Duty("outbox", 0x6E6F726F736869)
"""Sending messages to members; the number is "noroshi" in ASCII."""

ABUSE_MAIL: Final = Duty("abuse-mail", DELIVERY.lock + 1)
"""Sending abuse mail."""


class Turn:
    """A right that one holder has; the system takes it back when its process dies, however it dies.

    In SQLite it is a lock on a file beside the database, in PostgreSQL one that the session holds.

    Parameters
    ----------
    engine
        The database.
    duty
        What it is the right to.
    """

    def __init__(self, engine: Engine, duty: Duty = DELIVERY) -> None:
        self._engine = engine
        self._duty = duty
        self._held: Connection | int | None = None

    def take(self) -> bool:
        """Take it, or keep it; False while somebody else has it.

        Raises
        ------
        StorageError
            If the database fails.
        """
        if isinstance(self._held, Connection) and not _is_alive(self._held):
            self.give_back()
        if self._held is None:
            is_server = self._engine.dialect.name == "postgresql"
            self._held = self._lock_session() if is_server else self._lock_file()
        return self._held is not None

    def give_back(self) -> None:
        """Let somebody else take it."""
        held, self._held = self._held, None
        if isinstance(held, Connection):
            with suppress(SQLAlchemyError), held:  # it may be dead, which gave it back already
                # Said, for the server may take a while to see that a session has been closed.
                held.scalar(select(func.pg_advisory_unlock(self._duty.lock)))
        elif held is not None:
            os.close(held)

    def _lock_session(self) -> Connection | None:
        with named_errors():
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            connection.detach()  # the lock hangs on the session, which the pool must not get back
            if connection.scalar(select(func.pg_try_advisory_lock(self._duty.lock))):
                return connection
            connection.close()
            return None

    def _lock_file(self) -> int | None:
        path = _beside(self._engine.url.database or "", self._duty)
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StorageError(f"{path}: {error.strerror}", hint="May you write there?") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        return handle


def is_taken(database: Path) -> bool:
    """Tell whether a process delivers from an SQLite database, without opening that.

    Raises
    ------
    StorageError
        If nobody can tell.
    """
    path = _beside(str(database), DELIVERY)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}", hint="May you read it?") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _beside(database: str, duty: Duty) -> str:
    return f"{database}.{duty.suffix}"


def _is_alive(connection: Connection) -> bool:
    try:
        return connection.scalar(select(1)) == 1
    except DBAPIError:
        return False

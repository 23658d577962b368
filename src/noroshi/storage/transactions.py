"""A transaction that reads, and one that writes; whatever fails in either is a StorageError."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, Dialect, Engine, Insert
from sqlalchemy.engine.interfaces import Compiled
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from noroshi.errors import OvertakenError, StorageError

WRITES: Final = "noroshi_writes"
"""The execution option that tells a transaction that writes from one that reads."""

_UNDONE = {"40001", "40P01"}
"""PostgreSQL's codes for a transaction that it undid because of another: serialisation, deadlock."""


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that reads.

    Raises
    ------
    StorageError
        If the database fails.
    """
    with named_errors(), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes; it is committed at the end, and undone by any error.

    Raises
    ------
    StorageError
        If the database fails.
    """
    with named_errors(), engine.connect() as connection:
        connection.execution_options(**{WRITES: True})
        with connection.begin():
            yield connection


@contextmanager
def named_errors() -> Iterator[None]:
    """Let what goes wrong in a database be a StorageError, without a statement or a parameter in it."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        said = _first_line(cause)
        # "from None" here and wherever storage gives an error a name: PostgreSQL's own errors quote values.
        if getattr(cause, "sqlstate", None) in _UNDONE:
            raise OvertakenError(f"the database undid a change: {said}", hint="Do it again.") from None
        hint = _hint(said) if isinstance(error, OperationalError) else ""
        raise StorageError(f"the database failed: {said}", hint=hint) from None
    except (UnicodeEncodeError, OverflowError) as error:
        raise StorageError(f"the database cannot hold a value: {_first_line(error)}") from None


def insert_all(connection: Connection, statement: Insert, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same keys, in types that the driver takes as they are.

    The driver gets them at once: SQLAlchemy by itself looks at each value of each row first, which took 6 µs a row.
    """
    compiled = _compiled(statement, connection.dialect, tuple(rows[0]))
    order = compiled.positiontup  # type: ignore[attr-defined]  # None where parameters go by name
    given = list(map(itemgetter(*order), rows)) if order else rows  # no table has a single column
    connection.exec_driver_sql(compiled.string, given)


@lru_cache
def _compiled(statement: Insert, dialect: Dialect, keys: Sequence[str]) -> Compiled:
    return statement.compile(dialect=dialect, column_keys=list(keys))


def _first_line(error: BaseException | None) -> str:
    """Give an error's first line; PostgreSQL writes values on the ones after it."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def _hint(said: str) -> str:
    if "locked" in said:
        return "Another process has been writing for long; try again."
    if "connection" in said:
        return "Is the server running, and does `database.url` in the settings name it?"
    return "Is the disk full, and may you write to the database?"

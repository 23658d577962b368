"""Which life of the database this is: numbers of two lives are not comparable, even where they are the same.

A database that was put back as it once was goes on from there, and gives numbers a second time. So it gets a new epoch then: in
SQLite from `noroshi restore`, in PostgreSQL by itself.
"""

import hashlib
from collections.abc import Mapping
from typing import Final

from sqlalchemy import Engine, Select, literal_column, select

from noroshi.storage.tables.epoch import epoch
from noroshi.storage.transactions import reading

SIZE: Final = 4
"""Bytes of an epoch: one in four billion is taken for another."""

_LIFE: Final[Mapping[str, Select[str]]] = {
    "sqlite": select(epoch.c.value),
    # A dump that is read in makes tables anew, and each table a server makes has a number of its own; what is recovered from
    # a server's log, or goes on in a standby, begins a timeline (PostgreSQL, "System Columns" and "Timelines").
    "postgresql": select(
        epoch.c.value
        + literal_column("'.' || tableoid || '.' || left(pg_walfile_name(pg_current_wal_lsn()), 8)")
    ),
}
"""By the name of the dialect."""


def epoch_of(engine: Engine) -> str:
    """Give the epoch of a database, in hexadecimal digits.

    Raises
    ------
    StorageError
        If the database fails.
    """
    with reading(engine) as connection:
        life = connection.scalars(_LIFE[engine.dialect.name]).one()
    return hashlib.blake2b(life.encode(), digest_size=SIZE).hexdigest()

"""The books of a watch centre, open together."""

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from noroshi.alerts.book import AlertBook
from noroshi.delivery.book import OutboxBook
from noroshi.indications.book import IndicationBook
from noroshi.organisations.book import OrganisationBook
from noroshi.people.books import PeopleBooks
from noroshi.sharing.books import SharingBooks
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.database import open_database, sqlite_url
from noroshi.storage.indications import SqlIndicationBook
from noroshi.storage.keyless import keyless
from noroshi.storage.organisations import SqlOrganisationBook
from noroshi.storage.outbox import SqlOutboxBook
from noroshi.storage.people.books import people_books
from noroshi.storage.retention.tables import SqlRetention
from noroshi.storage.sharing.books import sharing_books
from noroshi.storage.transactions import reading

if TYPE_CHECKING:
    from noroshi.people.sealing import Seals

__all__ = ["Books", "sqlite_url"]

LISTED: Final = 10
"""Places of damage that are named."""


class Books:
    """What is written down, without those who watch, decide and deliver.

    Parameters
    ----------
    url
        Of the database.
    seals
        Gives the centre's, for a database in an older schema.

    Raises
    ------
    StorageError
        If the database cannot be used.
    """

    def __init__(self, url: str, seals: "Callable[[], Seals]" = keyless) -> None:
        self._engine = open_database(url, seals)
        self.organisations: OrganisationBook = SqlOrganisationBook(self._engine)
        self.alerts: AlertBook = SqlAlertBook(self._engine)
        self.indications: IndicationBook = SqlIndicationBook(self._engine)
        self.messages: OutboxBook = SqlOutboxBook(self._engine)
        self.people: PeopleBooks = people_books(self._engine)
        self.sharing: SharingBooks = sharing_books(self._engine)
        self.retention = SqlRetention(self._engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def faults(self) -> Sequence[str]:
        """Look through an SQLite database for damage; a PostgreSQL server sees to its own.

        Raises
        ------
        StorageError
            If it is too damaged to look.
        """
        if self._engine.dialect.name != "sqlite":
            return ()
        with reading(self._engine) as connection:
            found = connection.exec_driver_sql(f"PRAGMA quick_check({LISTED})").scalars().all()
        return [each for each in found if each != "ok"]

    def close(self) -> None:
        """Let go of the database."""
        self.messages.release()
        self._engine.dispose()

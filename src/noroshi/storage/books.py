"""The books of a watch centre, open together."""

from types import TracebackType
from typing import Self

from noroshi.alerts.book import AlertBook
from noroshi.delivery.book import OutboxBook
from noroshi.organisations.book import OrganisationBook
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.database import open_database
from noroshi.storage.organisations import SqlOrganisationBook
from noroshi.storage.outbox import SqlOutboxBook


class Books:
    """What is written down, without those who watch, decide and deliver.

    Parameters
    ----------
    url
        Of the database.

    Raises
    ------
    StorageError
        If the database cannot be used.
    """

    def __init__(self, url: str) -> None:
        self._engine = open_database(url)
        self.organisations: OrganisationBook = SqlOrganisationBook(self._engine)
        self.alerts: AlertBook = SqlAlertBook(self._engine)
        self.messages: OutboxBook = SqlOutboxBook(self._engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.messages.release()
        self._engine.dispose()

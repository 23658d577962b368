"""What storage offers for abuse mail: what has gone to which abuse desk."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from msgspec import Struct


class Reported(Struct, frozen=True):
    """A report that a mail server has taken."""

    report: str
    """The report's id."""
    mailbox: str
    """The abuse desk's."""
    block_list: str
    """The id of the block-list that it is about."""
    finding: str
    """The finding's id."""
    at: int
    """ns UTC, when the server had taken it."""
    by: str
    """Who had it sent: a person's id; at the command line, the login name."""


class AbuseBook(Protocol):
    """What has been reported, kept for good. All raise `StorageError` if the database fails."""

    def alone(self) -> AbstractContextManager[None]:
        """Be the only one over this database who sends abuse mail, for the block; a process that dies is so no longer.

        Raises
        ------
        MoveRefusedError
            If somebody else is.
        """
        ...

    def reported(self, block_list: str, reports: Collection[str]) -> Sequence[Reported]:
        """Give what was reported about a block-list, and these reports, whatever they were about; the earliest first.

        Parameters
        ----------
        reports
            Ids of reports.
        """
        ...

    def add(self, reported: Reported) -> None:
        """Write down that a report has gone; it is durable when this returns.

        Raises
        ------
        OvertakenError
            If that is written already.
        """
        ...

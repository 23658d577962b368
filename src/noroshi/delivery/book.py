"""What delivery needs of storage."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from noroshi.alerts.model import Alert
from noroshi.alerts.notices import Notice
from noroshi.delivery.gathering import Group
from noroshi.delivery.message import Dispatch, Message, MessageState
from noroshi.organisations.model import Marking


class OutboxBook(Protocol):
    """Where notices wait and messages are written down.

    Each method is one transaction. All raise `StorageError` if the database fails.
    """

    def alone(self) -> bool:
        """Become, or stay, the one process that delivers from this database.

        The operating system or the database takes the right back when the process
        dies, however it dies. False while another process has it.
        """
        ...

    def release(self) -> None:
        """Let another process deliver."""
        ...

    def owed(self, limit: int) -> Sequence[Notice]:
        """Give notices that wait to be composed: the most severe first, then the oldest."""
        ...

    def alerts(self, ids: Collection[str]) -> Mapping[str, Alert]:
        """Give alerts as they stand now, by id; those that do not exist are left out."""
        ...

    def markings(self, ids: Collection[str]) -> Mapping[str, Marking]:
        """Give the marking of each of some alerts, by id: that of its strictest field."""
        ...

    def last_composed(self, group: Group, now: int) -> int | None:
        """Say when the latest message of a group was composed that is not dated later than now (both ns UTC)."""
        ...

    def compose(self, message: Message) -> bool:
        """Write down a message, due now, and move its notices from owed to composed.

        Returns
        -------
        bool
            False, with nothing written, if one of the notices is not owed any more.
        """
        ...

    def mute(self, ids: Collection[str], because: str) -> int:
        """Move owed notices to muted, with the reason; return how many still were owed."""
        ...

    def due(self, now: int, horizon: int, limit: int) -> Sequence[Dispatch]:
        """Give waiting messages in the order they were composed: those that are due by now, or only after a horizon.

        Both are ns UTC. No message is told to wait that long, so the clock has gone back since these were.
        """
        ...

    def next_due(self) -> int | None:
        """Say when (ns UTC) the next waiting message is due; None if none waits."""
        ...

    def sent(self, key: str, at: int) -> None:
        """Record that the channel took a message: it and its notices are sent."""
        ...

    def failed(self, key: str, error: str, again: int | None) -> None:
        """Record a failed attempt: to be tried again at that moment (ns UTC), or None for dead.

        When a message is dead its notices are too, and carry the error.
        """
        ...

    def postpone(self, key: str, until: int) -> None:
        """Let a waiting message wait until a moment (ns UTC) without an attempt."""
        ...

    def retry(self, of: str, now: int) -> Dispatch:
        """Have a dead or waiting message tried again now, as if for the first time.

        Parameters
        ----------
        of
            The key of a message, or the id of a notice in it.

        Raises
        ------
        NotFoundError
            If there is no such message, or the notice is in none.
        MoveRefusedError
            If it has been sent.
        """
        ...

    def message_with(self, notice: str) -> Dispatch | None:
        """Give the message that a notice is in, by the notice's id; None if it is in none yet."""
        ...

    def messages(self, states: Collection[MessageState], limit: int) -> Sequence[Dispatch]:
        """Give messages in those states, the latest composed first."""
        ...

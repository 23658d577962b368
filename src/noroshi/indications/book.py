"""What those who write indications down, and those who read them, need of storage."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from noroshi.indications.model import Indication


class Wanted(NamedTuple):
    """Which indications to list; each condition that is given must be met."""

    kind: str = ""
    """Of this detection kind."""
    subject: str = ""
    """About this subject."""
    ended: bool | None = None
    """Whether it is over; None for either."""
    since: int | None = None
    """ns UTC: seen at that moment or later, by anybody; None for whenever."""


class Place(NamedTuple):
    """Where a page ends; indications that come do not shift it."""

    last: int
    """ns UTC, when the last one was last seen."""
    id: str
    """Its id."""


class IndicationBook(Protocol):
    """Indications. Each method is one transaction; all raise `StorageError` if the database fails."""

    def of_ids(self, ids: Collection[str]) -> Mapping[str, Indication]:
        """Give those that have one of some ids, by id."""
        ...

    def get(self, indication: str) -> Indication:
        """Give one by its id, whatever the case of its letters.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        ...

    def page(self, wanted: Wanted, limit: int, after: Place | None = None) -> Sequence[Indication]:
        """Give indications, the latest seen first, so many at most, after a place in the list (None: from its start)."""
        ...

    def since(self, change: int, limit: int) -> Sequence[tuple[int, Indication]]:
        """Give indications that changed after the change of that number, each with the number of its latest change, in order.

        Numbers grow in the order in which changes can first be read, so whoever follows misses none; of one that has changed
        again meanwhile there is the latest only.
        """
        ...

    def latest_change(self) -> int:
        """Give the number of the latest change; 0 while there is none."""
        ...

    def lately(self, subjects: Collection[str], since: int) -> Sequence[Indication]:
        """Give those about some subjects that were seen since a moment (ns UTC), by anybody."""
        ...

    def record(self, indications: Sequence[Indication], gone: Sequence[Indication] = ()) -> None:
        """Write indications, new or changed, in one transaction; it is durable when this returns.

        Parameters
        ----------
        gone
            Those that are struck out, as they are in the book: nobody says any more that they were.

        Raises
        ------
        OvertakenError
            If one is in the book with the same version, or a later one, or one that is struck out with another: somebody else was
            faster. Nothing was written.
        """
        ...

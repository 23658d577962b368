"""Saved filters: what somebody calls a list of alerts that they look at often, kept with the person."""

import re
from collections.abc import Sequence
from typing import Final, Protocol

from msgspec import Struct

from noroshi.clock import Clock
from noroshi.errors import NotFoundError, UsageError
from noroshi.organisations.fields import name as read_name
from noroshi.organisations.fields import plain
from noroshi.people.model import Person

MOST: Final = 30
"""Filters of one person: more are no longer found by eye."""

LONGEST: Final = 2_000
"""Characters of an address: what every browser and proxy takes."""

_ADDRESS: Final = re.compile(r"/(alerts(\?[!-\"$-~]*)?)?")
"""The queue, with its filters: printable ASCII, no blank, no fragment."""


class SavedFilter(Struct, frozen=True):
    """A list of alerts, under a name."""

    name: str
    """As its owner calls it; one of each."""
    address: str
    """Where the console shows it, such as /alerts?severity=high."""
    saved: int
    """ns UTC, when it was saved."""


class FilterBook(Protocol):
    """Saved filters, kept. All raise `StorageError` if the database fails."""

    def of(self, person: str) -> Sequence[SavedFilter]:
        """Give somebody's filters, by name."""
        ...

    def put(self, person: str, saved: SavedFilter) -> None:
        """Write a filter, in place of the one of the same name."""
        ...

    def remove(self, person: str, name: str) -> bool:
        """Forget a filter; False if there is none of that name."""
        ...


class Filters:
    """Keeps what people saved.

    Parameters
    ----------
    book
        Where it is kept.
    clock
        Tells when something was saved.
    """

    def __init__(self, book: FilterBook, clock: Clock) -> None:
        self._book = book
        self._clock = clock

    def of(self, person: Person) -> Sequence[SavedFilter]:
        """Give somebody's filters, by name."""
        return self._book.of(person.id)

    def save(self, person: Person, name: str, address: str) -> SavedFilter:
        """Save a filter, in place of the one of the same name.

        Raises
        ------
        UsageError
            If the name cannot be one, the address is not the queue's, or the person has enough.
        """
        try:
            called = plain(read_name(name)).strip()
        except ValueError as fault:
            raise UsageError(f"the filter's name {fault}") from None
        if not called:
            raise UsageError("a filter needs a name")
        if len(address) > LONGEST or not _ADDRESS.fullmatch(address):
            raise UsageError("that is no address of the queue", hint="Such as /alerts?severity=high.")
        others = [each for each in self._book.of(person.id) if each.name != called]
        if len(others) >= MOST:
            raise UsageError(f"you have {MOST} saved filters already", hint="Forget one that you do not use.")
        saved = SavedFilter(called, address, self._clock.now())
        self._book.put(person.id, saved)
        return saved

    def forget(self, person: Person, name: str) -> None:
        """Forget a filter.

        Raises
        ------
        NotFoundError
            If there is none of that name.
        """
        if not self._book.remove(person.id, name):
            raise NotFoundError("you have no saved filter of that name")

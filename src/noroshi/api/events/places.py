"""Places in what has happened, as those who follow it name them."""

from contextlib import suppress
from typing import Final, NamedTuple

from noroshi.people.sealing import SealError, Seals

_PURPOSE: Final = "event id"

_SIZE, _DIGITS = 8, 18
"""Bytes of a number, and digits of one that fits in them."""


class Place(NamedTuple):
    """How far somebody has come, in each of the two books that are followed."""

    history: int
    """The number of the latest line of alerts' history."""
    change: int
    """The number of the latest change of an indication."""

    def reaches(self, other: "Place") -> bool:
        """Say whether it is as far as another in both books."""
        return self.history >= other.history and self.change >= other.change


class Places:
    """Names places for somebody.

    For the centre's people a place is the database's epoch and its two numbers, such as "5f3a90c1.120.7". To a member numbers would tell how much happens to
    others, so theirs are sealed: two of them say neither how far apart they are nor whether they are the same.

    Parameters
    ----------
    epoch
        Which life of the database this is. A name from another one names nothing here.
    seals
        The centre's; None for its own people.
    own
        The one organisation that they see anything of; empty for all.
    """

    def __init__(self, epoch: str, seals: Seals | None, own: str) -> None:
        self.epoch = epoch
        self._seals = seals
        self._own = own

    def name(self, place: Place) -> str:
        """Name a place."""
        if self._seals is None:
            return f"{self.epoch}.{place.history}.{place.change}"
        return self._seals.seal(_PURPOSE, b"".join(each.to_bytes(_SIZE) for each in place), self._about)

    def place(self, name: str | None) -> Place | None:
        """Find a place by its name; None if it names none that we know."""
        if name is None:
            return None
        if self._seals is None:
            epoch, *numbers = name.split(".")
            is_ours = (
                epoch == self.epoch and len(numbers) == len(Place._fields) and all(map(_is_number, numbers))
            )
            return Place(*map(int, numbers)) if is_ours else None
        with suppress(SealError):
            opened = self._seals.open(_PURPOSE, name, self._about)
            if len(opened) == len(Place._fields) * _SIZE:
                return Place(int.from_bytes(opened[:_SIZE]), int.from_bytes(opened[_SIZE:]))
        return None

    @property
    def _about(self) -> str:
        return f"{self._own} {self.epoch}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS

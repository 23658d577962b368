"""Places in the history, as those who follow it name them."""

from contextlib import suppress
from typing import Final

from noroshi.people.sealing import SealError, Seals

_PURPOSE: Final = "event id"

_SIZE, _DIGITS = 8, 18
"""Bytes of a number, and digits of one that fits in them."""


class Places:
    """Names places in the history for somebody.

    For the centre's people a place is its number. To a member numbers would tell how much happens to others, so
    theirs are sealed: two of them say neither how far apart they are nor whether they are the same.

    Parameters
    ----------
    seals
        The centre's; None for its own people.
    own
        The one organisation that they see anything of; empty for all.
    """

    def __init__(self, seals: Seals | None, own: str) -> None:
        self._seals = seals
        self._own = own

    def name(self, number: int) -> str:
        """Name a place."""
        if self._seals is None:
            return str(number)
        return self._seals.seal(_PURPOSE, number.to_bytes(_SIZE), self._own)

    def number(self, name: str | None) -> int | None:
        """Find a place by its name; None if it names none that we know."""
        if name is None:
            return None
        if self._seals is None:
            return int(name[:_DIGITS]) if name.isascii() and name.isdecimal() else None
        with suppress(SealError):
            return int.from_bytes(self._seals.open(_PURPOSE, name, self._own))
        return None

"""In place of the centre's key, where none is at hand."""

from typing import TYPE_CHECKING

from noroshi.errors import StorageError

if TYPE_CHECKING:
    from noroshi.people.sealing import Seals


def keyless() -> "Seals":
    """Stand in for the centre's key where none is at hand.

    Raises
    ------
    StorageError
        Always: something is to be sealed or opened.
    """
    raise StorageError(
        "the database has authenticators, and the centre's key is not at hand",
        hint="Open it by its home: `noroshi doctor --home HOME`.",
    )

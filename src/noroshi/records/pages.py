"""Lists by the page, as programs get them."""

from typing import Generic, TypeVar

from msgspec import Struct

Item = TypeVar("Item")


class Page(Struct, Generic[Item], frozen=True):
    """A part of a list."""

    items: tuple[Item, ...]
    """In the order of the list."""
    next: str | None
    """What to ask for with `after` to get the next page; null if this is the last."""
    total: int | None = None
    """How many there are on all pages, counted up to 100,000; null where nobody counts them."""

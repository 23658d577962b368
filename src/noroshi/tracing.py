"""What was done, when, and on the way of which alert: for an operator who asks where the seconds went.

Whoever does something says so here once it is done. While nobody listens, that costs a look at an empty
list. Nothing is said of packets, batches and intervals as such: only of what was concluded, kept, composed or sent.

What is said leaves the house: numbers, kinds, channels, outcomes and the alert's id, and never an address, a name
or a text.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import time_ns
from typing import Final, NamedTuple, TypeAlias

from noroshi.clock import SECOND

Value: TypeAlias = str | int | float


class Step(NamedTuple):
    """Something that was done."""

    name: str
    """A word of the house, such as "record"."""
    began: int
    """ns UTC, by this machine's clock; of a conclusion, its observation's time."""
    ended: int
    """ns UTC, by this machine's clock."""
    alert: str
    """The id of the alert on whose way it was done; empty for none."""
    key: str
    """Names it for what is done within it or because of it; empty if nothing is."""
    within: str
    """The key of the step that it is part of, or follows from; empty for none."""
    attributes: Mapping[str, Value]
    """Numbers, kinds, channels and outcomes, by name."""


_listeners: Final[list[Callable[[Step], None]]] = []


def now() -> int:
    """Nanoseconds since the epoch, UTC; 0 while nobody listens."""
    return time_ns() if _listeners else 0


def done(
    name: str,
    began: int,
    ended: int,
    *,
    alert: str = "",
    key: str = "",
    within: str = "",
    **attributes: Value | None,
) -> None:
    """Say that something was done, to whoever listens; `Step` says what each parameter means.

    An attribute that is None is left out.
    """
    for listener in _listeners:
        known = {attribute: value for attribute, value in attributes.items() if value is not None}
        listener(Step(name, began, ended, alert, key, within, known))


def delay(at: int, until: int) -> float:
    """Give the seconds from a moment of the data's to one of the clock's (both ns UTC); 0 if the data is ahead."""
    return max(0, until - at) / SECOND


def cause(fault: BaseException) -> str:
    """Name the class of what is behind an error; its text may hold an address or a secret."""
    return type(fault.__cause__ or fault).__name__


@contextmanager
def told_to(listener: Callable[[Step], None]) -> Iterator[None]:
    """Let somebody listen while the block runs; steps come from several threads, and must not be held up."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)

"""An event in portions: what a MISP is asked to take at a time is bounded, however many attributes there are.

The portions are edits of one event, and not events of their own: an edit leaves attributes alone that it does not name, but an attribute
that is in one event is passed over, without an error, in every other (MISP's `Event::_edit`, "Duplicate UUID found in attribute"). With an
event for the rest, one finding more could move others across the border, and what was withdrawn of them would never arrive.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

MOST: Final = 1_000
"""Attributes in a portion. A slow MISP takes 33 a second (its issue 3700): 30 s, a quarter of what we wait for an answer."""

LARGEST: Final = 1_000_000
"""Bytes of a portion's attributes: nginx, which often stands before one, takes bodies of 1 MiB (`client_max_body_size`), and PHP of 8 MB."""

_encoder: Final = msgspec.json.Encoder(order="sorted")


def portions(attributes: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Mapping[str, Any]]]:
    """Give the attributes again, so many and so large at a time as a request may be.

    One that is too large by itself comes alone: none is held back.

    Examples
    --------
    >>> [len(portion) for portion in portions([{}] * 2_001)]
    [1000, 1000, 1]
    """
    portion: list[Mapping[str, Any]] = []
    size = 0
    for each in attributes:
        length = len(encoded(each)) + 1
        if portion and (len(portion) == MOST or size + length > LARGEST):
            yield portion
            portion, size = [], 0
        portion.append(each)
        size += length
    if portion:
        yield portion


def body(event: Mapping[str, Any], portion: Sequence[Mapping[str, Any]], timestamp: int) -> bytes:
    """Write a request that brings a portion of an event.

    Parameters
    ----------
    timestamp
        s since 1970 UTC: an edit that is no newer than the event is refused as a whole, so each has the moment at which it is sent.
    """
    return encoded({"Event": {**event, "timestamp": timestamp, "Attribute": portion}})


def encoded(value: Mapping[str, Any]) -> bytes:
    """Write as JSON; the same value gives the same bytes."""
    return _encoder.encode(value)

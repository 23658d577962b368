"""A finding as plain values, for whatever is written in JSON; and back, if it is sound."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from noroshi.clock import SECOND
from noroshi.sharing.finding import Finding
from noroshi.sharing.soundness import fault

MOMENTS: Final = ("first", "last", "modified")
"""Fields that hold moments. Nanoseconds do not fit into the 53 bits that JSON's readers are sure to keep."""


class UnsoundError(ValueError):
    """What was read is no finding that any centre would write."""


def plain(finding: Finding) -> dict[str, Any]:
    """Give a finding's fields, with moments as text to the nanosecond."""
    written: dict[str, Any] = msgspec.to_builtins(finding)
    for name in MOMENTS:
        written[name] = exact(written[name])
    return written


def from_plain(written: Mapping[str, Any]) -> Finding:
    """Read what `plain` gives; fields that are unknown are passed over.

    Raises
    ------
    UnsoundError
        If a field is missing or of another type, or says what cannot be.
    """
    try:
        moments = {name: from_exact(written[name]) for name in MOMENTS}
        read = msgspec.convert({**written, **moments}, Finding)
    except (msgspec.ValidationError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise UnsoundError(str(error)) from error
    if wrong := fault(read):
        raise UnsoundError(wrong)
    return read


def exact(moment: int) -> str:
    """Write a moment as RFC 3339 in UTC, to the nanosecond.

    Examples
    --------
    >>> exact(1_700_000_000_000_000_001)
    '2023-11-14T22:13:20.000000001Z'
    """
    seconds, nanoseconds = divmod(moment, SECOND)
    return f"{datetime.fromtimestamp(seconds, UTC).isoformat()[:19]}.{nanoseconds:09d}Z"


def from_exact(text: str) -> int:
    """Read a moment in RFC 3339 with any number of digits behind the second; what is finer than 1 ns is cut off.

    Raises
    ------
    ValueError
        If the text is not such a moment.

    Examples
    --------
    >>> from_exact("2023-11-14T22:13:20.000000001Z")
    1700000000000000001
    >>> from_exact("2023-11-14T22:13:20+00:00")
    1700000000000000000
    """
    head, fraction, zone = text[:19], "", text[19:]
    if zone.startswith("."):
        digits = len(zone) - len(zone[1:].lstrip("0123456789"))
        fraction, zone = zone[1:digits], zone[digits:]
    if len(head) < 19 or not zone:
        raise ValueError(f"{text[:40]!r} is not a moment with its zone")
    seconds = int(datetime.fromisoformat(head + zone).timestamp())
    return seconds * SECOND + int(fraction[:9].ljust(9, "0"))

"""One clock, and how a moment is written.

Inside the house a moment is an integer: nanoseconds since 1970-01-01T00:00:00Z.
Detection takes time from the data alone; only the desk, the outbox and the
screens ask a `Clock`, which comes in by the door so that a test can drive it.
"""

import time
from datetime import UTC, datetime
from functools import lru_cache
from typing import Protocol

NANOSECOND = 1
MICROSECOND = 1_000
MILLISECOND = 1_000_000
SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> int:
        """Nanoseconds since the epoch, UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> int:
        """Nanoseconds since the epoch, UTC."""
        return time.time_ns()


def iso(moment: int) -> str:
    """Write a moment as ISO 8601 in UTC, to the millisecond.

    Examples
    --------
    >>> iso(1_700_000_000_250_000_000)
    '2023-11-14T22:13:20.250Z'
    """
    seconds, nanoseconds = divmod(moment, SECOND)
    return f"{_whole_second(seconds)}.{nanoseconds // MILLISECOND:03d}Z"


def clock_text(at: int) -> str:
    """Write a moment (ns UTC) to the second; the heading above it says UTC.

    Examples
    --------
    >>> clock_text(1_700_000_000_250_000_000)
    '2023-11-14 22:13:20'
    """
    return iso(at)[:19].replace("T", " ")


@lru_cache
def _whole_second(seconds: int) -> str:
    """Write a whole second; the packets of an alert share a few of them."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()[:19]


def moment(text: str) -> int:
    """Read an ISO 8601 date or time; one without a zone is taken as UTC.

    Raises
    ------
    ValueError
        If the text is not a date or a time.

    Examples
    --------
    >>> iso(moment("2023-11-14T22:13:20+09:00"))
    '2023-11-14T13:13:20.000Z'
    >>> iso(moment("2023-11-14"))
    '2023-11-14T00:00:00.000Z'
    """
    read = datetime.fromisoformat(text)
    aware = read if read.tzinfo else read.replace(tzinfo=UTC)
    whole = int(aware.replace(microsecond=0).timestamp())
    return whole * SECOND + aware.microsecond * MICROSECOND

"""Moments as STIX and TAXII write them: RFC 3339, in UTC, with Z."""

import re
from datetime import datetime
from functools import lru_cache
from typing import Final

from noroshi.clock import MICROSECOND, MILLISECOND, SECOND, iso

_STAMP: Final = re.compile(r"(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.(\d+))?[Zz]")

_RANGE: Final = range(1 - (1 << 63), 1 << 63)


def stamp_of(text: str) -> int:
    """Read a moment; ns UTC. What comes after the ninth digit of a second is dropped.

    Raises
    ------
    ValueError
        If it is none, or before 1677 or after 2262, where an int64 of nanoseconds ends.

    Examples
    --------
    >>> stamp_of("2023-11-14T22:13:20.25Z")
    1700000000250000000
    """
    found = _STAMP.fullmatch(text)
    if found is None:
        raise ValueError("it is no moment such as 2023-11-14T22:13:20.250Z")
    whole, fraction = found.groups("")
    moment = _seconds(whole.upper()) * SECOND + int(fraction[:9].ljust(9, "0"))
    if moment not in _RANGE:
        raise ValueError("it is a moment of another age")
    return moment


@lru_cache(4096)
def _seconds(whole: str) -> int:
    """Read a whole second; objects of one post share many of them."""
    return int(datetime.fromisoformat(whole + "+00:00").timestamp())


def stamp(moment: int) -> str:
    """Write a moment (ns UTC) with as many digits as it needs: three, six or nine.

    Examples
    --------
    >>> stamp(1_700_000_000_250_000_000), stamp(1_700_000_000_000_001_000)
    ('2023-11-14T22:13:20.250Z', '2023-11-14T22:13:20.000001Z')
    """
    if moment % MILLISECOND == 0:
        return iso(moment)
    within = moment % SECOND
    digits = f"{within // MICROSECOND:06d}" if moment % MICROSECOND == 0 else f"{within:09d}"
    return f"{iso(moment)[:19]}.{digits}Z"


def added_stamp(added: int) -> str:
    """Write when something was added (microseconds UTC), always with six digits.

    Examples
    --------
    >>> added_stamp(1_700_000_000_000_001)
    '2023-11-14T22:13:20.000001Z'
    """
    return f"{iso(added * MICROSECOND)[:19]}.{added % 1_000_000:06d}Z"

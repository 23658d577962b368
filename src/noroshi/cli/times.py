"""Moments and spans, as people write and read them at a terminal."""

import re
from collections.abc import Mapping
from typing import Final

from noroshi.clock import DAY, HOUR, MINUTE, SECOND, clock_text, moment
from noroshi.errors import UsageError

UNITS: Final[Mapping[str, int]] = {"w": 7 * DAY, "d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND}
"""The letters of a span, longest first."""

FOREVER: Final = 2**63 - 1
"""ns UTC: the latest moment that can be written down, in the year 2262."""


def span_text(span: int) -> str:
    """Write a span (ns) in its largest unit, rounded down.

    Examples
    --------
    >>> span_text(150 * MINUTE), span_text(3 * DAY), span_text(0)
    ('2 h', '3 d', '0 s')
    """
    unit = next((letter for letter in "dhm" if span >= UNITS[letter]), "s")
    name = "min" if unit == "m" else unit
    return f"{span // UNITS[unit]} {name}"


def apart(at: int, now: int) -> str:
    """Say how far a moment lies from now.

    Examples
    --------
    >>> apart(0, now=2 * HOUR), apart(2 * HOUR, now=0)
    ('2 h ago', 'in 2 h')
    """
    return f"{span_text(now - at)} ago" if at <= now else f"in {span_text(at - now)}"


def read_span(text: str) -> int:
    """Read a span such as 90m, 4h or 1d12h; gives ns.

    Raises
    ------
    UsageError
        If it is none.

    Examples
    --------
    >>> read_span("1d12h") == 36 * HOUR
    True
    """
    if not re.fullmatch(r"(\d{1,9}[wdhms])+", text):
        raise UsageError(
            f"{text!r} is not a span", hint="Write 90m, 4h or 1d12h: w, d, h, m and s are the units."
        )
    return sum(int(count) * UNITS[unit] for count, unit in re.findall(r"(\d+)(\w)", text))


def read_moment(text: str) -> int:
    """Read a date or a time in ISO 8601; without a zone it is UTC; gives ns UTC.

    Raises
    ------
    UsageError
        If it is none.
    """
    try:
        read = moment(text)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{text!r} is not a time", hint="Write 2026-11-24, or 2026-11-24T18:00:13Z, or with +09:00."
        ) from None
    if not 0 <= read <= FOREVER:
        raise UsageError(f"{text!r} is not a time that we can write down", hint="From 1970 to 2262.")
    return read


def read_end(what: str, span: str, until: str, now: int) -> int:
    """Read when something ends that begins now: after a span, or at a moment; gives ns UTC.

    Raises
    ------
    UsageError
        If neither or both are given, or that is over, or too far ahead.
    """
    if bool(span) == bool(until):
        raise UsageError(f"{what} needs an end", hint="Say one of --for 4h and --until 2026-12-01.")
    end = now + read_span(span) if span else read_moment(until)
    if end > FOREVER:
        raise UsageError(f"{span} is too far ahead", hint="Nothing can be written down after the year 2262.")
    if end <= now:
        raise UsageError(f"{clock_text(end)} UTC is over already", hint="Times without a zone are UTC.")
    return end

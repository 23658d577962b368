"""Which autonomous system announces an address, and in which country it is, from lists in files.

A list is CSV without a header, a row a range: first address, last address, and an AS number or a country of two letters.
The public ip-location-db lists (asn-ipv4.csv, geo-whois-asn-country-ipv4.csv, and those for IPv6) come so.
"""

import bisect
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, Self

from noroshi.columns.addresses import address_words
from noroshi.organisations.announcements import read_range, read_rows
from noroshi.organisations.networks import Network, as_columns


class Origin(NamedTuple):
    """Where an address comes from, as far as a list says so."""

    asn: int | None = None
    """The autonomous system that announces it."""
    country: str = ""
    """ISO 3166 code of two letters."""


class _Span(NamedTuple):
    first: int  # of the 128 bits of an address
    last: int  # inclusive
    said: str  # an AS number, or a country


class Origins:
    """Says where addresses come from; without lists, that nobody knows.

    Parameters
    ----------
    spans
        What the lists say.

    Examples
    --------
    >>> Origins().of("192.0.2.1")
    Origin(asn=None, country='')
    """

    def __init__(self, spans: Iterable[_Span] = ()) -> None:
        ordered = sorted(spans)
        self._numbers = [each for each in ordered if each.said.isdigit()]
        self._countries = [each for each in ordered if not each.said.isdigit()]

    @classmethod
    def read(cls, paths: Sequence[Path], near: Iterable[Network]) -> Self:
        """Read what lists say of some networks.

        Parameters
        ----------
        near
            Networks, such as all that is held; rows that meet none of them are passed over, so that a list of the whole
            Internet takes no more memory than the register.

        Raises
        ------
        UsageError
            If a file cannot be opened.
        RosterError
            If rows of a file are not ranges, with all of them.
        """
        wanted = _joined(near)
        read = partial(_span, wanted=wanted, ends=[last for _, last in wanted])
        return cls(span for path in paths for span in read_rows(path, read))

    def of(self, address: str) -> Origin:
        """Say where an address comes from.

        Raises
        ------
        ValueError
            If it is not one.
        """
        high, low = address_words(address)
        number, country = (_said(spans, high << 64 | low) for spans in (self._numbers, self._countries))
        return Origin(int(number) if number else None, country)


def _said(spans: Sequence[_Span], address: int) -> str:
    """Give what is said of an address by the row that begins the latest before it; rows of a list do not overlap."""
    place = bisect.bisect_right(spans, address, key=lambda span: span.first) - 1
    return spans[place].said if place >= 0 and address <= spans[place].last else ""


def _joined(near: Iterable[Network]) -> list[tuple[int, int]]:
    """Give networks as first and last address, in order, those that touch as one."""
    hi, lo, length = as_columns(near)
    firsts = ((int(high) << 64 | int(low), int(size)) for high, low, size in zip(hi, lo, length, strict=True))
    joined: list[tuple[int, int]] = []
    for first, size in sorted(firsts):
        last = first | (1 << 128 - size) - 1
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _span(cells: list[str], wanted: Sequence[tuple[int, int]], ends: Sequence[int]) -> _Span | None:
    """Read a row; None if it is empty or meets nothing that is wanted."""
    if not cells:
        return None
    said = cells[2] if len(cells) > 2 else ""
    is_number = said.isascii() and said.isdigit()
    is_country = len(said) == 2 and said.isascii() and said.isalpha() and said.isupper()
    if not is_number and not is_country:
        raise ValueError("is not: first address, last address, AS number or country")
    first, last = (high << 64 | low for high, low in map(address_words, map(str, read_range(cells))))
    place = bisect.bisect_left(ends, first)
    if place == len(wanted) or wanted[place][0] > last:
        return None
    return _Span(first, last, said)

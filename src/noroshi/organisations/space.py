"""An organisation's IPv4 space, cut into pieces and laid one after the other, so that it can be drawn as one.

What lies together stays together: each unbroken range is cut into whole prefixes, these are laid from the largest to the
smallest, and so each begins at a multiple of its own size. On a Hilbert curve every piece is then a square, or two.
IPv6 space is not laid: no screen has a point for so many addresses.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Network, summarize_address_range
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np

from noroshi.columns.addresses import prefix_text
from noroshi.organisations.networks import network
from noroshi.organisations.responsibility import Because, HoldingTable

MOST: Final = 4_096
"""Pieces that are laid at most: more would be smaller than a point of a screen each."""

_HALF: Final = np.uint64(32)
_ENTRY: Final = np.uint64(0xFFFF_FFFF)


class Span(NamedTuple):
    """An unbroken range of addresses that are used alike."""

    first: int
    last: int
    """Inclusive, as `first` is."""
    is_dark: bool


class Piece(NamedTuple):
    """A whole prefix in which all addresses are used alike."""

    network: IPv4Network
    is_dark: bool
    at: int
    """How many addresses are laid before it."""


def spans(table: HoldingTable, organisation: str) -> Sequence[Span]:
    """Give what an organisation answers for, in order of addresses; the longest prefix has decided, here as everywhere."""
    rows = table.prefixes.row4
    entries = (rows & _ENTRY).astype(np.int64) - 1
    firsts = (rows >> _HALF).astype(np.int64)
    lasts = np.append(firsts[1:], 1 << 32) - 1
    held = np.array(
        [*(_is_held(each, organisation) for each in table.holders), False], np.bool_
    )  # -1 is nobody's
    found: list[Span] = []
    for row in np.flatnonzero(held[entries]):
        span = Span(int(firsts[row]), int(lasts[row]), bool(table.dark[entries[row]]))
        if found and (found[-1].last + 1, found[-1].is_dark) == (span.first, span.is_dark):
            span = span._replace(first=found.pop().first)
        found.append(span)
    return found


def ipv6_held(table: HoldingTable, organisation: str) -> Sequence[str]:
    """Give the IPv6 prefixes that an organisation holds, in CIDR form, in order."""
    columns = table.networks
    held = (
        network(prefix_text(columns.hi[entry], columns.lo[entry], int(columns.length[entry])))
        for entry, holders in enumerate(table.holders)
        if _is_held(holders, organisation)
    )
    return [str(each) for each in sorted(each for each in held if isinstance(each, IPv6Network))]


def laid(parts: Iterable[Span]) -> Sequence[Piece]:
    """Lay spans, given in order, from the largest whole prefix to the smallest; of very many pieces the first `MOST`.

    Examples
    --------
    >>> lower, upper = Span(0, 127, is_dark=False), Span(128, 255, is_dark=True)
    >>> [(str(piece.network), piece.is_dark, piece.at) for piece in laid([lower, upper])]
    [('0.0.0.0/25', False, 0), ('0.0.0.128/25', True, 128)]
    """
    parts = list(parts)
    whole = [each for first, last in _unbroken(parts) for each in _cut(first, last)]
    by_size = sorted(whole, key=lambda each: (each.prefixlen, each))
    begins = accumulate((each.num_addresses for each in by_size), initial=0)
    place = dict(zip(by_size, begins, strict=False))
    starts = [int(each.network_address) for each in whole]
    pieces = []
    for first, last, is_dark in parts:
        for piece in _cut(first, last):
            start = int(piece.network_address)
            around = whole[bisect_right(starts, start) - 1]
            pieces.append(Piece(piece, is_dark, place[around] + start - int(around.network_address)))
    return sorted(pieces, key=lambda each: each.at)[:MOST]


def _is_held(holders: Iterable[Because], organisation: str) -> bool:
    return any(because.organisation.id == organisation for because in holders)


def _unbroken(parts: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """Join what lies side by side, however it is used."""
    joined: tuple[int, int] | None = None
    for first, last, _ in parts:
        if joined and joined[1] + 1 == first:
            joined = (joined[0], last)
            continue
        if joined:
            yield joined
        joined = (first, last)
    if joined:
        yield joined


def _cut(first: int, last: int) -> Iterator[IPv4Network]:
    """Cut a range into the fewest whole prefixes."""
    return summarize_address_range(IPv4Address(first), IPv4Address(last))

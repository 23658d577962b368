"""Where every address lies: each organisation's space, laid round a ring.

An organisation's prefixes, live and dark, lie on its ring in the order of their addresses, each as long as it has addresses.
Where it holds IPv6 too, that has a quarter of the ring, by networks of 64 bits: by addresses nothing else would be seen.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from noroshi.columns.prefixes import find_all
from noroshi.columns.schema import F64, I32, I64, U16, U64, Bool
from noroshi.cyber.picture.frames import NOBODY
from noroshi.onlooking import Arc, Ring
from noroshi.organisations.model import Organisation, Use
from noroshi.organisations.responsibility import HoldingTable

ROUND: Final = 1 << 16
"""Positions of a ring."""

_IPV4_SHARE: Final = 0.75
"""Of the ring of an organisation that holds both families."""

_HALF, _LOW32 = np.uint64(32), np.uint64(0xFFFF_FFFF)
_MAPPED = np.uint64(0xFFFF)


class _Family(NamedTuple):
    """One family's address space, cut where the holder changes: i intervals, in order of address."""

    start: U64  # [i] the first IPv4 address, or the first 64 bits
    entry: I32  # [i] of the holding table, or -1
    size: F64  # [i] IPv4 addresses, or networks of 64 bits


class Found(NamedTuple):
    """Where some addresses lie."""

    ring: U16  # [n] or NOBODY
    position: U16  # [n]
    known: Bool  # [n] whether the view may tell what they are; a member's only of those on its own ring
    dark: Bool  # [n] whether they are known to be dark


class Circles:
    """The rings of one view, as the register stands over one span of time.

    Parameters
    ----------
    table
        Who holds what.
    organisations
        The register, as the table numbers it.
    only
        The number of the one organisation that is seen, or one that none has; None for everybody. What several hold with equal right lies
        on the ring of the first of them.
    """

    def __init__(
        self, table: HoldingTable, organisations: Sequence[Organisation], only: int | None = None
    ) -> None:
        self._table = table
        self._organisations = organisations
        self._only = only
        owner = _owners(table, only)
        self._ring = np.where((owner >= 0) & (owner < NOBODY), owner, NOBODY).astype(np.uint16)
        self.holds: Bool = self._ring != NOBODY
        """Which entries of the holding table lie on a ring: bool[e + 1], the last for none."""
        self._families = _ipv4(table), _ipv6(table)
        sizes = [self._sizes(family) for family in self._families]
        totals = [np.bincount(ring, size, NOBODY + 1) for ring, size in sizes]
        share = np.where(totals[1] > 0, _IPV4_SHARE, 1.0)
        share[totals[0] == 0] = 0.0
        self._totals = totals[0] + totals[1]
        self._scale = (
            ROUND * share / np.maximum(totals[0], 1),
            ROUND * (1 - share) / np.maximum(totals[1], 1),
        )
        self._base = (
            _bases(*sizes[0]) * self._scale[0][sizes[0][0]],
            ROUND * share[sizes[1][0]] + _bases(*sizes[1]) * self._scale[1][sizes[1][0]],
        )

    def find(self, hi: U64, lo: U64) -> Found:
        """Say where addresses lie.

        hi, lo : uint64[n]
        """
        entry = np.empty(len(hi), np.int32)
        find_all(self._table.prefixes, hi, lo, entry)
        is_ipv4 = (hi == 0) & (lo >> _HALF == _MAPPED)
        ring = self._ring[entry]
        nobodys = np.where(is_ipv4, lo >> np.uint64(16), hi >> np.uint64(48)) & np.uint64(0xFFFF)
        position = np.where(self._only is None, nobodys, 0).astype(np.float64)
        for family, address in enumerate((lo & _LOW32, hi)):
            of_family = (ring != NOBODY) & (is_ipv4 == (family == 0))
            position[of_family] = self._positions(family, ring[of_family], address[of_family])
        known = (ring != NOBODY) | (self._only is None)
        dark = np.append(self._table.dark, False)[entry] & known
        return Found(ring, np.minimum(position, ROUND - 1).astype(np.uint16), known, dark)

    def rings(self, *, with_arcs: bool) -> Sequence[Ring]:
        """Give the rings, in the register's order; with their arcs where these may be known."""
        return [
            Ring(
                int(ring),
                each.id,
                each.name,
                round(self._totals[ring]),
                self._arcs.get(ring, ()) if with_arcs else (),
            )
            for ring in np.flatnonzero(self._totals[:NOBODY]).tolist()
            for each in [self._organisations[ring]]
        ]

    def _sizes(self, family: _Family) -> tuple[I64, F64]:
        """Give each interval's ring, and its size there; nothing counts for nobody."""
        ring = self._ring[family.entry].astype(np.int64)
        return ring, np.where(ring == NOBODY, 0.0, family.size)

    def _positions(self, family: int, ring: U16, address: U64) -> F64:
        start, entry, _ = self._families[family]
        interval = np.searchsorted(start, address, side="right") - 1
        offset = (address - start[interval]).astype(np.float64)
        found = self._base[family][interval] + offset * self._scale[family][ring]
        is_its_own = (
            self._ring[entry[interval]] == ring
        )  # else it lies within a network of 64 bits of another's
        return np.where(is_its_own, found, 0.0)

    @cached_property
    def _arcs(self) -> Mapping[int, tuple[Arc, ...]]:
        """Give each ring's arcs; neighbours of the same use are one."""
        entry = np.concatenate([family.entry for family in self._families])
        size = np.concatenate([family.size for family in self._families])
        base = np.concatenate(self._base)
        kept = np.flatnonzero((self._ring[entry] != NOBODY) & (size > 0))
        kept = kept[np.lexsort((base[kept], self._ring[entry[kept]]))]
        ring, dark, start = (
            self._ring[entry[kept]],
            self._table.dark[entry[kept]],
            base[kept].astype(np.int64),
        )
        begins = np.r_[True, (ring[1:] != ring[:-1]) | (dark[1:] != dark[:-1])] if len(kept) else kept > 0
        ring, dark, start = ring[begins], dark[begins], start[begins]
        is_last = np.append(ring[1:] != ring[:-1], True)[: len(ring)]
        end = np.where(is_last, ROUND, np.append(start[1:], ROUND)[: len(ring)]) - 1
        arcs: dict[int, list[Arc]] = {}
        for one, is_dark, begin, last in zip(
            *(each.tolist() for each in (ring, dark, start, end)), strict=True
        ):
            if begin <= last:
                arcs.setdefault(one, []).append(Arc(begin, last, Use.DARK if is_dark else Use.LIVE))
        return {one: tuple(found) for one, found in arcs.items()}


def _owners(table: HoldingTable, only: int | None) -> I64:
    """Say which organisation's ring each entry lies on: int64[e + 1], -1 for none, and the last for no entry."""
    groups = len(table.group_start) - 1
    if only is None:
        of_group = table.group_member[table.group_start[:groups]].astype(np.int64)
    else:
        members = np.repeat(np.arange(groups), np.diff(table.group_start))
        of_group = np.full(groups, -1, np.int64)
        of_group[members[table.group_member == only]] = only
    group = np.where(table.group < 0, groups, table.group)
    owner: I64 = np.append(of_group, -1)[np.append(group, groups)]
    return owner


def _ipv4(table: HoldingTable) -> _Family:
    row = table.prefixes.row4
    start = row >> _HALF
    return _Family(start, ((row & _LOW32).astype(np.int64) - 1).astype(np.int32), _sizes(start, 32))


def _ipv6(table: HoldingTable) -> _Family:
    """Cut IPv6 by its first 64 bits: of several intervals within one network of 64 bits the first has it."""
    prefixes = table.prefixes
    start, first = np.unique(prefixes.hi6, return_index=True)
    return _Family(start, prefixes.entry6[first], _sizes(start, 64))


def _sizes(start: U64, bits: int) -> F64:
    """Say how long each interval is in a space of so many bits; differences first, for a float is too coarse for addresses."""
    last = float((1 << bits) - int(start[-1]))
    return np.append(np.diff(start).astype(np.float64), last)


def _bases(ring: I64, size: F64) -> F64:
    """Say how much of its ring lies before each interval."""
    order = np.argsort(ring, kind="stable")
    before = np.cumsum(size[order]) - size[order]
    first = np.r_[True, np.diff(ring[order]) != 0] if len(ring) else np.empty(0, np.bool_)
    before -= np.maximum.accumulate(np.where(first, before, 0.0))
    bases = np.empty(len(ring), np.float64)
    bases[order] = before
    return bases

"""How many packets of one address chance explains, while somebody forges members' addresses.

A passive darknet cannot tell a forged source from a true one, but forgery betrays itself by
its breadth: who draws sources at random meets many addresses of a network, and each of them seldom. If a
share s of a network's addresses shows up in the quiet time, then by Poisson's law each was met
-ln(1 - s) times in the mean, and as many packets from one address are asked for as fewer than
`tolerated` of all members' live addresses would reach so.

It fails where nearly every address shows up, for then the share says no more than "often": eight addresses
forged at eight packets each had one of them blamed in one run of three.

The share is taken at three widths, and the largest mean counts, because forgers differ: of all live
addresses; of those of the address's own holding, for one who forges a single member (with the first alone,
a forger of one /18 among five members at two packets an address had 1,750 innocent addresses blamed); and
of its /24, for one who forges neighbours only, as networks that check sources let pass. The address itself
does not count towards its own share, so a machine alone in a small holding is not excused by it.
"""

from functools import lru_cache

import numpy as np

from noroshi.columns.prefixes import find_all
from noroshi.columns.schema import F64, I32, I64, U64
from noroshi.cyber.chance import packets_needed
from noroshi.cyber.kernels.activities import Side
from noroshi.cyber.memory import CyberMemory

NEIGHBOURS = 256
"""Addresses of a /24."""

CROWDED = 16
"""Addresses of a /24 that must show up before their share says anything: below it, at most 0.01 of
them reach three packets by chance, and two infected machines beside each other do not excuse one another."""


def packets_for(memory: CyberMemory, which: I64, side: Side, least: int, tolerated: float) -> I64:
    """Say how many packets each of some activities must have for chance to be a poor explanation.

    Parameters
    ----------
    which : int64[n]
        Rows of the activity table, of that side.
    least
        Never fewer than this.
    tolerated
        Chance alerts put up with, over the quiet time and all live addresses.

    Returns
    -------
    int64[n]
    """
    found, place = np.unique(_rounded_up(_means(memory, which, side)), return_inverse=True)
    addresses = int(memory.table.live.sum())
    needed = [_packets_needed(least, addresses, mean, tolerated) for mean in found.tolist()]
    return np.array(needed, np.int64)[place]


_packets_needed = lru_cache(4096)(packets_needed)


def _rounded_up(means: F64) -> F64:
    """Round to two digits, upwards: fine enough for a number of packets, and there are few of them."""
    unit = 10.0 ** (np.floor(np.log10(np.maximum(means, 1e-12))) - 1)
    return np.ceil(means / unit) * unit


def _means(memory: CyberMemory, which: I64, side: Side) -> F64:
    """Estimate how many packets chance puts on each address: the largest of the means at three widths.

    Nobody meets an IPv6 address in use by drawing at random, so there it is none.
    """
    rows, live = memory.activities.rows, memory.activities.live()
    seen = live[(rows.side[live] == side) & (rows.hi[live] == 0)]
    holding = _holdings(memory, which)
    addresses = np.where(holding >= 0, memory.table.live[holding], 0)
    seen_of_holding = np.bincount(_holdings(memory, seen) + 1, minlength=len(memory.table.live) + 1)
    beside = _beside(_blocks(memory, seen), _blocks(memory, which))
    means = np.maximum.reduce(
        (
            _mean(np.full(len(which), len(seen)), memory.table.live.sum()),
            _mean(seen_of_holding[holding + 1], addresses),
            _mean(np.where(beside >= CROWDED, beside, 0), np.minimum(addresses, NEIGHBOURS)),
        )
    )
    return np.where(rows.hi[which] == 0, means, 0.0)


def _holdings(memory: CyberMemory, which: I64) -> I32:
    """Give the entry of the holding table that each activity's address belongs to; -1 for none."""
    rows, entry = memory.activities.rows, np.empty(len(which), np.int32)
    find_all(memory.table.prefixes, rows.hi[which], rows.lo[which], entry)
    return entry


def _blocks(memory: CyberMemory, which: I64) -> U64:
    """Name the /24 of each activity's address, and its holding, which may be a part of that."""
    holding = _holdings(memory, which).astype(np.uint64)
    return holding << np.uint64(32) | memory.activities.rows.lo[which] >> np.uint64(8) & np.uint64(0xFF_FFFF)


def _beside(seen: U64, asked: U64) -> I64:
    """Count how often each block asked for is among those seen."""
    ordered = np.sort(seen)
    return np.searchsorted(ordered, asked, "right") - np.searchsorted(ordered, asked, "left")


def _mean(seen: I64, addresses: I64) -> F64:
    """Give Poisson's mean where so many of some addresses show up, the one in question left out."""
    most = np.maximum(addresses, 1)
    others = np.clip(seen - 1, 0, most - 1)
    return -np.log1p(-others / most)

"""Hiding where dark space lies from those who may not know.

Each session has, for every ring, two secret permutations of the 65,536 positions: one for destinations, and another for sources and
alerts. So neighbours do not stay neighbours, neither an arc nor an order is left, and what is seen of live addresses, whose
positions anybody can tell by their address, says nothing of where packets to dark ones went. A permutation for blocks
would keep what lies within a block, and one for both sides could be read off live sources. The address of a
source in dark space is not given.

What it cannot hide: how much of a ring receives packets (not which part), and whether a packet was seen at all. Who can send packets
to an address, and looks for them here, learns whether it is dark (Bethencourt, Franklin and Vernon, "Mapping Internet Sensors with
Probe Response Attacks", USENIX Security 2005); no mask that shows single packets prevents it. So the picture
is for those whom the centre knows.

A permutation is a Feistel network of six rounds on two halves of eight bits, with tables drawn by SHAKE-256: each
round's function is as good as random, and a ring's takes 1.5 kB where the permutation itself would take 128.
"""

import hashlib
from enum import Enum
from functools import lru_cache

import numpy as np

from noroshi.columns.schema import U8, U16

_ROUNDS = 6
_KEPT = 1024
"""Tables that a mask keeps, 1.5 MB: a ring whose tables were left out is drawn again in 10 µs."""


class Side(Enum):
    """Which of a ring's two permutations is meant."""

    SOURCE = b"source"
    """That of live sources, and of alerts."""
    DESTINATION = b"destination"
    """That of destinations, and of sources in dark space."""


class Mask:
    """One session's mask.

    Parameters
    ----------
    secret
        32 bytes that nobody but this process knows.
    session
        Whose mask it is.
    """

    def __init__(self, secret: bytes, session: str) -> None:
        self._key = hashlib.blake2b(session.encode(), key=secret, digest_size=32).digest()
        self._tables = lru_cache(_KEPT)(self._draw)

    def hide(self, side: Side, rings: U16, positions: U16) -> U16:
        """Permute positions, each on its ring.

        rings, positions : uint16[n]
        """
        if not len(rings):
            return positions
        kinds, which = np.unique(rings, return_inverse=True)
        tables = np.stack([self._tables(side, int(ring)) for ring in kinds])
        left, right = positions >> 8, positions & 0xFF
        for step in range(_ROUNDS):
            left, right = right, left ^ tables[which, step, right]
        hidden: U16 = (left << 8 | right).astype(np.uint16)
        return hidden

    def _draw(self, side: Side, ring: int) -> U8:
        """Draw the rounds' tables of one ring: uint8[rounds, 256]."""
        drawn = hashlib.shake_256(self._key + ring.to_bytes(2) + side.value).digest(_ROUNDS * 256)
        return np.frombuffer(drawn, np.uint8).reshape(_ROUNDS, 256)

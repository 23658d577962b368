"""Hashes for tables and sketches.

All are bijections built of xor-shifts and odd multipliers: the finaliser of
MurmurHash3 (Appleby, public domain), and for 64 bits the constants of SplitMix64
(Steele, Lea and Flood, OOPSLA 2014).
"""

import numpy as np

from noroshi.columns.kernel import inline
from noroshi.columns.schema import Whole

_A64 = np.uint64(0xBF58476D1CE4E5B9)
_B64 = np.uint64(0x94D049BB133111EB)
_A32 = np.uint32(0x85EBCA6B)
_B32 = np.uint32(0xC2B2AE35)
_A32_INVERSE = pow(0x85EBCA6B, -1, 1 << 32)
_B32_INVERSE = pow(0xC2B2AE35, -1, 1 << 32)


@inline
def mix64(value: Whole) -> np.uint64:
    """Scatter 64 bits; each input has an output of its own."""
    word = np.uint64(value)
    word = (word ^ (word >> np.uint64(30))) * _A64
    word = (word ^ (word >> np.uint64(27))) * _B64
    return word ^ (word >> np.uint64(31))


@inline
def mix128(hi: Whole, lo: Whole, seed: Whole) -> np.uint64:
    """Scatter an address; `seed` keeps a sender from choosing addresses that collide."""
    return mix64(np.uint64(lo) ^ mix64(np.uint64(hi) ^ np.uint64(seed)))


@inline
def mix32(value: Whole) -> np.uint32:
    """Scatter 32 bits; `unmix32` takes it back."""
    word = np.uint32(value)
    word = np.uint32((word ^ (word >> np.uint32(16))) * _A32)
    word = np.uint32((word ^ (word >> np.uint32(13))) * _B32)
    return np.uint32(word ^ (word >> np.uint32(16)))


def unmix32(value: int) -> int:
    """Give back what `mix32` scattered.

    Examples
    --------
    >>> unmix32(int(mix32(np.uint32(443))))
    443
    """
    value ^= value >> 16
    value = value * _B32_INVERSE & 0xFFFF_FFFF
    value ^= value >> 13
    value ^= value >> 26
    value = value * _A32_INVERSE & 0xFFFF_FFFF
    return value ^ (value >> 16)

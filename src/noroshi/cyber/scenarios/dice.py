"""Random numbers by position: packet k of an actor is the same however the traffic is cut.

No generator is carried along. Each number is SplitMix64 (Steele, Lea and Flood, OOPSLA
2014) of the actor's key, a purpose and the packet's number, so any packet can be made
without those before it. NumPy's Philox would need one generator a block, and blocks that
fit no slice of time.
"""

from functools import cache
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from noroshi.columns.schema import F64, I64, U64

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_A = np.uint64(0xBF58476D1CE4E5B9)
_B = np.uint64(0x94D049BB133111EB)


@cache
def key_of(*words: object) -> np.uint64:
    """Make a key from words: a seed, a name, a purpose."""
    text = "/".join(str(word) for word in words)
    return np.uint64(int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little"))


def scatter(key: np.uint64, positions: U64) -> U64:
    """Give the 64 random bits at each position of a key's sequence.

    Examples
    --------
    >>> one, two = scatter(key_of("doctest"), np.array([7, 8], np.uint64))
    >>> bool(one == scatter(key_of("doctest"), np.array([7], np.uint64))[0]), bool(one == two)
    (True, False)
    """
    word = positions * _GOLDEN
    word += key
    word ^= word >> np.uint64(30)
    word *= _A
    word ^= word >> np.uint64(27)
    word *= _B
    word ^= word >> np.uint64(31)
    return word


def below(limit: int, bits: U64) -> I64:
    """Turn random bits into whole numbers from 0 up to `limit` (exclusive, at most 2^32).

    The upper 32 bits are scaled (Lemire, ACM TOMACS 29(1), 2019, without the rejection:
    the bias is below 2^-32 times the limit).
    """
    return ((bits >> np.uint64(32)) * np.uint64(limit) >> np.uint64(32)).astype(np.int64)


def share(bits: U64) -> F64:
    """Turn random bits into numbers from 0 up to 1 (exclusive), 53 bits fine."""
    return (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53


class Turn(NamedTuple):
    """Some consecutive packets of one actor, about to be written."""

    seed: int
    """The scenario's."""
    actor: str
    """The actor's name, which sets its numbers apart from all others'."""
    numbers: U64
    """Each packet's number, counted from the actor's first."""
    attempt: int = 0
    """0 for a packet's first sending, 1 for its first repetition, and so on."""

    def bits(self, purpose: str) -> U64:
        """Give each packet 64 random bits; a repetition gets those of the first sending."""
        return scatter(key_of(self.seed, self.actor, purpose), self.numbers)

    def below(self, limit: int, purpose: str) -> I64:
        """Give each packet a random whole number from 0 up to `limit` (exclusive)."""
        return below(limit, self.bits(purpose))

    def own(self, senders: U64, purpose: str) -> U64:
        """Give each packet 64 random bits that all packets of its sender share."""
        return scatter(key_of(self.seed, self.actor, purpose), senders)

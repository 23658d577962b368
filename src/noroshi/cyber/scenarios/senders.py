"""Who sends: named hosts, or strangers from anywhere else."""

from functools import cached_property
from typing import TypeAlias

import numpy as np
from msgspec import Struct

from noroshi.columns.addresses import MAPPED, address_text, address_words
from noroshi.columns.schema import F64, I64, U32, U64, Bool
from noroshi.cyber.scenarios.dice import key_of, scatter

Words: TypeAlias = tuple[U64, U64]
"""Addresses as two words, as `noroshi.columns.addresses` writes them."""

_TAIL = 1.25
"""Pareto shape of the packets per sender: P(X > x) falls as x^-1.25. Tried: half a million
senders of 20 million packets then send fifteen each in the median, and the busiest one in fourteen of all."""


class Hosts(Struct, frozen=True, dict=True):
    """These addresses."""

    addresses: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.addresses)

    def texts(self, _: int) -> tuple[str, ...]:
        """Give all of them, as people write them."""
        return self.addresses

    def words(self, which: I64, _: int) -> Words:
        """Give the addresses at these places."""
        hi, lo = self._words
        return hi[which], lo[which]

    @cached_property
    def _words(self) -> Words:
        hi, lo = np.array([address_words(address) for address in self.addresses], np.uint64).T.copy()
        return hi, lo


class Strangers(Struct, frozen=True):
    """Addresses that belong to nobody we know, each different from all other strangers.

    They are spread over all IPv4 addresses but those that no stranger may have: private,
    shared, documentation, benchmark, loopback, link-local, multicast and reserved ones
    (RFC 6890, RFC 5771), which our members and dark ranges are made of. IPv6 strangers live in
    2001:db8:f000::/36, a part of the documentation range (RFC 3849).
    """

    first: int
    """Number of the first; actors that share no number share no stranger."""
    size: int
    """How many there are."""
    version: int = 4

    def texts(self, seed: int) -> tuple[str, ...]:
        """Give all of them, as people write them."""
        return tuple(map(address_text, *self.words(np.arange(self.size), seed)))

    def words(self, which: I64, seed: int) -> Words:
        """Give the addresses of these strangers, counted from `first`."""
        number = which.astype(np.uint64) + np.uint64(self.first)
        if self.version == 6:
            return number | np.uint64(0x2001_0DB8_F000_0000), scatter(key_of(seed, "strangers"), number)
        return np.zeros_like(number), _walk(number, int(key_of(seed, "strangers"))) | np.uint64(MAPPED)


Senders: TypeAlias = Hosts | Strangers


def in_turn(numbers: U64, size: int) -> I64:
    """Let senders take turns."""
    return (numbers % np.uint64(size)).astype(np.int64)


def heavy_tailed(numbers: U64, size: int, packets: int, draw: F64) -> I64:
    """Let few senders send much and many send little, and each of them at least once.

    Evenly spread over an actor's packets, each sender has one packet of its own. The others fall
    to sender i with a chance that goes as i^(-1 / 1.25), as the ranks of a Pareto distribution do.

    Parameters
    ----------
    draw
        A random number from 0 to 1 for each packet.
    """
    number = numbers.astype(np.int64)
    debut = number * size // packets
    power = 1 / (1 - 1 / _TAIL)
    which = (draw**power * size).astype(np.int64)
    return np.where((number + 1) * size // packets > debut, debut, which)


def _walk(number: U64, key: int) -> U64:
    """Send each number below 150 million to an IPv4 address of its own that a stranger may have.

    A permutation of all addresses is applied until it leads to such an address: walking
    from one such address, no two paths meet (Black and Rogaway, CT-RSA 2002).
    """
    address = number.astype(np.uint32) + np.uint32(0x0100_0000)  # from 1.0.0.0, all of them possible
    lost = np.arange(len(address))
    while len(lost):
        address[lost] = _permuted(address[lost], key)
        lost = lost[_IMPOSSIBLE[address[lost] >> np.uint32(16)]]
    return address.astype(np.uint64)


def _permuted(address: U32, key: int) -> U32:
    address = address ^ np.uint32(key & 0xFFFF_FFFF)
    address ^= address >> np.uint32(16)
    address *= np.uint32(0x85EBCA6B)
    address ^= address >> np.uint32(13)
    address *= np.uint32(0xC2B2AE35)
    address ^= address >> np.uint32(16)
    return address ^ np.uint32(key >> 32)


def _impossible() -> Bool:
    """Mark the /16s that no stranger lives in."""
    marked = np.zeros(1 << 16, np.bool_)
    for first, last in (
        (0x0000, 0x00FF), (0x0A00, 0x0AFF), (0x6440, 0x647F), (0x7F00, 0x7FFF), (0xA9FE, 0xA9FE),
        (0xAC10, 0xAC1F), (0xC000, 0xC000), (0xC058, 0xC058), (0xC0A8, 0xC0A8), (0xC612, 0xC613),
        (0xC633, 0xC633), (0xCB00, 0xCB00), (0xE000, 0xFFFF),
    ):  # fmt: skip
        marked[first : last + 1] = True
    return marked


_IMPOSSIBLE = _impossible()

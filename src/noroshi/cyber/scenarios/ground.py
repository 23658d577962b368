"""Where packets go: prefixes laid end to end."""

from functools import cached_property
from ipaddress import ip_network

import numpy as np
from msgspec import Struct

from noroshi.columns.addresses import address_words
from noroshi.columns.schema import I64, U64
from noroshi.cyber.scenarios.dice import Turn, below
from noroshi.cyber.scenarios.senders import Words


class Ground(Struct, frozen=True, dict=True):
    """Prefixes of one family that an actor aims at, each in proportion to its size.

    A telescope sees the part of a scan that falls into dark space, so an actor's ground
    is that part, and its rate the rate seen there: r * N / 2^32 for a host that probes r
    addresses a second and a telescope of N (Moore, Shannon, Voelker and Savage,
    "Network telescopes", 2004).
    """

    prefixes: tuple[str, ...]

    def aim(self, turn: Turn, purpose: str = "destination") -> Words:
        """Choose a random address for each packet.

        In IPv6 a random /64 of the prefix and, as scanners do, a low host number in it.
        """
        hi, lo = self._starts
        bits = turn.bits(purpose)
        place = below(int(self._ends[-1]), bits)
        which = np.searchsorted(self._ends, place, side="right")
        within = (place - self._ends[which] + self._sizes[which]).astype(np.uint64)
        if self._is_v6:
            return hi[which] + within, lo[which] + bits % np.uint64(255) + np.uint64(1)
        return hi[which], lo[which] + within

    @cached_property
    def _starts(self) -> Words:
        words = [address_words(prefix.partition("/")[0]) for prefix in self.prefixes]
        return _columns(words)

    @cached_property
    def _is_v6(self) -> bool:
        return ":" in self.prefixes[0]

    @cached_property
    def _sizes(self) -> I64:
        """How many addresses each prefix has, or /64s in IPv6."""
        width = 64 if self._is_v6 else 32
        return np.array([1 << (width - ip_network(prefix).prefixlen) for prefix in self.prefixes])

    @cached_property
    def _ends(self) -> I64:
        return np.cumsum(self._sizes)


def _columns(words: list[tuple[int, int]]) -> tuple[U64, U64]:
    hi, lo = np.array(words, np.uint64).T
    return hi, lo

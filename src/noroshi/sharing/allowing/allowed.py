"""What is never listed, and because of what."""

from bisect import bisect_left
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from noroshi.organisations.networks import Network
from noroshi.sharing.allowing.services import SERVICES
from noroshi.sharing.allowing.special_purpose import SPECIAL_PURPOSE


class Because(StrEnum):
    """Why a network is never listed."""

    RESERVED = "reserved"
    """No machine on the public Internet has that address (IANA's special-purpose registries)."""
    OURS = "ours"
    """The centre itself holds it, or watches it."""
    MEMBER = "member"
    """A member holds it: that is told, and not blocked."""
    PARTNER = "partner"
    """A partner answers for it."""
    SERVICE = "service"
    """A root server or a resolver that everybody asks."""
    FILE = "file"
    """It stands in the operator's own file."""
    WARNING_LIST = "warning-list"
    """It stands on a list of what is often taken for an attacker and is none."""


class Allowance(NamedTuple):
    """A network that is never listed."""

    network: Network
    because: Because
    name: str = ""
    """Whose it is, or which list has it."""

    @property
    def text(self) -> str:
        """Because of what, and whose or which: member example."""
        return f"{self.because} {self.name}".strip()


_ALWAYS: Final = (
    *(Allowance(network, Because.RESERVED) for network in SPECIAL_PURPOSE),
    *(Allowance(network, Because.SERVICE, name) for network, name in SERVICES),
)


class Allowed:
    """Networks that are never listed, nor anything that they lie in. Addresses of no use and servers that everybody asks always are.

    Parameters
    ----------
    allowances
        What else is; of two about the same network the first says why.
    """

    def __init__(self, allowances: Iterable[Allowance] = ()) -> None:
        self._families = {4: _Family(32), 6: _Family(128)}
        for each in (*_ALWAYS, *allowances):
            self._families[each.network.version].add(each)
        for family in self._families.values():
            family.close()

    def of(self, network: Network) -> Allowance | None:
        """Give what a network lies in, or what lies in it; None if it has no address in common with any."""
        first, last = int(network.network_address), int(network.broadcast_address)
        return self._families[network.version].of(first, last, network.prefixlen)


class _Family:
    """Allowances of one family, found by whole numbers: making a wider network of each length takes twenty times as long."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._of: dict[tuple[int, int], Allowance] = {}
        self._lengths: list[int] = []
        self._starts: list[tuple[int, int]] = []

    def add(self, allowance: Allowance) -> None:
        network = allowance.network
        self._of.setdefault((int(network.network_address), network.prefixlen), allowance)

    def close(self) -> None:
        self._lengths = sorted({length for _, length in self._of}, reverse=True)
        self._starts = sorted(self._of)

    def of(self, first: int, last: int, prefixlen: int) -> Allowance | None:
        """Give what is around a network, the longest first; else the first that lies in it."""
        for length in self._lengths:
            if length <= prefixlen:
                host = self._bits - length
                found = self._of.get((first >> host << host, length))
                if found:
                    return found
        place = bisect_left(self._starts, (first, 0))
        if place < len(self._starts) and self._starts[place][0] <= last:
            return self._of[self._starts[place]]
        return None

"""What is never listed, and because of what."""

from bisect import bisect_left
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from noroshi.organisations.networks import Network, around
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
        self._of: dict[Network, Allowance] = {}
        for each in (*_ALWAYS, *allowances):
            self._of.setdefault(each.network, each)
        self._ordered = {
            version: sorted(each for each in self._of if each.version == version) for version in (4, 6)
        }
        self._starts = {
            version: [int(each.network_address) for each in ordered]
            for version, ordered in self._ordered.items()
        }

    def of(self, network: Network) -> Allowance | None:
        """Give what a network lies in, or what lies in it; None if it has no address in common with any."""
        if network in self._of:
            return self._of[network]
        for wider in around(network):
            if wider in self._of:
                return self._of[wider]
        starts = self._starts[network.version]
        place = bisect_left(starts, int(network.network_address))
        if place < len(starts) and starts[place] <= int(network.broadcast_address):
            return self._of[self._ordered[network.version][place]]
        return None

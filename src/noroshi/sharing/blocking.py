"""What may be put on a block-list, until when, and what that would do; every kind of list is written from this.

A list stops people who did nothing wherever it is wrong, so what is not known to act by itself is left out, and counted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final, NamedTuple

from noroshi.clock import iso
from noroshi.organisations.networks import Network, around
from noroshi.sharing.blame import LIFETIME, Spared, spared
from noroshi.sharing.finding import Finding
from noroshi.sharing.redaction import IPV4, IPV6

RESERVED: Final[tuple[Network, ...]] = tuple(
    map(
        ip_network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
            *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
            *("::/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "4000::/2", "8000::/1"),
        ),
    )
)
"""IANA's registries of special-purpose addresses, with multicast, and all of IPv6 that is not yet handed out (only
2000::/3 is). 192.31.196.0/24 and its like are in use."""


class Allowed:
    """Networks that are never listed, nor anything that they lie in.

    Parameters
    ----------
    networks
        What is monitored, what members hold, and whatever else somebody gives.
    """

    def __init__(self, networks: Iterable[Network]) -> None:
        self._networks = frozenset(networks)
        self._around = frozenset(wider for each in self._networks for wider in around(each))

    def touches(self, network: Network) -> bool:
        """Tell whether a network lies in one of them, or one of them in it."""
        if network in self._networks or network in self._around:
            return True
        return any(wider in self._networks for wider in around(network))


_RESERVED: Final = Allowed(RESERVED)


class Entry(NamedTuple):
    """One line of a list."""

    network: Network
    """An address alone is a network of one."""
    until: int
    """ns UTC, when it is to be taken off."""
    reason: str
    """The class of what it did, such as "malicious-code/infected-system"."""

    @property
    def text(self) -> str:
        """Its address, or its prefix with the length."""
        return str(self.network) if self.network.num_addresses > 1 else str(self.network.network_address)


class BlockList(NamedTuple):
    """What may be listed, and what was left out."""

    entries: tuple[Entry, ...]
    """By family and address, each network once."""
    left_out: Mapping[StrEnum, int]

    def of(self, version: int) -> list[Entry]:
        """Give the entries of IPv4 (4) or IPv6 (6)."""
        return [each for each in self.entries if each.network.version == version]

    @property
    def effect(self) -> str:
        """Say what it would do, for whoever decides whether it is put to use."""
        ipv4 = sum(each.network.num_addresses for each in self.of(4))
        begin = f"It would stop {ipv4:,} IPv4 addresses, and IPv6 by {len(self.of(6)):,} entries"
        ends = (
            f", the last of them until {iso(max(each.until for each in self.entries))}"
            if self.entries
            else ""
        )
        left = ", ".join(f"{count:,} {why.value}" for why, count in sorted(self.left_out.items()))
        return f"{begin}{ends}. Left out: {left or 'none'}."


def block_list(
    findings: Sequence[Finding], now: int, allowed: Allowed, lifetime: int = LIFETIME
) -> BlockList:
    """Say what may be listed of some findings.

    Parameters
    ----------
    now
        ns UTC; what has been quiet for longer than its lifetime is left out.
    allowed
        What is never listed.
    lifetime
        ns after the latest observation that an entry stays.
    """
    entries: dict[Network, Entry] = {}
    left_out: Counter[StrEnum] = Counter()
    for finding in findings:
        why = spared(finding) or _spared_network(finding, now, allowed, lifetime)
        if why:
            left_out[why] += 1
            continue
        entry = Entry(ip_network(finding.subject), finding.last + lifetime, "/".join(finding.classification))
        known = entries.setdefault(entry.network, entry)
        if entry.until > known.until:
            entries[entry.network] = entry
    for network in [each for each in entries if any(wider in entries for wider in around(each))]:
        del entries[network]
        left_out[Spared.COVERED] += 1
    ordered = sorted(
        entries.values(), key=lambda each: (each.network.version, int(each.network.network_address))
    )
    return BlockList(tuple(ordered), dict(left_out))


def _spared_network(finding: Finding, now: int, allowed: Allowed, lifetime: int) -> Spared | None:
    network: IPv4Network | IPv6Network = ip_network(finding.subject)
    if finding.last + lifetime <= now:
        return Spared.EXPIRED
    if _RESERVED.touches(network):
        return Spared.RESERVED
    if network.prefixlen < (IPV4 if network.version == 4 else IPV6):
        return Spared.TOO_WIDE
    return Spared.OWN if allowed.touches(network) else None

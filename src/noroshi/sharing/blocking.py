"""What may be put on a block-list, until when, and what that would do; every kind of list is written from this.

A list stops people who did nothing wherever it is wrong, so what is not known to act by itself is left out, and counted.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from ipaddress import ip_network
from typing import NamedTuple

from noroshi.clock import iso
from noroshi.organisations.networks import Network
from noroshi.sharing.allowing.allowed import Allowance, Allowed, Because
from noroshi.sharing.blame import LIFETIME, Spared, spared
from noroshi.sharing.finding import Finding
from noroshi.sharing.redaction import IPV4, IPV6


class Entry(NamedTuple):
    """One line of a list."""

    network: Network
    """An address alone is a network of one."""
    until: int
    """ns UTC, when it is to be taken off."""
    reason: str
    """The class of what it did, such as "malicious-code/infected-system"."""
    finding: str = ""
    """The id of the finding that it rests on."""

    @property
    def text(self) -> str:
        """Its address, or its prefix with the length."""
        return str(self.network) if self.network.num_addresses > 1 else str(self.network.network_address)


class Unlisted(NamedTuple):
    """What is not listed, and why."""

    subject: str
    """An address, a prefix, or empty."""
    why: Spared
    name: str = ""
    """Because of what it is on the allow-list, and whose it is or which list has it; empty if it is not."""


class Listing(NamedTuple):
    """What may be listed, and what may not."""

    entries: tuple[Entry, ...]
    """By family and address, each network once."""
    without: tuple[Unlisted, ...] = ()
    """In the order in which it was told."""

    def of(self, version: int) -> list[Entry]:
        """Give the entries of IPv4 (4) or IPv6 (6)."""
        return [each for each in self.entries if each.network.version == version]

    @property
    def left_out(self) -> Mapping[StrEnum, int]:
        """How many are not listed, by reason."""
        return Counter(each.why for each in self.without)

    @property
    def addresses(self) -> int:
        """How many IPv4 addresses it would stop."""
        return sum(each.network.num_addresses for each in self.of(4))

    @property
    def until(self) -> int:
        """Ns UTC, when the last entry is to be taken off; 0 without one."""
        return max((each.until for each in self.entries), default=0)

    @property
    def effect(self) -> str:
        """Say what it would do, for whoever decides whether it is put to use."""
        begin = f"It would stop {self.addresses:,} IPv4 addresses, and IPv6 by {len(self.of(6)):,} entries"
        ends = f", the last of them until {iso(self.until)}" if self.entries else ""
        left = ", ".join(f"{count:,} {why.value}" for why, count in sorted(self.left_out.items()))
        return f"{begin}{ends}. Left out: {left or 'none'}."


def listing(findings: Sequence[Finding], now: int, allowed: Allowed, lifetime: int = LIFETIME) -> Listing:
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
    without: list[Unlisted] = []
    for finding in findings:
        allowance = allowed.of(ip_network(finding.subject)) if finding.subject else None
        why = spared(finding) or _why_not(finding, allowance, now, lifetime)
        if why:
            without.append(Unlisted(finding.subject, why, allowance.text if allowance else ""))
            continue
        until, reason = finding.last + lifetime, "/".join(finding.classification)
        entry = Entry(ip_network(finding.subject), until, reason, finding.id)
        known = entries.setdefault(entry.network, entry)
        if entry.until > known.until:
            entries[entry.network] = entry
    lengths = {each.prefixlen for each in entries}
    covered = [
        each
        for each in entries
        if any(each.supernet(new_prefix=length) in entries for length in lengths if length < each.prefixlen)
    ]
    without += [Unlisted(entries.pop(each).text, Spared.COVERED) for each in covered]
    ordered = sorted(
        entries.values(), key=lambda each: (each.network.version, int(each.network.network_address))
    )
    return Listing(tuple(ordered), tuple(without))


def _why_not(finding: Finding, allowance: Allowance | None, now: int, lifetime: int) -> Spared | None:
    network = ip_network(finding.subject)
    if allowance:
        return Spared.RESERVED if allowance.because is Because.RESERVED else Spared.ALLOWED
    if network.prefixlen < (IPV4 if network.version == 4 else IPV6):
        return Spared.TOO_WIDE
    return Spared.EXPIRED if finding.last + lifetime <= now else None

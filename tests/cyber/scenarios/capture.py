"""A capture read back plainly, and scenarios small enough to read."""

import struct
from functools import cache
from io import BytesIO
from ipaddress import ip_address, ip_network
from typing import Any, NamedTuple

from noroshi.cyber.scenarios import Scenario, Truth, generate, scenario
from noroshi.organisations.model import Use

SMALL: dict[str, dict[str, Any]] = {
    "demo": {"packets": 110_000, "sources": 3_000},
    "quiet": {"packets": 20_000},
    "outbreak": {"packets": 15_000, "sources": 1_500, "members": 8},
    "attack": {"packets": 15_000, "sources": 1_000},
    "edges": {"packets": 5_000, "sources": 500},
    "flood": {"packets": 40_000, "sources": 20_000},
    "rising": {"packets": 20_000},
    "awake": {"packets": 8_000, "sources": 1_000},
    "line-rate": {"packets": 20_000, "sources": 2_000, "members": 100},
}
"""Every scenario at a size that can be read packet by packet."""


class Seen(NamedTuple):
    """One packet as it stands in the file; what it does not have is None."""

    time: int  # µs
    source: str
    destination: str
    protocol: int
    ttl: int
    ip_id: int
    source_port: int
    destination_port: int
    flags: int
    sequence: int
    window: int
    options: bytes
    payload: bytes
    victim: str | None  # the destination of the packet that an ICMP error quotes


@cache
def made(name: str, seed: int = 1) -> tuple[Scenario, Truth, bytes]:
    """Make a small scenario."""
    file, play = BytesIO(), scenario(name, seed=seed, **SMALL[name])
    return play, generate(play, file), file.getvalue()


@cache
def seen(name: str, seed: int = 1) -> tuple[Seen, ...]:
    """Read a small scenario back."""
    _, _, data = made(name, seed)
    packets, at = [], 24
    while at < len(data):
        seconds, microseconds, length = struct.unpack_from("<III", data, at)
        packets.append(_seen(seconds * 1_000_000 + microseconds, data[at + 30 : at + 16 + length]))
        at += 16 + length
    return tuple(packets)


def _seen(time: int, ip: bytes) -> Seen:
    if ip[0] >> 4 == 4:
        total, ip_id = struct.unpack_from("!HH", ip, 2)
        source, destination, rest = ip[12:16], ip[16:20], ip[20:total]
        protocol, ttl = ip[9], ip[8]
    else:
        (carried,), ip_id = struct.unpack_from("!H", ip, 4), 0
        source, destination, rest = ip[8:24], ip[24:40], ip[40 : 40 + carried]
        protocol, ttl = ip[6], ip[7]
    addresses = str(ip_address(source)), str(ip_address(destination))
    if protocol in (1, 58):
        is_error = protocol == 1 and rest[0] in (3, 11)  # no scenario has errors of ICMPv6
        victim = str(ip_address(rest[24:28])) if is_error else None
        return Seen(time, *addresses, protocol, ttl, ip_id, rest[0], rest[1], 0, 0, 0, b"", rest[8:], victim)
    source_port, destination_port = struct.unpack_from("!HH", rest)
    ports = source_port, destination_port
    if protocol == 17:
        return Seen(time, *addresses, protocol, ttl, ip_id, *ports, 0, 0, 0, b"", rest[8:], None)
    sequence, _, size, flags, window = struct.unpack_from("!IIBBH", rest, 4)
    body = size // 16 * 4
    return Seen(
        time, *addresses, protocol, ttl, ip_id, *ports, flags, sequence, window, rest[20:body], rest[body:], None
    )  # fmt: skip


class Space:
    """Who holds an address in a scenario, worked out slowly."""

    def __init__(self, play: Scenario) -> None:
        held = [
            (ip_network(holding.value), holding.use is Use.DARK, organisation.id)
            for organisation in play.organisations
            for holding in organisation.holdings
        ]
        monitored = [(ip_network(prefix), True, "") for prefix in play.monitored]
        self._held = sorted([*held, *monitored], key=lambda row: -row[0].prefixlen)
        self._known: dict[str, tuple[bool, str, str]] = {}

    @property
    def live_addresses(self) -> int:
        """How many IPv4 addresses somebody holds live; no scenario's prefixes are held twice."""
        live = [network for network, dark, _ in self._held if not dark and network.version == 4]
        dark = [network for network, dark, _ in self._held if dark and network.version == 4]
        inside = (each for each in dark if any(each.subnet_of(network) for network in live))
        return sum(each.num_addresses for each in live) - sum(each.num_addresses for each in inside)

    def at(self, address: str) -> tuple[bool, str]:
        """Say whether an address is dark, and whose it is ("" if nobody's)."""
        return self._find(address)[:2]

    def prefix(self, address: str) -> str:
        """Give the longest prefix around an address ("" if there is none)."""
        return self._find(address)[2]

    def _find(self, address: str) -> tuple[bool, str, str]:
        if address not in self._known:
            parsed = ip_address(address)
            covering = (
                (dark, owner, str(network)) for network, dark, owner in self._held if parsed in network
            )
            self._known[address] = next(covering, (False, "", ""))
        return self._known[address]


def is_answer(packet: Seen) -> bool:
    """Whether a packet answers another."""
    if packet.protocol == 6:
        return packet.flags & 0x12 == 0x12 or packet.flags & 0x04 != 0
    if packet.protocol == 17:
        return packet.source_port == 53
    return packet.victim is not None

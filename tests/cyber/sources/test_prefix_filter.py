"""The built-in filter, run as the system runs it."""

import struct
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from typing import Final, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.cyber.sources.prefix_filter import MOST, SNAP, Program, compile_filter
from noroshi.organisations.networks import Network

Ends: TypeAlias = tuple[IPv4Address, IPv4Address] | tuple[IPv6Address, IPv6Address]

RAW: Final = 101
OTHER: Final = IPv4Address("255.0.0.1")
TAG: Final = struct.pack(">HH", 0x8100, 7)

V4 = st.integers(0, 2**32 - 1) | st.sampled_from((0, 0xC0000200, 0xC00002FF, 0xC0000300, 2**32 - 1))
V6 = st.integers(0, 2**128 - 1) | st.sampled_from((0, 0x20010DB8 << 96, 0x20010DB8_000A << 80, 2**128 - 1))


def run(program: Program, packet: bytes) -> int:
    """Interpret classic BPF (linux/filter.h): how many bytes of the packet are let through."""
    held = index = at = 0
    while True:
        code, yes, no, value = program[at]
        at += 1
        offset, form = {0x40: (index + value, "I"), 0x28: (value, "H"), 0x30: (value, "B")}.get(
            code, (0, "x")
        )
        if offset + struct.calcsize(form) > len(packet):
            return 0
        if form != "x":
            (held,) = struct.unpack_from(">" + form, packet, offset)
        elif code == 0x06:
            return value
        elif code == 0x01:
            index = value
        elif code == 0x54:
            held &= value
        elif code == 0x05:
            at += value
        else:
            at += yes if (held == value if code == 0x15 else held >= value) else no


def ip(source: IPv4Address | IPv6Address, destination: IPv4Address | IPv6Address) -> bytes:
    """Write an IP header and eight bytes more."""
    if source.version == 4:
        return struct.pack(">B11x", 0x45) + source.packed + destination.packed + bytes(8)
    return struct.pack(">B7x", 0x60) + source.packed + destination.packed + bytes(8)


def framed(packet: bytes, tags: int) -> bytes:
    """Put a packet into an Ethernet frame, with tags."""
    kind = 0x0800 if packet[0] == 0x45 else 0x86DD
    return bytes(12) + TAG * tags + struct.pack(">H", kind) + packet


NETWORKS: st.SearchStrategy[list[Network]] = st.lists(
    st.builds(lambda *both: IPv4Network(both, strict=False), V4, st.integers(0, 32))
    | st.builds(lambda *both: IPv6Network(both, strict=False), V6, st.integers(0, 128)),
    max_size=12,
)
"""Prefixes of both families, some beside or within others."""


def ends(listed: list[Network]) -> st.SearchStrategy[Ends]:
    """A source and a destination, often at the edges of the prefixes."""
    edges: dict[int, set[int]] = {4: {0}, 6: {0}}
    for each in listed:
        first, last = int(each[0]), int(each[-1])
        edges[each.version] |= {
            max(0, first - 1),
            first,
            last,
            min(last + 1, int(each.max_prefixlen * "1", 2)),
        }
    ipv4 = (V4 | st.sampled_from(sorted(edges[4]))).map(IPv4Address)
    ipv6 = (V6 | st.sampled_from(sorted(edges[6]))).map(IPv6Address)
    return st.tuples(ipv4, ipv4) | st.tuples(ipv6, ipv6)


@given(NETWORKS, st.data(), st.integers(0, 2))
def test_as_plainly(listed: list[Network], draw: st.DataObject, tags: int) -> None:
    """A packet passes, cut, if its source or destination is in a prefix; behind Ethernet, tags, or nothing."""
    source, destination = draw.draw(ends(listed))
    packet = ip(source, destination)
    expected = SNAP if any(each in net for each in (source, destination) for net in listed) else 0

    on_ethernet, raw = compile_filter(listed, 1), compile_filter(listed, RAW)

    assert on_ethernet is not None
    assert raw is not None
    assert (expected, expected) == (run(on_ethernet, framed(packet, tags)), run(raw, packet))


def test_many() -> None:
    """Five hundred prefixes are searched exactly, over jumps that a comparison alone cannot make."""
    listed: list[Network] = [ip_network((number << 20, 24)) for number in range(500)]
    program = compile_filter(listed, 1)

    assert program is not None
    assert all(0 <= each <= 255 for row in program for each in (row.yes, row.no))
    for number in range(4096):
        packet = framed(ip(OTHER, IPv4Address((number << 20) + 255)), 0)
        assert (SNAP if number < 500 else 0) == run(program, packet)


def test_too_many() -> None:
    """Where there are more prefixes than the system has instructions for, there is no program."""
    listed: list[Network] = [ip_network((number << 12, 24)) for number in range(MOST // 8)]

    assert compile_filter(listed, 1) is None


@pytest.mark.parametrize(
    ("expected", "frame"),
    [
        (0, bytes(12) + b"\x08\x06" + bytes(28)),
        (0, bytes(13)),
        (SNAP, bytes(12) + TAG * 3 + b"\x08\0" + bytes(40)),
        (0, bytes(12) + b"\x08\0\x45" + bytes(10)),
    ],
    ids=["ARP", "cut off", "deep tags", "cut off in IP"],
)
def test_others(expected: int, frame: bytes) -> None:
    """What is no IP does not pass; what has more tags than are looked behind does."""
    program = compile_filter([ip_network("0.0.0.0/0"), ip_network("::/0")], 1)

    assert program is not None
    assert expected == run(program, frame)

"""What comes to dark space, counted beside a plain twin."""

from collections import Counter
from ipaddress import IPv4Network, ip_address, ip_network
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.columns.addresses import address_text, address_words
from noroshi.columns.hashing import mix128
from noroshi.columns.index import slots_for
from noroshi.columns.schema import allocate
from noroshi.cyber.kernels.sampled import FOLLOWED, Sample, Sampled
from noroshi.cyber.kernels.traffic import (
    ALL,
    NONE,
    PLACES,
    REGISTERS,
    SOME,
    SOURCES,
    STRIDE,
    Minutes,
    Scratch,
    count_to_dark,
    darken,
    place_text,
)
from noroshi.cyber.packets import Flag, Packets, Protocol
from noroshi.organisations.model import Holding, HoldingKind, Organisation, Use
from noroshi.organisations.responsibility import HoldingTable, Responsibility
from tests.cyber.traffic import MONITORED, REGISTER, START, batch, packet

TABLE = Responsibility(REGISTER, MONITORED).at(START)
DARK = [
    ip_network(each) for each in ("192.0.2.128/25", "198.51.100.0/24", "198.18.0.0/16", "2001:db8:a:d::/64")
]
ADDRESSES = st.sampled_from(
    ["192.0.2.5", "192.0.2.200", "198.18.0.7", "198.51.100.9", "2001:db8:a::5", "2001:db8:a:d::1", "9.9.9.9"]
)
PROTOCOLS = st.sampled_from([Protocol.TCP, Protocol.UDP, Protocol.ICMP, Protocol.ICMPV6, 47])
FLAGS = st.sampled_from([Flag.SYN, Flag.SYN | Flag.ACK, Flag.RST, Flag.ACK, 0])
SENT = st.lists(st.tuples(ADDRESSES, ADDRESSES, PROTOCOLS, st.integers(0, 3), FLAGS), max_size=30)

Sent = tuple[str, str, int, int, int]


class Counted(NamedTuple):
    """What was counted."""

    packets: dict[str, int]
    """By place."""
    registers: dict[tuple[str, int], int]
    """Those that are not 0, by place and number."""
    sources: int
    followed: dict[str, int]
    """Packets of the sources that are followed: half of them all."""


def darkness_of(table: HoldingTable) -> np.ndarray[Any, np.dtype[np.uint8]]:
    found = np.zeros(1 << 24, np.uint8)
    darken(table.prefixes, table.dark, found)
    return found


DARKNESS = darkness_of(TABLE)


def made(sent: list[Sent]) -> Packets:
    """Packets, in the order given."""
    columns = [
        packet(
            0, source, target, protocol=protocol, source_port=port + 8, destination_port=port, tcp_flags=flags
        )
        for source, target, protocol, port, flags in sent
    ]
    parts = [batch(each) for each in columns]
    return Packets(*(np.concatenate(column) for column in zip(*parts, strict=True))) if parts else batch()


def counted(packets: Packets, cuts: list[int]) -> Counted:
    """Count batches with the kernel."""
    minutes, scratch = allocate(Minutes, 1), allocate(Scratch, STRIDE)
    counts, registers = np.zeros(PLACES, np.uint32), np.zeros(PLACES * REGISTERS, np.uint8)
    sources, source_counts = np.zeros(SOURCES, np.uint64), np.zeros(SOURCES, np.uint32)
    sample = Sample(
        allocate(Sampled, FOLLOWED),
        slots_for(FOLLOWED),
        np.zeros(1, np.int64),
        np.array([1 << 63], np.uint64),
    )
    for first, last in pairwise([0, *cuts, len(packets.time)]):
        count_to_dark(
            packets, first, last, TABLE.prefixes, TABLE.dark, DARKNESS, counts, registers,
            minutes, sources, source_counts, sample, scratch,
        )  # fmt: skip
    assert minutes.packets[0] == counts.sum()
    rows = registers.reshape(PLACES, REGISTERS)
    size = int(sample.size[0])
    return Counted(
        {place_text(place): int(counts[place]) for place in np.flatnonzero(counts).tolist()},
        {
            (place_text(place), register): int(rows[place, register])
            for place, register in zip(*(each.tolist() for each in np.nonzero(rows)), strict=True)
        },
        int(minutes.size[0]),
        dict(
            zip(
                map(address_text, sample.sources.hi[:size].tolist(), sample.sources.lo[:size].tolist()),
                sample.sources.packets[:size].tolist(),
                strict=True,
            )
        ),
    )


def plainly(sent: list[Sent]) -> Counted:
    """Do the same, packet by packet."""
    counts: Counter[str] = Counter()
    registers: dict[tuple[str, int], int] = {}
    followed: Counter[str] = Counter()
    sources = set()
    for source, destination, protocol, port, flags in sent:
        if not any(ip_address(destination) in each for each in DARK):
            continue
        counts[named(protocol, port)] += 1
        sources.add(source)
        hi, lo = map(np.uint64, address_words(source))
        hashed = int(mix128(hi, lo, np.uint64(0)))
        if protocol == Protocol.TCP and flags & (Flag.SYN | Flag.ACK | Flag.RST) != Flag.SYN:
            continue
        cell = named(protocol, port), hashed % REGISTERS
        rank = min(65 - hashed.bit_length(), 13)
        registers[cell] = max(registers.get(cell, 0), rank)
        if hashed <= 1 << 63:
            followed[source] += 1
    return Counted(dict(counts), registers, len(sources), dict(followed))


def named(protocol: int, port: int) -> str:
    names = {Protocol.TCP: f"tcp/{port}", Protocol.UDP: f"udp/{port}"}
    names |= {Protocol.ICMP: f"icmp/{port + 8}.{port}", Protocol.ICMPV6: f"icmpv6/{port + 8}.{port}"}
    return names.get(Protocol(protocol), "") if protocol in names else f"protocol {protocol}"


@given(SENT, st.lists(st.integers(0, 30), max_size=4))
def test_as_plainly(sent: list[Sent], cuts: list[int]) -> None:
    """Packets to dark space are counted exactly by place, and so are their sources, however they are cut into batches."""
    cut = sorted(min(each, len(sent)) for each in cuts)

    assert plainly(sent) == counted(made(sent), cut)


def test_several_strides() -> None:
    """It is the same where packets are counted by the stride, and IPv6 counts like IPv4."""
    ends = [
        ("9.9.9.9", "198.18.0.7"),
        ("2001:db8:b::1", "2001:db8:a:d::1"),
        ("8.8.8.8", "192.0.2.200"),
        ("8.8.8.8", "1.1.1.1"),
    ]
    sent = [(*ends[row % 4], (6, 17, 1, 47)[row // 2 % 4], row % 3, 2) for row in range(3 * STRIDE + 7)]

    assert plainly(sent) == counted(made(sent), [STRIDE + 1])


@given(st.lists(st.tuples(st.integers(0, 1 << 10), st.integers(22, 30), st.booleans()), max_size=6))
def test_darkness(held: list[tuple[int, int, bool]]) -> None:
    """Of each network of 24 bits it is said whether all of it is dark, or some, or none."""
    networks = {
        IPv4Network((0x0A00_0000 + (number << 6) & ~((1 << 32 - length) - 1), length)): is_dark
        for number, length, is_dark in held
    }
    holdings = tuple(
        Holding(HoldingKind.PREFIX, str(each), Use.DARK if is_dark else Use.LIVE)
        for each, is_dark in networks.items()
    )
    table = Responsibility([Organisation("one", "One", holdings=holdings)]).at(0)
    darkness = darkness_of(table)

    for number in range(1 << 8):
        dark = {is_dark_plainly(networks, 0x0A00_0000 + (number << 8) + low) for low in range(0, 256, 4)}
        said = darkness[0x0A_0000 + number]
        assert said == SOME or dark == {said == ALL}, IPv4Network((0x0A00_0000 + (number << 8), 24))
        is_cut = any(
            each.prefixlen > 24 and int(each.network_address) >> 8 == 0x0A_0000 + number for each in networks
        )
        assert said in ({NONE, ALL, SOME} if is_cut else {NONE, ALL})


def is_dark_plainly(networks: dict[IPv4Network, bool], number: int) -> bool:
    around = [(each.prefixlen, is_dark) for each, is_dark in networks.items() if ip_address(number) in each]
    return max(around)[1] if around else False

"""What comes to dark space, counted beside a plain twin."""

from collections import Counter
from ipaddress import IPv4Network, ip_address, ip_network
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.columns.schema import allocate, rows
from noroshi.cyber.kernels.traffic import (
    ALL,
    NONE,
    PLACES,
    SOME,
    SOURCES,
    STRIDE,
    Minutes,
    Spans,
    count_to_dark,
    darken,
    place_text,
)
from noroshi.cyber.packets import Packets, Protocol
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
SECONDS = 10**9
SPANS = Spans(60 * SECONDS, 100 * SECONDS, 500 * SECONDS)
SENT = st.lists(
    st.tuples(st.integers(-200, 2000), ADDRESSES, ADDRESSES, PROTOCOLS, st.integers(0, 3)), max_size=30
)

Sent = tuple[int, str, str, int, int]
Counted = dict[int, tuple[Counter[str], set[str]]]
"""Minute -> what came, and who sent."""


def darkness_of(table: HoldingTable) -> np.ndarray[Any, np.dtype[np.uint8]]:
    found = np.full(1 << 24, SOME, np.uint8)
    darken(table.prefixes, table.dark, found)
    return found


DARKNESS = darkness_of(TABLE)


def made(sent: list[Sent]) -> Packets:
    """Packets, in the order given."""
    columns = [
        packet(0, source, destination, protocol=protocol, source_port=port + 8, destination_port=port)
        | {"time": START + second * SECONDS}
        for second, source, destination, protocol, port in sent
    ]
    parts = [batch(each) for each in columns]
    return Packets(*(np.concatenate(column) for column in zip(*parts, strict=True))) if parts else batch()


def counted(packets: Packets, cuts: list[int]) -> list[tuple[int, dict[str, int], int]]:
    """Count batches with the kernel: each minute with what came, and how many sources."""
    minutes = allocate(Minutes, 1)
    minutes.start[0] = minutes.doubted[0] = -1
    scratch = np.zeros(STRIDE, np.uint8)
    counts = np.zeros(PLACES, np.uint32)
    sources, source_counts = np.zeros(SOURCES, np.uint64), np.zeros(SOURCES, np.uint32)
    found: list[tuple[int, dict[str, int], int]] = []

    def put_away() -> None:
        met = {place_text(place): int(counts[place]) for place in np.flatnonzero(counts).tolist()}
        assert sum(met.values()) == minutes.packets[0]
        if met:
            found.append((int(minutes.start[0]), met, int(minutes.size[0])))
        counts[:] = 0
        minutes.packets[0] = minutes.size[0] = 0

    for first, last in pairwise([0, *cuts, len(packets.time)]):
        part, row = rows(packets, slice(first, last)), 0
        while row < last - first:
            stopped, minute = count_to_dark(
                part, row, minutes, SPANS, TABLE.prefixes, TABLE.dark, DARKNESS,
                counts, sources, source_counts, np.uint64(7), scratch,
            )  # fmt: skip
            row = int(stopped)
            if row < last - first:
                put_away()
                minutes.start[0] = minute
    put_away()
    return found


def plainly(sent: list[Sent]) -> list[tuple[int, dict[str, int], int]]:
    """Do the same, packet by packet."""
    found: list[tuple[int, Counter[str], set[str]]] = []
    minute, doubted = None, None
    for second, source, destination, protocol, port in sent:
        time = START + second * SECONDS
        its = time - time % SPANS.minute
        if minute is None or time < minute - SPANS.behind or time >= minute + SPANS.minute:
            is_far = minute is not None and (time < minute - SPANS.behind or time >= minute + SPANS.leap)
            if is_far and doubted != its:
                doubted = its
            else:
                minute, doubted = its, None
                found.append((minute, Counter(), set()))
        else:
            doubted = None
        if any(ip_address(destination) in each for each in DARK):
            found[-1][1][named(protocol, port)] += 1
            found[-1][2].add(source)
    return [(start, dict(came), len(sources)) for start, came, sources in found if came]


def named(protocol: int, port: int) -> str:
    names = {Protocol.TCP: f"tcp/{port}", Protocol.UDP: f"udp/{port}"}
    names |= {Protocol.ICMP: f"icmp/{port + 8}.{port}", Protocol.ICMPV6: f"icmpv6/{port + 8}.{port}"}
    return names.get(Protocol(protocol), "") if protocol in names else f"protocol {protocol}"


@given(SENT, st.lists(st.integers(0, 30), max_size=4))
def test_as_plainly(sent: list[Sent], cuts: list[int]) -> None:
    """Each minute's packets to dark space are counted exactly, however they are cut into batches."""
    cut = sorted(min(each, len(sent)) for each in cuts)

    assert plainly(sent) == counted(made(sent), cut)


def test_several_strides() -> None:
    """A minute may end anywhere in a batch, also where packets are counted by the stride, and IPv6 counts like IPv4."""
    ends = [
        ("9.9.9.9", "198.18.0.7"),
        ("2001:db8:b::1", "2001:db8:a:d::1"),
        ("8.8.8.8", "192.0.2.200"),
        ("8.8.8.8", "1.1.1.1"),
    ]
    sent = [
        (row // 13, *ends[row % 4], (6, 17, 1, 47)[row // 2 % 4], row % 3) for row in range(3 * STRIDE + 7)
    ]

    assert 2 == len(plainly(sent))
    assert plainly(sent) == counted(made(sent), [STRIDE + 1])


def test_one_damaged_time() -> None:
    """A packet whose time is years ahead counts in the minute that goes on, and does not end it."""
    sent = [
        (0, "9.9.9.9", "198.18.0.7", 6, 1),
        (10**7, "9.9.9.9", "198.18.0.7", 6, 2),
        (1, "9.9.9.9", "198.18.0.7", 6, 3),
    ]

    assert [(START, {"tcp/1": 1, "tcp/2": 1, "tcp/3": 1}, 1)] == counted(made(sent), [])


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

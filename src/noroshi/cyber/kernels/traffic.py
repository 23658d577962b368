"""What comes to dark space, by protocol and port, and from how many sources."""

from typing import Annotated, NamedTuple

import numpy as np

from noroshi.columns.distinct import add
from noroshi.columns.hashing import mix64, mix128
from noroshi.columns.kernel import inline, kernel
from noroshi.columns.prefixes import PrefixTable, find
from noroshi.columns.schema import I64, U8, U16, U32, U64, Bool, Whole
from noroshi.cyber.kernels.classify import is_ipv4
from noroshi.cyber.packets import Packets, Protocol

SOURCES = 256
"""Sources of a minute that are counted exactly; beyond, estimated with an error of 6 %."""

NONE, ALL, SOME = 0, 1, 2
"""How much of a network of 24 bits is dark."""

_FULL = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
_LOW24 = np.uint64(0xFF_FFFF)
_LOW32 = np.uint64(0xFFFF_FFFF)
_HALF = np.uint64(32)
_BLOCK = 1 << 16
_TCP, _UDP, _ICMP, _ICMPV6 = (
    int(protocol) for protocol in (Protocol.TCP, Protocol.UDP, Protocol.ICMP, Protocol.ICMPV6)
)

PLACES = 4 * _BLOCK + 256
"""Things that are counted apart: ports of TCP and of UDP, types and codes of both ICMP, and other protocols."""


class Minutes(NamedTuple):
    """The minute that is being counted; one row."""

    start: Annotated[I64, "ns UTC", "When it began; negative before the first packet."]
    doubted: Annotated[
        I64, "ns UTC", "The minute that the packet before claimed to be far away in; negative if none."
    ]
    packets: Annotated[I64, "packets", "Packets to dark space."]
    size: Annotated[I64, "", "How many sources are kept."]


class Spans(NamedTuple):
    """How the data's time is taken, in ns."""

    minute: int
    """How long one is."""
    behind: int
    """How late a packet may be without being doubted."""
    leap: int
    """How far the clock may move ahead without being doubted."""


# n = packets in the batch, e = entries of the holding table
@kernel
def count_to_dark(
    packets: Packets,
    start: Whole,
    minutes: Minutes,
    spans: Spans,
    prefixes: PrefixTable,
    dark: Bool,
    darkness: U8,
    counts: U32,
    sources: U64,
    source_counts: U32,
    seed: Whole,
) -> tuple[Whole, Whole]:
    """Count packets from row `start` for their minute, up to the first that begins another.

    packets : columns[n]; minutes : columns[1], updated in place; dark : bool[e]; darkness : uint8[2^24], see `darken`;
    counts : uint32[PLACES], sources : uint64[SOURCES], source_counts : uint32[SOURCES], updated in place

    One damaged time must not end the minute: a packet that is far from it counts in it, unless the one before claimed the
    same.

    Returns
    -------
    tuple[int, int]
        The row it stopped at, and when that row's minute begins, ns UTC.
    """
    begin = minutes.start[0]
    earliest, end = begin - spans.behind, begin + spans.minute
    found, size, doubted = np.int64(0), minutes.size[0], minutes.doubted[0]
    room, seeded = sources.shape[0], mix64(seed)
    limit = sources[room - 1] if size == room else _FULL
    for i in range(np.uint64(start), np.uint64(packets.time.shape[0])):
        time = packets.time[i]
        if time < earliest or time >= end:
            minute = time - time % spans.minute
            is_far = begin >= 0 and (time < earliest or time >= begin + spans.leap)
            if not is_far or doubted == minute:
                minutes.doubted[0] = -1
                minutes.packets[0] += found
                minutes.size[0] = size
                return np.int64(i), minute
            doubted = minute
        else:
            doubted = np.int64(-1)
        hi, lo = packets.destination_hi[i], packets.destination_lo[i]
        how = SOME
        if is_ipv4(hi, lo):
            how = darkness[lo >> np.uint64(8) & _LOW24]
        if how == SOME:
            entry = find(prefixes, hi, lo)
            how = ALL if entry >= 0 and dark[entry] else NONE
        if how == NONE:
            continue
        found += 1
        counts[place_of(packets.protocol, packets.source_port, packets.destination_port, i)] += np.uint32(1)
        hi, lo = packets.source_hi[i], packets.source_lo[i]
        source = (
            mix64(lo ^ seeded) if hi == 0 else mix128(hi, lo, seed)
        )  # the same, and half the work for IPv4
        if source <= limit:
            size = add(sources, source_counts, size, source)
            limit = sources[room - 1] if size == room else _FULL
    minutes.doubted[0] = doubted
    minutes.packets[0] += found
    minutes.size[0] = size
    return packets.time.shape[0], begin


# e = entries of the holding table
@kernel
def darken(prefixes: PrefixTable, dark: Bool, darkness: U8) -> None:
    """Say of each IPv4 network of 24 bits whether all of it is dark, or some, so that a packet needs no look-up.

    prefixes : of the holding table; dark : bool[e]; darkness : uint8[2^24], filled in place with ALL, SOME or NONE

    A look-up takes 4 ns of a packet, and this 0.5.
    """
    darkness[:] = NONE
    last = prefixes.row4.shape[0] - 1
    for row in range(last + 1):
        entry = np.int64(prefixes.row4[row] & _LOW32) - 1
        if entry < 0 or not dark[entry]:
            continue
        first = np.int64(prefixes.row4[row] >> _HALF)
        until = np.int64(prefixes.row4[row + 1] >> _HALF) if row < last else np.int64(1) << 32
        if first & 0xFF:
            darkness[first >> 8] = SOME
        if until & 0xFF:
            darkness[until >> 8] = SOME
        darkness[(first + 0xFF) >> 8 : until >> 8] = ALL


@inline
def place_of(protocol: U8, source_port: U16, destination_port: U16, i: Whole) -> Whole:
    """Say where a packet is counted."""
    kind = protocol[i]
    if kind == _TCP:
        return np.uint64(destination_port[i])
    if kind == _UDP:
        return np.uint64(destination_port[i]) + np.uint64(_BLOCK)
    if kind in (_ICMP, _ICMPV6):
        typed = np.uint64(source_port[i] & 0xFF) << np.uint64(8) | np.uint64(destination_port[i] & 0xFF)
        return typed + np.uint64(2 * _BLOCK if kind == _ICMP else 3 * _BLOCK)
    return np.uint64(kind) + np.uint64(4 * _BLOCK)


def place_text(place: int) -> str:
    """Write what is counted there as people read it.

    Examples
    --------
    >>> [place_text(place) for place in (23, 65536 + 53, 2 * 65536 + 0x0800, 3 * 65536 + 0x8700, 4 * 65536 + 47)]
    ['tcp/23', 'udp/53', 'icmp/8.0', 'icmpv6/135.0', 'protocol 47']
    """
    kind, number = divmod(place, _BLOCK)
    if kind < 2:
        return f"{('tcp', 'udp')[kind]}/{number}"
    if kind < 4:
        return f"{('icmp', 'icmpv6')[kind - 2]}/{number >> 8}.{number & 0xFF}"
    return f"protocol {number}"

"""What comes to dark space, by protocol and port, and from how many sources."""

from typing import Annotated, NamedTuple

import numpy as np

from noroshi.columns.distinct import add
from noroshi.columns.hashing import mix64, mix128
from noroshi.columns.kernel import kernel
from noroshi.columns.prefixes import PrefixTable, find
from noroshi.columns.schema import I64, U8, U16, U32, U64, Bool, Whole
from noroshi.cyber.packets import Packets, Protocol

SOURCES = 256
"""Sources of a minute that are counted exactly; beyond, estimated with an error of 6 %."""

NONE, ALL, SOME = 0, 1, 2
"""How much of a network of 24 bits is dark."""

_FULL = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
_LOW24 = np.uint64(0xFF_FFFF)
_LOW32 = np.uint64(0xFFFF_FFFF)
_HALF, _MAPPED = np.uint64(32), np.uint64(0xFFFF)
_BLOCK = 1 << 16
_PORTED = (Protocol.TCP, Protocol.UDP)
_TYPED = (Protocol.ICMP, Protocol.ICMPV6)

PLACES = 4 * _BLOCK + 256
"""Things that are counted apart: ports of TCP and of UDP, types and codes of both ICMP, and other protocols."""

_BASE = np.arange(4 * _BLOCK, PLACES, dtype=np.uint64)
_KIND, _PORT = np.zeros(256, np.uint16), np.zeros(256, np.uint16)
for _number, _protocol in enumerate((*_PORTED, *_TYPED)):
    _BASE[_protocol] = _number * _BLOCK
_KIND[list(_TYPED)] = 0xFF
_PORT[list(_TYPED)] = 0xFF
_PORT[list(_PORTED)] = 0xFFFF
# By protocol: where its places begin, and how much of its source port (an ICMP type) and of its destination port counts.


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


STRIDE = 512
"""Packets counted together, in passes without a branch, which become vectors: one after the other took 5 ns each."""

_FEW = 64
"""Sources asked together whether any may be one of the smallest."""


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
    scratch: U8,
) -> tuple[Whole, Whole]:
    """Count packets from row `start` for their minute, up to the first that begins another.

    packets : columns[n]; minutes : columns[1], updated in place; dark : bool[e]; darkness : uint8[2^24], see `darken`;
    counts : uint32[PLACES], sources : uint64[SOURCES], source_counts : uint32[SOURCES], updated in place;
    scratch : uint8[STRIDE]

    One damaged time must not end the minute: a packet that is far from it counts in it, unless the one before claimed the
    same.

    Returns
    -------
    tuple[int, int]
        The row it stopped at, and when that row's minute begins, ns UTC.
    """
    length, seeded = packets.time.shape[0], mix64(seed)
    for first in range(start, length, STRIDE):
        last = min(first + STRIDE, length)
        stop, minute = last, minutes.start[0]
        if not _within(packets.time[first:last], minute - spans.behind, minute + spans.minute):
            stop, minute = _same_minute(packets.time, first, last, minutes, spans)
        elif minutes.doubted[0] >= 0:
            minutes.doubted[0] = -1
        how = scratch[: stop - first]
        hi, lo = packets.destination_hi[first:stop], packets.destination_lo[first:stop]
        if _where_to(hi, lo, darkness, how):
            _look_up(hi, lo, how, prefixes, dark)
        protocol, port = packets.protocol[first:stop], packets.destination_port[first:stop]
        minutes.packets[0] += _count(protocol, packets.source_port[first:stop], port, how, counts)
        size = minutes.size[0]
        for begin in range(first, stop, _FEW):
            end = min(begin + _FEW, stop)
            hi, lo = packets.source_hi[begin:end], packets.source_lo[begin:end]
            if _may_be_new(hi, lo, sources[-1] if size == sources.shape[0] else _FULL, seeded):
                size = _meet(hi, lo, how[begin - first : end - first], sources, source_counts, size, seed)
        minutes.size[0] = size
        if stop < last:
            return stop, minute
    return length, minutes.start[0]


# k = packets in the stride
@kernel
def _within(time: I64, earliest: Whole, end: Whole) -> bool:
    """Whether all are of the minute that goes on, or a little late."""
    outside = np.int64(0)
    for j in range(time.shape[0]):
        outside |= np.int64(time[j] < earliest) | np.int64(time[j] >= end)
    return bool(outside == 0)


@kernel
def _same_minute(time: I64, first: Whole, last: Whole, minutes: Minutes, spans: Spans) -> tuple[Whole, Whole]:
    """Find the first packet that begins another minute, and when that begins; `last` if there is none."""
    begin, doubted = minutes.start[0], minutes.doubted[0]
    earliest = begin - spans.behind
    for i in range(first, last):
        if earliest <= time[i] < begin + spans.minute:
            doubted = np.int64(-1)
            continue
        minute = time[i] - time[i] % spans.minute
        is_far = begin >= 0 and (time[i] < earliest or time[i] >= begin + spans.leap)
        if not is_far or doubted == minute:
            minutes.doubted[0] = -1
            return i, minute
        doubted = minute
    minutes.doubted[0] = doubted
    return last, begin


@kernel
def _where_to(hi: U64, lo: U64, darkness: U8, how: U8) -> bool:
    """Say of each packet how dark its destination's network of 24 bits is; give whether any must be looked up."""
    found = np.uint8(0)
    for j in range(how.shape[0]):
        is_other = (hi[j] != 0) | (lo[j] >> _HALF != _MAPPED)
        said = darkness[lo[j] >> np.uint64(8) & _LOW24]
        how[j] = SOME if is_other else said
        found |= how[j]
    return bool(found & SOME)


@kernel
def _look_up(hi: U64, lo: U64, how: U8, prefixes: PrefixTable, dark: Bool) -> None:
    """Look up those destinations of which it is not said yet whether they are dark."""
    for j in range(how.shape[0]):
        if how[j] == SOME:
            entry = find(prefixes, hi[j], lo[j])
            how[j] = ALL if entry >= 0 and dark[entry] else NONE


@kernel
def _count(protocol: U8, source_port: U16, destination_port: U16, how: U8, counts: U32) -> Whole:
    """Count those that go to dark space, and give how many they are."""
    found = np.int64(0)
    for j in range(np.uint64(how.shape[0])):
        found += how[j]
        kind = np.uint64(source_port[j] & _KIND[protocol[j]]) << np.uint64(8)
        place = _BASE[protocol[j]] + kind + np.uint64(destination_port[j] & _PORT[protocol[j]])
        counts[place] += how[j]
    return found


@kernel
def _meet(hi: U64, lo: U64, how: U8, sources: U64, source_counts: U32, size: Whole, seed: Whole) -> Whole:
    """Take note of the sources that send to dark space, and give how many are kept."""
    for j in range(how.shape[0]):
        if how[j]:
            source = mix128(hi[j], lo[j], seed)
            if size < sources.shape[0] or source <= sources[-1]:
                size = add(sources, source_counts, size, source)
    return size


@kernel
def _may_be_new(hi: U64, lo: U64, limit: Whole, seeded: Whole) -> bool:
    """Whether any source's hash may be one of the smallest; of IPv6 sources, whose hash takes longer, any may."""
    found = np.int64(0)
    for j in range(hi.shape[0]):
        found |= np.int64(mix64(lo[j] ^ seeded) <= limit) | np.int64(hi[j] != 0)
    return bool(found)


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

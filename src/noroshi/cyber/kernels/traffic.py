"""What comes to dark space, by protocol and port, and from how many sources."""

from typing import Annotated, NamedTuple

import numpy as np

from noroshi.columns.distinct import add
from noroshi.columns.hashing import mix64, mix128
from noroshi.columns.kernel import kernel
from noroshi.columns.prefetch import prefetch
from noroshi.columns.prefixes import PrefixTable, find
from noroshi.columns.schema import I64, U8, U16, U32, U64, Bool, Whole
from noroshi.cyber.kernels.sampled import Sample, take_samples
from noroshi.cyber.packets import Flag, Packets, Protocol

SOURCES = 256
"""Sources of a minute that are counted exactly; beyond, estimated with an error of 6 %."""

NONE, ALL, SOME = 0, 1, 2
"""How much of a network of 24 bits is dark."""

_FULL = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
_NO_SEED = np.uint64(0)
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


REGISTERS = 64
"""Of the sketch that estimates the sources of a port, a byte each: HyperLogLog (Flajolet, Fusy, Gandouet and Meunier, AofA 2007),
whose relative standard error is 1.04/sqrt(64), 13 %. The k smallest hashes would take eight times the memory for a worse estimate."""

_RANK_BITS = 12
_RANK_SHIFT = np.uint64(64 - _RANK_BITS)
_RANKS = np.array([_RANK_BITS - each.bit_length() + 1 for each in range(1 << _RANK_BITS)], np.uint8)
"""How many zeros a hash begins with, plus one: up to 13, which is enough for 250,000 sources of a port."""

_REGISTER = np.uint64(REGISTERS - 1)
_WIDTH = np.uint64(REGISTERS)
_OPENS, _OPENING = np.uint8(Flag.SYN | Flag.ACK | Flag.RST), np.uint8(Flag.SYN)
_IS_TCP = np.uint8(Protocol.TCP)


class Scratch(NamedTuple):
    """What is worked out of a stride of packets."""

    how: Annotated[U8, "", "How dark each destination is; then whether it is."]
    place: Annotated[U32, "", "Where each packet is counted."]
    scattered: Annotated[U64, "", "Each source, hashed."]


class Minutes(NamedTuple):
    """The minute that is being counted; one row."""

    packets: Annotated[I64, "packets", "Packets to dark space."]
    size: Annotated[I64, "", "How many sources are kept."]


STRIDE = 1024
"""Packets counted together, in passes without a branch, which become vectors: one after the other took 5 ns each."""

_FEW = 64
"""Sources asked together whether any may be one of the smallest."""


# n = packets in the batch, e = entries of the holding table
@kernel
def count_to_dark(
    packets: Packets,
    start: Whole,
    stop: Whole,
    prefixes: PrefixTable,
    dark: Bool,
    darkness: U8,
    counts: U32,
    registers: U8,
    minutes: Minutes,
    sources: U64,
    source_counts: U32,
    sample: Sample,
    scratch: Scratch,
) -> None:
    """Count packets `start` to `stop` (exclusive) that go to dark space, by place, with the sources of each place.

    packets : columns[n]; dark : bool[e]; darkness : uint8[2^24], see `darken`; counts : uint32[PLACES],
    registers : uint8[PLACES * REGISTERS], minutes : columns[1], sources : uint64[SOURCES],
    source_counts : uint32[SOURCES], sample : see `noroshi.cyber.kernels.sampled`, all updated in place;
    scratch : columns[STRIDE]

    Whoever answers is no source of a port: of TCP only what opens a connection counts there.
    """
    for first in range(start, stop, STRIDE):
        last = min(first + STRIDE, stop)
        how, place = scratch.how[: last - first], scratch.place[: last - first]
        scattered = scratch.scattered[: last - first]
        hi, lo = packets.destination_hi[first:last], packets.destination_lo[first:last]
        if _where_to(hi, lo, darkness, how):
            _look_up(hi, lo, how, prefixes, dark)
        protocol, port = packets.protocol[first:last], packets.destination_port[first:last]
        source_port = packets.source_port[first:last]
        minutes.packets[0] += _count(protocol, source_port, port, how, place, counts, registers)
        _scatter(packets.source_hi[first:last], packets.source_lo[first:last], scattered)
        size = minutes.size[0]
        for begin in range(0, last - first, _FEW):
            few = slice(begin, min(begin + _FEW, last - first))
            if _may_be_new(scattered[few], sources[-1] if size == sources.shape[0] else _FULL):
                size = _meet(scattered[few], how[few], sources, source_counts, size)
        minutes.size[0] = size
        _ask(protocol, packets.tcp_flags[first:last], how)
        _register(how, place, scattered, registers)
        for begin in range(0, last - first, _FEW):
            few = slice(begin, min(begin + _FEW, last - first))
            if _may_be_new(scattered[few], sample.limit[0]):
                take_samples(packets, first + begin, how[few], place[few], scattered[few], sample)


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
def _count(
    protocol: U8, source_port: U16, destination_port: U16, how: U8, place: U32, counts: U32, registers: U8
) -> Whole:
    """Count those that go to dark space, note where, ask for its registers, and give how many they are."""
    found = np.int64(0)
    for j in range(np.uint64(how.shape[0])):
        found += how[j]
        kind = np.uint64(source_port[j] & _KIND[protocol[j]]) << np.uint64(8)
        where = _BASE[protocol[j]] + kind + np.uint64(destination_port[j] & _PORT[protocol[j]])
        place[j] = where
        prefetch(registers, where * _WIDTH)  # 3 ns less than waiting for them in `_register`
        counts[where] += how[j]
    return found


@kernel
def _scatter(hi: U64, lo: U64, scattered: U64) -> None:
    """Hash sources. Not by a secret: two runs must conclude the same, and who forges sources needs no choice of them."""
    others = np.uint64(0)
    for j in range(hi.shape[0]):
        others |= hi[j]
        scattered[j] = mix64(lo[j])  # which is that of an IPv4 address, and half the work
    if others:
        for j in range(hi.shape[0]):
            scattered[j] = mix128(hi[j], lo[j], _NO_SEED)


@kernel
def _ask(protocol: U8, flags: U8, how: U8) -> None:
    """Leave out the TCP packets that open no connection."""
    for j in range(how.shape[0]):
        how[j] &= np.uint8((protocol[j] != _IS_TCP) | (flags[j] & _OPENS == _OPENING))


@kernel
def _register(how: U8, place: U32, scattered: U64, registers: U8) -> None:
    """Take note of the sources of each place."""
    for j in range(np.uint64(how.shape[0])):
        cell = np.uint64(place[j]) * _WIDTH + (scattered[j] & _REGISTER)
        rank = _RANKS[scattered[j] >> _RANK_SHIFT] * how[j]
        registers[cell] = max(registers[cell], rank)


@kernel
def _meet(scattered: U64, how: U8, sources: U64, source_counts: U32, size: Whole) -> Whole:
    """Take note of the sources that send to dark space, and give how many are kept."""
    for j in range(how.shape[0]):
        if how[j] and (size < sources.shape[0] or scattered[j] <= sources[-1]):
            size = add(sources, source_counts, size, scattered[j])
    return size


@kernel
def _may_be_new(scattered: U64, limit: Whole) -> bool:
    """Whether any source's hash may be one of the smallest."""
    found = np.int64(0)
    for j in range(scattered.shape[0]):
        found |= np.int64(scattered[j] <= limit)
    return bool(found)


# e = entries of the holding table
@kernel
def darken(prefixes: PrefixTable, dark: Bool, darkness: U8) -> None:
    """Say of each IPv4 network of 24 bits whether all of it is dark, or some, so that a packet needs no look-up.

    prefixes : of the holding table; dark : bool[e]; darkness : uint8[2^24], all NONE, where ALL and SOME are written

    A look-up takes 4 ns of a packet, and this 0.5.
    """
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

"""Columns to the bytes of a capture: the way back from what the parser does."""

from typing import Annotated, NamedTuple

import numpy as np

from noroshi.columns.hashing import mix32
from noroshi.columns.kernel import inline, kernel
from noroshi.columns.schema import I64, U8, Whole
from noroshi.cyber.packets import Flag, Packets, Protocol, Quoted

RECORD = 16
"""Bytes that pcap puts before each frame (draft-ietf-opsawg-pcap)."""

ETHERNET = 14
"""Bytes of an Ethernet header without tags (IEEE 802.3)."""

SHORTEST_FRAME = 60
"""Bytes of the shortest Ethernet frame, the check sequence left out as captures do (IEEE 802.3)."""

ERROR_V4 = 20 + 8 + 20 + 8
"""Bytes of an ICMP error that quotes an IPv4 header and eight bytes more (RFC 792)."""

ERROR_V6 = 40 + 8 + 40 + 8
"""Bytes of an ICMPv6 error that quotes as much."""

_MAPPED = 0xFFFF
_ACK = Flag.ACK
_TCP, _UDP, _ICMP, _ICMPV6 = Protocol.TCP, Protocol.UDP, Protocol.ICMP, Protocol.ICMPV6


class Payloads(NamedTuple):
    """What packets carry; number 0 is nothing."""

    text: Annotated[U8, "", "All payloads, end to end."]
    start: Annotated[I64, "bytes", "Where each starts, and at last where the last one ends."]


# n = packets, b = bytes of room
@kernel
def encode(packets: Packets, payload: U8, order: I64, payloads: Payloads, unit: Whole, out: U8) -> Whole:
    """Write packets as pcap records of Ethernet frames, with every checksum right.

    packets : columns[n], their `length` at least that of the headers they ask for; payload : uint8[n],
    numbers in `payloads`; order : int64[n], rows in the order to write; unit : ns in one tick of the
    file's clock; out : uint8[b], updated in place

    A TCP header longer than 20 bytes gets the options that go with its length: 24 an MSS; 32 what
    Windows sends, and ZMap; 40 what Linux sends. The acknowledgement number, which no column keeps,
    is scattered from the sequence number.

    Returns
    -------
    int
        How many bytes were written.
    """
    at = 0
    for i in order:
        length = np.int64(packets.length[i])
        frame = max(int(ETHERNET + length), SHORTEST_FRAME)
        _put_record(out, at, packets.time[i], frame, unit)
        start = at + RECORD
        out[start : start + frame] = 0
        ip = start + ETHERNET
        end = ip + length
        if packets.destination_hi[i] == 0 and packets.destination_lo[i] >> np.uint64(32) == _MAPPED:
            _put_ethernet(out, start, 0x0800)
            transport = _put_ipv4(out, ip, packets, i)
            addresses = _sum(out, ip + 12, ip + 20)
        else:
            _put_ethernet(out, start, 0x86DD)
            transport = _put_ipv6(out, ip, packets, i)
            addresses = _sum(out, ip + 8, ip + 40)
        _put_transport(out, transport, end, packets, i, payload[i], payloads, addresses)
        at = start + frame
    return at


@inline
def _put_record(out: U8, at: Whole, time: Whole, frame: Whole, unit: Whole) -> None:
    seconds = time // 1_000_000_000
    _put32_little(out, at, seconds)
    _put32_little(out, at + 4, (time - seconds * 1_000_000_000) // unit)
    _put32_little(out, at + 8, frame)
    _put32_little(out, at + 12, frame)


@inline
def _put_ethernet(out: U8, at: Whole, ether_type: Whole) -> None:
    """Write an Ethernet header between two locally administered addresses."""
    out[at] = 0x02
    out[at + 5] = 0x01
    out[at + 6] = 0x02
    out[at + 11] = 0x02
    _put16(out, at + 12, ether_type)


@inline
def _put_ipv4(out: U8, ip: Whole, packets: Packets, i: Whole) -> Whole:
    out[ip] = 0x45
    _put16(out, ip + 2, np.int64(packets.length[i]))
    _put16(out, ip + 4, np.int64(packets.ip_id[i]))
    _put16(out, ip + 6, np.int64(packets.fragment[i]))
    out[ip + 8] = packets.ttl[i]
    out[ip + 9] = packets.protocol[i]
    _put32(out, ip + 12, _low(packets.source_lo[i]))
    _put32(out, ip + 16, _low(packets.destination_lo[i]))
    _put16(out, ip + 10, _folded(_sum(out, ip, ip + 20)))
    return ip + 20


@inline
def _put_ipv6(out: U8, ip: Whole, packets: Packets, i: Whole) -> Whole:
    out[ip] = 0x60
    _put16(out, ip + 4, np.int64(packets.length[i]) - 40)
    out[ip + 6] = packets.protocol[i]
    out[ip + 7] = packets.ttl[i]
    _put64(out, ip + 8, packets.source_hi[i])
    _put64(out, ip + 16, packets.source_lo[i])
    _put64(out, ip + 24, packets.destination_hi[i])
    _put64(out, ip + 32, packets.destination_lo[i])
    return ip + 40


@kernel
def _put_transport(
    out: U8,
    at: Whole,
    end: Whole,
    packets: Packets,
    i: Whole,
    number: Whole,
    payloads: Payloads,
    addresses: Whole,
) -> None:
    """Write what the IP header carries, up to `end`; `addresses` is the sum of the pseudo-header's."""
    protocol = packets.protocol[i]
    if protocol == _TCP:
        body, check = _put_tcp(out, at, packets, i), at + 16
    elif protocol == _UDP:
        body, check = _put_udp(out, at, end, packets, i), at + 6
    elif protocol in (_ICMP, _ICMPV6):  # a set would be built anew for every packet
        body, check = _put_icmp(out, at, packets, i), at + 2
    else:
        body, check = at, -1
    carried = min(payloads.start[number + 1] - payloads.start[number], end - body)
    for j in range(carried):
        out[body + j] = payloads.text[payloads.start[number] + j]
    if check < 0:
        return
    pseudo = 0 if protocol == _ICMP else addresses + np.int64(protocol) + (end - at)
    checksum = _folded(pseudo + _sum(out, at, end))
    if checksum == 0 and protocol == _UDP:
        checksum = 0xFFFF  # zero would say that there is none (RFC 768)
    _put16(out, check, checksum)


@inline
def _put_tcp(out: U8, at: Whole, packets: Packets, i: Whole) -> Whole:
    header = np.int64(packets.tcp_header[i])
    _put16(out, at, np.int64(packets.source_port[i]))
    _put16(out, at + 2, np.int64(packets.destination_port[i]))
    _put32(out, at + 4, np.int64(packets.sequence[i]))
    if packets.tcp_flags[i] & _ACK:
        _put32(out, at + 8, np.int64(mix32(packets.sequence[i])))
    out[at + 12] = header // 4 << 4
    out[at + 13] = packets.tcp_flags[i]
    _put16(out, at + 14, np.int64(packets.window[i]))
    if header >= 24:
        _put_options(out, at + 20, header - 20, np.int64(packets.mss[i]), np.int64(packets.sequence[i]))
    return at + header


@inline
def _put_options(out: U8, at: Whole, room: Whole, mss: Whole, sequence: Whole) -> None:
    """Write TCP options: a segment size if there is one, then those that its length stands for."""
    out[at : at + room] = 1  # no operation
    if mss > 0:
        _put32(out, at, 2 << 24 | 4 << 16 | mss)
    if room == 12:  # no operation, window scale 8, no operation twice, selective acknowledgement permitted
        _put32(out, at + 4, 0x01030308)
        _put32(out, at + 8, 0x01010402)
    elif room == 20:  # selective acknowledgement permitted, timestamp, no operation, window scale 7
        _put32(out, at + 4, 0x0402080A)
        _put32(out, at + 8, sequence)
        _put32(out, at + 12, 0)
        _put32(out, at + 16, 0x01030307)


@inline
def _put_udp(out: U8, at: Whole, end: Whole, packets: Packets, i: Whole) -> Whole:
    _put16(out, at, np.int64(packets.source_port[i]))
    _put16(out, at + 2, np.int64(packets.destination_port[i]))
    _put16(out, at + 4, end - at)
    return at + 8


@inline
def _put_icmp(out: U8, at: Whole, packets: Packets, i: Whole) -> Whole:
    """Write an ICMP header and, for an error, the packet that it quotes."""
    out[at] = packets.source_port[i]
    out[at + 1] = packets.destination_port[i]
    if packets.quoted[i] == Quoted.NONE:
        _put32(out, at + 4, np.int64(mix32(np.uint32(packets.ip_id[i]))))  # an echo's identifier and number
        return at + 8
    source_lo = packets.destination_lo[i]
    if packets.quoted[i] == Quoted.FOREIGN:
        source_lo ^= np.uint64(1)
    inner = at + 8
    segment = 20 if packets.quoted_protocol[i] == _TCP else 8
    if packets.protocol[i] == _ICMP:
        out[inner] = 0x45
        _put16(out, inner + 2, 20 + segment)
        out[inner + 8] = 1
        out[inner + 9] = packets.quoted_protocol[i]
        _put32(out, inner + 12, _low(source_lo))
        _put32(out, inner + 16, _low(packets.quoted_lo[i]))
        _put16(out, inner + 10, _folded(_sum(out, inner, inner + 20)))
        inner += 20
    else:
        out[inner] = 0x60
        _put16(out, inner + 4, segment)
        out[inner + 6] = packets.quoted_protocol[i]
        out[inner + 7] = 1
        _put64(out, inner + 8, packets.destination_hi[i])
        _put64(out, inner + 16, source_lo)
        _put64(out, inner + 24, packets.quoted_hi[i])
        _put64(out, inner + 32, packets.quoted_lo[i])
        inner += 40
    _put16(out, inner, np.int64(packets.quoted_source_port[i]))
    _put16(out, inner + 2, np.int64(packets.quoted_destination_port[i]))
    if packets.quoted_protocol[i] == _UDP:
        _put16(out, inner + 4, 8)
    return inner + 8


@inline
def _sum(out: U8, start: Whole, end: Whole) -> Whole:
    """Add up 16-bit words, the last one filled with zero (RFC 1071)."""
    words = out[start:end]  # a part of its own: no index can be negative, which saves a tenth of all time
    total = np.int64(0)
    for at in range(len(words) // 2):
        total += np.int64(words[2 * at]) << 8 | np.int64(words[2 * at + 1])
    if (end - start) & 1:
        total += np.int64(out[end - 1]) << 8
    return total


@inline
def _folded(total: Whole) -> Whole:
    """Give the Internet checksum of a sum: its ones' complement in 16 bits."""
    total = (total & 0xFFFF) + (total >> 16)
    total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


@inline
def _low(word: Whole) -> Whole:
    """Give the lower 32 bits: the IPv4 address of a mapped one."""
    return np.int64(word & np.uint64(0xFFFF_FFFF))


@inline
def _put16(out: U8, at: Whole, value: Whole) -> None:
    out[at] = value >> 8 & 0xFF
    out[at + 1] = value & 0xFF


@inline
def _put32(out: U8, at: Whole, value: Whole) -> None:
    _put16(out, at, value >> 16)
    _put16(out, at + 2, value)


@inline
def _put64(out: U8, at: Whole, word: Whole) -> None:
    _put32(out, at, np.int64(word >> np.uint64(32)))
    _put32(out, at + 4, _low(word))


@inline
def _put32_little(out: U8, at: Whole, value: Whole) -> None:
    out[at] = value & 0xFF
    out[at + 1] = value >> 8 & 0xFF
    out[at + 2] = value >> 16 & 0xFF
    out[at + 3] = value >> 24 & 0xFF

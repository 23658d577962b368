"""From frames to packets: link layer, IP, and as much of the transport header as is there.

Only the outermost IP header counts: a tunnel is a packet of its protocol. Whatever was
cut off is zero. Nothing outside the captured part of a frame is ever read.
"""

import numpy as np

from noroshi.columns.addresses import MAPPED
from noroshi.columns.kernel import inline, kernel
from noroshi.columns.prefetch import prefetch
from noroshi.columns.schema import I64, U8, Whole
from noroshi.cyber.kernels.classify import label
from noroshi.cyber.kernels.framing import AHEAD, Frames
from noroshi.cyber.kernels.words import big16, big32, big64, little32, octet
from noroshi.cyber.packets import Packets, Protocol, Quoted, Skip

_NULL, _ETHERNET, _RAW_BSD, _RAW_OPENBSD, _RAW, _LOOP, _SLL = 0, 1, 12, 14, 101, 108, 113
_IPV4_ONLY, _IPV6_ONLY, _SLL2 = 228, 229, 276

_ETHER_IPV4, _ETHER_IPV6 = 0x0800, 0x86DD
_TAGS_DEEP = 8
"""VLAN tags that may be stacked; two are usual."""

_EXTENSIONS_DEEP = 16
"""IPv6 extension headers that may be chained; RFC 8200 foresees eight."""

_HOP_BY_HOP, _ROUTING, _FRAGMENT, _AUTHENTICATION, _DESTINATION = 0, 43, 44, 51, 60
_MOBILITY, _HIP, _SHIM6 = 135, 139, 140

STRIDE = 256
"""Packets parsed before they are labelled together, while they are in a processor's nearest cache."""

_FOUND = -1
"""In place of a reason to skip: there is none."""

_ENDLESS = -1
"""In place of where extension headers end."""


# n = frames
@kernel
def dissect(data: U8, frames: Frames, first: Whole, last: Whole, packets: Packets, skipped: I64) -> Whole:
    """Parse frames `first` to `last` (exclusive) into packets, and count those that are none by reason.

    data : uint8; frames : columns[n]; packets : columns[last - first or more], filled in place, all zero or
    filled by an earlier call; skipped : int64[Skip], added to in place

    Returns
    -------
    int
        How many packets there are.
    """
    count: Whole = np.uint64(0)
    for start in range(first, last, STRIDE):
        done = count
        count = _dissect(data, frames, start, min(start + STRIDE, last), packets, count, skipped)
        label(packets, done, count)
    return np.int64(count)


@inline
def _dissect(
    data: U8,
    frames: Frames,
    first: Whole,
    last: Whole,
    packets: Packets,
    count: Whole,
    skipped: I64,
) -> Whole:
    """Parse one stride of frames into packets from row `count` on; give the row after the last."""
    packets.source_hi[count : count + np.uint64(last - first)] = 0
    packets.destination_hi[count : count + np.uint64(last - first)] = 0
    for i in range(np.uint64(first), np.uint64(last)):
        start = np.int64(frames.start[i])
        prefetch(data, start + AHEAD)
        end = start + frames.captured[i]
        if packets.quoted[count] != Quoted.NONE:
            _forget_quote(packets, count)
        if (
            frames.link[i] == _ETHERNET
            and end - start >= 34
            and big16(data, start + 12) == _ETHER_IPV4
            and octet(data, start + 14) == 0x45
        ):
            reason = _ipv4(data, start + 14, end, packets, count)  # nearly all of a darknet's packets
        else:
            reason = _link(data, start, end, frames.link[i], packets, count)
        if reason == _FOUND:
            packets.time[count] = frames.time[i]
            count += np.uint64(1)
        else:
            skipped[reason] += 1
    return count


@inline
def _forget_quote(packets: Packets, row: Whole) -> None:
    """Clear what an ICMP error of an earlier batch has left; to clear every row took 3 ns a packet."""
    packets.quoted[row] = Quoted.NONE
    packets.quoted_protocol[row] = 0
    packets.quoted_hi[row] = 0
    packets.quoted_lo[row] = 0
    packets.quoted_source_port[row] = 0
    packets.quoted_destination_port[row] = 0


@kernel
def _link(data: U8, start: Whole, end: Whole, link: Whole, packets: Packets, row: Whole) -> Whole:
    if link == _ETHERNET:
        return _ether(data, start, end, 12, 14, packets, row)
    if link == _SLL:
        return _ether(data, start, end, 14, 16, packets, row)
    if link == _SLL2:
        return _ether(data, start, end, 0, 20, packets, row)
    if link in (_RAW, _RAW_BSD, _RAW_OPENBSD, _IPV4_ONLY, _IPV6_ONLY):
        return _any_ip(data, start, end, packets, row)
    if link in (_NULL, _LOOP):
        return _loopback(data, start, end, packets, row)
    return Skip.UNKNOWN_LINK


@inline
def _ether(data: U8, start: Whole, end: Whole, at: Whole, size: Whole, packets: Packets, row: Whole) -> Whole:
    """Read a header of `size` bytes with an Ethernet type `at` bytes in, and VLAN tags behind it."""
    if end - start < size:
        return Skip.SHORT_LINK
    kind, place = big16(data, start + at), start + size
    for _ in range(_TAGS_DEEP + 1):
        if kind not in (0x8100, 0x88A8, 0x9100, 0x9200):
            return _typed(data, place, end, kind, packets, row)
        if end - place < 4:
            return Skip.SHORT_LINK
        kind = big16(data, place + 2)
        place += 4
    return Skip.NOT_IP


@inline
def _loopback(data: U8, start: Whole, end: Whole, packets: Packets, row: Whole) -> Whole:
    """Read BSD's four-byte address family, in the byte order of the machine that captured it or the other."""
    if end - start < 4:
        return Skip.SHORT_LINK
    family = little32(data, start)
    if family > 0xFFFF:
        family = big32(data, start)
    if family not in (2, 10, 24, 28, 30):  # AF_INET; AF_INET6 of Linux, NetBSD, FreeBSD, macOS
        return Skip.NOT_IP
    return _any_ip(data, start + 4, end, packets, row)


@inline
def _typed(data: U8, start: Whole, end: Whole, kind: Whole, packets: Packets, row: Whole) -> Whole:
    if kind == _ETHER_IPV4:
        if end - start >= 1 and octet(data, start) >> 4 != 4:
            return Skip.BAD_VERSION
        return _ipv4(data, start, end, packets, row)
    if kind == _ETHER_IPV6:
        if end - start >= 1 and octet(data, start) >> 4 != 6:
            return Skip.BAD_VERSION
        return _ipv6(data, start, end, packets, row)
    return Skip.NOT_IP


@inline
def _any_ip(data: U8, start: Whole, end: Whole, packets: Packets, row: Whole) -> Whole:
    if end - start < 1:
        return Skip.SHORT_IP
    version = octet(data, start) >> 4
    if version == 4:
        return _ipv4(data, start, end, packets, row)
    if version == 6:
        return _ipv6(data, start, end, packets, row)
    return Skip.BAD_VERSION


@inline
def _ipv4(data: U8, start: Whole, end: Whole, packets: Packets, row: Whole) -> Whole:
    """Read an IPv4 header (RFC 791) and what it carries."""
    if end - start < 20:
        return Skip.SHORT_IP
    header = (octet(data, start) & 15) * 4
    length = big16(data, start + 2)
    if length == 0:
        length = end - start  # left to the network card to fill in (segmentation offload)
    if header < 20 or length < header:
        return Skip.BAD_HEADER
    fragment = big16(data, start + 6)
    protocol = octet(data, start + 9)
    packets.source_lo[row] = np.uint64(big32(data, start + 12) | MAPPED)
    packets.destination_lo[row] = np.uint64(big32(data, start + 16) | MAPPED)
    packets.ip_id[row] = big16(data, start + 4)
    packets.fragment[row] = fragment
    packets.ttl[row] = octet(data, start + 8)
    packets.protocol[row] = protocol
    packets.length[row] = length
    inside = min(end, start + length)
    packets.captured[row] = inside - start
    packets.at[row] = start
    is_later = fragment & 0x1FFF != 0
    _transport(data, start + header, start + header if is_later else inside, protocol, packets, row)
    return _FOUND


@kernel
def _ipv6(data: U8, start: Whole, end: Whole, packets: Packets, row: Whole) -> Whole:
    """Read an IPv6 header (RFC 8200), its extension headers, and what it carries."""
    if end - start < 40:
        return Skip.SHORT_IP
    if _is_mapped(data, start + 8) or _is_mapped(data, start + 24):
        return Skip.MAPPED_ADDRESS
    payload = big16(data, start + 4)
    length = 40 + payload if payload else end - start  # a jumbogram (RFC 2675), or offload, says 0
    inside = min(end, start + length)
    protocol, place, fragment = _follow(data, start + 40, inside, octet(data, start + 6))
    if place == _ENDLESS:
        return Skip.EXTENSION_CHAIN
    packets.source_hi[row] = big64(data, start + 8)
    packets.source_lo[row] = big64(data, start + 16)
    packets.destination_hi[row] = big64(data, start + 24)
    packets.destination_lo[row] = big64(data, start + 32)
    packets.ip_id[row] = 0
    packets.ttl[row] = octet(data, start + 7)
    packets.length[row] = length
    packets.protocol[row] = protocol
    packets.fragment[row] = fragment
    packets.captured[row] = inside - start
    packets.at[row] = start
    is_later = fragment & 0x1FFF != 0
    _transport(data, place, place if is_later else inside, protocol, packets, row)
    return _FOUND


@inline
def _is_mapped(data: U8, at: Whole) -> bool:
    """Whether an IPv6 address is an IPv4-mapped one (RFC 4291, 2.5.5.2)."""
    return bool(big64(data, at) == 0 and big32(data, at + 8) == 0xFFFF)


@kernel
def _follow(data: U8, start: Whole, end: Whole, protocol: Whole) -> tuple[Whole, Whole, Whole]:
    """Follow IPv6 extension headers as far as they were captured.

    Returns
    -------
    tuple[int, int, int]
        The protocol behind them, where it begins (`_ENDLESS` if they do not end), and the fragment field as
        IPv4 has it. Behind the header of a later fragment there are no headers to follow.
    """
    kind: Whole = np.int64(protocol)
    place: Whole = np.int64(start)
    fragment: Whole = np.int64(0)
    for _ in range(_EXTENSIONS_DEEP + 1):
        is_extension = kind in (
            _HOP_BY_HOP, _ROUTING, _FRAGMENT, _AUTHENTICATION, _DESTINATION, _MOBILITY, _HIP, _SHIM6,
        )  # fmt: skip
        if not is_extension or fragment & 0x1FFF != 0 or end - place < 8:
            return kind, place, fragment
        size = (octet(data, place + 1) + 1) * 8
        if kind == _FRAGMENT:
            offset = big16(data, place + 2)
            fragment = offset >> 3 | (offset & 1) << 13
            size = 8
        elif kind == _AUTHENTICATION:
            size = (octet(data, place + 1) + 2) * 4
        kind = octet(data, place)
        place += size
    return kind, np.int64(_ENDLESS), fragment


@inline
def _transport(data: U8, start: Whole, end: Whole, protocol: Whole, packets: Packets, row: Whole) -> None:
    """Read ports and TCP fields; for ICMP type and code, and the packet that an error quotes."""
    room = end - start
    source_port: Whole = np.int64(0)
    destination_port: Whole = np.int64(0)
    if protocol == Protocol.TCP:
        if room >= 20:
            _tcp(data, start, end, packets, row)
            return
    elif protocol == Protocol.UDP:
        if room >= 4:
            source_port, destination_port = big16(data, start), big16(data, start + 2)
    elif protocol in (Protocol.ICMP, Protocol.ICMPV6) and room >= 2:
        source_port, destination_port = octet(data, start), octet(data, start + 1)
        if _is_error(protocol, octet(data, start)):
            _quote(data, start + 8, end, packets, row)
    packets.source_port[row] = source_port
    packets.destination_port[row] = destination_port
    packets.tcp_flags[row] = 0
    packets.tcp_header[row] = 0
    packets.sequence[row] = 0
    packets.window[row] = 0
    packets.mss[row] = 0
    if protocol == Protocol.TCP:
        _cut_tcp(data, start, room, packets, row)


@inline
def _tcp(data: U8, start: Whole, end: Whole, packets: Packets, row: Whole) -> None:
    """Read a TCP header (RFC 9293) whose fixed part is all there."""
    size = (octet(data, start + 12) >> 4) * 4
    packets.source_port[row] = big16(data, start)
    packets.destination_port[row] = big16(data, start + 2)
    packets.sequence[row] = big32(data, start + 4)
    packets.tcp_header[row] = size
    packets.tcp_flags[row] = octet(data, start + 13)
    packets.window[row] = big16(data, start + 14)
    packets.mss[row] = _mss(data, start + 20, min(end, start + size))


@kernel
def _cut_tcp(data: U8, start: Whole, room: Whole, packets: Packets, row: Whole) -> None:
    """Read as much of a TCP header as was captured."""
    if room >= 4:
        packets.source_port[row] = big16(data, start)
        packets.destination_port[row] = big16(data, start + 2)
    if room >= 8:
        packets.sequence[row] = big32(data, start + 4)
    if room >= 14:
        packets.tcp_header[row] = (octet(data, start + 12) >> 4) * 4
        packets.tcp_flags[row] = octet(data, start + 13)
    if room >= 16:
        packets.window[row] = big16(data, start + 14)


@inline
def _mss(data: U8, start: Whole, end: Whole) -> Whole:
    """Find the maximum segment size among TCP options; 0 if there is none."""
    if (
        end - start >= 4 and octet(data, start) == 2 and octet(data, start + 1) == 4
    ):  # nearly always the first
        return big16(data, start + 2)
    while end - start >= 4:
        kind = octet(data, start)
        if kind == 0:
            return 0
        if kind == 1:
            start += 1
            continue
        size = octet(data, start + 1)
        if size < 2:
            return 0
        if kind == 2 and size == 4:
            return big16(data, start + 2)
        start += size
    return 0


@inline
def _is_error(protocol: Whole, kind: Whole) -> bool:
    """Whether an ICMP message quotes the packet it is about (RFC 792, RFC 4443)."""
    if protocol == Protocol.ICMP:
        return kind in (3, 4, 5, 11, 12)
    return bool(1 <= kind <= 4)


@kernel
def _quote(data: U8, start: Whole, end: Whole, packets: Packets, row: Whole) -> None:
    """Read the packet that an ICMP error quotes; its destination is the one in trouble."""
    room = end - start
    if room < 20:
        return
    source_hi: Whole
    source_lo: Whole
    protocol: Whole
    version = octet(data, start) >> 4
    if version == 4 and packets.protocol[row] == Protocol.ICMP:
        source_hi, source_lo = np.uint64(0), np.uint64(big32(data, start + 12) | MAPPED)
        packets.quoted_lo[row] = np.uint64(big32(data, start + 16) | MAPPED)
        protocol = octet(data, start + 9)
        place = start + (octet(data, start) & 15) * 4
        fragment = big16(data, start + 6)
    elif (
        version == 6
        and packets.protocol[row] == Protocol.ICMPV6
        and room >= 40
        and not _is_mapped(data, start + 24)
    ):
        source_hi, source_lo = big64(data, start + 8), big64(data, start + 16)
        packets.quoted_hi[row] = big64(data, start + 24)
        packets.quoted_lo[row] = big64(data, start + 32)
        protocol, place, fragment = _follow(data, start + 40, end, octet(data, start + 6))
    else:
        return
    is_ours = source_hi == packets.destination_hi[row] and source_lo == packets.destination_lo[row]
    packets.quoted[row] = Quoted.OURS if is_ours else Quoted.FOREIGN
    packets.quoted_protocol[row] = protocol
    has_ports = protocol in (Protocol.TCP, Protocol.UDP) and fragment & 0x1FFF == 0
    if has_ports and place >= start + 20 and end - place >= 4:
        packets.quoted_source_port[row] = big16(data, place)
        packets.quoted_destination_port[row] = big16(data, place + 2)

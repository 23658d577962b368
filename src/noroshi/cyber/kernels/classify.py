"""What one packet looks like, by fixed rules.

Each rule names its source; `docs/detectors.md` repeats them for readers.
"""

import numpy as np

from noroshi.columns.kernel import inline, kernel
from noroshi.columns.schema import U8, U16, U32, U64, Whole
from noroshi.cyber.packets import Flag, Packets, Pattern, Protocol

MIRAI, ZMAP, MASSCAN = (int(pattern) for pattern in Pattern)
ZMAP_ID = 54321

_SYN, _RST = int(Flag.SYN), int(Flag.RST)
_SYN_OR_ACK = int(Flag.SYN | Flag.ACK)
_TCP, _UDP, _ICMP, _ICMPV6 = (
    int(protocol) for protocol in (Protocol.TCP, Protocol.UDP, Protocol.ICMP, Protocol.ICMPV6)
)
_MAPPED = 0xFFFF


# n = packets
@kernel
def label(packets: Packets, first: Whole, last: Whole) -> None:
    """Label packets `first` to `last` (exclusive): those that a parser did not make need it before they are folded.

    packets : columns[n], labels updated in place
    """
    _label(
        packets.protocol[first:last],
        packets.tcp_flags[first:last],
        packets.quoted[first:last],
        packets.ip_id[first:last],
        packets.sequence[first:last],
        packets.destination_lo[first:last],
        packets.destination_port[first:last],
        packets.labels[first:last],
    )


@kernel
def _label(
    protocol: U8, flags: U8, quoted: U8, ip_id: U16, sequence: U32, destination: U64, port: U16, labels: U8
) -> None:
    for j in range(protocol.shape[0]):  # without branches, so that it becomes vectors
        is_syn = (protocol[j] == _TCP) & (flags[j] & _SYN_OR_ACK == _SYN)
        target = np.uint32(destination[j] & np.uint64(0xFFFF_FFFF))
        cookie = np.uint16((target ^ port[j] ^ sequence[j]) & np.uint32(0xFFFF))
        labels[j] = (
            MIRAI * (is_syn & (sequence[j] == target))
            | ZMAP * ((quoted[j] == 0) & (ip_id[j] == ZMAP_ID))
            | MASSCAN * (is_syn & (ip_id[j] == cookie))
        )


@inline
def accepts(packets: Packets, i: Whole) -> bool:
    """Whether a packet accepts a TCP connection: a SYN-ACK, which a dark address never sends by itself."""
    return bool(packets.protocol[i] == _TCP and packets.tcp_flags[i] & (_SYN_OR_ACK | _RST) == _SYN_OR_ACK)


@inline
def is_answer(packets: Packets, i: Whole) -> bool:
    """Whether a packet answers another, so that its source was spoken to, or seemed to be.

    TCP: SYN-ACK or RST. ICMP: types 0, 3, 4, 5, 11, 12, 14, 16, 18 and ICMPv6: errors
    (1-4) and echo reply (129). UDP: from port 53 (all after corsaro3's backscatter
    filter), and from other ports that reflectors answer on to an ephemeral one
    (US-CERT TA14-017A's list), which corsaro3 leaves out.
    """
    protocol = packets.protocol[i]
    port = packets.source_port[i]
    if protocol == _TCP:
        flags = packets.tcp_flags[i]
        return bool(flags & _SYN_OR_ACK == _SYN_OR_ACK or flags & _RST != 0)
    if protocol == _UDP:
        if port == 53:
            return True
        return packets.destination_port[i] >= 1024 and (
            port in (17, 19, 69, 111, 123, 137, 161, 389, 520, 1900, 3283, 3702, 5353, 5683, 11211)
        )
    if protocol == _ICMP:
        return port in (0, 3, 4, 5, 11, 12, 14, 16, 18)
    if protocol == _ICMPV6:
        return bool(port < 5 or port == 129)
    return False


@inline
def is_odd(packets: Packets, i: Whole) -> bool:
    """Whether a header is one that ordinary software does not send.

    After corsaro3's filter of spoofed traffic: a TCP flag set that no stack sends, a TTL of
    200 or more on TCP or UDP, a fragment, port 0, or the source address equal to the
    destination. Its last-octet rule (.0 and .255) is left out: those are good hosts
    in any prefix shorter than /24. Its UDP port 80 rule is left out: QUIC has come.
    """
    if packets.fragment[i] & 0x3FFF != 0:
        return True
    if (
        packets.source_lo[i] == packets.destination_lo[i]
        and packets.source_hi[i] == packets.destination_hi[i]
    ):
        return True
    protocol = packets.protocol[i]
    if protocol not in (_TCP, _UDP):
        return False
    if packets.ttl[i] >= 200 or packets.source_port[i] == 0 or packets.destination_port[i] == 0:
        return True
    if protocol == _UDP:
        return False
    flags = packets.tcp_flags[i] & 0x3F
    # S, A, R, F, SF, SA, FA, PA, FPA, RA
    return flags not in (0x02, 0x10, 0x04, 0x01, 0x03, 0x12, 0x11, 0x18, 0x19, 0x14)


@inline
def is_zmap_shaped(packets: Packets, i: Whole) -> bool:
    """Whether a SYN has the shape that ZMap gives since 4.1.0, when its fixed identification went.

    Window 65535, the don't-fragment bit clear, and a 32-byte TCP header with an MSS (its
    default options imitate Windows, which sets that bit).
    """
    return bool(
        packets.window[i] == 0xFFFF
        and packets.tcp_header[i] == 32
        and packets.mss[i] != 0
        and packets.fragment[i] & 0x4000 == 0
        and is_ipv4(packets.destination_hi[i], packets.destination_lo[i])
    )


@inline
def nmap_key(packets: Packets, i: Whole) -> Whole:
    """Give the key of a packet shaped like Nmap -sS, or -1.

    Window 1024 and an MSS of 1460 as the only option; the sequence number's halves
    xor to one value for a whole scan (Nmap, tcpip.cc and scan_engine_raw.cc).
    """
    if packets.window[i] != 1024 or packets.mss[i] != 1460 or packets.tcp_header[i] != 24:
        return -1
    sequence = np.int64(packets.sequence[i])
    return (sequence >> 16) ^ (sequence & 0xFFFF)


@inline
def unicorn_key(packets: Packets, i: Whole, destination: Whole) -> Whole:
    """Give the session key of a packet, were it Unicornscan's (tcphash.h).

    key = sequence xor destination xor (destination port << 16) + source port; a
    little-endian sender uses the destination's bytes `swapped`.
    """
    ports = (np.int64(packets.destination_port[i]) << 16) + np.int64(packets.source_port[i])
    return (np.int64(packets.sequence[i]) ^ destination ^ ports) & 0xFFFF_FFFF


@inline
def swapped(word: Whole) -> Whole:
    """Reverse the bytes of a 32-bit word."""
    return (word & 0xFF) << 24 | (word & 0xFF00) << 8 | (word >> 8) & 0xFF00 | (word >> 24) & 0xFF


@inline
def is_ipv4(hi: Whole, lo: Whole) -> bool:
    """Whether an address is an IPv4-mapped one."""
    return bool(hi == 0 and lo >> np.uint64(32) == _MAPPED)

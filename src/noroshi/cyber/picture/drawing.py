"""A frame, drawn of what a pool was shown."""

import numpy as np

from noroshi.clock import MILLISECOND
from noroshi.columns.records import Records
from noroshi.columns.schema import U8, U32, U64, Bool
from noroshi.cyber.kernels.sampling import answers
from noroshi.cyber.packets import Packets, Protocol
from noroshi.cyber.picture.circles import Circles, Found
from noroshi.cyber.picture.frames import HEADER, NOBODY, SHOWN, VERSION, Flag, Frame
from noroshi.cyber.picture.pools import Taken

_MOST16, _MOST32 = 0xFFFF, 0xFFFF_FFFF
_SCATTER = np.uint64(0x9E37_79B1)


def draw(taken: Taken, circles: Circles) -> Frame:
    """Draw the frame of what came between two cuts.

    In a member's view nothing is said of whom else an address belongs to, nor of where a destination lies that is not its own.
    """
    packets = taken.shown
    source = circles.find(packets.source_hi, packets.source_lo)
    destination = circles.find(packets.destination_hi, packets.destination_lo)
    shown = np.zeros(len(packets.time), SHOWN)
    shown["source"] = _folded(packets.source_hi, packets.source_lo)
    shown["source_ring"] = source.ring
    shown["source_position"] = np.where(source.ring == NOBODY, 0, source.position)
    shown["ring"], shown["position"] = destination.ring, destination.position
    is_icmp = (packets.protocol == Protocol.ICMP) | (packets.protocol == Protocol.ICMPV6)
    typed = packets.source_port << 8 | packets.destination_port & 0xFF
    shown["port"] = np.where(is_icmp, typed, packets.destination_port)
    shown["protocol"] = packets.protocol
    shown["flags"] = _flags(packets, source, destination, taken.is_alerting)
    shown["late"] = np.clip((packets.time - taken.start) // MILLISECOND, 0, _MOST16)
    return Frame(_header(taken), shown, source.dark)


def _header(taken: Taken) -> Records:
    header = np.zeros(1, HEADER)
    header["version"] = VERSION
    header["records"] = len(taken.shown.time)
    header["period"] = min((taken.last - taken.start) // MILLISECOND, _MOST32)
    header["start"] = taken.start // MILLISECOND
    header["packets"] = taken.packets
    header["weight"] = taken.weight
    return header


def _folded(hi: U64, lo: U64) -> U32:
    """Write sources in 32 bits: an IPv4 address as it is, of an IPv6 one its network of 48 bits, scattered."""
    folded = hi >> np.uint64(32) ^ (hi >> np.uint64(16) & np.uint64(_MOST16)) * _SCATTER
    source: U32 = (np.where(_is_ipv4(hi, lo), lo, folded) & np.uint64(_MOST32)).astype(np.uint32)
    return source


def _is_ipv4(hi: U64, lo: U64) -> Bool:
    found: Bool = (hi == 0) & (lo >> np.uint64(32) == _MOST16)
    return found


def _flags(packets: Packets, source: Found, destination: Found, is_alerting: Bool) -> U8:
    is_answer = np.empty(len(packets.time), np.bool_)
    answers(packets, is_answer)
    flags: U8 = (
        Flag.FROM_MEMBER * ((source.ring != NOBODY) & ~source.dark)
        | Flag.FROM_ALERTING * is_alerting
        | Flag.IPV6 * ~_is_ipv4(packets.source_hi, packets.source_lo)
        | Flag.TO_LIVE * (destination.known & ~destination.dark)
        | Flag.ANSWER * is_answer
    ).astype(np.uint8)
    return flags

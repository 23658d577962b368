"""Headers written into rows of packets, all rows of an actor at once."""

from typing import TypeAlias

import numpy as np

from noroshi.columns.schema import I64, U64, Bool
from noroshi.cyber.packets import Flag, Packets, Protocol
from noroshi.cyber.scenarios.dice import key_of, scatter
from noroshi.cyber.scenarios.senders import Words

Numbers: TypeAlias = U64 | I64 | int
"""One number a row, or one for all."""

DONT_FRAGMENT = 0x4000


def address(packets: Packets, source: Words, destination: Words) -> None:
    """Write who sends to whom."""
    packets.source_hi[:], packets.source_lo[:] = source
    packets.destination_hi[:], packets.destination_lo[:] = destination


def travel(packets: Packets, initial: int | I64) -> None:
    """Take from the TTL the hops on the way: 6 to 21, always the same from one source."""
    hops = scatter(key_of("hops"), packets.source_lo) >> np.uint64(60)
    packets.ttl[:] = initial - 6 - hops.astype(np.int64)


def tcp(packets: Packets, source_port: Numbers, destination_port: Numbers, flags: int) -> None:
    """Write a TCP segment without options or payload."""
    packets.protocol[:] = Protocol.TCP
    packets.source_port[:] = source_port
    packets.destination_port[:] = destination_port
    packets.tcp_flags[:] = flags
    packets.tcp_header[:] = 20
    packets.length[:] = _ip_header(packets) + 20


def syn(
    packets: Packets,
    source_port: Numbers,
    destination_port: Numbers,
    *,
    header: int = 20,
    mss: int = 0,
    window: Numbers,
    sequence: U64,
) -> None:
    """Write a TCP SYN whose header is so many bytes long; see `noroshi.cyber.kernels.encode.encode`."""
    tcp(packets, source_port, destination_port, Flag.SYN)
    packets.tcp_header[:] = header
    packets.length[:] = _ip_header(packets) + header
    packets.mss[:] = mss
    packets.window[:] = window
    packets.sequence[:] = sequence & np.uint64(0xFFFF_FFFF)


def udp(packets: Packets, source_port: Numbers, destination_port: Numbers, carried: int | I64) -> None:
    """Write a UDP datagram that carries so many bytes."""
    packets.protocol[:] = Protocol.UDP
    packets.source_port[:] = source_port
    packets.destination_port[:] = destination_port
    packets.length[:] = _ip_header(packets) + 8 + carried


def echo(packets: Packets, which: Bool, carried: int) -> None:
    """Make some rows ICMPv6 echo requests that carry so many bytes."""
    values = {"protocol": Protocol.ICMPV6, "source_port": 128, "length": 48 + carried}
    nothing = ("destination_port", "tcp_flags", "tcp_header", "mss", "window", "sequence")
    for column, value in {**values, **dict.fromkeys(nothing, 0)}.items():
        getattr(packets, column)[which] = value


def identify(packets: Packets, ip_id: U64) -> None:
    """Write the IPv4 identification, the lower 16 bits given."""
    packets.ip_id[:] = ip_id & np.uint64(0xFFFF)


def ephemeral(bits: U64) -> U64:
    """Give a source port as Linux chooses it: 32768 to 60999."""
    return np.uint64(32768) + bits % np.uint64(28232)


def _is_v6(packets: Packets) -> Bool:
    is_v6: Bool = packets.destination_hi != 0
    return is_v6


def _ip_header(packets: Packets) -> I64:
    return np.where(_is_v6(packets), 40, 20)

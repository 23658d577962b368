"""Captures written plainly, block by block."""

import struct
from typing import NamedTuple

SECTION, INTERFACE, OLD_PACKET, SIMPLE_PACKET, NAMES, STATISTICS, PACKET = 0x0A0D0D0A, 1, 2, 3, 4, 5, 6


class Frame(NamedTuple):
    """A frame, and when it was seen."""

    time: int  # ns UTC
    data: bytes


SYN = bytes.fromhex(
    "020000000001 020000000002 0800"
    "45000028 d4310000 40060000 c0000205 c6120001"
    "9c40 0017 c6120001 00000000 5002 ffff 0000 0000"
)
"""A Mirai-like SYN from 192.0.2.5, port 40000, to 198.18.0.1, port 23."""


def pcap(*frames: Frame, order: str = "<", unit: int = 1000, link: int = 1, version: int = 2) -> bytes:
    """Write a pcap file; `unit` is 1000 ns or 1 ns."""
    magic = 0xA1B2C3D4 if unit == 1000 else 0xA1B23C4D
    header = struct.pack(order + "IHHiIII", magic, version, 4, 0, 0, 262144, link)
    return header + b"".join(record(frame, order, unit) for frame in frames)


def record(frame: Frame, order: str = "<", unit: int = 1000) -> bytes:
    """Write a record of a pcap file."""
    seconds, rest = divmod(frame.time, 10**9)
    size = len(frame.data)
    return struct.pack(order + "IIII", seconds, rest // unit, size, size) + frame.data


def block(kind: int, body: bytes, order: str = "<") -> bytes:
    """Write a pcapng block."""
    body += bytes(-len(body) % 4)
    length = struct.pack(order + "I", len(body) + 12)
    return struct.pack(order + "I", kind) + length + body + length


def option(code: int, value: bytes, order: str = "<") -> bytes:
    """Write an option of a pcapng block."""
    return struct.pack(order + "HH", code, len(value)) + value + bytes(-len(value) % 4)


def section(order: str = "<") -> bytes:
    """Write a section header."""
    return block(SECTION, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1), order)


def interface(
    link: int = 1, order: str = "<", *, resolution: int = 6, seconds: int = 0, snaplen: int = 0
) -> bytes:
    """Write an interface description; `resolution` and `seconds` are if_tsresol and if_tsoffset."""
    options = option(9, bytes([resolution]), order) + option(14, struct.pack(order + "q", seconds), order)
    return block(INTERFACE, struct.pack(order + "HHI", link, 0, snaplen) + options + bytes(4), order)


def packet(ticks: int, data: bytes, order: str = "<", *, interface: int = 0) -> bytes:
    """Write an enhanced packet block."""
    fixed = struct.pack(order + "IIIII", interface, ticks >> 32, ticks & 0xFFFFFFFF, len(data), len(data))
    return block(PACKET, fixed + data, order)


def old_packet(ticks: int, data: bytes, order: str = "<", *, interface: int = 0) -> bytes:
    """Write an obsolete packet block."""
    fixed = struct.pack(order + "HHIIII", interface, 0, ticks >> 32, ticks & 0xFFFFFFFF, len(data), len(data))
    return block(OLD_PACKET, fixed + data, order)


def simple_packet(data: bytes, order: str = "<", *, length: int | None = None) -> bytes:
    """Write a simple packet block, of a frame that was `length` bytes long."""
    return block(
        SIMPLE_PACKET, struct.pack(order + "I", len(data) if length is None else length) + data, order
    )


def pcapng(*frames: Frame, order: str = "<") -> bytes:
    """Write a pcapng file of one section and one interface that tells nanoseconds."""
    written = (packet(frame.time, frame.data, order) for frame in frames)
    return section(order) + interface(order=order, resolution=9) + b"".join(written)

"""Blocks of Linux's packet ring (TPACKET_V3), written plainly."""

import struct

from tests.cyber.captures import Frame

PLACE = 82
"""Where the system puts an Ethernet frame in its record, so that the IP header is aligned."""


def block(*frames: Frame, size: int = 0) -> bytes:
    """Write a block of at least that size, in the machine's own byte order."""
    records = b"".join(record(frame, is_last=number == len(frames)) for number, frame in enumerate(frames, 1))
    descriptor = struct.pack("6IQ4I", 1, 48, 1, len(frames), 48, 48 + len(records), 1, 0, 0, 0, 0)
    return (descriptor + records).ljust(size, b"\0")


def record(frame: Frame, *, is_last: bool = False) -> bytes:
    """Write a record of a block; the last one does not say how long it is."""
    seconds, nanoseconds = divmod(frame.time, 10**9)
    size = len(frame.data)
    step = PLACE + size + -(PLACE + size) % 8
    header = struct.pack(
        "6I2H20x", 0 if is_last else step, seconds, nanoseconds, size, size, 1, PLACE, PLACE + 14
    )
    return (header.ljust(PLACE, b"\0") + frame.data).ljust(step, b"\0")

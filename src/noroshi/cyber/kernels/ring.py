"""From a block of Linux's packet ring to frames (TPACKET_V3; linux/if_packet.h)."""

import sys

import numpy as np

from noroshi.columns.kernel import kernel
from noroshi.columns.prefetch import prefetch
from noroshi.columns.schema import U8, Whole
from noroshi.cyber.kernels.framing import AHEAD, Frames
from noroshi.cyber.kernels.words import file16, file32

DESCRIPTOR = 48
"""Bytes that a block begins with, `struct tpacket_block_desc`."""

HEADER = 48
"""Bytes that a record begins with, `struct tpacket3_hdr`."""

SMALLEST = 72
"""Bytes of a record without a frame: its header, a `struct sockaddr_ll`, and a multiple of eight."""

STATUS = 8
"""Where a block says whose it is (`block_status`)."""

_PROMISED, _FIRST = 12, 16
_NEXT, _SECONDS, _NANOSECONDS, _CAPTURED, _FRAME = 0, 4, 8, 12, 24

_IS_BIG = sys.byteorder == "big"
"""The ring is in the machine's own order."""


# n = room for frames
@kernel
def frame_block(block: U8, link: Whole, frames: Frames) -> tuple[Whole, Whole]:
    """Walk the records of a block that the system has handed over.

    block : uint8, nothing outside of which is read, whatever it says; link : the interface's link type;
    frames : columns[n], filled in place

    Returns
    -------
    tuple[int, int]
        How many frames there are, and how many more the block promises that are not within it, or that
        there is no room for.
    """
    promised, place = file32(block, _PROMISED, _IS_BIG), file32(block, _FIRST, _IS_BIG)
    room = min(promised, np.int64(frames.time.shape[0]))
    size = np.int64(block.shape[0])
    count = np.int64(0)
    while count < room and place + HEADER <= size:
        prefetch(block, place + AHEAD)
        start = place + file16(block, place + _FRAME, _IS_BIG)
        captured = file32(block, place + _CAPTURED, _IS_BIG)
        if start + captured > size:
            break
        seconds = file32(block, place + _SECONDS, _IS_BIG)
        frames.start[count] = start
        frames.captured[count] = captured
        frames.time[count] = seconds * 1_000_000_000 + file32(block, place + _NANOSECONDS, _IS_BIG)
        frames.link[count] = link
        count += 1
        step = file32(block, place + _NEXT, _IS_BIG)
        if step < HEADER:  # the last record has none
            break
        place += step
    return count, promised - count

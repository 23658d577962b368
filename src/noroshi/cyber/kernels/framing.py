"""From the raw bytes of a capture to the frames in them.

A framing kernel walks records until the bytes, or the room for frames, run out. It
looks at no frame's inside, so that one `dissect` serves every format.
"""

from enum import IntEnum
from typing import Annotated, NamedTuple

import numpy as np

from noroshi.columns.kernel import inline, kernel
from noroshi.columns.prefetch import prefetch
from noroshi.columns.schema import I32, I64, U8, U16, Whole
from noroshi.cyber.kernels.words import file16, file32

LARGEST_FRAME = 1 << 18
"""Bytes; libpcap's MAXIMUM_SNAPLEN. A longer record is taken for damage."""

LARGEST_BLOCK = 1 << 24
"""Bytes of a pcapng block; what libpcap and Wireshark put up with."""

LATEST = 1 << 62
"""ns UTC; in the year 2116, ten years after pcap's own clock ends. A time past it, or before 1970, is
taken for damage: the sums of those who reckon with it would overflow."""


AHEAD = 1024
"""Bytes by which the walk asks for data before it comes to it. Where a record begins is known only when the one
before has been read, so the walk cannot run ahead by itself: 7.1 ns a packet, and with this 4.1."""


class Frames(NamedTuple):
    """Where the frames lie in a buffer of raw bytes."""

    start: Annotated[I32, "bytes", "Where the frame begins in the buffer."]
    captured: Annotated[I32, "bytes", "How much of it was captured."]
    time: Annotated[I64, "ns UTC", "When it was captured."]
    link: Annotated[U16, "", "Its link type (the registry of tcpdump.org)."]


class Interfaces(NamedTuple):
    """The interfaces of a pcapng section, in the order of their descriptions."""

    link: Annotated[U16, "", "Link type."]
    snaplen: Annotated[I64, "bytes", "The most that is captured of a frame; 0 for no limit."]
    multiply: Annotated[I64, "ns", "One unit of time, if it is a nanosecond or longer; else 1."]
    divide: Annotated[I64, "1/ns", "Units in a nanosecond, if it is shorter; else 1."]
    shift: Annotated[I64, "bits", "The unit is 2 to the minus this; -1 if it is a power of ten."]
    most: Annotated[I64, "", "The most units that are still a time before `LATEST`."]
    offset: Annotated[I64, "ns", "Added to every time."]


class Stop(IntEnum):
    """Why a framing kernel stopped."""

    MORE = 0
    """The next record is not all there yet."""
    FULL = 1
    """There is no room for more frames."""
    SECTION = 2
    """A section header comes next."""
    INTERFACE = 3
    """An interface description comes next."""
    TOO_LONG = 4
    """The record says that it is longer than any honest one."""
    TOO_SHORT = 5
    """The block says that it is shorter than its own fixed part."""
    UNEVEN = 6
    """The block's length is not a multiple of four."""
    UNEQUAL = 7
    """The block's two lengths differ."""
    OVERFLOWING = 8
    """The frame is longer than the block that holds it."""
    NO_INTERFACE = 9
    """The block names an interface that was not described."""
    NO_TIME = 10
    """The time is before 1970 or past `LATEST`."""


# n = room for frames
@kernel
def frame_pcap(
    data: U8,
    start: Whole,
    end: Whole,
    is_big: Whole,
    unit: Whole,
    longest: Whole,
    link: Whole,
    frames: Frames,
) -> tuple[Whole, Whole, Whole]:
    """Walk pcap records (draft-ietf-opsawg-pcap).

    data : uint8, of which [start, end) counts; is_big : the file's byte order; unit : ns a unit of the
    fraction; longest : bytes a frame may have; frames : columns[n], filled in place

    Returns
    -------
    tuple[int, int, int]
        Where it stopped, how many frames there are, and why: a member of `Stop`.
    """
    room = frames.time.shape[0]
    count = 0
    while end - start >= 16:
        if count == room:
            return start, count, Stop.FULL
        prefetch(data, start + AHEAD)
        captured = file32(data, start + 8, is_big)
        if captured > longest:
            return start, count, Stop.TOO_LONG
        if end - start - 16 < captured:
            break
        seconds, fraction = file32(data, start, is_big), file32(data, start + 4, is_big)
        frames.start[count] = start + 16
        frames.captured[count] = captured
        frames.time[count] = seconds * 1_000_000_000 + fraction * unit
        frames.link[count] = link
        count += 1
        start += 16 + captured
    return start, count, Stop.MORE


_SECTION, _INTERFACE, _OLD_PACKET, _SIMPLE_PACKET, _PACKET = 0x0A0D0D0A, 1, 2, 3, 6


# n = room for frames, i = interfaces
@kernel
def frame_pcapng(
    data: U8,
    start: Whole,
    end: Whole,
    is_big: Whole,
    interfaces: Interfaces,
    described: Whole,
    latest: Whole,
    frames: Frames,
) -> tuple[Whole, Whole, Whole, Whole]:
    """Walk the blocks of a pcapng section (draft-ietf-opsawg-pcapng) that hold packets.

    data : uint8, of which [start, end) counts; interfaces : columns[i], the first `described` of which
    count; latest : ns UTC, for simple packets, which have no time of their own; frames : columns[n],
    filled in place

    Returns
    -------
    tuple[int, int, int, int]
        Where it stopped, how many frames there are, why (a member of `Stop`), and the latest time.
    """
    room = frames.time.shape[0]
    count = 0
    while end - start >= 12:
        prefetch(data, start + AHEAD)
        kind = file32(data, start, is_big)
        if kind == _SECTION:
            return start, count, Stop.SECTION, latest
        length = file32(data, start + 4, is_big)
        stop = _check_block(length)
        if stop != Stop.MORE:
            return start, count, stop, latest
        if end - start < length:
            break
        if file32(data, start + length - 4, is_big) != length:
            return start, count, Stop.UNEQUAL, latest
        if kind == _INTERFACE:
            return start, count, Stop.INTERFACE, latest
        if kind in (_OLD_PACKET, _SIMPLE_PACKET, _PACKET):
            if count == room:
                return start, count, Stop.FULL, latest
            stop, latest = _frame_block(
                data, start, length, kind, is_big, interfaces, described, latest, frames, count
            )
            if stop != Stop.MORE:
                return start, count, stop, latest
            count += 1
        start += length
    return start, count, Stop.MORE, latest


@inline
def _check_block(length: Whole) -> Whole:
    if length < 12:
        return Stop.TOO_SHORT
    if length > LARGEST_BLOCK:
        return Stop.TOO_LONG
    return Stop.UNEVEN if length & 3 else Stop.MORE


@inline
def _frame_block(
    data: U8,
    start: Whole,
    length: Whole,
    kind: Whole,
    is_big: Whole,
    interfaces: Interfaces,
    described: Whole,
    latest: Whole,
    frames: Frames,
    count: Whole,
) -> tuple[Whole, Whole]:
    """Note the frame of one block; give why it could not be, and the latest time."""
    fixed = 16 if kind == _SIMPLE_PACKET else 32
    if length < fixed:
        return Stop.TOO_SHORT, latest
    interface: Whole = np.int64(0)
    if kind == _PACKET:
        interface = file32(data, start + 8, is_big)
    elif kind == _OLD_PACKET:
        interface = file16(data, start + 8, is_big)
    if interface >= described:
        return Stop.NO_INTERFACE, latest
    if kind == _SIMPLE_PACKET:
        captured = min(file32(data, start + 8, is_big), length - 16)
        if interfaces.snaplen[0] > 0:
            captured = min(captured, interfaces.snaplen[0])
        frames.start[count] = start + 12
    else:
        captured = file32(data, start + 20, is_big)
        if captured > length - 32:
            return Stop.OVERFLOWING, latest
        ticks = file32(data, start + 12, is_big) << 32 | file32(data, start + 16, is_big)
        if not 0 <= ticks <= interfaces.most[interface]:
            return Stop.NO_TIME, latest
        moment = _moment(ticks, interfaces, interface)
        if not 0 <= moment < LATEST:
            return Stop.NO_TIME, latest
        latest = moment
        frames.start[count] = start + 28
    frames.captured[count] = captured
    frames.time[count] = latest
    frames.link[count] = interfaces.link[interface]
    return Stop.MORE, latest


@inline
def _moment(ticks: Whole, interfaces: Interfaces, interface: Whole) -> Whole:
    shift = interfaces.shift[interface]
    if shift < 0:
        whole = ticks * interfaces.multiply[interface] // interfaces.divide[interface]
        return np.int64(whole + interfaces.offset[interface])
    seconds = ticks >> shift
    fraction = ticks & ((np.int64(1) << shift) - 1)
    if shift > 30:  # a nanosecond has fewer bits than the unit: drop those beyond, or the product overflows
        fraction >>= shift - 30
        shift = np.int64(30)
    whole = seconds * 1_000_000_000 + (fraction * 1_000_000_000 >> shift)
    return np.int64(whole + interfaces.offset[interface])

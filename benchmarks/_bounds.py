"""What a pipeline of any make must do, and how fast that alone goes here."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from noroshi.columns.hashing import mix64
from noroshi.columns.kernel import inline, kernel
from noroshi.columns.schema import U8, U32, U64, Whole
from noroshi.cyber.kernels.words import little32
from noroshi.cyber.sources.stream import WINDOW, ByteStream

FILE_HEADER, RECORD_HEADER = 24, 16
SOURCE = RECORD_HEADER + 14 + 12
"""Where a record has the IPv4 source address, behind an Ethernet header."""

Walk = Callable[[U8, int, int], tuple[Whole, Whole]]


def read_through(capture: Path) -> int:
    """Read a file through a window as large as the pipeline's; give its bytes."""
    window, total = memoryview(bytearray(WINDOW)), 0
    with capture.open("rb", buffering=0) as file:
        while count := file.readinto(window):
            total += count
    return total


def walk_through(capture: Path, walk: Walk) -> int:
    """Let a kernel walk all records of a little-endian pcap; give how many there are."""
    total = 0
    with capture.open("rb", buffering=0) as file:
        stream = ByteStream(str(capture), file)
        stream.fill()
        stream.start = FILE_HEADER
        while True:
            start, count = walk(stream.data, stream.start, stream.end)
            stream.start = int(start)
            total += int(count)
            if not stream.fill():
                return total


@kernel
def walk(data: U8, start: Whole, end: Whole) -> tuple[Whole, Whole]:
    """Go from record to record; give where the last whole one ends, and how many there were.

    data : uint8
    """
    count = np.int64(0)
    while end - start >= RECORD_HEADER:
        size = RECORD_HEADER + little32(data, start + 8)
        if end - start < size:
            break
        start += size
        count += 1
    return start, count


def counting(slots: int) -> Walk:
    """Make a walk that also counts each packet for its source, in a table of so many slots (a power of two)."""
    keys, counts = np.zeros(slots, np.uint64), np.zeros(slots, np.uint32)

    def counting_walk(data: U8, start: int, end: int) -> tuple[Whole, Whole]:
        return _walk_and_count(data, start, end, keys, counts)

    return counting_walk


# k = slots
@kernel
def _walk_and_count(data: U8, start: Whole, end: Whole, keys: U64, counts: U32) -> tuple[Whole, Whole]:
    """Go from record to record, and count each for its source.

    data : uint8; keys : uint64[k], counts : uint32[k], updated in place
    """
    count = np.int64(0)
    while end - start >= RECORD_HEADER:
        size = RECORD_HEADER + little32(data, start + 8)
        if end - start < size:
            break
        counts[_slot(keys, np.uint64(little32(data, start + SOURCE)))] += np.uint32(1)
        start += size
        count += 1
    return start, count


@inline
def _slot(keys: U64, key: Any) -> Any:
    mask = np.uint64(keys.shape[0] - 1)
    place = mix64(key) & mask
    while keys[place] != key and keys[place] != 0:
        place = (place + np.uint64(1)) & mask
    keys[place] = key
    return place

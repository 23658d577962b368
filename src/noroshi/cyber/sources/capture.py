"""One capture, whatever its format and compression, as batches of packets."""

import io
from collections.abc import Iterator
from typing import BinaryIO, Protocol

import numpy as np

from noroshi.columns.schema import allocate, rows
from noroshi.cyber.kernels.dissect import dissect
from noroshi.cyber.kernels.framing import Frames, Stop
from noroshi.cyber.packets import Packets, Skip
from noroshi.cyber.sources import pcap, pcapng
from noroshi.cyber.sources.compression import decompressed
from noroshi.cyber.sources.stream import ByteStream

BATCH = 1 << 13
"""Frames at a time: their columns (0.7 MB) stay in a processor's second-level cache."""

BROKEN = {
    Stop.TOO_LONG: "a record longer than any honest one",
    Stop.TOO_SHORT: "a block shorter than its own fixed part",
    Stop.UNEVEN: "a block whose length is not a multiple of four",
    Stop.UNEQUAL: "a block whose two lengths differ",
    Stop.OVERFLOWING: "a frame longer than the block that holds it",
    Stop.NO_INTERFACE: "a packet of an interface that was not described",
}
"""Why a capture cannot be read any further, in words."""


class Format(Protocol):
    """Walks the records of a stream."""

    def walk(self, stream: ByteStream, frames: Frames) -> tuple[int, Stop]:
        """Note the frames that are there; give how many, and why it stopped."""
        ...


class CaptureReader:
    """Reads captures one after another into the same buffers, and counts.

    A batch that it hands over is good until the next one.
    """

    def __init__(self) -> None:
        self.frames = 0
        self.packets = 0
        self.bytes = 0
        self.skipped = np.zeros(len(Skip), np.int64)
        self._frames = allocate(Frames, BATCH)
        self._packets = allocate(Packets, BATCH)

    def read(self, name: str, file: BinaryIO) -> Iterator[Packets]:
        """Read one capture.

        Raises
        ------
        CaptureError
            If it is broken; everything before the fault has been handed over.
        """
        buffered = io.BufferedReader(file)  # type: ignore[type-var]  # a raw file, which BinaryIO does not say
        stream = ByteStream(name, decompressed(buffered, buffered.peek(6)[:6]))
        form = _format(stream)
        while True:
            before = stream.start
            count, stop = form.walk(stream, self._frames)
            self.bytes += stream.start - before
            if count:
                yield self._dissect(stream, count)
            if stop in BROKEN:
                raise stream.broken(BROKEN[stop])
            if stop is not Stop.FULL and not stream.fill():
                if stream.unread:
                    raise stream.broken("the last record is cut off")
                return

    def _dissect(self, stream: ByteStream, count: int) -> Packets:
        self.frames += count
        found = int(dissect(stream.data, self._frames, 0, count, self._packets, self.skipped))
        self.packets += found
        return rows(self._packets, slice(found))


def _format(stream: ByteStream) -> Format:
    if not stream.want(4):
        raise stream.broken("the file is empty" if not stream.unread else "the file ends in its first bytes")
    magic = stream.data[stream.start : stream.start + 4].tobytes()
    if magic in pcap.MAGICS:
        return pcap.PcapFormat(stream)
    if magic == pcapng.MAGIC:
        return pcapng.PcapngFormat(stream)
    raise stream.broken("neither pcap nor pcapng")

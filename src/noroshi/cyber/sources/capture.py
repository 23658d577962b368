"""One capture, whatever its format and compression, as batches of packets."""

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from noroshi.columns.schema import allocate, rows
from noroshi.cyber.kernels.dissect import dissect
from noroshi.cyber.kernels.framing import Frames, Stop
from noroshi.cyber.packets import Packets, Skip
from noroshi.cyber.sources import pcap, pcapng
from noroshi.cyber.sources.stream import ByteStream
from noroshi.cyber.sources.waiting import Readable

BATCH = 1 << 16
"""Frames at a time, as many as the window holds of the smallest. Their columns (5.7 MB) go beyond a processor's
second-level cache, but a batch has 60 µs of calls to share out: 8,192 at a time took 76 ns a packet,
32,768 took 71.5, and 65,536 take 70."""

BROKEN = {
    Stop.TOO_LONG: "a record longer than any honest one",
    Stop.TOO_SHORT: "a block shorter than its own fixed part",
    Stop.UNEVEN: "a block whose length is not a multiple of four",
    Stop.UNEQUAL: "a block whose two lengths differ",
    Stop.OVERFLOWING: "a frame longer than the block that holds it",
    Stop.NO_INTERFACE: "a packet of an interface that was not described",
    Stop.NO_TIME: "a packet from before 1970, or from after 2116",
}
"""Why a capture cannot be read any further, in words."""


class Format(Protocol):
    """Walks the records of a stream."""

    def walk(self, stream: ByteStream, frames: Frames) -> tuple[int, Stop]:
        """Note the frames that are there; give how many, and why it stopped.

        Raises
        ------
        CaptureError
            If a header is none that we can read.
        """
        ...


class CaptureReader:
    """Reads captures one after another into the same buffers, and counts.

    A batch that it hands over is good until the next one.
    """

    def __init__(self) -> None:
        self.frames = 0
        self.packets = 0
        self.bytes = 0
        self.passed = 0
        """Frames of the current capture that have been handed over, or passed by."""
        self.skipped = np.zeros(len(Skip), np.int64)
        self._frames = allocate(Frames, BATCH)
        self._packets = allocate(Packets, BATCH)

    def read(self, name: str, file: Readable, passed: int = 0) -> Iterator[Packets | None]:
        """Read one capture, and hand over at once what is there; None when nothing has come for a while.

        Parameters
        ----------
        name
            What errors call it.
        passed
            Frames at its start to walk past: to find where they end takes a fifth of the time of parsing
            them, for plain and packed captures alike, and needs no format to be entered midway.

        Raises
        ------
        CaptureError
            If it is broken; everything before the fault has been handed over.
        """
        stream = ByteStream(name, file)
        self.passed = 0
        form: Format | None = None
        while True:
            form = form or _format(stream)
            before = stream.start
            count, stop = form.walk(stream, self._frames) if form else (0, Stop.MORE)
            self.bytes += stream.start - before
            first = min(max(passed - self.passed, 0), count)
            self.passed += count
            if first < count:
                yield self._dissect(stream, first, count)
            if stop in BROKEN:
                raise stream.broken(BROKEN[stop])
            if stop is Stop.FULL:
                continue
            came = stream.fill()
            if came is None:
                yield None
            elif came == 0:
                _check_end(stream)
                return

    def _dissect(self, stream: ByteStream, first: int, last: int) -> Packets:
        self.frames += last - first
        found = int(dissect(stream.data, self._frames, first, last, self._packets, self.skipped))
        self.packets += found
        return rows(self._packets._replace(data=stream.data), slice(found))


def _format(stream: ByteStream) -> Format | None:
    """Tell the format by the first bytes; None while they are not there."""
    first = stream.first()
    if not first:
        return None
    magic = first[:4]
    if magic in pcap.MAGICS:
        return pcap.PcapFormat()
    if magic == pcapng.MAGIC:
        return pcapng.PcapngFormat()
    if magic in pcap.MODIFIED:
        raise stream.broken(
            "a modified pcap, which is not read; tcpdump -r FILE -w NEW makes a plain one of it"
        )
    raise stream.broken("neither pcap nor pcapng")


def _check_end(stream: ByteStream) -> None:
    """Refuse a stream that ends in the middle of something."""
    if stream.unread:
        raise stream.broken("the last record is cut off" if stream.position else "the file header is cut off")
    if not stream.position:
        raise stream.broken("the file is empty")

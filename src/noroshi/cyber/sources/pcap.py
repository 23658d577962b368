"""The pcap format: both byte orders, micro- and nanoseconds (draft-ietf-opsawg-pcap)."""

import struct

from noroshi.cyber.kernels.framing import LARGEST_FRAME, Frames, Stop, frame_pcap
from noroshi.cyber.sources.stream import ByteStream

HEADER = 24

MAGICS: dict[bytes, tuple[bool, int]] = {
    b"\xd4\xc3\xb2\xa1": (False, 1000),
    b"\xa1\xb2\xc3\xd4": (True, 1000),
    b"\x4d\x3c\xb2\xa1": (False, 1),
    b"\xa1\xb2\x3c\x4d": (True, 1),
}
"""First four bytes -> (most significant byte first?, nanoseconds in a unit of the fraction)."""

MOST_SNAPLEN = 1 << 24
"""Bytes; a header that promises longer frames is not believed."""


class PcapFormat:
    """Walks a stream of pcap records.

    Parameters
    ----------
    stream
        At the file header.

    Raises
    ------
    CaptureError
        If the header is cut off, or its version is not 2.
    """

    def __init__(self, stream: ByteStream) -> None:
        if not stream.want(HEADER):
            raise stream.broken("the file header is cut off")
        header = stream.data[stream.start : stream.start + HEADER].tobytes()
        self._is_big, self._unit = MAGICS[header[:4]]
        major, _, _, _, snaplen, network = struct.unpack(">HHiIII" if self._is_big else "<HHiIII", header[4:])
        if major != 2:
            raise stream.broken(f"pcap version {major}; only version 2 exists")
        self._link = network & 0xFFFF  # above it, length of the frame check sequence
        self._longest = max(LARGEST_FRAME, min(snaplen, MOST_SNAPLEN))
        stream.start += HEADER

    def walk(self, stream: ByteStream, frames: Frames) -> tuple[int, Stop]:
        """Note the frames that are there; give how many, and why it stopped."""
        start, count, stop = frame_pcap(
            stream.data,
            stream.start,
            stream.end,
            self._is_big,
            self._unit,
            self._longest,
            self._link,
            frames,
        )
        stream.start = int(start)
        return int(count), Stop(stop)

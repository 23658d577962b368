"""The pcap format: both byte orders, micro- and nanoseconds (draft-ietf-opsawg-pcap)."""

import struct

from noroshi.clock import SECOND
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

MODIFIED = (b"\x34\xcd\xb2\xa1", b"\xa1\xb2\xcd\x34")
"""First four bytes of Kuznetzov's variant, which Linux distributions wrote before 2000."""

MOST_SNAPLEN = 1 << 24
"""Bytes; a header that promises longer frames is not believed."""

_MICROSECOND_MAGIC, _NANOSECOND_MAGIC = 0xA1B2C3D4, 0xA1B23C4D
_SNAPLEN = 262_144


def file_header(link: int, *, nanoseconds: bool) -> bytes:
    """Write the header of a file with frames of a link type, and with times to the nano- or the microsecond."""
    magic = _NANOSECOND_MAGIC if nanoseconds else _MICROSECOND_MAGIC
    return struct.pack("<IHHiIII", magic, 2, 4, 0, 0, _SNAPLEN, link)


def record(time: int, frame: bytes, length: int) -> bytes:
    """Write a frame, in a file with times to the nanosecond.

    Parameters
    ----------
    time
        ns UTC.
    frame
        As much of it as was captured.
    length
        Bytes that it had on the wire.
    """
    return struct.pack("<IIII", *divmod(time, SECOND), len(frame), length) + frame


class PcapFormat:
    """Walks a stream of pcap records, from the file header on."""

    def __init__(self) -> None:
        self._is_begun = False
        self._is_big = False
        self._unit = 0
        self._link = 0
        self._longest = 0

    def walk(self, stream: ByteStream, frames: Frames) -> tuple[int, Stop]:
        """Note the frames that are there; give how many, and why it stopped.

        Raises
        ------
        CaptureError
            If the file header's version is not 2.
        """
        if not self._is_begun:
            if stream.unread < HEADER:
                return 0, Stop.MORE
            self._begin(stream)
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
        return int(count), Stop(int(stop))

    def _begin(self, stream: ByteStream) -> None:
        header = stream.peek(HEADER)
        self._is_big, self._unit = MAGICS[header[:4]]
        major, _, _, _, snaplen, network = struct.unpack(">HHiIII" if self._is_big else "<HHiIII", header[4:])
        if major != 2:
            raise stream.broken(f"pcap version {major}; only version 2 exists")
        self._link = network & 0xFFFF  # above it, length of the frame check sequence
        self._longest = max(LARGEST_FRAME, min(snaplen, MOST_SNAPLEN))
        self._is_begun = True
        stream.start += HEADER

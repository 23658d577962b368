"""The pcapng format (draft-ietf-opsawg-pcapng): sections, interfaces, and the three kinds of packet blocks."""

import struct
from collections.abc import Iterator

from noroshi.clock import SECOND
from noroshi.columns.schema import allocate
from noroshi.cyber.kernels.framing import LARGEST_BLOCK, LATEST, Frames, Interfaces, Stop, frame_pcapng
from noroshi.cyber.sources.stream import ByteStream

MAGIC = b"\x0a\x0d\x0d\x0a"

MOST_INTERFACES = 1 << 12
"""Interfaces of one section; hostile files describe millions."""

_BYTE_ORDER = 0x1A2B3C4D
_TSRESOL, _TSOFFSET = 9, 14
_MICROSECONDS = 6


class PcapngFormat:
    """Walks a stream of pcapng blocks, from the first section header on."""

    def __init__(self) -> None:
        self._is_big = False
        self._interfaces = allocate(Interfaces, MOST_INTERFACES)
        self._described = 0
        self._latest = 0

    def walk(self, stream: ByteStream, frames: Frames) -> tuple[int, Stop]:
        """Note the frames that are there; give how many, and why it stopped.

        Raises
        ------
        CaptureError
            If a section header or an interface description is none.
        """
        while True:
            start, count, stop, latest = frame_pcapng(
                stream.data,
                stream.start,
                stream.end,
                self._is_big,
                self._interfaces,
                self._described,
                self._latest,
                frames,
            )
            stream.start, self._latest = int(start), int(latest)
            if stop not in (Stop.INTERFACE, Stop.SECTION):
                return int(count), Stop(int(stop))
            if count:
                return int(count), Stop.FULL  # hand over what there is: the next block may be broken
            if stop == Stop.INTERFACE:
                self._describe_interface(stream)
            elif not self._begin_section(stream):
                return 0, Stop.MORE

    def _begin_section(self, stream: ByteStream) -> bool:
        """Read a section header; False while it is not all there."""
        if stream.unread < 28:
            return False
        header = stream.peek(28)
        self._is_big = header[8:12] == _BYTE_ORDER.to_bytes(4, "big")
        if not self._is_big and header[8:12] != _BYTE_ORDER.to_bytes(4, "little"):
            raise stream.broken("the section header has no byte-order magic")
        length, _, major = struct.unpack(self._order + "IIH", header[4:14])
        if major != 1:
            raise stream.broken(f"pcapng version {major}; only version 1 exists")
        if length < 28 or length % 4 or length > LARGEST_BLOCK:
            raise stream.broken(f"a section header of {length} bytes")
        if stream.unread < length:
            return False
        if stream.peek(length)[-4:] != header[4:8]:
            raise stream.broken("the section header's two lengths differ")
        self._described = 0
        stream.start += length
        return True

    def _describe_interface(self, stream: ByteStream) -> None:
        """Read an interface description; it is all there, and its two lengths agree."""
        (length,) = struct.unpack(self._order + "I", stream.peek(8)[4:])
        if length < 20:
            raise stream.broken(f"an interface description of {length} bytes")
        if self._described == MOST_INTERFACES:
            raise stream.broken(f"more than {MOST_INTERFACES} interfaces in one section")
        block = stream.peek(length)
        link, _, snaplen = struct.unpack(self._order + "HHI", block[8:16])
        resolution, seconds = _MICROSECONDS, 0
        for code, value in self._options(block[16:-4]):
            if code == _TSRESOL and len(value) == 1:
                resolution = value[0]
            elif code == _TSOFFSET and len(value) == 8:
                (seconds,) = struct.unpack(self._order + "q", value)
        self._note_interface(stream, link, snaplen, resolution, seconds)
        stream.start += length

    def _note_interface(
        self, stream: ByteStream, link: int, snaplen: int, resolution: int, seconds: int
    ) -> None:
        exponent, place = resolution & 0x7F, self._described
        is_binary = bool(resolution & 0x80)
        if exponent > (62 if is_binary else 18) or abs(seconds) > LATEST // SECOND:
            raise stream.broken("an interface whose time cannot be told in nanoseconds")
        interfaces = self._interfaces
        interfaces.link[place] = link
        interfaces.snaplen[place] = snaplen
        interfaces.multiply[place] = 1 if is_binary else 10 ** max(0, 9 - exponent)
        interfaces.divide[place] = 1 if is_binary else 10 ** max(0, exponent - 9)
        interfaces.shift[place] = exponent if is_binary else -1
        interfaces.most[place] = min((2 if is_binary else 10) ** exponent * LATEST // SECOND, (1 << 63) - 1)
        interfaces.offset[place] = seconds * SECOND
        self._described += 1

    def _options(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Read options up to the end mark, or to the first that does not fit."""
        place = 0
        while place + 4 <= len(data):
            code, size = struct.unpack_from(self._order + "HH", data, place)
            if code == 0 or place + 4 + size > len(data):
                return
            yield code, data[place + 4 : place + 4 + size]
            place += 4 + (size + 3) // 4 * 4

    @property
    def _order(self) -> str:
        return ">" if self._is_big else "<"
